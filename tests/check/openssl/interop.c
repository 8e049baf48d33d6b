/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Against openssl's own s_server and s_client over loopback.  They use the same
 * library, but none of our code, a socket BIO, and print the exported keys.
 * Passes without a word where the program is missing. */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/check/gstcheck.h>
#include "core/rtcloop.h"
#include "openssl/rtcdtls.h"

#define LABEL "EXTRACTOR-dtls_srtp"
#define PATIENCE (8 * G_USEC_PER_SEC)

typedef struct
{
  GSocket *socket;
  GSocketAddress *peer;
  RtcDtls *dtls;
} End;

static void
on_output (RtcDtls * dtls, const guint8 * data, gsize size, gpointer user_data)
{
  End *end = user_data;

  /* refused while s_server is still starting: our timer repeats it */
  g_socket_send_to (end->socket, end->peer, (const gchar *) data, size, NULL,
      NULL);
}

static void
on_state (RtcDtls * dtls, RtcDtlsState state, gpointer user_data)
{
}

static void
on_received (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
}

static GSocket *
bind_socket (guint16 * port)
{
  g_autoptr (GInetAddress) loopback =
      g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
      G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

  g_socket_set_blocking (socket, FALSE);
  fail_unless (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static void
run_until_connected (End * end)
{
  gint64 last = g_get_monotonic_time () + PATIENCE;

  while (rtc_dtls_get_state (end->dtls) == RTC_DTLS_CONNECTING) {
    gint64 now = g_get_monotonic_time ();
    gint64 due = MIN (rtc_dtls_deadline (end->dtls), last);
    gchar data[2048];
    gssize size;

    fail_unless (now < last);
    g_socket_condition_timed_wait (end->socket, G_IO_IN, MAX (due - now, 0),
        NULL, NULL);
    now = g_get_monotonic_time ();
    do {
      g_autoptr (GSocketAddress) from = NULL;

      size = g_socket_receive_from (end->socket, &from, data, sizeof (data),
          NULL, NULL);
      if (size > 0) {
        g_set_object (&end->peer, from);
        rtc_dtls_input (end->dtls, (guint8 *) data, size, now);
      }
    } while (size > 0);
    if (rtc_dtls_deadline (end->dtls) <= now)
      rtc_dtls_timeout (end->dtls, now);
  }
}

/* The hex digits behind "Keying material: " */
static gchar *
read_keys (GSubprocess * program)
{
  g_autoptr (GDataInputStream) lines =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  gchar *line;

  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL))) {
    g_autofree gchar *owned = line;

    if (strstr (line, "Keying material: "))
      return g_strdup (strrchr (line, ' ') + 1);
  }
  return NULL;
}

static void
append_hex (GString * text, const guint8 * data, gsize size)
{
  while (size--)
    g_string_append_printf (text, "%02X", *data++);
}

/* RFC 5764 section 4.2: client's key, server's key, client's salt, server's */
static gchar *
expected_keys (RtcDtls * dtls, gboolean client)
{
  GString *text = g_string_new ("");
  RtcDtlsKeys keys;
  const guint8 *a = client ? keys.local : keys.remote;
  const guint8 *b = client ? keys.remote : keys.local;

  fail_unless (rtc_dtls_export_keys (dtls, &keys));
  fail_unless_equals_int (keys.profile, RTC_SRTP_AEAD_AES_128_GCM);
  append_hex (text, a, 16);
  append_hex (text, b, 16);
  append_hex (text, a + 16, 12);
  append_hex (text, b + 16, 12);
  return g_string_free (text, FALSE);
}

static GSubprocess *
spawn (const gchar * program, gboolean client, guint16 port,
    const gchar * pem_path)
{
  g_autofree gchar *address = g_strdup_printf ("127.0.0.1:%u", port);
  GSubprocessFlags flags = G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE;

  return g_subprocess_new (flags, NULL, program,
      client ? "s_server" : "s_client", client ? "-accept" : "-connect",
      address, "-dtls1_2", "-cert", pem_path, "-key", pem_path, "-use_srtp",
      /* the server picks by its own order */
      client ? "SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80" :
      "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", "-keymatexport", LABEL,
      "-keymatexportlen", "56", client ? "-Verify" : "-verify", "1", NULL);
}

/* @client: our side's role */
static void
run (gboolean client)
{
  static const RtcDtlsEvents events = { on_output, on_state, on_received };
  g_autofree gchar *program = g_find_program_in_path ("openssl");
  g_autoptr (RtcCertificate) own = rtc_certificate_new (NULL);
  g_autoptr (RtcCertificate) other = rtc_certificate_new (NULL);
  g_autofree gchar *pem = rtc_certificate_to_pem (other);
  g_autofree gchar *path = NULL, *found = NULL, *wanted = NULL;
  g_autoptr (GSubprocess) process = NULL;
  guint16 port, server_port;
  End end = { NULL };
  gint fd;

  if (!program)
    return;
  fd = g_file_open_tmp ("gst-rtc-XXXXXX.pem", &path, NULL);
  fail_unless (fd >= 0 && g_close (fd, NULL));
  fail_unless (g_file_set_contents (path, pem, -1, NULL));

  end.socket = bind_socket (&port);
  server_port = port;
  if (client) {
    /* a port that was free just now */
    g_autoptr (GSocket) probe = bind_socket (&server_port);
  }
  end.peer = g_inet_socket_address_new_from_string ("127.0.0.1", server_port);
  end.dtls = rtc_dtls_new (own, client, &events, &end);
  fail_unless (rtc_dtls_add_remote_fingerprint (end.dtls,
          rtc_certificate_get_fingerprint (other), NULL));
  rtc_dtls_start (end.dtls, g_get_monotonic_time ());
  process = spawn (program, client, server_port, path);
  fail_unless (process != NULL);

  run_until_connected (&end);
  fail_unless_equals_int (rtc_dtls_get_state (end.dtls), RTC_DTLS_CONNECTED);
  found = read_keys (process);
  wanted = expected_keys (end.dtls, client);
  fail_unless_equals_string (found, wanted);

  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  g_unlink (path);
  rtc_dtls_free (end.dtls);
  g_object_unref (end.socket);
  g_object_unref (end.peer);
}

GST_START_TEST (test_s_server)
{
  run (TRUE);
}

GST_END_TEST;

GST_START_TEST (test_s_client)
{
  run (FALSE);
}

GST_END_TEST;

static Suite *
interop_suite (void)
{
  Suite *suite = suite_create ("dtls-interop");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_s_server);
  tcase_add_test (tc, test_s_client);
  return suite;
}

GST_CHECK_MAIN (interop);
