/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* What Chromium answered to an offer of two tracks, edited */
#define ANSWER_HEAD \
  "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
#define ANSWER_VIDEO \
  "m=video 9 UDP/TLS/RTP/SAVPF 97 99\r\nc=IN IP4 0.0.0.0\r\n" \
  "a=ice-ufrag:Chr0\r\na=ice-pwd:ChromiumChromiumChromium\r\n" \
  "a=fingerprint:" OUR_FINGERPRINT "\r\na=setup:active\r\na=mid:0\r\n" \
  "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" \
  "a=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\na=rtpmap:97 H264/90000\r\n" \
  "a=rtcp-fb:97 nack\r\na=rtcp-fb:97 nack pli\r\n" \
  "a=fmtp:97 " H264_CB "\r\na=rtpmap:99 rtx/90000\r\na=fmtp:99 apt=97\r\n"
#define ANSWER_AUDIO \
  "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\na=recvonly\r\n" \
  "a=rtcp-mux\r\na=rtpmap:111 opus/48000/2\r\n"
#define ANSWER ANSWER_HEAD "a=group:BUNDLE 0 1\r\n" ANSWER_VIDEO ANSWER_AUDIO

static void
make_offer (RtcJsepResult * result)
{
  GError *error = NULL;

  fail_unless (rtc_jsep_offer (tracks, 2, &our_transport, 7, result, &error),
      "%s", error ? error->message : "");
}

GST_START_TEST (test_form)
{
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = NULL;
  const RtcSdpMedia *video, *audio;

  make_offer (&result);
  text = rtc_sdp_print (result.sdp);
  video = rtc_sdp_get_media (result.sdp, 0);
  audio = rtc_sdp_get_media (result.sdp, 1);

  fail_unless_equals_int (result.n_sends, 0);
  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_has (text, "m=video 9 UDP/TLS/RTP/SAVPF 96 98 97 99\r\n");
  fail_unless_has (text, "a=fmtp:98 apt=96\r\n");
  fail_unless_has (text, "a=fmtp:99 apt=97\r\n");
  fail_unless_has (text, "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n");
  fail_unless_equals_int (count (text, "a=sendonly\r\n"), 2);
  fail_unless_equals_int (count (text, "a=setup:actpass\r\n"), 2);
  fail_unless_equals_int (count (text, "a=rtcp-mux\r\n"), 2);
  fail_unless_equals_int (count (text, "a=rtcp-rsize\r\n"), 2);
  fail_unless_equals_int (count (text, "a=ice-options:trickle\r\n"), 2);
  fail_unless_equals_int (count (text, OUR_CANDIDATE), 1);
  fail_unless_equals_int (count (text, "a=end-of-candidates"), 1);
  fail_unless (rtc_sdp_media_has_feedback (video, 96, "nack pli")
      && rtc_sdp_media_has_feedback (video, 97, "ccm fir")
      && rtc_sdp_media_has_feedback (audio, 111, "transport-cc")
      && !rtc_sdp_media_has_feedback (audio, 111, "nack"));
  fail_unless_equals_int (video->extmaps->len, 4);
  fail_unless_equals_int (audio->extmaps->len, 4);
}

GST_END_TEST;

/* One space of payload types for the whole group */
GST_START_TEST (test_payload_types_do_not_collide)
{
  static const RtcCodec audio = { (gchar *) "opus", 48000, 2, 96, NULL };
  RtcJsepTrack three[] = { tracks[0], tracks[1], tracks[0] };
  g_auto (RtcJsepResult) result = { NULL, };
  const RtcCodec *seen[128] = { NULL, };

  three[1].codecs = &audio;
  fail_unless (rtc_jsep_offer (three, 3, &our_transport, 7, &result, NULL));
  for (guint i = 0; i < 3; i++) {
    const RtcSdpMedia *media = rtc_sdp_get_media (result.sdp, i);

    for (guint j = 0; j < media->codecs->len; j++) {
      const RtcCodec *codec = g_ptr_array_index (media->codecs, j);

      if (seen[codec->pt]) {
        fail_unless_equals_string (seen[codec->pt]->name, codec->name);
        fail_unless_equals_string (seen[codec->pt]->fmtp, codec->fmtp);
      }
      seen[codec->pt] = codec;
    }
  }
  fail_unless_equals_string (seen[96]->name, "VP8");
}

GST_END_TEST;

