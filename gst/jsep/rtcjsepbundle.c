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
