/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"

#define SESSION "/whep/-/viewer0"

GST_START_TEST (test_a_session_from_offer_to_delete)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  HttpAnswer a = http_request (f.port, "POST", "/whep",
      "Content-Type: application/sdp; charset=utf-8\r\n", "v=0");

  fail_unless_equals_int (a.status, 201);
  fail_unless (http_has (&a, "\r\nLocation: " SESSION "\r\n"));
  fail_unless (http_has (&a, "\r\nContent-Type: application/sdp\r\n"));
  fail_unless (http_has (&a, "\r\nETag: \"ice-1\"\r\n"));
  fail_unless (http_has (&a,
          "\r\nAccept-Patch: application/trickle-ice-sdpfrag\r\n"));
  fail_unless (http_has (&a, "\r\n\r\nv=0\r\ns=answer"));
  http_clear (&a);
  fail_unless (rtc_audience_has_viewer (f.audience, "viewer0"));

  fail_unless_equals_int (http_status (f.port, "DELETE", SESSION, NULL, NULL),
      200);
  fail_if (rtc_audience_has_viewer (f.audience, "viewer0"));
  fail_unless_equals_int (http_status (f.port, "DELETE", SESSION, NULL, NULL),
      404);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_stun_server_is_told)
{
  const RtcServerStream stream = {.stun_server = "stun://stun.example:3478" };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  HttpAnswer a = http_request (f.port, "POST", "/whep", SDP_TYPE, "v=0");

  fail_unless (http_has (&a,
          "\r\nLink: <stun:stun.example:3478>; rel=\"ice-server\"\r\n"));
  http_clear (&a);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_errors_of_an_offer)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  const struct
  {
    const gchar *offer;
    guint status;
    const gchar *text;
  } cases[] = {
    {"nonsense", 400, "\r\n\r\nthe offer does not begin with v=0\n"},
    {"v=0 codec", 406, "reason codec\n"},
    {"v=0 full", 503, "\r\nRetry-After: 5\r\n"},
    {"v=0 wait", 503, "\r\nRetry-After: 1\r\n"},
    {"v=0 network", 503, "\r\nRetry-After: 5\r\n"},
    {"v=0 broken", 500, "reason broken\n"},
    {"", 406, "empty"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    HttpAnswer a = http_request (f.port, "POST", "/whep", SDP_TYPE,
        cases[i].offer);

    fail_unless_equals_int (a.status, cases[i].status);
    fail_unless (http_has (&a, cases[i].text));
    fail_unless (http_has (&a, "\r\nContent-Type: text/plain"));
    http_clear (&a);
  }
  fail_unless_equals_int (rtc_audience_count_viewers (f.audience), 0);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_content_types_and_methods)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  HttpAnswer a;

  fail_unless_equals_int (http_status (f.port, "POST", "/whep", NULL, NULL),
      415);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep",
          "Content-Type: application/json\r\n", "{}"), 415);
  fail_unless_equals_int (http_status (f.port, "PATCH", SESSION, SDP_TYPE,
          "v=0"), 415);
  fail_unless_equals_int (http_status (f.port, "GET", "/nowhere", NULL, NULL),
      404);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep/other", SDP_TYPE,
          "v=0"), 404);
  fail_unless_equals_int (http_status (f.port, "PUT", "/whep", SDP_TYPE, "v=0"),
      405);
  fail_unless_equals_int (http_status (f.port, "HEAD", "/whep", NULL, NULL),
      405);
  fail_unless_equals_int (http_status (f.port, "GET", SESSION, NULL, NULL),
      405);
  fail_unless_equals_int (http_status (f.port, "HEAD", "/", NULL, NULL), 200);

  a = http_request (f.port, "GET", "/whep", NULL, NULL);
  fail_unless_equals_int (a.status, 405);
  fail_unless (http_has (&a, "\r\nAllow: POST, OPTIONS\r\n"));
  http_clear (&a);
  a = http_request (f.port, "OPTIONS", "/whep", NULL, NULL);
  fail_unless_equals_int (a.status, 204);
  fail_unless (http_has (&a, "\r\nAccept-Post: application/sdp\r\n"));
  http_clear (&a);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_trickle)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  const struct
  {
    const gchar *headers, *fragment;
    guint status;
  } cases[] = {
    {FRAGMENT_TYPE, "a=candidate:1", 204},
    {FRAGMENT_TYPE "If-Match: \"ice-1\"\r\n", "a=candidate:1", 204},
    {FRAGMENT_TYPE "If-Match: \"ice-2\"\r\n", "a=candidate:1", 412},
    {FRAGMENT_TYPE "If-Match: *\r\n", "a=candidate:1", 422},
    {FRAGMENT_TYPE, "restart", 422},
    {FRAGMENT_TYPE, "nonsense", 400},
    {FRAGMENT_TYPE, "", 400},
  };

  fail_unless_equals_int (http_status (f.port, "PATCH", SESSION, FRAGMENT_TYPE,
          "a=candidate:1"), 404);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE,
          "v=0"), 201);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    fail_unless_equals_int (http_status (f.port, "PATCH", SESSION,
            cases[i].headers, cases[i].fragment), cases[i].status);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_a_player_that_left_gets_no_session)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  GSocketConnection *c = http_connect (f.port);

  http_write (c, "POST /whep HTTP/1.1\r\nHost: localhost\r\n" SDP_TYPE
      "Content-Length: 8\r\n\r\nv=0 hold");
  fake_audience_wait_for_held (f.audience);
  g_io_stream_close (G_IO_STREAM (c), NULL, NULL);
  g_object_unref (c);
  fake_audience_answer_held (f.audience);
  fake_audience_wait_for_removed (f.audience, 1);
  fail_unless_equals_int (rtc_audience_count_viewers (f.audience), 0);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_an_answer_after_the_server)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  RtcLoopPool *pool = rtc_loop_pool_ref (f.pool);
  RtcAudience *audience = rtc_audience_ref (f.audience);
  GSocketConnection *c = http_connect (f.port);

  http_write (c, "POST /whep HTTP/1.1\r\nHost: localhost\r\n" SDP_TYPE
      "Content-Length: 8\r\n\r\nv=0 hold");
  fake_audience_wait_for_held (audience);
  fixture_close (&f);
  fake_audience_answer_held (audience);
  fail_unless_equals_int (rtc_audience_count_viewers (audience), 0);
  g_object_unref (c);
  rtc_audience_unref (audience);
  rtc_loop_pool_unref (pool);
}

GST_END_TEST;

static Suite *
whep_suite (void)
{
  Suite *suite = suite_create ("whep");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_session_from_offer_to_delete);
  tcase_add_test (tc, test_stun_server_is_told);
  tcase_add_test (tc, test_errors_of_an_offer);
  tcase_add_test (tc, test_content_types_and_methods);
  tcase_add_test (tc, test_trickle);
  tcase_add_test (tc, test_a_player_that_left_gets_no_session);
  tcase_add_test (tc, test_an_answer_after_the_server);
  return suite;
}

GST_CHECK_MAIN (whep);
