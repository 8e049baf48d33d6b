/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Anything as SRTP and SRTCP: without the key nothing comes out.  Anything as
 * RTP and RTCP to protect: what is protected comes back as it was.  Every
 * packet ends where its allocation ends. */

#include <string.h>

#include "srtp/rtcsrtp.h"

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

#define AES_128_GCM 7
#define KEY_SIZE 28

typedef guint (*Func) (RtcSrtp * srtp, RtcSpan * spans, guint n);

/* (transfer full) The packet after @func, NULL when it was dropped */
static guint8 *
run (Func func, RtcSrtp * srtp, const guint8 * data, gsize * size, gsize room)
{
  /* not of 0 bytes, which g_malloc () does not allocate */
  g_autofree guint8 *packet = g_malloc (1 + *size + room);
  RtcSpan span = { packet + 1, *size };

  memcpy (span.data, data, *size);
  if (func (srtp, &span, 1) != (span.size > 0))
    __builtin_trap ();
  *size = span.size;
  return span.size > 0 ? g_memdup2 (span.data, span.size) : NULL;
}

static void
try_both_ways (Func protect, Func unprotect, RtcSrtp * out, RtcSrtp * in,
    const guint8 * data, gsize size)
{
  g_autofree guint8 *forged = NULL, *packet = NULL, *back = NULL;
  gsize length = size;

  forged = run (unprotect, in, data, &length, 0);
  if (forged != NULL)
    __builtin_trap ();
  length = size;
  packet = run (protect, out, data, &length, RTC_SRTP_MAX_TRAILER);
  if (packet == NULL)
    return;
  if (length <= size || length > size + RTC_SRTP_MAX_TRAILER)
    __builtin_trap ();
  back = run (unprotect, in, packet, &length, 0);
  if (back == NULL || length != size || memcmp (back, data, size) != 0)
    __builtin_trap ();
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  static const guint8 key[KEY_SIZE] = { 1, 2, 3 };
  g_autoptr (RtcSrtp) out = rtc_srtp_new_outbound (AES_128_GCM, key, KEY_SIZE,
      NULL);
  g_autoptr (RtcSrtp) in = rtc_srtp_new_inbound (AES_128_GCM, key, KEY_SIZE,
      NULL);

  try_both_ways (rtc_srtp_protect_rtp, rtc_srtp_unprotect_rtp, out, in, data,
      size);
  try_both_ways (rtc_srtp_protect_rtcp, rtc_srtp_unprotect_rtcp, out, in,
      data, size);
  return 0;
}
