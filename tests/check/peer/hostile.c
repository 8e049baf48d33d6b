/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Descriptions that are broken in any way: every promise is answered, nothing
 * is logged as critical (G_DEBUG is fatal), and the element still works.
 * RTC_TEST_MUTATIONS: how many; 12000 is the full run. */
#include "call.h"

#include <stdlib.h>

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define DEFAULT_MUTATIONS 600

static gchar *
make_text (Side * side)
{
  g_autoptr (GstWebRTCSessionDescription) offer = side_create (side, "offer",
      NULL);

  return gst_sdp_message_as_text (offer->sdp);
}

/* One change of a kind that a mangled, or a clever, sender makes */
static gchar *
mutate (const gchar * text, GRand * random)
{
  GString *s = g_string_new (text);
  guint n = g_rand_int_range (random, 1, 4);

  while (n-- > 0 && s->len > 2) {
    gsize at = g_rand_int_range (random, 0, s->len);
    gsize length = MIN (s->len - at, (gsize) g_rand_int_range (random, 1, 60));

    switch (g_rand_int_range (random, 0, 6)) {
      case 0:
        s->str[at] = (gchar) g_rand_int_range (random, 1, 256);
        break;
      case 1:
        g_string_erase (s, at, length);
        break;
      case 2:{
        g_autofree gchar *piece = g_strndup (s->str + at, length);

        g_string_insert (s, g_rand_int_range (random, 0, s->len), piece);
        break;
      }
      case 3:
        g_string_truncate (s, at);
        break;
      case 4:{
        static const gchar *const lines[] = {
          "a=mid:video0\r\n", "m=audio 9 UDP/TLS/RTP/SAVPF 96\r\n",
          "a=group:BUNDLE x y z\r\n", "a=rtpmap:96 VP8/4294967296\r\n",
          "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
          "a=extmap:99999 urn:x\r\n", "a=rid:1 send\r\n", "a=ice-ufrag:\r\n",
          "a=simulcast:send 1,~2;3 recv 4\r\n", "a=setup:holdconn\r\n",
          "a=ssrc-group:FID 1 1 1\r\n", "a=fmtp:97 apt=97\r\n",
        };
        const gchar *line_end = strstr (s->str + at, "\r\n");

        g_string_insert (s, line_end != NULL ? line_end + 2 - s->str : 0,
            lines[g_rand_int_range (random, 0, G_N_ELEMENTS (lines))]);
        break;
      }
      default:
        g_string_overwrite (s, at, "0");
    }
  }
  return g_string_free (s, FALSE);
}

static GstWebRTCSessionDescription *
parse (const gchar * text)
{
  GstSDPMessage *sdp;

  gst_sdp_message_new (&sdp);
  if (gst_sdp_message_parse_buffer ((const guint8 *) text, strlen (text), sdp)
      == GST_SDP_OK)
    return gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_OFFER, sdp);
  gst_sdp_message_free (sdp);
  return NULL;
}

/* TRUE: it was a good one after all */
static gboolean
offer_and_answer (Side * side, const gchar * text)
{
  g_autoptr (GstWebRTCSessionDescription) offer = parse (text);
  g_autoptr (GError) error = NULL;
  GstPromise *promise;
  GstStructure *reply;

  if (offer == NULL)
    return FALSE;
  error = side_set (side, TRUE, offer);
  if (error != NULL)
    return FALSE;
  promise = gst_promise_new ();
  g_signal_emit_by_name (side->element, "create-answer", NULL, promise);
  reply = promise_take (promise);
  fail_unless (reply != NULL);
  gst_structure_free (reply);
  side_rollback (side, TRUE);
  return TRUE;
}

GST_START_TEST (test_mutated)
{
  const gchar *wanted = g_getenv ("RTC_TEST_MUTATIONS");
  guint n = wanted != NULL ? atoi (wanted) : DEFAULT_MUTATIONS;
  GRand *random = g_rand_new_with_seed (20240917);
  Call call;
  g_autofree gchar *text = NULL;
  guint good = 0;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  side_release_transceiver (&call.sides[0], SENDRECV, VP8_CAPS);
  side_release_transceiver (&call.sides[1], SENDRECV, VP8_CAPS);
  call_set_state (&call, GST_STATE_READY);
  text = make_text (&call.sides[0]);
  for (guint i = 0; i < n; i++) {
    g_autofree gchar *mutated = mutate (text, random);

    good += offer_and_answer (&call.sides[1], mutated);
  }
  GST_INFO ("%u of %u were good", good, n);
  fail_unless (good < n);
  fail_unless (offer_and_answer (&call.sides[1], text));
  g_rand_free (random);
  call_clear (&call);
}

GST_END_TEST;

/* A thousand sections cost us nothing but a refusal */
GST_START_TEST (test_thousand_sections)
{
  Call call;
  g_autoptr (GString) text = g_string_new ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"
      "s=-\r\nt=0 0\r\na=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\n"
      "a=fingerprint:sha-256 00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:"
      "00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00\r\n");
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GError) error = NULL;
  GArray *all = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n"
        "c=IN IP4 0.0.0.0\r\na=mid:%u\r\na=rtcp-mux\r\na=setup:actpass\r\n"
        "a=sendrecv\r\n", i);
  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  call_set_state (&call, GST_STATE_READY);
  offer = parse (text->str);
  fail_unless (offer != NULL);
  error = side_set (&call.sides[0], TRUE, offer);
  fail_unless (error != NULL && error->domain == GST_WEBRTC_ERROR);
  g_signal_emit_by_name (call.sides[0].element, "get-transceivers", &all);
  fail_unless_equals_int (all->len, 0);
  g_array_unref (all);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
hostile_suite (void)
{
  Suite *s = suite_create ("hostile");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 300);
  tcase_add_test (tc, test_mutated);
  tcase_add_test (tc, test_thousand_sections);
  return s;
}

GST_CHECK_MAIN (hostile);
