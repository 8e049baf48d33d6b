/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

/* The two bits of a direction are "sends" and "receives" */
RtcDirection
rtc_jsep_direction_reverse (RtcDirection direction)
{
  return (direction & RTC_DIRECTION_SENDONLY) << 1
      | (direction & RTC_DIRECTION_RECVONLY) >> 1;
}

gboolean
rtc_jsep_direction_receives (RtcDirection direction)
{
  return (direction & RTC_DIRECTION_RECVONLY) != 0;
}

/* Port 0 is a refusal, save for a section that is meant for BUNDLE alone
 * (RFC 8843 section 6). */
gboolean
rtc_jsep_is_rejected (const RtcSdpMedia * media)
{
  return media->port == 0 && !media->bundle_only;
}

/* Any of these means DTLS-SRTP when it comes with a fingerprint (RFC 8829
 * section 5.1.2). */
static gboolean
is_dtls_srtp (const gchar * proto)
{
  static const gchar *const protos[] = {
    "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP", "TCP/DTLS/RTP/SAVPF",
    "TCP/DTLS/RTP/SAVP", "RTP/SAVPF", "RTP/SAVP",
  };

  for (guint i = 0; i < G_N_ELEMENTS (protos); i++) {
    if (g_str_equal (proto, protos[i]))
      return TRUE;
  }
  return FALSE;
}

gboolean
rtc_jsep_can_carry (const RtcSdpMedia * media)
{
  return media->kind != RTC_MEDIA_APPLICATION && !rtc_jsep_is_rejected (media)
      && is_dtls_srtp (media->proto) && media->rtcp_mux;
}

const gchar *
rtc_jsep_why_unusable (const RtcSdpMedia * media)
{
  if (media->kind == RTC_MEDIA_APPLICATION)
    return "neither audio nor video";
  if (rtc_jsep_is_rejected (media))
    return "rejected by port 0";
  if (!rtc_jsep_direction_receives (media->direction))
    return "does not want to receive";
  if (!is_dtls_srtp (media->proto))
    return "not RTP over DTLS-SRTP";
  if (!media->rtcp_mux)
    return "without a=rtcp-mux";
  return NULL;
}
