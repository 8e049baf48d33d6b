/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Which codecs stand in offers and answers, and under which numbers */

static gchar *pli[] = { (gchar *) "nack pli", (gchar *) "goog-remb", NULL };

static const RtcJsepFormat h264_and_vp8[] = {
  {{(gchar *) "H264", 90000, 1, 101, (gchar *) H264_CB}, pli},
  {{(gchar *) "VP8", 90000, 1, 102, NULL}, NULL},
};

static const RtcSdpMedia *
answer_seed (Peer * peer, const gchar * seed, guint mline, RtcSdp ** answer)
{
  g_autoptr (RtcSdp) offer = parse_seed (seed);

  peer_set_remote (peer, RTC_SDP_TYPE_OFFER, offer);
  *answer = peer_create_answer (peer, NULL);
  return rtc_sdp_get_media (*answer, mline);
}

static const RtcCodec *
codec_at (const RtcSdpMedia * media, guint i)
{
  fail_unless (i < media->codecs->len);
  return g_ptr_array_index (media->codecs, i);
}

/* RED, ULPFEC and RTX follow the codecs on the numbers that are free */
GST_START_TEST (test_helpers)
{
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *video;
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  t = peer_add_pad (&a, RTC_MEDIA_VIDEO);
  t->nack = TRUE;
  t->fec = RTC_FEC_ULP_RED;
  t->rtx_ssrcs = ssrc_rtx;
  offer = peer_create_offer (&a, NULL);
  video = rtc_sdp_get_media (offer, 1);
  fail_unless_equals_int (video->codecs->len, 5);
  fail_unless_equals_string (codec_at (video, 0)->name, "VP8");
  fail_unless_equals_int (codec_at (video, 0)->pt, 97);
  fail_unless_equals_string (codec_at (video, 1)->name, "red");
  fail_unless_equals_int (codec_at (video, 1)->pt, 98);
  fail_unless_equals_string (codec_at (video, 2)->name, "ulpfec");
  fail_unless_equals_int (codec_at (video, 2)->pt, 99);
  fail_unless_equals_string (codec_at (video, 3)->fmtp, "apt=97");
  fail_unless_equals_int (codec_at (video, 3)->pt, 100);
  fail_unless_equals_string (codec_at (video, 4)->fmtp, "apt=98");
  fail_unless_equals_int (codec_at (video, 4)->pt, 101);
  fail_unless (rtc_sdp_media_has_feedback (video, 97, "nack"));
  fail_unless_equals_int (video->ssrc_groups->len, 1);
  fail_unless_equals_int (video->ssrcs->len, 4);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_without_nack)
{
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *video;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  offer = peer_create_offer (&a, NULL);
  video = rtc_sdp_get_media (offer, 0);
  fail_unless_equals_int (video->codecs->len, 1);
  fail_if (rtc_sdp_media_has_feedback (video, 97, "nack"));
  fail_unless (rtc_sdp_media_has_feedback (video, 97, "nack pli"));
  fail_unless (rtc_sdp_media_has_feedback (video, 97, "ccm fir"));
  fail_unless (rtc_sdp_media_has_feedback (video, 97, "transport-cc"));
  peer_clear (&a);
}

GST_END_TEST;

/* One space of numbers in a group, one a section without */
GST_START_TEST (test_same_wish)
{
  for (guint bundle = 0; bundle < 2; bundle++) {
    g_autoptr (RtcSdp) offer = NULL;
    RtcJsepFormat vp8 = format_vp8[0];
    Peer a;

    peer_init_with (&a, 'a', bundle ? RTC_BUNDLE_POLICY_MAX_BUNDLE :
        RTC_BUNDLE_POLICY_NONE);
    peer_add_pad (&a, RTC_MEDIA_AUDIO);
    peer_add_pad (&a, RTC_MEDIA_VIDEO)->formats = &vp8;
    peer_add_pad (&a, RTC_MEDIA_VIDEO)->formats = &vp8;
    vp8.codec.pt = 96;
    offer = peer_create_offer (&a, NULL);
    fail_unless_equals_int (codec_at (rtc_sdp_get_media (offer, 0), 0)->pt, 96);
    fail_unless_equals_int (codec_at (rtc_sdp_get_media (offer, 1), 0)->pt,
        bundle ? 97 : 96);
    fail_unless_equals_int (codec_at (rtc_sdp_get_media (offer, 2), 0)->pt,
        bundle ? 97 : 96);
    peer_clear (&a);
  }
}

GST_END_TEST;

/* Nothing is known of a transceiver but its kind */
GST_START_TEST (test_offer_without_caps)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_add (&a, RTC_MEDIA_AUDIO, RTC_DIRECTION_RECVONLY);
  peer_add (&a, RTC_MEDIA_VIDEO, RTC_DIRECTION_RECVONLY);
  offer = peer_create_offer (&a, NULL);
  fail_unless_equals_string (codec_at (rtc_sdp_get_media (offer, 0), 0)->name,
      "OPUS");
  fail_unless_equals_string (codec_at (rtc_sdp_get_media (offer, 1), 0)->name,
      "VP8");
  fail_unless_equals_string (codec_at (rtc_sdp_get_media (offer, 1), 1)->name,
      "H264");
  peer_clear (&a);
}

GST_END_TEST;

