/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who is active and who passive in later offers: whoever has answered with a role
 * goes on with it, unless it restarts. */
#include "call.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static void
check_setup (const GstWebRTCSessionDescription * description, guint mline,
    const gchar * expected)
{
  const GstSDPMedia *media =
      gst_sdp_message_get_media (description->sdp, mline);

  fail_unless_equals_string (gst_sdp_media_get_attribute_val (media, "setup"),
      expected);
}

static void
start (Call * call)
{
  call_init (call, "rtcpeerbin", "rtcpeerbin");
  side_release_transceiver (&call->sides[0], SENDRECV, OPUS_CAPS);
  call_set_state (call, GST_STATE_READY);
  call_negotiate (call, 0);
  call_wait_connected (call);
}

GST_START_TEST (test_offerer_again)
{
  Call call;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  start (&call);
  offer = side_create (&call.sides[0], "offer", NULL);
  check_setup (offer, 0, "actpass");
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_answerer_offers)
{
  Call call;
  Side *a = &call.sides[0], *b = &call.sides[1];
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  start (&call);
  offer = side_create (b, "offer", NULL);
  check_setup (offer, 0, "active");
  side_set_local (b, offer);
  side_set_remote (a, offer);
  answer = side_create (a, "answer", NULL);
  check_setup (answer, 0, "passive");
  call_clear (&call);
}

GST_END_TEST;

/* Each with a transport of its own: only the new one is open */
GST_START_TEST (test_new_section)
{
  Call call;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    g_object_set (call.sides[i].element, "bundle-policy",
        GST_WEBRTC_BUNDLE_POLICY_NONE, NULL);
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  side_release_transceiver (&call.sides[1], SENDRECV, VP8_CAPS);
  offer = side_create (&call.sides[1], "offer", NULL);
  check_setup (offer, 0, "active");
  check_setup (offer, 1, "actpass");
  call_clear (&call);
}

GST_END_TEST;

GST_START_TEST (test_restart)
{
  Call call;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;

  start (&call);
  offer = side_create (&call.sides[1], "offer",
      gst_structure_new ("options", "ice-restart", G_TYPE_BOOLEAN, TRUE, NULL));
  check_setup (offer, 0, "actpass");
  call_clear (&call);
}

GST_END_TEST;

static Suite *
roles_suite (void)
{
  Suite *s = suite_create ("roles");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_offerer_again);
  tcase_add_test (tc, test_answerer_offers);
  tcase_add_test (tc, test_new_section);
  tcase_add_test (tc, test_restart);
  return s;
}

GST_CHECK_MAIN (roles);
