/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* bundle-policy on each side: it connects, over as many transports as that
 * means. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define N_POLICIES 4

static guint
count_transports (Side * side)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (NULL, NULL,
      gst_object_unref, NULL);
  GArray *all = NULL;
  guint n;

  g_signal_emit_by_name (side->element, "get-transceivers", &all);
  for (guint i = 0; i < all->len; i++) {
    GstWebRTCRTPTransceiver *transceiver = g_array_index (all,
        GstWebRTCRTPTransceiver *, i);
    g_autoptr (GstWebRTCRTPSender) sender = NULL;
    GstWebRTCDTLSTransport *transport = NULL;

    g_object_get (transceiver, "sender", &sender, NULL);
    g_object_get (sender, "transport", &transport, NULL);
    fail_unless (transport != NULL);
    g_hash_table_add (seen, transport);
  }
  n = g_hash_table_size (seen);
  g_array_unref (all);
  return n;
}

GST_START_TEST (test_policies)
{
  GstWebRTCBundlePolicy a = __i__ / N_POLICIES;
  GstWebRTCBundlePolicy b = __i__ % N_POLICIES;
  /* max-bundle offers nothing else */
  gboolean bundled = a == GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE
      || (a != GST_WEBRTC_BUNDLE_POLICY_NONE
      && b != GST_WEBRTC_BUNDLE_POLICY_NONE);
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  g_object_set (call.sides[0].element, "bundle-policy", a, NULL);
  g_object_set (call.sides[1].element, "bundle-policy", b, NULL);
  for (guint i = 0; i < 2; i++) {
    side_release_transceiver (&call.sides[i], SENDRECV, OPUS_CAPS);
    side_release_transceiver (&call.sides[i], SENDRECV, VP8_CAPS);
  }
  call_set_state (&call, GST_STATE_PLAYING);
  call_negotiate (&call, 0);
  call_wait_connected (&call);
  for (guint i = 0; i < 2; i++)
    fail_unless_equals_int (count_transports (&call.sides[i]), bundled ? 1 : 2);
  call_clear (&call);
}

GST_END_TEST;

static Suite *
bundle_suite (void)
{
  Suite *s = suite_create ("bundle");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_loop_test (tc, test_policies, 0, N_POLICIES * N_POLICIES);
  return s;
}

GST_CHECK_MAIN (bundle);
