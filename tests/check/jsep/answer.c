/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* The answer to Chromium's recvonly offer, in full */
GST_START_TEST (test_chromium)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);
  const RtcJsepSend *video = &result.sends[0], *audio = &result.sends[1];

  fail_unless_equals_string (text,
      "v=0\r\n"
      "o=- 7 1 IN IP4 127.0.0.1\r\n"
      "s=-\r\n"
      "t=0 0\r\n"
      "a=group:BUNDLE 0 1\r\n"
      "a=msid-semantic:WMS *\r\n"
      "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"
      "c=IN IP4 0.0.0.0\r\n"
      "a=" OUR_CANDIDATE "\r\n"
      "a=end-of-candidates\r\n"
      "a=ice-ufrag:OurUfrag\r\n"
      "a=ice-pwd:OurPasswordOurPassword12\r\n"
      "a=ice-options:trickle\r\n"
      "a=fingerprint:" OUR_FINGERPRINT "\r\n"
      "a=setup:passive\r\n"
      "a=mid:0\r\n"
      "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
      "a=extmap:4 http://www.ietf.org/id/"
      "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
      "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/"
      "abs-send-time\r\n"
      "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/"
      "playout-delay\r\n"
      "a=sendonly\r\n"
      "a=rtcp-mux\r\n"
      "a=rtcp-rsize\r\n"
      "a=rtpmap:96 VP8/90000\r\n"
      "a=rtcp-fb:96 transport-cc\r\n"
      "a=rtcp-fb:96 ccm fir\r\n"
      "a=rtcp-fb:96 nack\r\n"
      "a=rtcp-fb:96 nack pli\r\n"
      "a=rtpmap:97 rtx/90000\r\n"
      "a=fmtp:97 apt=96\r\n"
      "a=msid:stream video0\r\n"
      "a=ssrc-group:FID 1001 1002\r\n"
      "a=ssrc:1001 cname:the-cname\r\n"
      "a=ssrc:1001 msid:stream video0\r\n"
      "a=ssrc:1002 cname:the-cname\r\n"
      "a=ssrc:1002 msid:stream video0\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
      "c=IN IP4 0.0.0.0\r\n"
      "a=ice-ufrag:OurUfrag\r\n"
      "a=ice-pwd:OurPasswordOurPassword12\r\n"
      "a=ice-options:trickle\r\n"
      "a=fingerprint:" OUR_FINGERPRINT "\r\n"
      "a=setup:passive\r\n"
      "a=mid:1\r\n"
      "a=extmap:9 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
      "a=extmap:4 http://www.ietf.org/id/"
      "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n"
      "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/"
      "abs-send-time\r\n"
      "a=extmap:14 urn:ietf:params:rtp-hdrext:ssrc-audio-level\r\n"
      "a=sendonly\r\n"
      "a=rtcp-mux\r\n"
      "a=rtcp-rsize\r\n"
      "a=rtpmap:111 opus/48000/2\r\n"
      "a=rtcp-fb:111 transport-cc\r\n"
      "a=fmtp:111 minptime=10;useinbandfec=1\r\n"
      "a=msid:stream audio0\r\n"
      "a=ssrc:1003 cname:the-cname\r\n" "a=ssrc:1003 msid:stream audio0\r\n");

  fail_unless_equals_int (result.n_sends, 2);
  fail_unless_equals_int (video->codec.pt, 96);
  fail_unless_equals_int (video->rtx_pt, 97);
  fail_unless (video->nack && video->pli && video->fir
      && video->transport_cc && video->rsize);
  fail_unless_equals_int (video->extmap[RTC_EXT_MID], 9);
  fail_unless_equals_int (video->extmap[RTC_EXT_AUDIO_LEVEL], 0);
  fail_unless_equals_int (audio->track, 1);
  fail_unless_equals_int (audio->mline, 1);
  fail_unless_equals_int (audio->rtx_pt, -1);
  fail_if (audio->nack || audio->pli || audio->fir);
  fail_unless_equals_int (audio->extmap[RTC_EXT_AUDIO_LEVEL], 14);

  fail_unless_equals_string (result.remote_ufrag, "ZxcQ");
  fail_unless_equals_string (result.remote_pwd, "hLFGsmyohH4gsOlUB3MlUfxR");
  fail_unless_equals_int (result.remote_fingerprints->len, 1);
  /* those of the first section only */
  fail_unless_equals_int (result.remote_candidates->len, 4);
  fail_if (result.remote_end_of_candidates || result.remote_ice_lite);
  fail_if (result.dtls_client);
}

GST_END_TEST;

/* Firefox: fingerprint at session level, mDNS, component 2, a direction in an
 * extmap */
GST_START_TEST (test_firefox)
{
  g_autoptr (RtcSdp) offer = parse_seed ("firefox-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.n_sends, 2);
  fail_unless_equals_int (result.sends[0].codec.pt, 120);
  fail_unless_equals_int (result.sends[0].rtx_pt, 124);
  fail_unless_equals_string (result.remote_ufrag, "0028d404");
  fail_unless (g_str_has_prefix (g_ptr_array_index
          (result.remote_fingerprints, 0), "sha-256 FB:7A:"));
  fail_unless_equals_int (result.remote_candidates->len, 4);
  fail_unless (result.remote_end_of_candidates);
  fail_unless_has (text, "a=extmap:6/sendonly http://www.webrtc.org/");
  fail_unless_has (text, "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid");
}

GST_END_TEST;

GST_START_TEST (test_safari)
{
  g_autoptr (RtcSdp) offer = parse_seed ("safari-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  /* our order of preference, not theirs */
  fail_unless_equals_string (result.sends[0].codec.name, "VP8");
  fail_unless_equals_int (result.sends[0].rtx_pt, 103);
  fail_unless_has (text, "a=mid:1");
}

GST_END_TEST;

JSEP_TEST (answer, test_chromium, test_firefox, test_safari);
