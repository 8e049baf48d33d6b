/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* One offer and its answer, from both sides */

GST_START_TEST (test_audio_video)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  g_autofree gchar *offer_text = NULL;
  g_autofree gchar *answer_text = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  negotiate_full (&a, &b, NULL, &offer, &answer);
  offer_text = rtc_sdp_print (offer);
  answer_text = rtc_sdp_print (answer);

  fail_unless_has (offer_text, "a=group:BUNDLE audio0 video1\r\n");
  fail_unless_has (offer_text, "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n");
  fail_unless_has (offer_text, "m=video 0 UDP/TLS/RTP/SAVPF 97\r\n");
  fail_unless_equals_int (count (offer_text, "a=bundle-only\r\n"), 1);
  fail_unless_equals_int (count (offer_text, "a=setup:actpass\r\n"), 2);
  fail_unless_equals_int (count (offer_text, "a=sendrecv\r\n"), 2);
  fail_unless_equals_int (count (offer_text, "a=ice-ufrag:a001\r\n"), 2);
  fail_unless_has (offer_text, "a=msid:stream video\r\n");
  fail_unless_has (offer_text, "a=ssrc:2001 cname:the-cname\r\n");

  fail_unless_has (answer_text, "a=group:BUNDLE audio0 video1\r\n");
  fail_unless_has (answer_text, "m=video 9 UDP/TLS/RTP/SAVPF 97\r\n");
  fail_if_has (answer_text, "bundle-only");
  fail_unless_equals_int (count (answer_text, "a=setup:active\r\n"), 2);
  fail_unless_equals_int (count (answer_text, "a=recvonly\r\n"), 2);
  fail_unless_equals_int (count (answer_text, "a=ice-ufrag:b001\r\n"), 2);

  fail_unless_equals_int (rtc_jsep_session_get_state (a.session),
      RTC_SIGNALING_STABLE);
  fail_unless_equals_int (rtc_jsep_session_get_state (b.session),
      RTC_SIGNALING_STABLE);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_int (b.plan->transports->len, 1);
  fail_unless (peer_transport (&a, 0) == peer_transport (&a, 1));
  fail_unless_equals_int (peer_transport (&a, 0)->id, 0);
  fail_unless_equals_int (peer_transport (&b, 0)->id, 0);
  fail_unless (peer_transport (&a, 0)->controlling
      && !peer_transport (&b, 0)->controlling);
  fail_unless (peer_transport (&a, 0)->has_role
      && !peer_transport (&a, 0)->dtls_client
      && peer_transport (&b, 0)->dtls_client);
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag, "b001");
  fail_unless_equals_string (peer_transport (&b, 0)->remote_ufrag, "a001");
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_SENDONLY);
  fail_unless_equals_int (peer_section (&b, 1)->current,
      RTC_DIRECTION_RECVONLY);
  fail_unless_equals_int (format_at (peer_section (&a, 1)->send, 0)->codec.pt,
      97);
  fail_unless_equals_string (format_at (peer_section (&b, 1)->receive,
          0)->codec.name, "VP8");
  fail_unless_equals_string (peer_section (&b, 1)->remote_track, "video");
  fail_unless_equals_int (peer_section (&b, 1)->sources->len, 1);
  fail_unless (peer_section (&b, 1)->transceiver == 2);
  fail_if (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  fail_if (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_plans_on_the_way)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  fail_unless (rtc_jsep_session_needs_negotiation (a.session, &a.media));
  offer = peer_create_offer (&a, NULL);
  fail_unless (rtc_jsep_session_get_local (a.session, TRUE, NULL) == NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless (rtc_jsep_session_get_local (a.session, TRUE, NULL) != NULL);
  fail_unless (rtc_jsep_session_get_local (a.session, FALSE, NULL) == NULL);
  fail_unless (peer_transport (&a, 0)->gather
      && peer_transport (&a, 0)->remote_ufrag == NULL
      && !peer_transport (&a, 0)->has_role);
  fail_if (peer_section (&a, 0)->has_current);
  fail_unless_equals_int (peer_section (&a, 0)->send->len, 0);

  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  fail_unless (peer_section (&b, 0)->is_new);
  fail_unless_equals_int (b.next_key, 2);
  fail_if (peer_transport (&b, 0)->gather);
  fail_unless_equals_string (peer_transport (&b, 0)->remote_ufrag, "a001");
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, NULL);
  fail_if (peer_section (&b, 0)->is_new);
  fail_unless (peer_transport (&b, 0)->gather);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Both add to what there is, by turns */
GST_START_TEST (test_again_and_back)
{
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  g_autofree gchar *offer_text = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  peer_add_pad (&b, RTC_MEDIA_VIDEO);
  b.media.data = TRUE;
  fail_unless (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  negotiate_full (&b, &a, NULL, &offer, &answer);
  offer_text = rtc_sdp_print (offer);
  fail_unless_has (offer_text, "a=group:BUNDLE audio0 video1 application2\r\n");
  fail_unless_equals_int (count (offer_text, "a=ice-ufrag:b001\r\n"), 3);
  fail_unless_equals_int (offer->version, 2);
  fail_unless_equals_int (answer->version, 2);
  fail_unless_equals_int (answer->session_id, 'a');
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_int (a.plan->sections->len, 3);
  /* who began keeps both roles */
  fail_unless (peer_transport (&a, 2)->controlling
      && !peer_transport (&a, 2)->dtls_client);
  fail_unless (peer_transport (&b, 2)->dtls_client);
  fail_unless_equals_int (peer_section (&a, 2)->sctp_port, 5000);
  fail_unless_equals_int (a.n_credentials, 1);
  fail_unless_equals_int (b.n_credentials, 1);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_SENDONLY);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (session, test_audio_video, test_plans_on_the_way,
    test_again_and_back);