/* No answer waits for caps */
GST_START_TEST (test_answer_without_caps)
{
  g_autoptr (RtcSdp) answer = NULL;
  const RtcSdpMedia *video;
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  t = peer_add (&a, RTC_MEDIA_VIDEO, RTC_DIRECTION_SENDRECV);
  t->has_pad = TRUE;
  t->has_kind = FALSE;
  t->nack = TRUE;
  video = answer_seed (&a, "chromium-recvonly.sdp", 0, &answer);
  fail_unless_equals_int (peer_section (&a, 0)->transceiver, t->key);
  fail_unless_equals_int (video->direction, RTC_DIRECTION_SENDONLY);
  fail_unless (video->codecs->len > 4);
  for (guint i = 0; i < video->codecs->len; i++) {
    const gchar *name = codec_at (video, i)->name;

    fail_if (g_str_equal (name, "red") || g_str_equal (name, "ulpfec")
        || g_str_has_prefix (name, "flexfec"));
  }
  fail_unless_equals_string (codec_at (video, 0)->name, "VP8");
  fail_unless_equals_int (codec_at (video, 0)->pt, 96);
  fail_unless_equals_string (codec_at (video, video->codecs->len - 1)->name,
      "rtx");
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_answer_in_our_order)
{
  g_autoptr (RtcSdp) answer = NULL;
  const RtcSdpMedia *video;
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  t = peer_add_pad (&a, RTC_MEDIA_VIDEO);
  t->formats = h264_and_vp8;
  t->n_formats = 2;
  video = answer_seed (&a, "chromium-recvonly.sdp", 0, &answer);
  fail_unless_equals_string (codec_at (video, 0)->name, "H264");
  fail_unless_equals_string (codec_at (video, video->codecs->len - 1)->name,
      "VP8");
  /* the offer's numbers, not ours */
  fail_unless_equals_int (codec_at (video, video->codecs->len - 1)->pt, 96);
  fail_unless (rtc_sdp_media_has_feedback (video, codec_at (video, 0)->pt,
          "goog-remb"));
  fail_if (rtc_sdp_media_has_feedback (video, 96, "goog-remb"));
  fail_if (rtc_sdp_media_has_feedback (video, 96, "nack"));
  peer_clear (&a);
}

GST_END_TEST;

/* What was negotiated keeps its number when preferences change */
GST_START_TEST (test_changed)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  negotiate (&a, &b);
  a.transceivers[0].formats = h264_and_vp8;
  a.transceivers[0].n_formats = 2;
  negotiate_full (&a, &b, NULL, &offer, NULL);
  fail_unless_equals_string (codec_at (rtc_sdp_get_media (offer, 0), 0)->name,
      "H264");
  fail_unless_equals_int (codec_at (rtc_sdp_get_media (offer, 0), 0)->pt, 101);
  fail_unless_equals_int (codec_at (rtc_sdp_get_media (offer, 0), 1)->pt, 97);
  fail_unless_equals_string (format_at (peer_section (&b, 0)->receive,
          0)->codec.name, "H264");
  fail_unless_equals_string (format_at (peer_section (&a, 0)->send,
          0)->codec.name, "H264");
  fail_unless_equals_int (peer_section (&a, 0)->send->len, 2);
  fail_unless (g_strv_contains ((const gchar * const *) format_at (peer_section
              (&a, 0)->send, 1)->feedback, "nack pli"));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Levels may differ where both allow it; profiles may not */
GST_START_TEST (test_h264)
{
  static const gchar *const asymmetric =
      "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e00a";
  RtcJsepFormat ours = { {(gchar *) "H264", 90000, 1, 96,
      (gchar *) asymmetric}, NULL
  };
  RtcJsepFormat theirs = { {(gchar *) "H264", 90000, 1, 96,
      (gchar *) "level-asymmetry-allowed=1;packetization-mode=1;"
          "profile-level-id=42c01f"}, NULL
  };
  g_autoptr (RtcSdp) answer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->formats = &theirs;
  peer_add_pad (&b, RTC_MEDIA_VIDEO)->formats = &ours;
  negotiate_full (&a, &b, NULL, NULL, &answer);
  fail_unless (strstr (codec_at (rtc_sdp_get_media (answer, 0), 0)->fmtp,
          "profile-level-id=42c00a") != NULL);
  fail_unless_equals_int (peer_section (&a, 0)->send->len, 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* An answerer may send with other numbers than it takes */
GST_START_TEST (test_other_numbers_in_answer)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  g_autoptr (GString) text = NULL;
  g_autofree gchar *printed = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->nack = TRUE;
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  b.transceivers[0].nack = TRUE;
  {
    g_autoptr (RtcSdp) made = peer_create_answer (&b, NULL);

    printed = rtc_sdp_print (made);
  }
  text = g_string_new (printed);
  g_string_replace (text, "SAVPF 97 96", "SAVPF 120 121", 0);
  g_string_replace (text, ":97 ", ":120 ", 0);
  g_string_replace (text, ":96 ", ":121 ", 0);
  g_string_replace (text, "apt=97", "apt=120", 0);
  answer = parse (text->str);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (peer_section (&a, 0)->send->len, 2);
  fail_unless_equals_int (format_at (peer_section (&a, 0)->send, 0)->codec.pt,
      120);
  fail_unless_equals_int (format_at (peer_section (&a, 0)->receive,
          0)->codec.pt, 97);
  fail_unless_equals_int (format_at (peer_section (&a, 0)->send, 1)->codec.pt,
      121);
  fail_unless_equals_int (format_at (peer_section (&a, 0)->receive,
          1)->codec.pt, 96);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (preferences, test_helpers, test_without_nack, test_same_wish,
    test_offer_without_caps, test_answer_without_caps,
    test_answer_in_our_order, test_changed, test_h264,
    test_other_numbers_in_answer);
