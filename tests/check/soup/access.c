/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"
#include "soup/rtchttpguard.h"

GST_START_TEST (test_host)
{
  const gchar *const origins[] = { "https://cam.example.org", NULL };

  fail_unless (rtc_guard_host ("localhost", TRUE, NULL));
  fail_unless (rtc_guard_host ("LocalHost:8080", TRUE, NULL));
  fail_unless (rtc_guard_host ("127.0.0.1:8080", TRUE, NULL));
  fail_unless (rtc_guard_host ("[::1]:8080", TRUE, NULL));
  fail_if (rtc_guard_host ("192.168.1.2:8080", TRUE, NULL));
  fail_if (rtc_guard_host ("evil.example:8080", TRUE, NULL));
  fail_if (rtc_guard_host ("localhost.evil.example", TRUE, NULL));
  fail_if (rtc_guard_host ("localhost:80@evil.example", TRUE, NULL));
  fail_if (rtc_guard_host ("[::1", TRUE, NULL));
  fail_if (rtc_guard_host ("", TRUE, NULL));
  fail_if (rtc_guard_host (NULL, TRUE, NULL));
  fail_unless (rtc_guard_host ("192.168.1.2:8080", FALSE, NULL));
  fail_unless (rtc_guard_host (g_get_host_name (), FALSE, NULL));
  fail_if (rtc_guard_host ("evil.example", FALSE, NULL));
  fail_unless (rtc_guard_host ("cam.example.org", TRUE, origins));
}

GST_END_TEST;

GST_START_TEST (test_host_and_origin_over_http)
{
  const gchar *const origins[] = { "https://ok.example", NULL };
  const RtcServerStream stream = {.allowed_origins = origins };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  g_autofree gchar *own = g_strdup_printf (SDP_TYPE
      "Origin: http://localhost:%u\r\n", f.port);
  HttpAnswer a;

  fail_unless_equals_int (http_status (f.port, "GET", "/",
          "Host: evil.example\r\n", NULL), 403);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE
          "Origin: http://evil.example\r\n", "v=0"), 403);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE
          "Origin: null\r\n", "v=0"), 403);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", own, "v=0"),
      201);
  a = http_request (f.port, "POST", "/whep", SDP_TYPE
      "Origin: https://ok.example\r\n", "v=0");
  fail_unless_equals_int (a.status, 201);
  fail_unless (http_has (&a,
          "\r\nAccess-Control-Allow-Origin: https://ok.example\r\n"));
  fail_unless (http_has (&a, "\r\nAccess-Control-Expose-Headers: Location"));
  http_clear (&a);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_token)
{
  const gchar *const origins[] = { "*", NULL };
  const RtcServerStream stream = {.token = "secret",
    .allowed_origins = origins
  };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  HttpAnswer a = http_request (f.port, "POST", "/whep", SDP_TYPE, "v=0");

  fail_unless_equals_int (a.status, 401);
  fail_unless (http_has (&a, "\r\nWWW-Authenticate: Bearer\r\n"));
  fail_if (http_has (&a, "secret"));
  http_clear (&a);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE
          "Authorization: Bearer secre\r\n", "v=0"), 401);
  fail_unless_equals_int (http_status (f.port, "GET", "/streams", NULL, NULL),
      401);
  fail_unless_equals_int (http_status (f.port, "DELETE", "/whep/-/viewer0",
          NULL, NULL), 401);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE
          "Authorization: Bearer secret\r\n", "v=0"), 201);
  fail_unless_equals_int (http_status (f.port, "GET", "/streams",
          "Authorization: Bearer secret\r\n", NULL), 200);
  /* the page itself and a preflight carry none */
  fail_unless_equals_int (http_status (f.port, "GET", "/", NULL, NULL), 200);
  fail_unless_equals_int (http_status (f.port, "OPTIONS", "/whep",
          "Origin: https://any.example\r\n", NULL), 204);
  fixture_close (&f);
}

GST_END_TEST;

static RtcHeadCheck
check_head (const gchar * head)
{
  return rtc_guard_head (head, strlen (head));
}

GST_START_TEST (test_head)
{
  g_autofree gchar *large = g_strnfill (RTC_HEAD_LIMIT, 'x');

  fail_unless_equals_int (check_head ("GET / HTTP/1.1\r\nA: b\r\n"),
      RTC_HEAD_INCOMPLETE);
  fail_unless_equals_int (check_head ("\r\n\r\nGET / HTTP/1.1\r\n"),
      RTC_HEAD_INCOMPLETE);
  fail_unless_equals_int (check_head ("GET / HTTP/1.1\r\nA: b\r\n\r\n"),
      RTC_HEAD_FINE);
  fail_unless_equals_int (check_head ("GET / HTTP/1.1\n\n"), RTC_HEAD_FINE);
  fail_unless_equals_int (check_head ("POST / HTTP/1.1\r\n"
          "transfer-encoding:Chunked \r\n\r\n"), RTC_HEAD_FINE);
  fail_unless_equals_int (check_head ("POST / HTTP/1.1\r\n"
          "Transfer-Encoding: gzip\r\n"), RTC_HEAD_BAD);
  fail_unless_equals_int (check_head ("POST / HTTP/1.1\r\n"
          "Transfer-Encoding: chunked\r\n ,x\r\n"), RTC_HEAD_BAD);
  fail_unless_equals_int (check_head ("POST / HTTP/1.1\r\nTransfer-Encoding: "
          "chunked\r\nTransfer-Encoding: chunked\r\n"), RTC_HEAD_BAD);
  fail_unless_equals_int (rtc_guard_head ("GET / HTTP/1.1\nA\0: b\n\n", 22),
      RTC_HEAD_BAD);
  fail_unless_equals_int (rtc_guard_head (large, RTC_HEAD_LIMIT),
      RTC_HEAD_TOO_LARGE);
}

