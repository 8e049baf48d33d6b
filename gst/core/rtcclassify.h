/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* RFC 7983 demultiplexing, RTP and RTCP told apart as RFC 5761 says */
typedef enum
{
  RTC_PACKET_UNKNOWN,
  RTC_PACKET_STUN,
  RTC_PACKET_DTLS,
  RTC_PACKET_TURN_CHANNEL,
  RTC_PACKET_RTP,
  RTC_PACKET_RTCP,
} RtcPacketKind;

RtcPacketKind rtc_classify (const guint8 * data, gsize size);

G_END_DECLS
