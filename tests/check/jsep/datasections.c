/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* m=application, RFC 8841 and what was before it */

#define HEAD "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"
#define TRANSPORT "a=ice-ufrag:Their\r\na=ice-pwd:TheirTheirTheirTheirTheir\r\n" \
  "a=fingerprint:" OUR_FINGERPRINT "\r\na=setup:actpass\r\na=mid:d\r\n"

static gchar *
answer_to (Peer * peer, const gchar * section)
{
  g_autofree gchar *text = g_strconcat (HEAD, section, TRANSPORT, NULL);
  g_autoptr (RtcSdp) offer = parse (text);
  g_autoptr (RtcSdp) answer = NULL;

  peer_set_remote (peer, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (peer, NULL);
  peer_set_local (peer, RTC_SDP_TYPE_ANSWER, answer);
  return rtc_sdp_print (answer);
}

GST_START_TEST (test_now)
{
  g_autofree gchar *text = NULL;
  Peer a;

  peer_init (&a, 'a');
  text = answer_to (&a, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
      "a=sctp-port:5001\r\na=max-message-size:0\r\n");
  fail_unless_has (text, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel");
  fail_unless_has (text, "a=sctp-port:5000\r\n");
  fail_unless_has (text, "a=max-message-size:262144\r\n");
  fail_unless_equals_int (peer_section (&a, 0)->sctp_port, 5001);
  fail_unless_equals_int (peer_section (&a, 0)->max_message_size, 0);
  fail_unless_equals_int (peer_section (&a, 0)->transceiver, 0);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_draft)
{
  g_autofree gchar *text = NULL;
  Peer a;

  peer_init (&a, 'a');
  text = answer_to (&a, "m=application 9 DTLS/SCTP 5002\r\n"
      "a=sctpmap:5002 webrtc-datachannel 256\r\n");
  fail_unless_has (text, "m=application 9 DTLS/SCTP 5000\r\n");
  fail_unless_has (text, "a=sctpmap:5000 webrtc-datachannel 1024\r\n");
  fail_unless_equals_int (peer_section (&a, 0)->sctp_port, 5002);
  fail_unless_equals_int (peer_section (&a, 0)->max_message_size, 65536);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_something_else)
{
  g_autofree gchar *text = NULL;
  Peer a;

  peer_init (&a, 'a');
  text = answer_to (&a, "m=application 9 UDP/BFCP *\r\n");
  fail_unless_has (text, "m=application 0 UDP/BFCP *\r\n");
  fail_unless (peer_section (&a, 0)->rejected);
  fail_unless_equals_int (a.plan->transports->len, 0);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_both_ways)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  a.media.data = TRUE;
  negotiate_full (&a, &b, NULL, &offer, NULL);
  fail_unless_equals_string (rtc_sdp_get_media (offer, 0)->mid, "application0");
  fail_unless_equals_int (peer_section (&b, 0)->max_message_size, 262144);
  /* it stays when the wish is gone, and b offers it again as well */
  a.media.data = FALSE;
  negotiate (&a, &b);
  fail_if (peer_section (&a, 0)->rejected);
  negotiate (&b, &a);
  fail_if (peer_section (&a, 0)->rejected);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (datasections, test_now, test_draft, test_something_else,
    test_both_ways);
