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
static gint
first_of_group (const RtcSdp * sdp, const RtcSdpGroup * group,
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
  return group ? first_of_group (sdp, group, accepted) : first;
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
