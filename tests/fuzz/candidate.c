/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>

#include "sdp/rtcsdpfrag.h"

/* One candidate, and a trickle fragment, from any text */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static void
one_candidate (const guint8 * data, gsize size)
{
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);
  g_autoptr (RtcCandidate) candidate = rtc_candidate_parse (text, NULL);
  g_autoptr (RtcCandidate) copy = NULL;
  g_autofree gchar *printed = NULL, *again = NULL;

  if (candidate == NULL)
    return;
  printed = rtc_candidate_print (candidate);
  copy = rtc_candidate_parse (printed, NULL);
  if (copy == NULL)
    abort ();
  again = rtc_candidate_print (copy);
  if (!g_str_equal (printed, again))
    abort ();
}

static void
fragment (const guint8 * data, gsize size)
{
  g_autoptr (RtcSdpFrag) frag =
      rtc_sdp_frag_parse ((const gchar *) data, size, NULL);
  g_autoptr (RtcSdpFrag) copy = NULL;
  g_autofree gchar *printed = NULL, *again = NULL;

  if (frag == NULL)
    return;
  printed = rtc_sdp_frag_print (frag);
  copy = rtc_sdp_frag_parse (printed, -1, NULL);
  if (copy == NULL)
    abort ();
  again = rtc_sdp_frag_print (copy);
  if (!g_str_equal (printed, again))
    abort ();
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  if (size > RTC_SDP_MAX_SIZE / 4)
    return 0;
  one_candidate (data, size);
  fragment (data, size);
  return 0;
}
