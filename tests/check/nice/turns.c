/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* TURN over TLS, to a server whose certificate is made here */
#include "pair.h"

#include <glib/gstdio.h>
#include "turnserver.h"

static gchar *dir, *certificate, *key;

static void
make_certificate (const gchar * name)
{
  const gchar *argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
    "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=test",
    "-addext", name, "-keyout", key, "-out", certificate, NULL
  };
  gint status = -1;

  fail_unless (g_spawn_sync (NULL, (gchar **) argv, NULL, G_SPAWN_SEARCH_PATH |
          G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, NULL));
  fail_unless_equals_int (status, 0);
}

static void
setup (void)
{
  dir = g_dir_make_tmp ("rtc-turns-XXXXXX", NULL);
  certificate = g_build_filename (dir, "certificate.pem", NULL);
  key = g_build_filename (dir, "key.pem", NULL);
}

static void
teardown (void)
{
  turn_stop ();
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
  g_unlink (certificate);
  g_unlink (key);
  g_rmdir (dir);
  g_clear_pointer (&dir, g_free);
  g_clear_pointer (&certificate, g_free);
  g_clear_pointer (&key, g_free);
}

/* As if the system trusted it */
static void
trust (void)
{
  g_autoptr (GTlsDatabase) database =
      g_tls_file_database_new (certificate, NULL);

  fail_unless (database != NULL);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), database);
}

static gboolean
start_server (const gchar * name)
{
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ())) {
    g_print ("skipped: no TLS (package glib-networking)\n");
    return FALSE;
  }
  make_certificate (name);
  if (!turn_start_tls (certificate, key)) {
    g_print ("skipped: no turnserver (package coturn)\n");
    return FALSE;
  }
  return TRUE;
}

static const gchar *addresses[] = { "127.0.0.1", NULL };

/* transfer: full */
static gchar *
relay_only (Pair * pair, const gchar ** uris, const gchar * host)
{
  gchar *uri = g_strdup_printf ("turns:user:pass%%20word@%s:%u?transport=tcp",
      host, turn_get_port ());

  uris[0] = uri;
  pair_init (pair);
  for (guint i = 0; i < 2; i++) {
    pair->side[i].config.relay_only = TRUE;
    pair->side[i].config.local_addresses = addresses;
    pair->side[i].config.turn_servers = uris;
  }
  pair_new_agents (pair);
  pair_credentials (pair);
  return uri;
}

static void
relayed (const gchar * host, const gchar * name)
{
  const gchar *uris[] = { NULL, NULL };
  g_autofree gchar *uri = NULL;
  Pair pair;

  if (!start_server (name))
    return;
  trust ();
  uri = relay_only (&pair, uris, host);
  pair_start (&pair);
  pair_wait_connected (&pair);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair.side[i];

    for (guint n = 0; n < 100; n++)
      fail_unless (side_send (side, "by the relay"));
    pair_wait_received (&pair, !i, 100);
    g_mutex_lock (&pair.lock);
    fail_unless_equals_string (side->local_type, "relay");
    fail_unless (strstr (side->candidate, "typ relay") != NULL);
    fail_unless (side->ice->problem == NULL);
    g_mutex_unlock (&pair.lock);
  }
  pair_clear (&pair);
}

GST_START_TEST (test_a_name)
{
  relayed ("localhost", "subjectAltName=DNS:localhost");
}

GST_END_TEST;

GST_START_TEST (test_an_address)
{
  relayed ("127.0.0.1", "subjectAltName=IP:127.0.0.1");
}

GST_END_TEST;

/* No relay comes of it, and the reason is known */
static void
refused (gboolean trusted, const gchar * name)
{
  const gchar *uris[] = { NULL, NULL };
  g_autofree gchar *uri = NULL;
  g_autofree gchar *why = NULL;
  Pair pair;

  if (!start_server (name))
    return;
  if (trusted)
    trust ();
  uri = relay_only (&pair, uris, "localhost");
  pair_start (&pair);
  pair_wait_gathered (&pair, 0);
  pair_wait_gathered (&pair, 1);
  fail_unless_equals_int (pair.side[0].n_candidates, 0);
  fail_unless (pair.side[0].ice->problem != NULL);
  why = rtc_ice_explain (pair.side[0].ice, FALSE);
  fail_unless (strstr (why, "localhost") && strstr (why, "certificate"), "%s",
      why);
  fail_if (strstr (why, "pass"));
  pair_clear (&pair);
}

GST_START_TEST (test_unknown_certificate)
{
  refused (FALSE, "subjectAltName=DNS:localhost");
}

GST_END_TEST;

GST_START_TEST (test_certificate_of_another)
{
  refused (TRUE, "subjectAltName=DNS:example.org");
}

GST_END_TEST;

static Suite *
turns_suite (void)
{
  Suite *suite = suite_create ("turns");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_checked_fixture (tc, setup, teardown);
  tcase_add_test (tc, test_a_name);
  tcase_add_test (tc, test_an_address);
  tcase_add_test (tc, test_unknown_certificate);
  tcase_add_test (tc, test_certificate_of_another);
  return suite;
}

GST_CHECK_MAIN (turns);
