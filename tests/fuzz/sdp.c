/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>

#include "jsep/rtcjsep.h"

/* What was read can be printed, what was printed can be read and prints the
 * same again; any description can be answered or refused. */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static void
print_and_read_again (const RtcSdp * sdp)
{
  g_autofree gchar *text = rtc_sdp_print (sdp);
  g_autofree gchar *again = NULL;
  g_autoptr (RtcSdp) copy = NULL;

  copy = rtc_sdp_parse (text, -1, NULL);
  if (copy == NULL)
    abort ();
  again = rtc_sdp_print (copy);
  if (!g_str_equal (text, again))
    abort ();
}

static void
answer (const RtcSdp * offer)
{
  static RtcCodec video[] = {
    {(gchar *) "VP8", 90000, 1, 96, NULL},
    {(gchar *) "H264", 90000, 1, 97,
        (gchar *) "packetization-mode=1;profile-level-id=42e01f"},
    {(gchar *) "VP9", 90000, 1, 98, (gchar *) "profile-id=0"},
  };
  static RtcCodec audio[] = {
    {(gchar *) "opus", 48000, 2, 111, NULL},
    {(gchar *) "PCMU", 8000, 1, 0, NULL},
  };
  const RtcJsepTrack tracks[] = {
    {RTC_MEDIA_VIDEO, video, 3, "stream", "video", "cname", 1, 2},
    {RTC_MEDIA_AUDIO, audio, 2, "stream", "audio", "cname", 3, 0},
  };
  const gchar *const candidates[] =
      { "candidate:1 1 UDP 2130706431 192.0.2.1 5000 typ host", NULL };
  const RtcJsepTransport transport = {
    "ufrag", "passwordpasswordpassword", "sha-256 00", candidates, TRUE, TRUE,
    5000, 65536
  };
  g_auto (RtcJsepResult) result = { NULL, };

  if (rtc_jsep_answer (offer, tracks, 2, &transport, 1, &result, NULL)) {
    g_autofree gchar *text = rtc_sdp_print (result.sdp);

    if (result.n_sends == 0 || !result.remote_ufrag
        || rtc_sdp_n_media (result.sdp) != rtc_sdp_n_media (offer))
      abort ();
  }
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  g_autoptr (RtcSdp) sdp = NULL;

  if (size > RTC_SDP_MAX_SIZE / 4)
    return 0;
  sdp = rtc_sdp_parse ((const gchar *) data, size, NULL);
  if (sdp) {
    print_and_read_again (sdp);
    answer (sdp);
  }
  return 0;
}