GST_START_TEST (test_answer_completes_it)
{
  g_auto (RtcJsepResult) result = { NULL, };
  g_autoptr (RtcSdp) answer = parse (ANSWER);
  const RtcJsepSend *video, *audio;

  make_offer (&result);
  fail_unless (rtc_jsep_apply_answer (&result, answer, tracks, 2, NULL));
  fail_unless (result.sdp != NULL);
  fail_unless_equals_int (result.n_sends, 2);
  video = &result.sends[0];
  audio = &result.sends[1];
  fail_unless_equals_int (video->codec.pt, 97);
  fail_unless_equals_int (video->codec_index, 1);
  fail_unless_equals_int (video->rtx_pt, 99);
  fail_unless (video->nack && video->pli && !video->fir && video->rsize);
  fail_unless_equals_int (video->extmap[RTC_EXT_MID], 1);
  fail_unless_equals_int (video->extmap[RTC_EXT_TRANSPORT_CC], 0);
  fail_unless_equals_string (audio->mid, "1");
  fail_unless_equals_int (audio->track, 1);
  fail_unless_equals_string (result.remote_ufrag, "Chr0");
  fail_if (result.dtls_client);
}

GST_END_TEST;

/* What the browsers really answered to these two tracks */
GST_START_TEST (test_answers_of_browsers)
{
  static const gchar *const answers[] =
      { "chromium-answer.sdp", "firefox-answer.sdp" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++) {
    g_autoptr (RtcSdp) answer = parse_seed (answers[i]);
    g_auto (RtcJsepResult) result = { NULL, };
    g_autoptr (GError) error = NULL;

    make_offer (&result);
    fail_unless (rtc_jsep_apply_answer (&result, answer, tracks, 2, &error),
        "%s", error ? error->message : "");
    fail_unless_equals_int (result.n_sends, 2);
    fail_unless_equals_string (result.sends[0].codec.name, "VP8");
    fail_unless_equals_int (result.sends[0].rtx_pt, 98);
    fail_unless (result.sends[0].nack && result.sends[0].pli
        && result.sends[0].transport_cc);
    fail_unless_equals_int (result.sends[0].extmap[RTC_EXT_MID], 1);
    fail_unless_equals_int (result.sends[1].codec.pt, 111);
    fail_if (result.dtls_client);
  }
}

GST_END_TEST;

GST_START_TEST (test_refused_section)
{
  g_auto (RtcJsepResult) result = { NULL, };
  g_autoptr (RtcSdp) answer = parse (ANSWER_HEAD "a=group:BUNDLE 0\r\n"
      ANSWER_VIDEO "m=audio 0 UDP/TLS/RTP/SAVPF 111\r\na=mid:1\r\n");

  make_offer (&result);
  fail_unless (rtc_jsep_apply_answer (&result, answer, tracks, 2, NULL));
  fail_unless_equals_int (result.n_sends, 1);
  fail_unless_equals_int (result.sends[0].track, 0);
}

GST_END_TEST;

/* A bad answer changes nothing: a good one may follow */
GST_START_TEST (test_bad_answers)
{
  static const gchar *const edits[][2] = {
    {"a=setup:active", "a=setup:actpass"},
    {"a=setup:active", "a=setup:holdconn"},
    {"a=ice-ufrag", "a=x"},
    {"a=fingerprint", "a=x"},
    {"m=audio", "m=video"},
    {"a=mid:1", "a=mid:7"},
    {"a=recvonly", "a=inactive"},
    {ANSWER_AUDIO, ""},
  };
  g_auto (RtcJsepResult) result = { NULL, };
  g_autoptr (RtcSdp) good = parse (ANSWER);

  make_offer (&result);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (GString) text = g_string_new (ANSWER);
    g_autoptr (RtcSdp) answer = NULL;
    g_autoptr (GError) error = NULL;
    const RtcSdp *before = result.sdp;

    fail_unless (g_string_replace (text, edits[i][0], edits[i][1], 0) > 0);
    answer = parse (text->str);
    fail_if (rtc_jsep_apply_answer (&result, answer, tracks, 2, &error),
        "%s", edits[i][1]);
    fail_unless (error != NULL && error->domain == RTC_JSEP_ERROR);
    fail_unless (result.sdp == before && result.n_sends == 0
        && result.remote_ufrag == NULL);
  }
  fail_unless (rtc_jsep_apply_answer (&result, good, tracks, 2, NULL));
}

GST_END_TEST;

GST_START_TEST (test_nothing_to_offer)
{
  RtcJsepTrack empty = tracks[0];
  g_auto (RtcJsepResult) result = { NULL, };
  g_autoptr (GError) error = NULL;

  empty.n_codecs = 0;
  fail_if (rtc_jsep_offer (&empty, 1, &our_transport, 7, &result, &error));
  fail_unless (error != NULL);
  fail_if (rtc_jsep_offer (NULL, 0, &our_transport, 7, &result, NULL));
}

GST_END_TEST;

JSEP_TEST (offer, test_form, test_payload_types_do_not_collide,
    test_answer_completes_it, test_answers_of_browsers, test_refused_section, test_bad_answers,
    test_nothing_to_offer);
