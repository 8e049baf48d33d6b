/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Header extensions in codec-preferences: a list that is complete, or an error in
 * the promise. */
#include "call.h"

#include <string.h>

#define SENDONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY

static void
start (Call * call, const gchar * caps)
{
  call_init (call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&call->sides[0], SENDONLY, caps);
  call_set_state (call, GST_STATE_READY);
}

GST_START_TEST (test_complete)
{
  Call call;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  const GstSDPMedia *media;

  start (&call, VP8_CAPS ",extmap-1=(string)urn:x");
  offer = side_create (&call.sides[0], "offer", NULL);
  media = gst_sdp_message_get_media (offer->sdp, 0);
  fail_unless_equals_string (gst_sdp_media_get_attribute_val (media, "extmap"),
      "1 urn:x");
  fail_unless (gst_sdp_media_get_attribute_val_n (media, "extmap", 1) == NULL);
  call_clear (&call);
}

GST_END_TEST;

static const gchar *const bad[] = {
  VP8_CAPS ",extmap-1=(string)urn:x;" OPUS_CAPS ",extmap-1=(string)urn:y",
  VP8_CAPS ",extmap-1=(int)42",
};

GST_START_TEST (test_bad)
{
  Call call;
  g_autoptr (GError) error = NULL;

  start (&call, bad[__i__]);
  error = side_create_error (&call.sides[0], "offer");
  fail_unless (strstr (error->message, "extmap-1") != NULL, "%s",
      error->message);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
extmaps_suite (void)
{
  Suite *s = suite_create ("extmaps");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_complete);
  tcase_add_loop_test (tc, test_bad, 0, G_N_ELEMENTS (bad));
  return s;
}

GST_CHECK_MAIN (extmaps);
