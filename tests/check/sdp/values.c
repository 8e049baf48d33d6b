/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"
#include "sdp/rtcfmtp.h"

GST_START_TEST (test_chromium)
{
  g_autofree gchar *text = read_text ("chromium-sendrecv.sdp");
  g_autoptr (RtcSdp) sdp = parse (text);
  const RtcSdpMedia *audio, *video, *data;
  const RtcSdpGroup *group = rtc_sdp_find_group (sdp, "BUNDLE", "1");

  fail_unless (group && group->mids->len == 3);
  fail_unless (sdp->session_id == G_GUINT64_CONSTANT (2495165806241009126));
  fail_unless_equals_int (sdp->version, 2);
  fail_unless (sdp->extmap_allow_mixed && !sdp->ice_lite);
  fail_unless_equals_int (rtc_sdp_n_media (sdp), 3);
  fail_unless_equals_int (rtc_sdp_find_mid (sdp, "2"), 2);

  audio = rtc_sdp_get_media (sdp, 0);
  fail_unless_equals_int (audio->kind, RTC_MEDIA_AUDIO);
  fail_unless_equals_int (audio->port, 45619);
  fail_unless_equals_int (audio->candidates->len, 4);
  fail_unless_equals_int (audio->transport.setup, RTC_SDP_SETUP_ACTPASS);
  fail_unless (rtc_sdp_transport_has_option (&audio->transport, "trickle"));
  fail_if (rtc_sdp_transport_has_option (&audio->transport, "ice2"));
  fail_unless_equals_int (rtc_sdp_media_find_codec (audio, 111)->channels, 2);
  fail_unless (rtc_sdp_media_has_feedback (audio, 111, "transport-cc"));
  fail_if (rtc_sdp_media_has_feedback (audio, 0, "transport-cc"));
  fail_unless_equals_int (audio->ssrcs->len, 2);

  video = rtc_sdp_get_media (sdp, 1);
  fail_unless_equals_int (video->rids->len, 2);
  fail_unless_equals_string (video->simulcast, "send h;l");
  fail_unless (video->rtcp_mux && video->rtcp_rsize);

  data = rtc_sdp_get_media (sdp, 2);
  fail_unless_equals_int (data->kind, RTC_MEDIA_APPLICATION);
  fail_unless_equals_int (data->sctp_port, 5000);
  fail_unless_equals_int (data->max_message_size, 262144);
}

GST_END_TEST;

GST_START_TEST (test_firefox)
{
  g_autofree gchar *text = read_text ("firefox-sendrecv.sdp");
  g_autoptr (RtcSdp) sdp = parse (text);
  const RtcSdpMedia *video = rtc_sdp_get_media (sdp, 1);
  const RtcSdpSsrcGroup *group = g_ptr_array_index (video->ssrc_groups, 0);
  const RtcSdpExtmap *extmap = g_ptr_array_index (video->extmaps, 3);

  fail_unless_equals_int (sdp->transport.fingerprints->len, 1);
  fail_unless (video->bundle_only && video->port == 0);
  fail_unless_equals_string (group->semantics, "FID");
  fail_unless (g_array_index (group->ssrcs, guint32, 1) == 1454801241u);
  fail_unless (extmap->has_direction
      && extmap->direction == RTC_DIRECTION_RECVONLY && extmap->id == 6);
  fail_unless (rtc_sdp_get_media (sdp, 0)->end_of_candidates);
}

GST_END_TEST;

GST_START_TEST (test_session_direction_is_inherited)
{
  g_autoptr (RtcSdp) sdp = parse (HEAD "a=recvonly\r\n"
      "m=audio 9 RTP/SAVPF 0\r\nm=video 9 RTP/SAVPF 96\r\na=inactive\r\n");

  fail_unless_equals_int (rtc_sdp_get_media (sdp, 0)->direction,
      RTC_DIRECTION_RECVONLY);
  fail_unless_equals_int (rtc_sdp_get_media (sdp, 1)->direction,
      RTC_DIRECTION_INACTIVE);
}

GST_END_TEST;

GST_START_TEST (test_payload_types)
{
  g_autoptr (RtcSdp) sdp = parse (HEAD
      "m=audio 9 RTP/SAVPF 0 96 97\r\na=rtpmap:97 opus/48000/2\r\n"
      "a=rtpmap:98 VP8/90000\r\na=fmtp:97 a=1\r\na=fmtp:97 b=2\r\n"
      "a=rtcp-fb:* nack\r\n");
  const RtcSdpMedia *media = rtc_sdp_get_media (sdp, 0);

  /* 0 needs no rtpmap, 96 has none, 98 is not in the m= line */
  fail_unless_equals_int (media->codecs->len, 2);
  fail_unless_equals_string (rtc_sdp_media_find_codec (media, 0)->name, "PCMU");
  fail_unless_equals_string (rtc_sdp_media_find_codec (media, 97)->fmtp,
      "a=1;b=2");
  fail_unless (rtc_sdp_media_has_feedback (media, 97, "nack"));
}

GST_END_TEST;

GST_START_TEST (test_fingerprints_are_normalised)
{
  g_autoptr (RtcSdp) sdp = parse (HEAD "a=fingerprint:SHA-1 "
      "aa:bb:cc:dd:ee:ff:00:11:22:33:aa:bb:cc:dd:ee:ff:00:11:22:33\r\n");

  fail_unless_equals_string (g_ptr_array_index (sdp->transport.fingerprints,
          0), "sha-1 AA:BB:CC:DD:EE:FF:00:11:22:33:"
      "AA:BB:CC:DD:EE:FF:00:11:22:33");
}

GST_END_TEST;

GST_START_TEST (test_fmtp)
{
  static const gchar fmtp[] = " a=1; Profile-ID = 2 ;flag;b=x=y";
  g_autofree gchar *b = rtc_fmtp_get (fmtp, "b");
  g_autofree gchar *flag = rtc_fmtp_get (fmtp, "flag");
  g_autofree gchar *set = rtc_fmtp_set (fmtp, "a", "9");
  g_autofree gchar *added = rtc_fmtp_set (NULL, "a", "9");

  fail_unless_equals_string (b, "x=y");
  fail_unless_equals_string (flag, "");
  fail_unless (rtc_fmtp_get (fmtp, "id") == NULL);
  fail_unless (rtc_fmtp_get (NULL, "a") == NULL);
  fail_unless_equals_int (rtc_fmtp_get_uint (fmtp, "profile-id", 0), 2);
  fail_unless_equals_int (rtc_fmtp_get_uint (fmtp, "b", 7), 7);
  fail_unless_equals_string (set, "a=9;Profile-ID=2;flag;b=x=y");
  fail_unless_equals_string (added, "a=9");
}

GST_END_TEST;

SDP_TEST (values, test_chromium, test_firefox,
    test_session_direction_is_inherited, test_payload_types,
    test_fingerprints_are_normalised, test_fmtp);
