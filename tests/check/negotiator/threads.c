/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pads come and go and transceivers change while descriptions are made, set and
 * read: nobody waits for ever, and every promise is answered. */
#include "negotiating.h"

#define SENDONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY
#define ROUNDS 30

/* The application looks around in the middle of everything */
static void
on_needed (GstElement * element, gpointer user_data)
{
  g_autoptr (GstWebRTCSessionDescription) local = NULL;

  g_object_get (element, "local-description", &local, NULL);
  count_transceivers (element);
}

static gpointer
feed (gpointer data)
{
  GstElement *element = data;

  for (guint i = 0; i < ROUNDS; i++) {
    GstPad *sink = gst_element_request_pad_simple (element, "sink_%u");
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, 20, NULL);

    gst_buffer_memset (buffer, 0, 0x80, 20);
    send_caps (sink, i % 2 ? VP8 : OPUS);
    fail_unless_equals_int (gst_pad_chain (sink, buffer), GST_FLOW_OK);
    gst_element_release_request_pad (element, sink);
    gst_object_unref (sink);
  }
  return NULL;
}

static gpointer
change (gpointer data)
{
  GstElement *element = data;

  for (guint i = 0; i < ROUNDS; i++) {
    GstWebRTCRTPTransceiver *transceiver =
        add_transceiver (element, SENDONLY, VP8);

    g_object_set (transceiver, "direction",
        GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE, NULL);
    g_signal_emit_by_name (transceiver, "stop");
    gst_object_unref (transceiver);
  }
  return NULL;
}

static gpointer
negotiate (gpointer data)
{
  GstElement *element = data;
  GstWebRTCSessionDescription *rollback;
  GstSDPMessage *message;

  gst_sdp_message_new (&message);
  rollback = gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ROLLBACK,
      message);
  for (guint i = 0; i < ROUNDS; i++) {
    g_autoptr (GError) error =
        set_description (element, "set-local-description", NULL);
    g_autoptr (GError) undone =
        set_description (element, "set-local-description", rollback);
  }
  gst_webrtc_session_description_free (rollback);
  return NULL;
}

GST_START_TEST (test_threads)
{
  GstElement *element = make_negotiator ();
  GThread *threads[3];
  GstWebRTCSignalingState state;

  g_signal_connect (element, "on-negotiation-needed", G_CALLBACK (on_needed),
      NULL);
  threads[0] = g_thread_new ("feed", feed, element);
  threads[1] = g_thread_new ("change", change, element);
  threads[2] = g_thread_new ("negotiate", negotiate, element);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_object_get (element, "signaling-state", &state, NULL);
  fail_unless_equals_int (state, GST_WEBRTC_SIGNALING_STATE_STABLE);
  gst_object_unref (element);
}

GST_END_TEST;

static Suite *
negotiator_threads_suite (void)
{
  Suite *suite = suite_create ("negotiator-threads");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_threads);
  return suite;
}

GST_CHECK_MAIN (negotiator_threads);
