/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

static void
group_free (gpointer data)
{
  RtcSdpGroup *group = data;

  g_free (group->semantics);
  g_ptr_array_unref (group->mids);
  g_free (group);
}

/* An empty description of ours: "o=- <session_id> <version> IN IP4 127.0.0.1"
 * as RFC 9429 section 5.2.1 asks for.  transfer: full */
RtcSdp *
rtc_sdp_new (guint64 session_id, guint64 version)
{
  RtcSdp *sdp = g_new0 (RtcSdp, 1);

  sdp->username = g_strdup ("-");
  sdp->session_id = session_id;
  sdp->version = version;
  sdp->address = g_strdup ("IN IP4 127.0.0.1");
  sdp->name = g_strdup ("-");
  sdp->lines = g_ptr_array_new_with_free_func (g_free);
  sdp->groups = g_ptr_array_new_with_free_func (group_free);
  rtc_sdp_transport_init (&sdp->transport);
  sdp->extmaps = rtc_sdp_extmaps_new ();
  sdp->attributes = rtc_sdp_attributes_new ();
  sdp->media =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_sdp_media_free);
  return sdp;
}

void
rtc_sdp_free (RtcSdp * sdp)
{
  g_free (sdp->username);
  g_free (sdp->address);
  g_free (sdp->name);
  g_ptr_array_unref (sdp->lines);
  g_ptr_array_unref (sdp->groups);
  g_free (sdp->msid_semantic);
  rtc_sdp_transport_clear (&sdp->transport);
  g_ptr_array_unref (sdp->extmaps);
  g_ptr_array_unref (sdp->attributes);
  g_ptr_array_unref (sdp->media);
  g_free (sdp);
}

RtcSdpGroup *
rtc_sdp_add_group (RtcSdp * sdp, const gchar * semantics)
{
  RtcSdpGroup *group = g_new0 (RtcSdpGroup, 1);

  group->semantics = g_strdup (semantics);
  group->mids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (sdp->groups, group);
  return group;
}

const RtcSdpGroup *
rtc_sdp_find_group (const RtcSdp * sdp, const gchar * semantics,
    const gchar * mid)
{
  for (guint i = 0; i < sdp->groups->len; i++) {
    const RtcSdpGroup *group = g_ptr_array_index (sdp->groups, i);

    if (g_str_equal (group->semantics, semantics)
        && g_ptr_array_find_with_equal_func (group->mids, mid, g_str_equal,
            NULL))
      return group;
  }
  return NULL;
}

gint
rtc_sdp_find_mid (const RtcSdp * sdp, const gchar * mid)
{
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++) {
    if (g_strcmp0 (rtc_sdp_get_media (sdp, i)->mid, mid) == 0)
      return i;
  }
  return -1;
}
