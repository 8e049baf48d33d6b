/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One certificate, so one SSL_CTX, under associations on many threads */

#include "pair.h"

#define THREADS 4
#define ROUNDS 25

static gpointer
run (gpointer user_data)
{
  RtcCertificate *certificate = user_data;
  guint i, connected = 0;

  for (i = 0; i < ROUNDS; i++) {
    Pair pair;

    pair_init (&pair);
    side_set_certificate (&pair.side[0], rtc_certificate_ref (certificate));
    side_set_certificate (&pair.side[1], rtc_certificate_ref (certificate));
    pair_introduce (&pair);
    pair_run (&pair);
    connected += pair_is (&pair, RTC_DTLS_CONNECTED);
    pair_clear (&pair);
  }
  return GUINT_TO_POINTER (connected);
}

GST_START_TEST (test_shared_certificate)
{
  g_autoptr (RtcCertificate) certificate = rtc_certificate_new (NULL);
  GThread *threads[THREADS];
  guint i;

  for (i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("peer", run, certificate);
  for (i = 0; i < THREADS; i++)
    fail_unless_equals_int (GPOINTER_TO_UINT (g_thread_join (threads[i])),
        ROUNDS);
}

GST_END_TEST;

static Suite *
threads_suite (void)
{
  Suite *suite = suite_create ("dtls-threads");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_shared_certificate);
  return suite;
}

GST_CHECK_MAIN (threads);
