/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

/* BUNDLE (RFC 9143, which is RFC 8843 with errata).  We have one transport
 * only: the first section that is accepted decides which group it serves. */

static gboolean
in_group (const RtcSdpGroup * group, const RtcSdpMedia * media)
{
  return group && media->mid
      && g_ptr_array_find_with_equal_func (group->mids, media->mid,
      g_str_equal, NULL);
}

/* The group's own order says which section is "tagged", not that of the
 * sections (RFC 9143 section 7.3.1). */
gint
rtc_jsep_first_of_group (const RtcSdp * sdp, const RtcSdpGroup * group,
    const gboolean * accepted)
{
  for (guint i = 0; i < group->mids->len; i++) {
    gint mline = rtc_sdp_find_mid (sdp, g_ptr_array_index (group->mids, i));

    if (mline >= 0 && accepted[mline])
      return mline;
  }
  return -1;
}

gint
rtc_jsep_bundle (const RtcSdp * sdp, gboolean * accepted)
{
  const RtcSdpGroup *group = NULL;
  gint first = -1;

  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (sdp, i);

    if (!accepted[i])
      continue;
    if (first < 0) {
      first = i;
      if (media->mid)
        group = rtc_sdp_find_group (sdp, "BUNDLE", media->mid);
    } else {
      accepted[i] = in_group (group, media);
    }
  }
  return group ? rtc_jsep_first_of_group (sdp, group, accepted) : first;
}

/* The offerer's transport belongs to the first section of the group.  An answer
 * may refuse that one (RFC 9143 section 7.3.1), but Chromium with a policy of
 * "max-bundle" then has no transport left for the others. */
gint
rtc_jsep_find_carrier (const RtcSdp * sdp, const gboolean * accepted,
    gint first)
{
  const gchar *mid = rtc_sdp_get_media (sdp, first)->mid;
  const RtcSdpGroup *group =
      mid ? rtc_sdp_find_group (sdp, "BUNDLE", mid) : NULL;
  gint mline;

  if (group == NULL)
    return -1;
  mline = rtc_sdp_find_mid (sdp, g_ptr_array_index (group->mids, 0));
  if (mline < 0 || accepted[mline]
      || !rtc_jsep_can_carry (rtc_sdp_get_media (sdp, mline)))
    return -1;
  return mline;
}

gboolean
rtc_jsep_check_mids (const RtcSdp * sdp, GError ** error)
{
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (sdp, i);

    if (media->mid && rtc_sdp_find_mid (sdp, media->mid) != (gint) i) {
      g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
          "two sections have a=mid:%s", media->mid);
      return FALSE;
    }
  }
  return TRUE;
}

void
rtc_jsep_read_group (const RtcSdp * sdp, gboolean * members)
{
  const RtcSdpGroup *group = NULL;

  for (guint i = 0; i < sdp->groups->len && !group; i++) {
    const RtcSdpGroup *other = g_ptr_array_index (sdp->groups, i);

    if (g_str_equal (other->semantics, "BUNDLE"))
      group = other;
  }
  for (guint i = 0; i < rtc_sdp_n_media (sdp); i++)
    members[i] = in_group (group, rtc_sdp_get_media (sdp, i));
}

/* A peer connection serves one group: with two of them it would be a matter of
 * chance which of the sections found the same transport. */
gboolean
rtc_jsep_check_groups (const RtcSdp * sdp, GError ** error)
{
  guint n = 0;

  for (guint i = 0; i < sdp->groups->len; i++) {
    const RtcSdpGroup *group = g_ptr_array_index (sdp->groups, i);

    if (!g_str_equal (group->semantics, "BUNDLE"))
      continue;
    if (group->mids->len > RTC_SDP_MAX_MEDIA) {
      g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
          "a=group:BUNDLE has more than %u sections", RTC_SDP_MAX_MEDIA);
      return FALSE;
    }
    n += group->mids->len > 0;
  }
  if (n > 1) {
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
        "there are %u BUNDLE groups; only one can be served: put all sections "
        "into one group", n);
    return FALSE;
  }
  return TRUE;
}

void
rtc_jsep_write_group (const RtcSdp * offer, const gboolean * accepted,
    gint first, RtcSdp * answer)
{
  const gchar *first_mid = rtc_sdp_get_media (offer, first)->mid;
  const RtcSdpGroup *offered;
  RtcSdpGroup *group;

  if (!first_mid)
    return;
  offered = rtc_sdp_find_group (offer, "BUNDLE", first_mid);
  if (!offered)
    return;
  group = rtc_sdp_add_group (answer, "BUNDLE");
  for (guint i = 0; i < offered->mids->len; i++) {
    const gchar *mid = g_ptr_array_index (offered->mids, i);
    gint mline = rtc_sdp_find_mid (offer, mid);

    if (mline >= 0 && accepted[mline]
        && !g_ptr_array_find_with_equal_func (group->mids, mid, g_str_equal,
            NULL))
      g_ptr_array_add (group->mids, g_strdup (mid));
  }
}
