/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

#define MEDIA HEAD "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n"

GST_START_TEST (test_errors_name_the_line)
{
  static const struct
  {
    const gchar *text;
    const gchar *says;
  } cases[] = {
    {"", "line 1"},
    {"v=1\r\n", "line 1: malformed description"},
    {"v=0\r\ns=-\r\n", "o= line"},
    {"v=0\r\no=- x 1 IN IP4 0.0.0.0\r\n", "line 2: malformed origin"},
    {"v=0\r\no=- 18446744073709551616 1 IN IP4 0.0.0.0\r\n", "line 2"},
    {HEAD "garbage\r\n", "line 5: malformed line"},
    {HEAD "a=x\ry\r\n", "line 5"},
    {HEAD "a=:x\r\n", "line 5: malformed attribute"},
    {HEAD "q=x\r\n", "line 5: q= has no place"},
    {HEAD "\r\na=x\r\n", "line 5"},
    {HEAD "m=video 65536 RTP/AVP 96\r\n", "line 5: malformed m="},
    {HEAD "m=video -1 RTP/AVP 96\r\n", "line 5: malformed m="},
    {HEAD "m=video 9 RTP/AVP\r\n", "line 5: malformed m="},
    {HEAD "a=ice-ufrag:abc\r\n", "line 5: malformed ice-ufrag"},
    {HEAD "a=ice-pwd:tooshort\r\n", "line 5: malformed ice-pwd"},
    {HEAD "a=fingerprint:sha-256 AA:BB\r\n", "malformed fingerprint"},
    {HEAD "a=fingerprint:sha-256\r\n", "malformed fingerprint"},
    {HEAD "a=setup:both\r\n", "malformed setup"},
    {MEDIA "a=rtpmap:96 VP8\r\n", "line 6: malformed rtpmap"},
    {MEDIA "a=rtpmap:96 VP8/99999999999\r\n", "malformed rtpmap"},
    {MEDIA "a=extmap:0 urn:x\r\n", "malformed extmap"},
    {MEDIA "a=extmap:5000 urn:x\r\n", "malformed extmap"},
    {MEDIA "a=extmap:1/both urn:x\r\n", "malformed extmap"},
    {MEDIA "a=rtcp-fb:200 nack\r\n", "malformed rtcp-fb"},
    {MEDIA "a=ssrc:4294967296 cname:x\r\n", "malformed ssrc"},
    {MEDIA "a=ssrc-group:FID 1 x\r\n", "malformed ssrc-group"},
    {MEDIA "a=mid:a\r\na=mid:b\r\n", "line 7: malformed mid"},
    {MEDIA "a=sctp-port:70000\r\n", "malformed sctp-port"},
    {MEDIA "a=rid:1 both\r\n", "malformed rid"},
    {HEAD "a=x:\xff\r\n", "line 5: not UTF-8"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    fail_to_parse (cases[i].text, -1, RTC_SDP_ERROR_SYNTAX, cases[i].says);
}

GST_END_TEST;

GST_START_TEST (test_nul_bytes_are_refused)
{
  static const gchar text[] = HEAD "a=x\0y\r\n";

  fail_to_parse (text, sizeof (text) - 1, RTC_SDP_ERROR_SYNTAX,
      "line 5: a NUL byte");
}

GST_END_TEST;

/* RFC 8839 section 5.1: ignore it, but do not lose it either */
GST_START_TEST (test_malformed_candidates_are_passed_over)
{
  g_autoptr (RtcSdp) sdp = parse (MEDIA "a=candidate:1 x UDP\r\n"
      "a=candidate:1 1 UDP 1 192.0.2.1 9 typ host\r\n");
  g_autofree gchar *printed = rtc_sdp_print (sdp);

  fail_unless_equals_int (rtc_sdp_get_media (sdp, 0)->candidates->len, 1);
  fail_unless (strstr (printed, "a=candidate:1 x UDP\r\n") != NULL);
}

GST_END_TEST;

SDP_TEST (malformed, test_errors_name_the_line, test_nul_bytes_are_refused,
    test_malformed_candidates_are_passed_over);
