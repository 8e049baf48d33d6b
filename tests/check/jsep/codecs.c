/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* The codec that Chromium's offer and ours agree on; NULL: none */
static gchar *
agree (const RtcCodec * codecs, guint n, RtcMediaKind kind, gint * rtx_pt)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  RtcJsepTrack track = tracks[0];

  track.kind = kind;
  track.codecs = codecs;
  track.n_codecs = n;
  if (!rtc_jsep_answer (offer, &track, 1, &our_transport, 1, &result, NULL))
    return NULL;
  *rtx_pt = result.sends[0].rtx_pt;
  return g_strdup_printf ("%s %u", result.sends[0].codec.name,
      result.sends[0].codec.pt);
}

GST_START_TEST (test_matching)
{
  static const struct
  {
    RtcCodec codec;
    RtcMediaKind kind;
    const gchar *agreed;
    gint rtx_pt;
  } cases[] = {
    {{(gchar *) "vp8", 90000, 1, 0, NULL}, RTC_MEDIA_VIDEO, "VP8 96", 97},
    {{(gchar *) "VP9", 90000, 1, 0, NULL}, RTC_MEDIA_VIDEO, "VP9 98", 99},
    {{(gchar *) "VP9", 90000, 0, 0, (gchar *) "profile-id=2"},
        RTC_MEDIA_VIDEO, "VP9 100", 101},
    {{(gchar *) "AV1", 90000, 1, 0, (gchar *) "profile=1"},
        RTC_MEDIA_VIDEO, "AV1 47", 48},
    {{(gchar *) "H264", 90000, 1, 0, (gchar *) H264_CB},
        RTC_MEDIA_VIDEO, "H264 108", 109},
    {{(gchar *) "H265", 90000, 1, 0, NULL}, RTC_MEDIA_VIDEO, NULL, 0},
    {{(gchar *) "VP8", 48000, 1, 0, NULL}, RTC_MEDIA_VIDEO, NULL, 0},
    {{(gchar *) "OPUS", 48000, 2, 0, NULL}, RTC_MEDIA_AUDIO, "opus 111", -1},
    {{(gchar *) "opus", 48000, 1, 0, NULL}, RTC_MEDIA_AUDIO, NULL, 0},
    {{(gchar *) "PCMA", 8000, 1, 0, NULL}, RTC_MEDIA_AUDIO, "PCMA 8", -1},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    gint rtx_pt = 0;
    g_autofree gchar *agreed =
        agree (&cases[i].codec, 1, cases[i].kind, &rtx_pt);

    fail_unless_equals_string (agreed, cases[i].agreed);
    fail_unless_equals_int (rtx_pt, cases[i].rtx_pt);
  }
}

GST_END_TEST;

GST_START_TEST (test_our_order_counts)
{
  static const RtcCodec codecs[] = {
    {(gchar *) "H265", 90000, 1, 96, NULL},
    {(gchar *) "VP9", 90000, 1, 97, NULL},
    {(gchar *) "VP8", 90000, 1, 98, NULL},
  };
  gint rtx_pt;
  g_autofree gchar *agreed = agree (codecs, 3, RTC_MEDIA_VIDEO, &rtx_pt);

  fail_unless_equals_string (agreed, "VP9 98");
}

GST_END_TEST;

GST_START_TEST (test_h265_profile)
{
  static const RtcCodec main_profile = { (gchar *) "H265", 90000, 1, 96,
    (gchar *) "level-id=153"
  };
  static const RtcCodec main10 = { (gchar *) "H265", 90000, 1, 96,
    (gchar *) "profile-id=2"
  };
  g_autoptr (RtcSdp) offer = parse_seed ("safari-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  RtcJsepTrack track = tracks[0];
  g_autofree gchar *text = NULL;

  track.n_codecs = 1;
  track.codecs = &main10;
  fail_if (rtc_jsep_answer (offer, &track, 1, &our_transport, 1, &result,
          NULL));
  track.codecs = &main_profile;
  text = answer_with (offer, &track, 1, &result);
  fail_unless_equals_int (result.sends[0].codec.pt, 100);
}

GST_END_TEST;

/* No rtx without an SSRC for it, no feedback that was not offered */
GST_START_TEST (test_only_what_was_offered)
{
  g_autoptr (RtcSdp) offer = parse_seed ("aiortc-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  RtcJsepTrack track = tracks[0];
  g_autofree gchar *text = NULL;

  track.rtx_ssrc = 0;
  text = answer_with (offer, &track, 1, &result);
  fail_unless_equals_int (result.sends[0].rtx_pt, -1);
  fail_if (result.sends[0].transport_cc || result.sends[0].fir
      || result.sends[0].rsize);
  fail_unless (result.sends[0].nack && result.sends[0].pli);
  fail_if_has (text, "transport-cc");
  fail_if_has (text, "ccm fir");
  fail_if_has (text, "rtcp-rsize");
  fail_if_has (text, "FID");
  fail_if_has (text, "a=ice-options");
}

GST_END_TEST;

JSEP_TEST (codecs, test_matching, test_our_order_counts, test_h265_profile,
    test_only_what_was_offered);
