/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"

/* Sockets only: GLib's helper threads come and go with descriptors of theirs */
static guint
count_sockets (void)
{
  GDir *dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const gchar *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree gchar *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree gchar *target = g_file_read_link (path, NULL);

    if (target != NULL && g_str_has_prefix (target, "socket:"))
      n++;
  }
  g_dir_close (dir);
  return n;
}

GST_START_TEST (test_two_streams_on_one_port)
{
  const RtcServerStream door = {.stream_id = "door" };
  const RtcServerStream roof = {.stream_id = "roof" };
  Fixture f = fixture_open ("127.0.0.1", &door);
  RtcAudience *second = fake_audience_new (f.pool, 0, 2);
  RtcServer *same = rtc_server_acquire (f.pool, "localhost", f.port, NULL);
  GError *error = NULL;
  HttpAnswer a;

  fail_unless (same == f.server);
  fail_if (rtc_server_add_stream (same, &door, second, &error));
  fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_STREAM_ID));
  g_clear_error (&error);
  fail_unless (rtc_server_add_stream (same, &roof, second, NULL));

  fail_unless_equals_int (http_status (f.port, "POST", "/whep/roof", SDP_TYPE,
          "v=0"), 201);
  fail_unless (rtc_audience_has_viewer (second, "viewer0"));
  /* a session of another stream is as unknown as any */
  fail_unless_equals_int (http_status (f.port, "DELETE", "/whep/door/viewer0",
          NULL, NULL), 404);
  a = http_request (f.port, "GET", "/streams", NULL, NULL);
  fail_unless (http_has (&a, "{\"id\":\"door\",\"whep\":\"/whep/door\","
          "\"audio\":1,\"video\":1,\"viewers\":0," "\"iceServers\":[],"));
  fail_unless (http_has (&a, "{\"id\":\"roof\",\"whep\":\"/whep/roof\","
          "\"audio\":0,\"video\":2,\"viewers\":1," "\"iceServers\":[],"));
  http_clear (&a);

  rtc_server_remove_stream (same, second);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep/roof", SDP_TYPE,
          "v=0"), 404);
  rtc_server_release (same);
  rtc_audience_unref (second);
  fail_unless_equals_int (http_status (f.port, "GET", "/", NULL, NULL), 200);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_stream_ids)
{
  const gchar *bad[] = { "", "-", ".", "..", "a/b", "a b", "\xc3\xa9", "<" };
  RtcServerStream stream = { NULL };
  Fixture f = fixture_open ("127.0.0.1", NULL);
  g_autofree gchar *longest = g_strnfill (64, 'x');
  g_autofree gchar *too_long = g_strnfill (65, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    stream.stream_id = bad[i];
    fail_if (rtc_server_add_stream (f.server, &stream, f.audience, NULL));
  }
  stream.stream_id = too_long;
  fail_if (rtc_server_add_stream (f.server, &stream, f.audience, NULL));
  stream.stream_id = longest;
  fail_unless (rtc_server_add_stream (f.server, &stream, f.audience, NULL));
  rtc_server_remove_stream (f.server, f.audience);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_address_and_port_errors)
{
  RtcLoopPool *pool = rtc_loop_pool_acquire ();
  GSocketListener *other = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (other, NULL, NULL);
  GError *error = NULL;

  fail_unless (rtc_server_acquire (pool, "127.0.0.1", port, &error) == NULL);
  fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_IN_USE));
  fail_unless (strstr (error->message, "port=0") != NULL);
  g_clear_error (&error);
  fail_unless (rtc_server_acquire (pool, "192.0.2.1", 0, &error) == NULL);
  fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_ADDRESS));
  g_clear_error (&error);
  fail_unless (rtc_server_acquire (pool, "no.address", 0, &error) == NULL);
  fail_unless (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_ADDRESS));
  g_clear_error (&error);
  g_socket_listener_close (other);
  g_object_unref (other);
  rtc_loop_pool_unref (pool);
}

GST_END_TEST;

GST_START_TEST (test_release_leaves_nothing)
{
  RtcLoopPool *pool = rtc_loop_pool_acquire ();
  Fixture f = fixture_open ("127.0.0.1", NULL);
  guint16 port = f.port;
  GSocketConnection *c;
  RtcServer *again;
  guint before;

  fixture_close (&f);
  before = count_sockets ();
  for (guint i = 0; i < 20; i++) {
    HttpAnswer a;

    f = fixture_open ("127.0.0.1", NULL);
    port = f.port;
    c = http_connect (port);
    http_write (c, "POST /whep HTTP/1.1\r\nHost: localhost\r\n");
    fail_unless_equals_int (http_status (port, "GET", "/", NULL, NULL), 200);
    fixture_close (&f);
    a = http_read (c);
    http_clear (&a);
    g_object_unref (c);
  }
  fail_unless_equals_int (count_sockets (), before);
  again = rtc_server_acquire (pool, "127.0.0.1", port, NULL);
  fail_unless (again != NULL);
  rtc_server_release (again);
  rtc_loop_pool_unref (pool);
}

GST_END_TEST;

static Suite *
sharing_suite (void)
{
  Suite *suite = suite_create ("sharing");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_two_streams_on_one_port);
  tcase_add_test (tc, test_stream_ids);
  tcase_add_test (tc, test_address_and_port_errors);
  tcase_add_test (tc, test_release_leaves_nothing);
  return suite;
}

GST_CHECK_MAIN (sharing);
