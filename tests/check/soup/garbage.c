/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Requests that went wrong on their way: the server neither falls nor hangs.
 * More of them: RTC_GARBAGE_ROUNDS=20000, others: RTC_GARBAGE_SEED=2. */

#include <gst/check/gstcheck.h>
#include "fixture.h"

#define HOST "Host: localhost\r\n"
#define TOKEN "Authorization: Bearer secret\r\n"

static const gchar *const requests[] = {
  "GET / HTTP/1.1\r\n" HOST "\r\n",
  "HEAD / HTTP/1.0\r\n\r\n",
  "GET /streams HTTP/1.1\r\n" HOST TOKEN "Connection: close\r\n\r\n",
  "GET /?stream=%41%2e HTTP/1.1\r\n" HOST "\r\n",
  "GET http://localhost/streams HTTP/1.1\r\n" HOST "\r\n",
  "OPTIONS /whep HTTP/1.1\r\n" HOST "Origin: https://ok.example\r\n"
      "Access-Control-Request-Method: POST\r\n"
      "Access-Control-Request-Headers: authorization\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\n" HOST "\r\n",
  "POST /whep HTTP/1.1\r\n" HOST TOKEN SDP_TYPE "Content-Length: 3\r\n\r\nv=0",
  "POST /whep/- HTTP/1.1\r\n" HOST TOKEN SDP_TYPE
      "Transfer-Encoding: chunked\r\n\r\n2\r\nv=\r\n1\r\n0\r\n0\r\n\r\n",
  "POST /whep HTTP/1.1\r\n" HOST TOKEN SDP_TYPE "Expect: 100-continue\r\n"
      "Content-Length: 5\r\n\r\nv=0 x",
  "PATCH /whep/-/viewer0 HTTP/1.1\r\n" HOST TOKEN FRAGMENT_TYPE
      "If-Match: \"ice-1\"\r\nContent-Length: 13\r\n\r\na=candidate:1",
  "DELETE /whep/-/viewer0 HTTP/1.1\r\n" HOST TOKEN "\r\n"
      "GET /streams HTTP/1.1\r\n" HOST TOKEN "\r\n",
};

/* What is put in; "%z" stands for a NUL */
static const gchar *const pieces[] = {
  "%z", "\r\n", "\n", "\r", " ", ":", "%00", "%zz", "%", "%2e%2e/", "../../",
  "/../../../etc/passwd", "//", "\\", "?", "#", "[::1", "\xff\xfe", "\xc0\x80",
  "Content-Length: 99999999999999999999\r\n", "Content-Length: -1\r\n",
  "Content-Length: 18446744073709551615\r\n", "Content-Length: 65537\r\n",
  "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity, x\r\n",
  "ffffffffffffffff\r\n", "-1\r\n", "Host: [\r\n", "Host:\r\n", "Upgrade: h2c\r\n",
  "Connection: upgrade\r\n", "Expect: 100-continue\r\n", "Origin: null\r\n",
  "Content-Encoding: gzip\r\n", "Range: bytes=0-,-1,5-2\r\n", "If-Match: *\r\n",
  "Authorization: Bearer\r\n", "Content-Type: ;;=\"\r\n", "HTTP/9.9", "v=0 full",
};

static void
put_in (GRand * rand, GByteArray * text, guint at)
{
  const gchar *piece = pieces[g_rand_int_range (rand, 0,
          G_N_ELEMENTS (pieces))];
  gboolean nul = g_str_equal (piece, "%z");
  guint size = nul ? 1 : strlen (piece);
  g_autofree guint8 *tail = g_memdup2 (text->data + at, text->len - at);
  guint tail_size = text->len - at;
  /* now and then a lot of it */
  guint n = g_rand_int_range (rand, 0, 40) == 0 ? 3000 : 1;

  g_byte_array_set_size (text, at);
  while (n-- > 0)
    g_byte_array_append (text, (const guint8 *) (nul ? "" : piece), size);
  g_byte_array_append (text, tail, tail_size);
}

static GByteArray *
make_request (GRand * rand)
{
  const gchar *request = requests[g_rand_int_range (rand, 0,
          G_N_ELEMENTS (requests))];
  GByteArray *text = g_byte_array_new ();

  g_byte_array_append (text, (const guint8 *) request, strlen (request));
  for (gint n = g_rand_int_range (rand, 1, 6); n > 0 && text->len > 0; n--) {
    guint at = g_rand_int_range (rand, 0, text->len);

    switch (g_rand_int_range (rand, 0, 5)) {
      case 0:
        text->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
        break;
      case 1:
        text->data[at] = g_rand_int (rand);
        break;
      case 2:
        g_byte_array_remove_range (text, at, g_rand_int_range (rand, 0,
                text->len - at) / 4);
        break;
      default:
        put_in (rand, text, at);
        break;
    }
  }
  return text;
}

/* The client ends its side, so whatever stands there the server has to end */
static void
send_and_drain (guint16 port, const GByteArray * text)
{
  g_autoptr (GSocketConnection) c = http_connect (port);
  GSocket *socket = g_socket_connection_get_socket (c);
  gchar buffer[4096];
  gsize sent;

  g_socket_set_timeout (socket, 30);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (c)),
      text->data, text->len, &sent, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  for (;;) {
    g_autoptr (GError) error = NULL;
    gssize n = g_socket_receive (socket, buffer, sizeof (buffer), NULL, &error);

    if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT)) {
      g_autofree gchar *shown =
          g_strndup ((const gchar *) text->data, text->len);
      fail ("no end within 30 s of:\n%s", shown);
    }
    if (n <= 0)
      break;
  }
}

static guint
number_from (const gchar * variable, guint usual)
{
  const gchar *text = g_getenv (variable);

  return text != NULL ? (guint) atoi (text) : usual;
}

GST_START_TEST (test_garbage)
{
  const gchar *const origins[] = { "https://ok.example", NULL };
  const RtcServerStream stream = {.token = "secret",
    .allowed_origins = origins
  };
  Fixture f = fixture_open ("127.0.0.1", &stream);
  guint rounds = number_from ("RTC_GARBAGE_ROUNDS", 500);
  GRand *rand = g_rand_new_with_seed (number_from ("RTC_GARBAGE_SEED", 1));

  for (guint i = 0; i < rounds; i++) {
    g_autoptr (GByteArray) text = make_request (rand);

    send_and_drain (f.port, text);
    if (i % 100 == 99)
      fail_unless_equals_int (http_status (f.port, "GET", "/streams", TOKEN,
              NULL), 200);
  }
  g_rand_free (rand);
  fixture_close (&f);
}

GST_END_TEST;

/* Without the client's end of it: the answer itself says no */
GST_START_TEST (test_paths)
{
  Fixture f = fixture_open ("127.0.0.1", NULL);
  const gchar *paths[] = {
    "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/whep/../streams/x",
    "/whep/a%00b", "/%zz", "/whep//", "/whep/-/", "/whep/-/a/b",
    "/index.html", "/player.js", "//", "/streams/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
    guint status = http_status (f.port, "GET", paths[i], NULL, NULL);

    fail_unless (status >= 400 && status < 500, "%s: %u", paths[i], status);
  }
  fixture_close (&f);
}

GST_END_TEST;

static Suite *
garbage_suite (void)
{
  Suite *suite = suite_create ("garbage");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_set_timeout (tc, 0);
  tcase_add_test (tc, test_garbage);
  tcase_add_test (tc, test_paths);
  return suite;
}

GST_CHECK_MAIN (garbage);
