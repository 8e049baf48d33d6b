/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

static RtcCandidate *
read_candidate (const gchar * text)
{
  RtcCandidate *candidate = rtc_candidate_parse (text, NULL);

  fail_unless (candidate != NULL, "%s", text);
  return candidate;
}

GST_START_TEST (test_every_field)
{
  static const gchar text[] = "candidate:842163049 1 udp 1677729535 "
      "198.51.100.7 51423 typ srflx raddr 192.0.2.10 rport 51424 "
      "generation 3 ufrag Zx4Q network-id 1 network-cost 10 foo bar";
  g_autoptr (RtcCandidate) c = read_candidate (text);
  g_autofree gchar *printed = rtc_candidate_print (c);

  fail_unless_equals_string (c->text, text);
  fail_unless_equals_string (printed, text);
  fail_unless_equals_string (c->foundation, "842163049");
  fail_unless_equals_int (c->component, 1);
  fail_unless (rtc_candidate_is_udp (c));
  fail_unless (c->priority == 1677729535u);
  fail_unless_equals_string (c->address, "198.51.100.7");
  fail_unless_equals_int (c->port, 51423);
  fail_unless_equals_int (c->type, RTC_CANDIDATE_SRFLX);
  fail_unless_equals_string (c->raddr, "192.0.2.10");
  fail_unless_equals_int (c->rport, 51424);
  fail_unless_equals_string (c->ufrag, "Zx4Q");
  fail_unless_equals_int (c->generation, 3);
  fail_unless_equals_int (c->network_id, 1);
  fail_unless_equals_int (c->network_cost, 10);
  fail_unless_equals_int (c->extensions->len, 2);
  fail_if (c->is_hostname || c->is_mdns || c->tcptype);
}

GST_END_TEST;

GST_START_TEST (test_names_and_tcp)
{
  g_autoptr (RtcCandidate) mdns = read_candidate ("candidate:2 1 TCP 1 "
      "321b04ef-66ab-4c4b-a79d-28dfca167422.local 9 typ host "
      "tcptype active");
  g_autoptr (RtcCandidate) name =
      read_candidate ("a=candidate:2 1 UDP 1 turn.example 9 typ relay");
  g_autoptr (RtcCandidate) six =
      read_candidate ("1 1 UDP 1 2001:db8::1 9 typ later");

  fail_unless (mdns->is_hostname && mdns->is_mdns);
  fail_unless_equals_string (mdns->tcptype, "active");
  fail_if (rtc_candidate_is_udp (mdns));
  fail_unless (name->is_hostname && !name->is_mdns);
  fail_unless_equals_string (name->text,
      "candidate:2 1 UDP 1 turn.example 9 typ relay");
  fail_if (six->is_hostname);
  fail_unless_equals_int (six->type, RTC_CANDIDATE_OTHER);
}

GST_END_TEST;

GST_START_TEST (test_malformed)
{
  static const gchar *const bad[] = {
    "", "candidate:", "candidate:1 1 UDP 1 192.0.2.1 9 typ",
    "candidate:1 0 UDP 1 192.0.2.1 9 typ host",
    "candidate:1 257 UDP 1 192.0.2.1 9 typ host",
    "candidate:1 1 UDP 4294967296 192.0.2.1 9 typ host",
    "candidate:1 1 UDP 1 192.0.2.1 65536 typ host",
    "candidate:1 1 UDP 1 192.0.2.1 -1 typ host",
    "candidate:1 1 UDP 1 192.0.2.1 9 type host",
    "candidate:1 1 UDP 1 192.0.2.1 9 typ srflx raddr 192.0.2.1 rport x",
    "candidate:1 1 UDP 1 192.0.2.1 9 typ host\r\na=evil",
    "candidate:a:b 1 UDP 1 192.0.2.1 9 typ host",
    "candidate:123456789012345678901234567890123 1 UDP 1 192.0.2.1 9 typ host",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (rtc_candidate_parse (bad[i], &error) == NULL, "%s", bad[i]);
    fail_unless (error != NULL);
  }
}

GST_END_TEST;

SDP_TEST (candidate, test_every_field, test_names_and_tcp, test_malformed);
