/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Nobody but the owner of the announced certificate gets CONNECTED, keys or
 * data out of us */

#include "pair.h"

static void
add (Side * side, const gchar * fingerprint)
{
  fail_unless (rtc_dtls_add_remote_fingerprint (side->dtls, fingerprint, NULL));
}

static const gchar *
own (Side * side)
{
  return rtc_certificate_get_fingerprint (side->certificate);
}

static void
assert_nothing_given_away (Side * side)
{
  RtcDtlsKeys keys;

  fail_if (strchr (side->states->str, 'O'));
  fail_if (rtc_dtls_export_keys (side->dtls, &keys));
  fail_unless_equals_int (keys.profile, RTC_SRTP_NONE);
  fail_unless_equals_int (side->received->len, 0);
  fail_unless (rtc_dtls_get_cipher (side->dtls) == NULL);
  fail_if (rtc_dtls_send (side->dtls, (guint8 *) "secret", 6));
}

/* __i__: which side expects somebody else */
GST_START_TEST (test_wrong_fingerprint)
{
  g_autoptr (RtcCertificate) stranger = rtc_certificate_new (NULL);
  Side *cheated, *other;
  const GError *error;
  Pair pair;

  pair_init (&pair);
  cheated = &pair.side[__i__];
  other = pair_other (cheated);
  add (cheated, rtc_certificate_get_fingerprint (stranger));
  add (other, own (cheated));
  pair_run (&pair);

  fail_unless_equals_string (cheated->states->str, "CF");
  assert_nothing_given_away (cheated);
  error = rtc_dtls_get_error (cheated->dtls);
  fail_unless (strstr (error->message, own (other)) != NULL);
  fail_unless (strstr (error->message,
          rtc_certificate_get_fingerprint (stranger)) != NULL);
  /* the alert told the other one */
  fail_unless_equals_string (other->states->str, "CF");
  assert_nothing_given_away (other);
  pair_clear (&pair);
}

GST_END_TEST;

/* The answer comes after the handshake: until then neither keys nor data */
GST_START_TEST (test_late_fingerprint)
{
  Side *late, *other;
  Pair pair;

  pair_init (&pair);
  late = &pair.side[__i__];
  other = pair_other (late);
  add (other, own (late));
  pair_run (&pair);
  fail_unless_equals_string (other->states->str, "CO");
  fail_unless_equals_string (late->states->str, "C");
  fail_unless (rtc_dtls_send (other->dtls, (guint8 *) "early", 5));
  pair_deliver (&pair, 2000);
  assert_nothing_given_away (late);

  add (late, own (other));
  fail_unless_equals_string (late->states->str, "CO");
  fail_unless (rtc_dtls_send (other->dtls, (guint8 *) "now", 3));
  pair_deliver (&pair, 3000);
  fail_unless_equals_int (late->received->len, 3);
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_late_wrong_fingerprint)
{
  g_autoptr (RtcCertificate) stranger = rtc_certificate_new (NULL);
  Side *late, *other;
  Pair pair;

  pair_init (&pair);
  late = &pair.side[__i__];
  other = pair_other (late);
  add (other, own (late));
  pair_run (&pair);
  add (late, rtc_certificate_get_fingerprint (stranger));
  assert_nothing_given_away (late);
  fail_unless (rtc_dtls_deadline (late->dtls) <= 2000);
  rtc_dtls_timeout (late->dtls, 2000);
  fail_unless_equals_string (late->states->str, "CF");
  assert_nothing_given_away (late);
  pair_deliver (&pair, 2000);
  fail_unless_equals_string (other->states->str, "COX");
  pair_clear (&pair);
}

GST_END_TEST;

/* RFC 8122 section 5: one of several, in whatever order and time */
GST_START_TEST (test_one_of_several)
{
  g_autoptr (RtcCertificate) stranger = rtc_certificate_new (NULL);
  Side *client, *server;
  Pair pair;

  pair_init (&pair);
  client = &pair.side[0];
  server = &pair.side[1];
  add (client, rtc_certificate_get_fingerprint (stranger));
  add (client, own (server));
  pair_run (&pair);
  add (server, rtc_certificate_get_fingerprint (stranger));
  add (server, own (client));
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  pair_clear (&pair);
}

GST_END_TEST;

GST_START_TEST (test_weak_fingerprint_is_refused)
{
  g_autoptr (GError) error = NULL;
  Pair pair;

  pair_init (&pair);
  fail_if (rtc_dtls_add_remote_fingerprint (pair.side[0].dtls,
          "sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33",
          &error));
  fail_unless (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED));
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
identity_suite (void)
{
  Suite *suite = suite_create ("dtls-identity");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_wrong_fingerprint, 0, 2);
  tcase_add_loop_test (tc, test_late_fingerprint, 0, 2);
  tcase_add_loop_test (tc, test_late_wrong_fingerprint, 0, 2);
  tcase_add_test (tc, test_one_of_several);
  tcase_add_test (tc, test_weak_fingerprint_is_refused);
  return suite;
}

GST_CHECK_MAIN (identity);
