/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sessions and packets for the tests of this room */
#pragma once

#include <gst/check/gstcheck.h>
#include "srtp/rtcsrtp.h"

static const struct
{
  guint profile;
  gsize key_size;
} profiles[] = { {1, 30}, {7, 28}, {8, 44} };

static inline RtcSrtp *
session_new (gboolean inbound, guint profile)
{
  GError *error = NULL;
  guint8 key[64];
  RtcSrtp *srtp = NULL;
  guint i;

  for (i = 0; i < sizeof (key); i++)
    key[i] = i * 7;
  for (i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (profiles[i].profile == profile)
      srtp = (inbound ? rtc_srtp_new_inbound : rtc_srtp_new_outbound) (profile,
          key, profiles[i].key_size, &error);
  }
  g_assert_no_error (error);
  return srtp;
}

static inline RtcSpan
make_span (guint8 * data, gsize size)
{
  RtcSpan span = { data, size };

  return span;
}

/* An RTP packet of @size bytes */
static inline void
write_rtp (guint8 * data, gsize size, guint32 ssrc, guint16 seq)
{
  memset (data, 0x5a, size);
  memset (data, 0, 12);
  data[0] = 0x80;
  data[1] = 96;
  GST_WRITE_UINT16_BE (data + 2, seq);
  GST_WRITE_UINT32_BE (data + 8, ssrc);
}

/* An empty receiver report and a BYE: 16 bytes */
static inline void
write_rtcp (guint8 * data, guint32 ssrc)
{
  memset (data, 0, 16);
  data[0] = 0x80;
  data[1] = 201;
  data[3] = 1;
  GST_WRITE_UINT32_BE (data + 4, ssrc);
  data[8] = 0x81;
  data[9] = 203;
  data[11] = 1;
  GST_WRITE_UINT32_BE (data + 12, ssrc);
}
