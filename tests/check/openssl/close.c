/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* __i__: which side closes */
GST_START_TEST (test_close_notify_is_noticed)
{
  RtcDtlsKeys keys;
  Side *closing;
  Pair pair;

  pair_init (&pair);
  pair_introduce (&pair);
  closing = &pair.side[__i__];
  pair_run (&pair);
  rtc_dtls_close (closing->dtls);
  rtc_dtls_close (closing->dtls);
  fail_unless_equals_string (closing->states->str, "COX");
  pair_deliver (&pair, 2000);
  fail_unless_equals_string (pair_other (closing)->states->str, "COX");
  fail_if (rtc_dtls_send (closing->dtls, (guint8 *) "x", 1));
  fail_if (rtc_dtls_export_keys (closing->dtls, &keys));
  fail_unless (rtc_dtls_deadline (closing->dtls) == RTC_NEVER);
  fail_unless (rtc_dtls_get_error (closing->dtls) == NULL);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_close_before_connected)
{
  Pair pair;

  pair_init (&pair);
  rtc_dtls_close (pair.side[1].dtls);
  fail_unless_equals_string (pair.side[1].states->str, "X");
  rtc_dtls_start (pair.side[0].dtls, 1000);
  rtc_dtls_close (pair.side[0].dtls);
  fail_unless_equals_string (pair.side[0].states->str, "CX");
  rtc_dtls_start (pair.side[0].dtls, 1000);
  pair_deliver (&pair, 2000);
  fail_unless_equals_int (pair.sent, 1);
  pair_clear (&pair);
}

GST_END_TEST;

/* Both records stand in one datagram: when the first has closed the
 * association, the second goes to nobody. */
static void
close_on_data (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
  Side *side = user_data;

  g_byte_array_append (side->received, data, size);
  rtc_dtls_close (dtls);
}

GST_START_TEST (test_close_from_a_callback)
{
  static const RtcDtlsEvents events = { on_output, on_state, close_on_data };
  g_autoptr (GByteArray) both = g_byte_array_new ();
  Datagram *datagram;
  Side *server;
  Pair pair;

  pair_init (&pair);
  server = &pair.side[1];
  rtc_dtls_free (server->dtls);
  server->dtls = rtc_dtls_new (server->certificate, FALSE, &events, server);
  pair_introduce (&pair);
  pair_run (&pair);
  rtc_dtls_send (pair.side[0].dtls, (guint8 *) "one", 3);
  rtc_dtls_send (pair.side[0].dtls, (guint8 *) "two", 3);
  while ((datagram = g_queue_pop_head (&pair.path))) {
    g_byte_array_append (both, g_bytes_get_data (datagram->data, NULL),
        g_bytes_get_size (datagram->data));
    datagram_free (datagram);
  }
  rtc_dtls_input (server->dtls, both->data, both->len, 2000);
  fail_unless_equals_int (server->received->len, 3);
  fail_unless_equals_string (server->states->str, "COX");
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
close_suite (void)
{
  Suite *suite = suite_create ("dtls-close");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_close_notify_is_noticed, 0, 2);
  tcase_add_test (tc, test_close_before_connected);
  tcase_add_test (tc, test_close_from_a_callback);
  return suite;
}

GST_CHECK_MAIN (close);
