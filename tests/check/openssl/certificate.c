/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"
#include <openssl/pem.h>

/* A self-signed certificate of @key that ends in @seconds, as PEM text */
static gchar *
make_pem (EVP_PKEY * key, EVP_PKEY * written_key, glong seconds)
{
  X509 *x509 = X509_new ();
  BIO *bio = BIO_new (BIO_s_mem ());
  gchar *data, *pem;
  glong size;

  X509_gmtime_adj (X509_getm_notBefore (x509), -1000);
  X509_gmtime_adj (X509_getm_notAfter (x509), seconds);
  X509_set_pubkey (x509, key);
  X509_sign (x509, key, EVP_sha256 ());
  /* key first: the order is free */
  if (written_key)
    PEM_write_bio_PrivateKey (bio, written_key, NULL, NULL, 0, NULL, NULL);
  PEM_write_bio_X509 (bio, x509);
  size = BIO_get_mem_data (bio, &data);
  pem = g_strndup (data, size);
  BIO_free (bio);
  X509_free (x509);
  return pem;
}

static void
assert_refused (const gchar * pem, const gchar * reason)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_certificate_new_from_pem (pem, &error) == NULL);
  fail_unless (error->domain == G_TLS_ERROR);
  fail_unless (strstr (error->message, reason) != NULL, "%s", error->message);
}

GST_START_TEST (test_default_is_one)
{
  g_autoptr (RtcCertificate) a = rtc_certificate_get_default ();
  g_autoptr (RtcCertificate) b = rtc_certificate_get_default ();
  g_autoptr (RtcCertificate) c = rtc_certificate_new (NULL);
  const gchar *fingerprint = rtc_certificate_get_fingerprint (a);

  fail_unless (a == b);
  fail_unless (a != c);
  fail_unless (g_str_has_prefix (fingerprint, "sha-256 "));
  fail_unless_equals_int (strlen (fingerprint), 8 + 32 * 3 - 1);
  fail_if (g_str_equal (fingerprint, rtc_certificate_get_fingerprint (c)));
}

GST_END_TEST;

static gpointer
get_default (gpointer unused)
{
  return rtc_certificate_get_default ();
}

GST_START_TEST (test_default_from_threads)
{
  GThread *threads[8];
  RtcCertificate *found[8];
  guint i;

  for (i = 0; i < 8; i++)
    threads[i] = g_thread_new ("certificate", get_default, NULL);
  for (i = 0; i < 8; i++)
    found[i] = g_thread_join (threads[i]);
  for (i = 0; i < 8; i++) {
    fail_unless (found[i] != NULL && found[i] == found[0]);
  }
  for (i = 0; i < 8; i++)
    rtc_certificate_unref (found[i]);
}

GST_END_TEST;

GST_START_TEST (test_pem_round_trip)
{
  g_autoptr (RtcCertificate) a = rtc_certificate_new (NULL);
  g_autofree gchar *pem = rtc_certificate_to_pem (a);
  g_autoptr (RtcCertificate) b = rtc_certificate_new_from_pem (pem, NULL);
  g_autofree gchar *again = rtc_certificate_to_pem (b);

  fail_unless_equals_string (rtc_certificate_get_fingerprint (a),
      rtc_certificate_get_fingerprint (b));
  fail_unless_equals_string (pem, again);
}

GST_END_TEST;

/* An RSA certificate of the user's own, in a handshake */
GST_START_TEST (test_rsa)
{
  EVP_PKEY *key = EVP_RSA_gen (2048);
  g_autofree gchar *pem = make_pem (key, key, 1000);
  RtcCertificate *certificate = rtc_certificate_new_from_pem (pem, NULL);
  Pair pair;

  fail_unless (certificate != NULL);
  pair_init (&pair);
  side_set_certificate (&pair.side[1], certificate);
  pair_introduce (&pair);
  pair_run (&pair);
  fail_unless (pair_is (&pair, RTC_DTLS_CONNECTED));
  pair_clear (&pair);
  EVP_PKEY_free (key);
}

GST_END_TEST;

GST_START_TEST (test_bad_pem)
{
  EVP_PKEY *key = EVP_EC_gen ("P-256"), *other = EVP_EC_gen ("P-256");
  EVP_PKEY *short_key = EVP_RSA_gen (1024);
  g_autofree gchar *no_key = make_pem (key, NULL, 1000);
  g_autofree gchar *foreign = make_pem (key, other, 1000);
  g_autofree gchar *expired = make_pem (key, key, -10);
  g_autofree gchar *weak = make_pem (short_key, short_key, 1000);

  assert_refused ("", "no certificate");
  assert_refused ("hello", "no certificate");
  assert_refused (no_key, "no private key");
  assert_refused (foreign, "not the certificate's");
  assert_refused (expired, "expired");
  assert_refused (weak, "1024 bits");
  EVP_PKEY_free (key);
  EVP_PKEY_free (other);
  EVP_PKEY_free (short_key);
}

GST_END_TEST;

static Suite *
certificate_suite (void)
{
  Suite *suite = suite_create ("certificate");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_default_is_one);
  tcase_add_test (tc, test_default_from_threads);
  tcase_add_test (tc, test_pem_round_trip);
  tcase_add_test (tc, test_rsa);
  tcase_add_test (tc, test_bad_pem);
  return suite;
}

GST_CHECK_MAIN (certificate);
