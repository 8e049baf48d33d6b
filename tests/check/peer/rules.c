/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* candidate-filter, interface-filter, external-address: they show in what the
 * other side is told, and those who may still connect do. */
#include "call.h"

/* host, srflx and relay, of IPv4 */
#define RTC_IPV4 0x0f
#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static void
start (Call * call)
{
  for (guint i = 0; i < 2; i++)
    side_release_transceiver (&call->sides[i], SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_READY);
  call_negotiate (call, 0);
}

/* Of the candidates in the local description: all of them have @text */
static void
check_candidates (Side * side, const gchar * text, gboolean have)
{
  g_autofree gchar *sdp = side_get_description (side, "local-description");
  g_auto (GStrv) lines = g_strsplit (sdp, "\r\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++) {
    if (!g_str_has_prefix (lines[i], "a=candidate:"))
      continue;
    n++;
    fail_unless ((strstr (lines[i], text) != NULL) == have, "%s", lines[i]);
  }
  fail_unless (n > 0, "no candidate in %s", sdp);
}

GST_START_TEST (test_interface)
{
  Call call;

  call_init_anywhere (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    g_object_set (call.sides[i].element, "interface-filter", "lo",
        "candidate-filter", RTC_IPV4, NULL);
  start (&call);
  call_wait_connected (&call);
  check_candidates (&call.sides[0], " 127.0.0.1 ", TRUE);
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_interface_that_is_not_there)
{
  Call call;
  g_autoptr (GstMessage) message = NULL;

  call_init_anywhere (&call, "rtcpeerbin", "rtcpeerbin");
  g_object_set (call.sides[0].element, "interface-filter", "no-such*", NULL);
  start (&call);
  call_wait_connected (&call);
  message = gst_bus_pop_filtered (call.sides[0].bus, GST_MESSAGE_WARNING);
  fail_unless (message != NULL);
  /* it holds the element */
  g_clear_pointer (&message, gst_message_unref);
  call_clear (&call);
}

GST_END_TEST;

/* The other side reaches us there in the real world; here it sees us come */
GST_START_TEST (test_external_address)
{
  Call call;
  g_autofree gchar *read = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  g_object_set (call.sides[0].element, "external-address", "203.0.113.7",
      "candidate-filter", RTC_IPV4, NULL);
  g_object_set (call.sides[0].element, "external-address", "example.org", NULL);
  g_object_get (call.sides[0].element, "external-address", &read, NULL);
  fail_unless_equals_string (read, "203.0.113.7");
  start (&call);
  call_wait_connected (&call);
  check_candidates (&call.sides[0], " 203.0.113.7 ", TRUE);
  check_candidates (&call.sides[1], " 203.0.113.7 ", FALSE);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
rules_suite (void)
{
  Suite *s = suite_create ("rules");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_interface);
  tcase_add_test (tc, test_interface_that_is_not_there);
  tcase_add_test (tc, test_external_address);
  return s;
}

GST_CHECK_MAIN (rules);
