/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whoever negotiates hears of what the application changes on a transceiver, and
 * not of what negotiation itself writes. */
#include <gst/check/gstcheck.h>
#include "types/rtctypes.h"

#define INACTIVE GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_INACTIVE
#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static void
on_changed (GstWebRTCRTPTransceiver * transceiver, gpointer user_data)
{
  (*(guint *) user_data)++;
}

static void
on_gone (gpointer user_data)
{
  *(guint *) user_data += 100;
}

static GstWebRTCRTPTransceiver *
make (guint * count)
{
  GstWebRTCRTPTransceiver *transceiver =
      gst_object_ref_sink (rtc_transceiver_new (1, -1, GST_WEBRTC_KIND_AUDIO,
          SENDRECV));

  *count = 0;
  rtc_transceiver_set_changed (transceiver, on_changed, count, on_gone);
  return transceiver;
}

GST_START_TEST (test_stop)
{
  guint count;
  GstWebRTCRTPTransceiver *transceiver = make (&count);
  g_auto (RtcTransceiverState) state;

  g_signal_emit_by_name (transceiver, "stop");
  g_signal_emit_by_name (transceiver, "stop");
  fail_unless_equals_int (count, 1);
  rtc_transceiver_get_state (transceiver, &state);
  fail_unless (state.stopping);
  fail_if (state.stopped);
  gst_object_unref (transceiver);
  fail_unless_equals_int (count, 101);
}

GST_END_TEST;

GST_START_TEST (test_properties)
{
  guint count;
  GstWebRTCRTPTransceiver *transceiver = make (&count);
  GstCaps *caps = gst_caps_from_string ("application/x-rtp");

  g_object_set (transceiver, "direction", INACTIVE, NULL);
  fail_unless_equals_int (count, 1);
  g_object_set (transceiver, "direction", INACTIVE, NULL);
  fail_unless_equals_int (count, 1);
  g_object_set (transceiver, "codec-preferences", caps, NULL);
  fail_unless_equals_int (count, 2);
  rtc_transceiver_set_direction (transceiver, SENDRECV);
  rtc_transceiver_set_mline (transceiver, 3, "audio3");
  fail_unless_equals_int (count, 2);
  rtc_transceiver_set_changed (transceiver, NULL, NULL, NULL);
  fail_unless_equals_int (count, 102);
  g_object_set (transceiver, "direction", INACTIVE, NULL);
  fail_unless_equals_int (count, 102);
  gst_caps_unref (caps);
  gst_object_unref (transceiver);
}

GST_END_TEST;

static Suite *
types_stop_suite (void)
{
  Suite *suite = suite_create ("types-stop");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_stop);
  tcase_add_test (tc, test_properties);
  return suite;
}

GST_CHECK_MAIN (types_stop);
