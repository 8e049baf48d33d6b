/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* A section of data channels in the offer of somebody who watches */

static gchar *
answer_data (const RtcSdp * offer, RtcJsepResult * result)
{
  RtcJsepTransport ours = our_transport;
  g_autoptr (GError) error = NULL;

  ours.sctp_port = 5001;
  ours.max_message_size = 65536;
  fail_unless (rtc_jsep_answer (offer, tracks, 2, &ours, 7, result, &error),
      "%s", error ? error->message : "");
  return rtc_sdp_print (result->sdp);
}

GST_START_TEST (test_accepted)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-sendrecv.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_data (offer, &result);
  const gchar *section = strstr (text, "m=application ");

  fail_unless_has (text, "a=group:BUNDLE 0 1 2\r\n");
  fail_unless_equals_string (section,
      "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
      "c=IN IP4 0.0.0.0\r\n"
      "a=ice-ufrag:OurUfrag\r\n"
      "a=ice-pwd:OurPasswordOurPassword12\r\n"
      "a=ice-options:trickle\r\n"
      "a=fingerprint:" OUR_FINGERPRINT "\r\n"
      "a=setup:passive\r\n"
      "a=mid:2\r\n" "a=sctp-port:5001\r\n" "a=max-message-size:65536\r\n");
  fail_unless_equals_int (result.n_sends, 2);
  fail_unless_equals_int (result.remote_sctp_port, 5000);
  fail_unless_equals_int (result.remote_max_message_size, 262144);
}

GST_END_TEST;

/* A camera's page needs none */
GST_START_TEST (test_not_wanted)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-sendrecv.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_has (text, "m=application 0 ");
  fail_unless_equals_int (result.remote_sctp_port, 0);
}

GST_END_TEST;

/* The offerer's transport hangs on it then */
GST_START_TEST (test_first_of_the_group)
{
  g_autoptr (RtcSdp) offer = parse_edited ("aiortc-recvonly.sdp",
      "BUNDLE 0 1 2", "BUNDLE 2 1 0");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_data (offer, &result);
  const RtcSdpMedia *data = rtc_sdp_get_media (result.sdp, 2);

  fail_unless_has (text, "a=group:BUNDLE 2 1 0\r\n");
  fail_unless_has (text, "m=application 9 DTLS/SCTP 5001\r\n");
  fail_unless_has (text, "a=sctpmap:5001 webrtc-datachannel ");
  fail_unless_equals_int (data->candidates->len, 1);
  fail_unless_equals_string (result.remote_ufrag,
      rtc_sdp_get_media (offer, 2)->transport.ufrag);
  fail_unless_equals_int (result.n_sends, 2);
  fail_unless_equals_int (result.remote_sctp_port, 5000);
}

GST_END_TEST;

/* We have one transport, and the media go over it */
GST_START_TEST (test_outside_of_the_group)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
      "BUNDLE 0 1 2", "BUNDLE 0 1");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_data (offer, &result);

  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_has (text, "m=application 0 ");
  fail_unless_equals_int (result.remote_sctp_port, 0);
}

GST_END_TEST;

GST_START_TEST (test_only_one)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
      "BUNDLE 0 1 2", "BUNDLE 0 1 2 3");
  RtcSdpMedia *second = rtc_sdp_add_media (offer, "application", 9,
      "UDP/DTLS/SCTP");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = NULL;

  second->mid = g_strdup ("3");
  g_ptr_array_add (second->formats, g_strdup ("webrtc-datachannel"));
  text = answer_data (offer, &result);
  fail_unless_has (text, "a=group:BUNDLE 0 1 2\r\n");
  fail_unless_equals_int (count (text, "m=application 9 "), 1);
  fail_unless_equals_int (count (text, "m=application 0 "), 1);
}

GST_END_TEST;

/* Nobody to watch */
GST_START_TEST (test_alone)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
      "a=sendrecv", "a=inactive");
  RtcJsepTransport ours = our_transport;
  RtcJsepResult result = { NULL, };
  g_autoptr (GError) error = NULL;

  ours.sctp_port = 5000;
  fail_if (rtc_jsep_answer (offer, tracks, 2, &ours, 7, &result, &error));
  fail_unless (result.sdp == NULL);
  g_assert_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID);
}

GST_END_TEST;

JSEP_TEST (viewerdata, test_accepted, test_not_wanted, test_first_of_the_group,
    test_outside_of_the_group, test_only_one, test_alone);
