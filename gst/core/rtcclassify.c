/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcclassify.h"

/* The first byte decides (RFC 7983 section 7); RTCP is told from RTP by the
 * packet types 192 to 223 (RFC 5761 section 4). */
RtcPacketKind
rtc_classify (const guint8 * data, gsize size)
{
  if (size < 2)
    return RTC_PACKET_UNKNOWN;

  if (data[0] <= 3)
    return size >= 20 ? RTC_PACKET_STUN : RTC_PACKET_UNKNOWN;
  if (data[0] >= 20 && data[0] <= 63)
    return size >= 13 ? RTC_PACKET_DTLS : RTC_PACKET_UNKNOWN;
  if (data[0] >= 64 && data[0] <= 79)
    return size >= 4 ? RTC_PACKET_TURN_CHANNEL : RTC_PACKET_UNKNOWN;
  if (data[0] < 128 || data[0] > 191)
    return RTC_PACKET_UNKNOWN;
  if (data[1] >= 192 && data[1] <= 223)
    return size >= 8 ? RTC_PACKET_RTCP : RTC_PACKET_UNKNOWN;
  return size >= 12 ? RTC_PACKET_RTP : RTC_PACKET_UNKNOWN;
}
