/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"

/* A machine may have IPv6 switched off */
static gboolean
have_ipv6 (void)
{
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV6,
      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV6);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);

  return socket != NULL && g_socket_bind (socket, address, FALSE, NULL);
}

static guint
get_page (const gchar * peer, const gchar * host, guint16 port)
{
  g_autofree gchar *request = g_strdup_printf ("GET / HTTP/1.1\r\n"
      "Host: %s:%u\r\n\r\n", host, port);
  g_autoptr (GSocketConnection) c = http_connect_to (peer, port);
  HttpAnswer a;

  if (c == NULL)
    return 0;
  http_write (c, request);
  a = http_read (c);
  http_clear (&a);
  return a.status;
}

static void
check_url (Fixture * f, const gchar * format)
{
  g_autofree gchar *url = rtc_server_get_url (f->server);
  g_autofree gchar *wanted = g_strdup_printf (format, f->port);

  fail_unless_equals_string (url, wanted);
}

GST_START_TEST (test_ipv6_loopback)
{
  Fixture f;

  if (!have_ipv6 ())
    return;
  f = fixture_open ("::1", NULL);
  check_url (&f, "http://[::1]:%u/");
  fail_unless_equals_int (get_page ("::1", "[::1]", f.port), 200);
  fail_unless_equals_int (get_page ("::1", "localhost", f.port), 200);
  fail_unless_equals_int (get_page ("::1", "[fd00::1]", f.port), 403);
  fail_unless_equals_int (get_page ("127.0.0.1", "127.0.0.1", f.port), 0);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_brackets_as_in_a_url)
{
  Fixture f;

  if (!have_ipv6 ())
    return;
  f = fixture_open ("[::1]", NULL);
  check_url (&f, "http://[::1]:%u/");
  fixture_close (&f);
}

GST_END_TEST;

/* All networks of this machine, IPv4 too */
GST_START_TEST (test_ipv6_any)
{
  const RtcServerStream stream = {.insecure = TRUE };
  Fixture f;

  if (!have_ipv6 ())
    return;
  f = fixture_open ("::", &stream);
  fail_unless_equals_int (get_page ("::1", "[::1]", f.port), 200);
  fail_unless_equals_int (get_page ("127.0.0.1", "127.0.0.1", f.port), 200);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_localhost)
{
  Fixture f = fixture_open ("localhost", NULL);

  check_url (&f, "http://127.0.0.1:%u/");
  fail_unless_equals_int (get_page ("127.0.0.1", "localhost", f.port), 200);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_names_are_no_addresses)
{
  const gchar *bad[] = { "", "example.org", "127.0.0.1:80", "[::1", "[]", "*",
    "127.0.0.1/8"
  };
  RtcLoopPool *pool = rtc_loop_pool_acquire ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (rtc_server_acquire (pool, bad[i], 0, &error) == NULL);
    fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
            RTC_SERVER_ERROR_ADDRESS));
    fail_unless (strstr (error->message, "address=127.0.0.1") != NULL);
  }
  rtc_loop_pool_unref (pool);
}

GST_END_TEST;

static Suite *
address_suite (void)
{
  Suite *suite = suite_create ("address");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_ipv6_loopback);
  tcase_add_test (tc, test_brackets_as_in_a_url);
  tcase_add_test (tc, test_ipv6_any);
  tcase_add_test (tc, test_localhost);
  tcase_add_test (tc, test_names_are_no_addresses);
  return suite;
}

GST_CHECK_MAIN (address);
