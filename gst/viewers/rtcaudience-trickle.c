/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcaudience-private.h"

#include "sdp/rtcsdpfrag.h"

/* An other ufrag than the offer's is an ICE restart (RFC 8445 section 9) */
static gboolean
is_restart (const RtcMember * member, const gchar * ufrag)
{
  return ufrag != NULL && g_strcmp0 (ufrag, member->remote_ufrag) != 0;
}

static void
add_candidates (RtcMember * member, const RtcSdpFragMedia * media)
{
  for (guint i = 0; i < media->candidates->len; i++) {
    g_autofree gchar *text =
        rtc_candidate_print (g_ptr_array_index (media->candidates, i));

    rtc_viewer_add_candidate (member->viewer, text);
  }
}

/* Everything is in one BUNDLE group, so a candidate belongs to the transport
 * whatever its section is. */
gboolean
rtc_audience_trickle (RtcAudience * audience, const gchar * viewer_id,
    const gchar * fragment, gsize size, GError ** error)
{
  RtcMember *member = g_hash_table_lookup (audience->members, viewer_id);
  g_autoptr (RtcSdpFrag) frag = NULL;
  gboolean end;

  g_return_val_if_fail (member != NULL, FALSE);

  frag = rtc_sdp_frag_parse (fragment, size, error);
  if (frag == NULL)
    return FALSE;

  end = frag->end_of_candidates;
  if (is_restart (member, frag->ufrag))
    goto restart;
  for (guint i = 0; i < frag->media->len; i++) {
    const RtcSdpFragMedia *media = g_ptr_array_index (frag->media, i);

    if (is_restart (member, media->ufrag))
      goto restart;
    end |= media->end_of_candidates;
  }

  for (guint i = 0; i < frag->media->len; i++)
    add_candidates (member, g_ptr_array_index (frag->media, i));
  if (end)
    rtc_viewer_end_of_candidates (member->viewer);
  return TRUE;

restart:
  g_set_error_literal (error, RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_RESTART,
      "ICE restarts are not answered here: end the session and begin a new one");
  return FALSE;
}