GST_END_TEST;

GST_START_TEST (test_bearer)
{
  fail_unless_equals_int (rtc_guard_token (NULL, NULL), RTC_TOKEN_OK);
  fail_unless_equals_int (rtc_guard_token ("a", NULL), RTC_TOKEN_MISSING);
  fail_unless_equals_int (rtc_guard_token ("a", "Basic a"), RTC_TOKEN_MISSING);
  fail_unless_equals_int (rtc_guard_token ("a", "Bearer "), RTC_TOKEN_WRONG);
  fail_unless_equals_int (rtc_guard_token ("a", "Bearer aa"), RTC_TOKEN_WRONG);
  fail_unless_equals_int (rtc_guard_token ("a", "bearer  a"), RTC_TOKEN_OK);
}

GST_END_TEST;

static guint
count_guesses (RtcAttempts * attempts, const gchar * peer, gint64 now)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (peer);
  guint n = 0;

  while (rtc_guard_wrong_token (attempts, address, now))
    n++;
  return n;
}

GST_START_TEST (test_guesses_are_limited_by_peer)
{
  RtcAttempts attempts = { 0 };
  gint64 now = G_USEC_PER_SEC;

  fail_unless_equals_int (count_guesses (&attempts, "192.0.2.1", now), 10);
  fail_unless_equals_int (count_guesses (&attempts, "192.0.2.2", now), 10);
  fail_unless_equals_int (count_guesses (&attempts, "2001:db8::1", now), 10);
  fail_unless_equals_int (count_guesses (&attempts, "2001:db8::2", now), 0);
  fail_unless_equals_int (count_guesses (&attempts, "2001:db8:0:1::2", now),
      10);
  /* a socket for both families maps IPv4 */
  fail_unless_equals_int (count_guesses (&attempts, "::ffff:192.0.2.1", now),
      0);
  fail_unless_equals_int (count_guesses (&attempts, "::ffff:192.0.2.3", now),
      10);
  now += G_USEC_PER_SEC / 2;
  fail_unless_equals_int (count_guesses (&attempts, "192.0.2.1", now), 5);
  /* more peers than the table holds */
  for (guint i = 0; i < 2 * RTC_ATTEMPTS_PEERS; i++) {
    g_autofree gchar *peer = g_strdup_printf ("198.51.100.%u", i);

    now++;
    fail_unless_equals_int (count_guesses (&attempts, peer, now), 10);
  }
  fail_unless_equals_int (count_guesses (&attempts, "198.51.100.127", now), 0);
}

GST_END_TEST;

/* Nobody can lock out those who have the token */
GST_START_TEST (test_the_right_token_is_never_refused)
{
  const RtcServerStream stream = {.token = "secret" };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  guint status = 0;

  for (guint i = 0; i < 100 && status != 429; i++)
    status = http_status (f.port, "POST", "/whep", SDP_TYPE
        "Authorization: Bearer guess\r\n", "v=0");
  fail_unless_equals_int (status, 429);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE
          "Authorization: Bearer secret\r\n", "v=0"), 201);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_beyond_loopback)
{
  RtcLoopPool *pool = rtc_loop_pool_acquire ();
  RtcAudience *audience = fake_audience_new (pool, 1, 1);
  RtcServer *server = rtc_server_acquire (pool, "0.0.0.0", 0, NULL);
  RtcServerStream stream = { NULL };
  GError *error = NULL;

  fail_if (rtc_server_add_stream (server, &stream, audience, &error));
  fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_ACCESS));
  fail_unless (strstr (error->message, "token=") != NULL);
  fail_unless (strstr (error->message, "insecure=true") != NULL);
  g_clear_error (&error);
  stream.token = "";
  fail_if (rtc_server_add_stream (server, &stream, audience, NULL));
  stream.insecure = TRUE;
  fail_unless (rtc_server_add_stream (server, &stream, audience, NULL));
  rtc_server_release (server);
  rtc_audience_unref (audience);
  rtc_loop_pool_unref (pool);
}

GST_END_TEST;

static Suite *
access_suite (void)
{
  Suite *suite = suite_create ("access");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_host);
  tcase_add_test (tc, test_host_and_origin_over_http);
  tcase_add_test (tc, test_token);
  tcase_add_test (tc, test_head);
  tcase_add_test (tc, test_bearer);
  tcase_add_test (tc, test_guesses_are_limited_by_peer);
  tcase_add_test (tc, test_the_right_token_is_never_refused);
  tcase_add_test (tc, test_beyond_loopback);
  return suite;
}

GST_CHECK_MAIN (access);
