/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"
#include "soup/rtchttplimit.h"

#define LIMIT (64 * 1024)

/* An offer of @size bytes */
static gchar *
offer_of (gsize size)
{
  gchar *offer = g_strnfill (size, ' ');

  memcpy (offer, "v=0", 3);
  return offer;
}

GST_START_TEST (test_body_by_content_length)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  g_autofree gchar *fits = offer_of (LIMIT), *large = offer_of (LIMIT + 1);

  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE,
          fits), 201);
  fail_unless_equals_int (http_status (f.port, "POST", "/whep", SDP_TYPE,
          large), 413);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_body_is_refused_before_it_comes)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  GSocketConnection *c = http_connect (f.port);
  HttpAnswer a;

  http_write (c, "POST /whep HTTP/1.1\r\nHost: localhost\r\n" SDP_TYPE
      "Content-Length: 999999999\r\n\r\n");
  a = http_read (c);
  fail_unless_equals_int (a.status, 413);
  http_clear (&a);
  g_object_unref (c);
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_body_in_chunks)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  g_autofree gchar *offer = offer_of (LIMIT + 1);

  for (guint extra = 0; extra < 2; extra++) {
    g_autofree gchar *text = g_strdup_printf ("POST /whep HTTP/1.1\r\n"
        "Host: localhost\r\nConnection: close\r\n" SDP_TYPE
        "Transfer-Encoding: chunked\r\n\r\n%x\r\n%.*s\r\n%x\r\n%.*s\r\n0\r\n"
        "\r\n", LIMIT / 2, LIMIT / 2, offer, LIMIT / 2 + extra,
        LIMIT / 2 + extra, offer);
    GSocketConnection *c = http_connect (f.port);
    HttpAnswer a;

    http_write (c, text);
    a = http_read (c);
    fail_unless_equals_int (a.status, extra == 0 ? 201 : 413);
    http_clear (&a);
    g_object_unref (c);
  }
  fixture_close (&f);
}

GST_END_TEST;

GST_START_TEST (test_stalled_requests_are_closed)
{
  RtcHttpLimits limits = { LIMIT, 256, 50 * 1000, 50 * 1000 };
  const gchar *stalled[] = {
    "",
    "POST /wh",
    "POST /whep HTTP/1.1\r\nHost: localhost\r\n",
    "POST /whep HTTP/1.1\r\nHost: localhost\r\n" SDP_TYPE
        "Content-Length: 9\r\n\r\nv=0",
  };
  Fixture f;

  rtc_http_limits_set_default (&limits);
  f = fixture_open ("127.0.0.1", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (stalled); i++) {
    GSocketConnection *c = http_connect (f.port);
    HttpAnswer a;

    http_write (c, stalled[i]);
    a = http_read (c);
    fail_if (a.status >= 200 && a.status < 300);
    http_clear (&a);
    g_object_unref (c);
  }
  fixture_close (&f);
  rtc_http_limits_set_default (NULL);
}

GST_END_TEST;

GST_START_TEST (test_endless_headers_are_cut)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  GSocketConnection *c = http_connect (f.port);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (c));
  g_autofree gchar *line = g_strnfill (4096, 'a');
  gsize sent = 0, n = 0;

  http_write (c, "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
  while (sent < (64u << 20)
      && g_output_stream_write_all (out, line, 4096, &n, NULL, NULL))
    sent += n;
  fail_unless (sent < (64u << 20));
  g_object_unref (c);
  fixture_close (&f);
}

GST_END_TEST;

/* The one that has been silent longest makes room */
GST_START_TEST (test_number_of_connections)
{
  RtcHttpLimits limits = { LIMIT, 2, 10 * G_USEC_PER_SEC, G_USEC_PER_SEC };
  GSocketConnection *c[3];
  HttpAnswer a;
  Fixture f;

  rtc_http_limits_set_default (&limits);
  f = fixture_open ("127.0.0.1", NULL);
  for (guint i = 0; i < 3; i++)
    c[i] = http_connect (f.port);
  a = http_read (c[0]);
  fail_unless_equals_int (a.status, 0);
  http_clear (&a);
  http_write (c[2], "GET / HTTP/1.1\r\nHost: localhost\r\n"
      "Connection: close\r\n\r\n");
  a = http_read (c[2]);
  fail_unless_equals_int (a.status, 200);
  http_clear (&a);
  for (guint i = 0; i < 3; i++)
    g_object_unref (c[i]);
  fixture_close (&f);
  rtc_http_limits_set_default (NULL);
}

GST_END_TEST;

GST_START_TEST (test_closed_connections_do_not_count)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);

  for (guint i = 0; i < 600; i++)
    fail_unless_equals_int (http_status (f.port, "GET", "/favicon.ico", NULL,
            NULL), 204);
  fixture_close (&f);
}

GST_END_TEST;

/* Whoever asks for more gets one answer, which says so, and the end */
GST_START_TEST (test_a_connection_is_for_one_request)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  const gchar *paths[] = { "/", "/streams", "/favicon.ico", "/nowhere" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autofree gchar *request = g_strdup_printf ("GET %s HTTP/1.1\r\n"
        "Host: localhost\r\nConnection: keep-alive\r\n\r\n", paths[i]);
    GSocketConnection *c = http_connect (f.port);
    HttpAnswer a;

    http_write (c, request);
    a = http_read (c);
    fail_unless (a.status >= 200);
    fail_unless (http_has (&a, "\r\nConnection: close\r\n"));
    http_clear (&a);
    g_object_unref (c);
  }
  fixture_close (&f);
}

GST_END_TEST;

static Suite *
limits_suite (void)
{
  Suite *suite = suite_create ("limits");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_body_by_content_length);
  tcase_add_test (tc, test_body_is_refused_before_it_comes);
  tcase_add_test (tc, test_body_in_chunks);
  tcase_add_test (tc, test_stalled_requests_are_closed);
  tcase_add_test (tc, test_endless_headers_are_cut);
  tcase_add_test (tc, test_number_of_connections);
  tcase_add_test (tc, test_closed_connections_do_not_count);
  tcase_add_test (tc, test_a_connection_is_for_one_request);
  return suite;
}

GST_CHECK_MAIN (limits);
