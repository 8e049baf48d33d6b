/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcpeerbin and webrtcbin in one process, whichever comes first: no type of
 * ours bears a name of theirs */
#include <gst/check/gstcheck.h>

/* Every type is registered by an element that has something in it */
static void
make (const gchar * factory)
{
  GstElement *peer = gst_element_factory_make (factory, NULL);
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp,"
      "media=audio,encoding-name=PCMU,clock-rate=8000,payload=0");
  g_autoptr (GstPromise) promise = gst_promise_new ();
  GObject *transceiver = NULL, *channel = NULL, *agent = NULL;

  fail_unless (peer != NULL, "%s cannot be made", factory);
  gst_object_ref_sink (peer);
  gst_element_set_state (peer, GST_STATE_READY);
  g_signal_emit_by_name (peer, "add-transceiver", 4, caps, &transceiver);
  fail_unless (transceiver != NULL);
  g_signal_emit_by_name (peer, "create-data-channel", "label", NULL, &channel);
  g_object_get (peer, "ice-agent", &agent, NULL);
  g_signal_emit_by_name (peer, "create-offer", NULL, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  g_clear_object (&transceiver);
  g_clear_object (&channel);
  g_clear_object (&agent);
  gst_element_set_state (peer, GST_STATE_NULL);
  gst_object_unref (peer);
}

/* a type that is there already is a critical, which fails the test */
GST_START_TEST (test_ours_first)
{
  make ("rtcpeerbin");
  make ("webrtcbin");
  make ("rtcpeerbin");
}

GST_END_TEST;

GST_START_TEST (test_theirs_first)
{
  make ("webrtcbin");
  make ("rtcpeerbin");
  make ("webrtcbin");
}

GST_END_TEST;

static Suite *
together_suite (void)
{
  Suite *s = suite_create ("together");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_ours_first);
  tcase_add_test (tc, test_theirs_first);
  return s;
}

GST_CHECK_MAIN (together);
