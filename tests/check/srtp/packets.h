/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sessions and packets for the tests of this room */
#pragma once

#include <gst/check/gstcheck.h>
#include "srtp/rtcsrtpbackend.h"

/* NULL: the backend that rtc_srtp_new_inbound () picks */
static const struct
{
  const RtcSrtpBackend *backend;
  guint profile;
  gsize key_size;
} kinds[] = {
  {NULL, 1, 30}, {NULL, 7, 28}, {NULL, 8, 44},
  {&rtc_srtp_libsrtp, 7, 28}, {&rtc_srtp_libsrtp, 8, 44},
};

/* @kind: an index to kinds */
static inline RtcSrtp *
session_new (gboolean inbound, guint kind)
{
  GError *error = NULL;
  guint8 key[64];
  RtcSrtp *srtp;
  guint i;

  for (i = 0; i < sizeof (key); i++)
    key[i] = i * 7;
  srtp = rtc_srtp_new_with (kinds[kind].backend, inbound, kinds[kind].profile,
      key, kinds[kind].key_size, &error);
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
