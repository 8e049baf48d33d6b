/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "fixture.h"

GST_START_TEST (test_players_learn_the_server_and_no_secret)
{
  const struct
  {
    const gchar *server, *uri;
  } cases[] = {
    {"stun://stun.example.net", "stun:stun.example.net:3478"},
    {"stun://192.0.2.1:19302", "stun:192.0.2.1:19302"},
    {"stun://[2001:db8::1]:3478", "stun:[2001:db8::1]:3478"},
    {"turn://user:s3cret@turn.example.net:443?transport=tcp",
        "stun:turn.example.net:443"},
    {"turn://us%40er:s3cret%2F%22@192.0.2.1", "stun:192.0.2.1:3478"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const RtcServerStream stream = {.stun_server = cases[i].server };
    Fixture f = fixture_open ("127.0.0.1", &stream);
    g_autofree gchar *json = g_strdup_printf
        ("\"iceServers\":[{\"urls\":\"%s\"}],", cases[i].uri);
    g_autofree gchar *link = g_strdup_printf
        ("\r\nLink: <%s>; rel=\"ice-server\"\r\n", cases[i].uri);
    HttpAnswer a = http_request (f.port, "GET", "/streams", NULL, NULL);

    fail_unless (http_has (&a, json), "%s", a.text);
    fail_if (http_has (&a, "s3cret"));
    http_clear (&a);
    a = http_request (f.port, "POST", "/whep", SDP_TYPE, "v=0");
    fail_unless (http_has (&a, link), "%s", a.text);
    fail_if (http_has (&a, "s3cret"));
    http_clear (&a);
    fixture_close (&f);
  }
}

GST_END_TEST;

/* What a browser would throw at, and what would end a header or a string */
GST_START_TEST (test_no_server_is_better_than_a_bad_one)
{
  const gchar *servers[] = { NULL, "", "nonsense", "stun://", "http://a.net",
    "stun://a%22b", "stun://a%0d%0aSet-Cookie:b", "stun://a%3Eb",
    "stun://[fe80::1%25eth0]:3478"
  };

  for (guint i = 0; i < G_N_ELEMENTS (servers); i++) {
    const RtcServerStream stream = {.stun_server = servers[i] };
    Fixture f = fixture_open ("127.0.0.1", &stream);
    HttpAnswer a = http_request (f.port, "GET", "/streams", NULL, NULL);

    fail_unless (http_has (&a, "\"iceServers\":[],"), "%s", a.text);
    http_clear (&a);
    a = http_request (f.port, "POST", "/whep", SDP_TYPE, "v=0");
    fail_unless_equals_int (a.status, 201);
    fail_if (http_has (&a, "Link:"));
    http_clear (&a);
    fixture_close (&f);
  }
}

GST_END_TEST;

/* It is the stream's: who may not watch is not told */
GST_START_TEST (test_only_with_the_token)
{
  const RtcServerStream stream = {.token = "t",.stun_server = "stun://a.net" };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  HttpAnswer a = http_request (f.port, "GET", "/streams", NULL, NULL);

  fail_unless_equals_int (a.status, 401);
  fail_if (http_has (&a, "a.net"));
  http_clear (&a);
  a = http_request (f.port, "GET", "/streams", "Authorization: Bearer t\r\n",
      NULL);
  fail_unless (http_has (&a, "stun:a.net:3478"));
  http_clear (&a);
  fixture_close (&f);
}

GST_END_TEST;

static Suite *
iceservers_suite (void)
{
  Suite *suite = suite_create ("iceservers");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_players_learn_the_server_and_no_secret);
  tcase_add_test (tc, test_no_server_is_better_than_a_bad_one);
  tcase_add_test (tc, test_only_with_the_token);
  return suite;
}

GST_CHECK_MAIN (iceservers);
