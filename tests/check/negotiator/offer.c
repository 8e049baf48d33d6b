/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two elements come to an agreement; what each is to do is in its plan. */
#include "negotiating.h"

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
#define SENDONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY
#define RECVONLY GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY
#define NONE GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE

typedef struct
{
  GstElement *element;
  GstStructure *plan;           /* the last one */
  guint plans, needed, announced;
} Side;

static void
on_plan (GstElement * element, const GstStructure * plan, Side * side)
{
  side->plans++;
  g_clear_pointer (&side->plan, gst_structure_free);
  side->plan = gst_structure_copy (plan);
}

static void
on_count (GstElement * element, guint * count)
{
  (*count)++;
}

static void
on_announced (GstElement * element, GstWebRTCRTPTransceiver * transceiver,
    guint * count)
{
  (*count)++;
}

static void
side_init (Side * side, const gchar * name)
{
  g_autofree gchar *pwd = g_strdup_printf ("the-password-of-%s", name);

  memset (side, 0, sizeof (*side));
  side->element = make_negotiator ();
  g_object_set (side->element, "local-ufrag", name, "local-pwd", pwd, NULL);
  g_signal_connect (side->element, "plan", G_CALLBACK (on_plan), side);
  g_signal_connect (side->element, "on-negotiation-needed",
      G_CALLBACK (on_count), &side->needed);
  g_signal_connect (side->element, "on-new-transceiver",
      G_CALLBACK (on_announced), &side->announced);
}

static void
side_clear (Side * side)
{
  g_clear_pointer (&side->plan, gst_structure_free);
  gst_object_unref (side->element);
}

static void
must_set (Side * side, const gchar * name,
    GstWebRTCSessionDescription * description)
{
  g_autoptr (GError) error = set_description (side->element, name, description);

  fail_unless (error == NULL, "%s", error ? error->message : "");
}

static GstWebRTCSessionDescription *
must_create (Side * side, const gchar * name, const gchar * field)
{
  g_autoptr (GError) error = NULL;
  GstWebRTCSessionDescription *description =
      create_description (side->element, name, field, NULL, &error);

  fail_unless (description != NULL, "%s", error ? error->message : "");
  return description;
}

static void
negotiate (Side * one, Side * other)
{
  g_autoptr (GstWebRTCSessionDescription) offer =
      must_create (one, "create-offer", "offer");
  g_autoptr (GstWebRTCSessionDescription) answer = NULL;

  must_set (one, "set-local-description", offer);
  must_set (other, "set-remote-description", offer);
  answer = must_create (other, "create-answer", "answer");
  must_set (other, "set-local-description", answer);
  must_set (one, "set-remote-description", answer);
}

/* The @index-th structure of the plan's array @field; borrowed */
static const GstStructure *
nth (const Side * side, const gchar * field, guint index)
{
  const GValue *array = gst_structure_get_value (side->plan, field);

  fail_unless (array != NULL);
  fail_unless (gst_value_array_get_size (array) > index);
  return gst_value_get_structure (gst_value_array_get_value (array, index));
}

static void
check_transports (Side * camera, Side * viewer)
{
  const GstStructure *one = nth (camera, "transports", 0);
  const GstStructure *other = nth (viewer, "transports", 0);
  const GValue *fingerprints =
      gst_structure_get_value (one, "remote-fingerprints");
  gboolean client, server, controlling, controlled;

  fail_unless_equals_string (gst_structure_get_string (one, "local-ufrag"),
      "camera");
  fail_unless_equals_string (gst_structure_get_string (one, "remote-ufrag"),
      "viewer");
  fail_unless_equals_string (gst_structure_get_string (other, "remote-pwd"),
      "the-password-of-camera");
  fail_unless_equals_int (gst_value_array_get_size (fingerprints), 1);
  fail_unless_equals_string (g_value_get_string (gst_value_array_get_value
          (fingerprints, 0)), FINGERPRINT);
  gst_structure_get (one, "dtls-client", G_TYPE_BOOLEAN, &server,
      "controlling", G_TYPE_BOOLEAN, &controlling, NULL);
  gst_structure_get (other, "dtls-client", G_TYPE_BOOLEAN, &client,
      "controlling", G_TYPE_BOOLEAN, &controlled, NULL);
  fail_unless (client && !server);
  fail_unless (controlling && !controlled);
}

static void
check_formats (const Side * side, const gchar * field)
{
  g_autoptr (GstCaps) caps = NULL;
  GstStructure *s;
  gint pt;

  gst_structure_get (nth (side, "sections", 0), field, GST_TYPE_CAPS, &caps,
      NULL);
  fail_unless (caps != NULL);
  s = gst_caps_get_structure (caps, 0);
  fail_unless_equals_string (gst_structure_get_string (s, "encoding-name"),
      "VP8");
  fail_unless (gst_structure_get_int (s, "payload", &pt));
  fail_unless_equals_int (pt, 96);
}

static void
check_transceiver (GstElement * element, GstWebRTCKind wanted_kind,
    GstWebRTCRTPTransceiverDirection wanted)
{
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCRTPTransceiverDirection current;
  g_autofree gchar *mid = NULL;
  GstWebRTCKind kind;
  guint mline;

  g_signal_emit_by_name (element, "get-transceiver", 0, &transceiver);
  g_object_get (transceiver, "mlineindex", &mline, "mid", &mid, "kind", &kind,
      "current-direction", &current, NULL);
  fail_unless_equals_int (mline, 0);
  fail_unless_equals_string (mid, "video0");
  fail_unless_equals_int (kind, wanted_kind);
  fail_unless_equals_int (current, wanted);
  gst_object_unref (transceiver);
}

/* The library wants a message in every description */
static GstWebRTCSessionDescription *
make_rollback (void)
{
  GstSDPMessage *message;

  gst_sdp_message_new (&message);
  return gst_webrtc_session_description_new (GST_WEBRTC_SDP_TYPE_ROLLBACK,
      message);
}

GST_START_TEST (test_agreement)
{
  Side camera, viewer;
  GstPad *sink;

  side_init (&camera, "camera");
  side_init (&viewer, "viewer");
  sink = gst_element_request_pad_simple (camera.element, "sink_%u");
  fail_unless_equals_int (camera.announced, 1);
  fail_unless_equals_int (camera.needed, 0);
  send_caps (sink, VP8);
  fail_unless_equals_int (camera.needed, 1);

  negotiate (&camera, &viewer);
  fail_unless_equals_int (camera.plans, 2);
  fail_unless_equals_int (viewer.plans, 2);
  fail_unless_equals_int (viewer.announced, 1);
  fail_unless_equals_int (camera.needed, 1);
  check_transports (&camera, &viewer);
  check_formats (&camera, "send");
  check_formats (&viewer, "receive");
  check_transceiver (camera.element, GST_WEBRTC_KIND_VIDEO, SENDONLY);
  check_transceiver (viewer.element, GST_WEBRTC_KIND_VIDEO, RECVONLY);

  gst_element_release_request_pad (camera.element, sink);
  gst_object_unref (sink);
  side_clear (&camera);
  side_clear (&viewer);
}

GST_END_TEST;

GST_START_TEST (test_text)
{
  Side camera, viewer;
  GstWebRTCRTPTransceiver *transceiver;
  g_autofree gchar *text = NULL;
  GstStructure *again;

  side_init (&camera, "camera");
  side_init (&viewer, "viewer");
  transceiver = add_transceiver (camera.element, SENDONLY, VP8);
  negotiate (&camera, &viewer);
  text = gst_structure_to_string (viewer.plan);
  again = gst_structure_from_string (text, NULL);
  fail_unless (again != NULL, "%s", text);
  fail_unless (gst_structure_is_equal (again, viewer.plan), "%s", text);
  gst_structure_free (again);
  gst_object_unref (transceiver);
  side_clear (&camera);
  side_clear (&viewer);
}

GST_END_TEST;

GST_START_TEST (test_states)
{
  Side camera;
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCSessionDescription *pending, *current, *rollback;
  GstWebRTCSignalingState state;
  guint mline;

  side_init (&camera, "camera");
  transceiver = add_transceiver (camera.element, SENDONLY, VP8);
  must_set (&camera, "set-local-description", NULL);
  g_object_get (camera.element, "pending-local-description", &pending,
      "current-local-description", &current, "signaling-state", &state, NULL);
  fail_unless (pending != NULL);
  fail_unless (current == NULL);
  fail_unless_equals_int (pending->type, GST_WEBRTC_SDP_TYPE_OFFER);
  fail_unless_equals_int (gst_sdp_message_medias_len (pending->sdp), 1);
  fail_unless_equals_int (state, GST_WEBRTC_SIGNALING_STATE_HAVE_LOCAL_OFFER);
  gst_webrtc_session_description_free (pending);

  rollback = make_rollback ();
  must_set (&camera, "set-local-description", rollback);
  gst_webrtc_session_description_free (rollback);
  g_object_get (camera.element, "local-description", &pending,
      "signaling-state", &state, NULL);
  fail_unless (pending == NULL);
  fail_unless_equals_int (state, GST_WEBRTC_SIGNALING_STATE_STABLE);
  g_object_get (transceiver, "mlineindex", &mline, NULL);
  fail_unless_equals_int ((gint) mline, -1);
  gst_object_unref (transceiver);
  side_clear (&camera);
}

GST_END_TEST;

GST_START_TEST (test_rollback_of_an_offer)
{
  Side camera, viewer;
  GstWebRTCRTPTransceiver *transceiver;
  g_autoptr (GstWebRTCSessionDescription) offer = NULL;
  g_autoptr (GstWebRTCSessionDescription) rollback = make_rollback ();

  side_init (&camera, "camera");
  side_init (&viewer, "viewer");
  transceiver = add_transceiver (camera.element, SENDONLY, VP8);
  offer = must_create (&camera, "create-offer", "offer");
  must_set (&viewer, "set-remote-description", offer);
  fail_unless_equals_int (count_transceivers (viewer.element), 1);
  must_set (&viewer, "set-remote-description", rollback);
  /* what only the offer had brought goes with it */
  fail_unless_equals_int (count_transceivers (viewer.element), 0);
  gst_object_unref (transceiver);
  side_clear (&camera);
  side_clear (&viewer);
}

GST_END_TEST;

GST_START_TEST (test_candidates)
{
  Side camera;
  GstWebRTCRTPTransceiver *transceiver;
  g_autoptr (GstWebRTCSessionDescription) local = NULL;
  g_autofree gchar *text = NULL;

  side_init (&camera, "camera");
  transceiver = add_transceiver (camera.element, SENDONLY, VP8);
  must_set (&camera, "set-local-description", NULL);
  g_signal_emit_by_name (camera.element, "add-local-candidate", 0,
      "candidate:1 1 UDP 2130706431 127.0.0.1 5000 typ host");
  g_object_get (camera.element, "local-description", &local, NULL);
  text = gst_sdp_message_as_text (local->sdp);
  fail_unless (strstr (text, "127.0.0.1 5000 typ host") != NULL, "%s", text);
  /* nothing of theirs is set yet: left out, and nothing else happens */
  g_signal_emit_by_name (camera.element, "add-ice-candidate", 0, "rubbish");
  gst_object_unref (transceiver);
  side_clear (&camera);
}

GST_END_TEST;

GST_START_TEST (test_locked)
{
  Side camera;
  GstPad *sink;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) transceivers = NULL;
  g_autofree gchar *expected = NULL;

  side_init (&camera, "camera");
  sink = gst_element_request_pad_simple (camera.element, "sink_1");
  send_caps (sink, VP8);
  fail_unless (create_description (camera.element, "create-offer", "offer",
          NULL, &error) == NULL);
  g_signal_emit_by_name (camera.element, "get-transceivers", &transceivers);
  expected = g_strdup_printf ("Tranceiver <%s> with mid (null) has locked "
      "mline 1 but the offer only has 0 sections",
      GST_OBJECT_NAME (g_array_index (transceivers, GstObject *, 0)));
  fail_unless_equals_string (error->message, expected);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INTERNAL_FAILURE));
  gst_element_release_request_pad (camera.element, sink);
  gst_object_unref (sink);
  side_clear (&camera);
}

GST_END_TEST;

GST_START_TEST (test_stopped)
{
  Side camera, viewer;
  GstWebRTCRTPTransceiver *transceiver;
  GstWebRTCRTPTransceiverDirection current;

  side_init (&camera, "camera");
  side_init (&viewer, "viewer");
  transceiver = add_transceiver (camera.element, SENDONLY, VP8);
  negotiate (&camera, &viewer);
  camera.needed = 0;
  g_signal_emit_by_name (transceiver, "stop");
  fail_unless_equals_int (camera.needed, 1);
  negotiate (&camera, &viewer);
  fail_unless_equals_int (count_transceivers (camera.element), 0);
  fail_unless_equals_int (count_transceivers (viewer.element), 0);
  g_object_get (transceiver, "current-direction", &current, NULL);
  fail_unless_equals_int (current, NONE);
  gst_object_unref (transceiver);
  side_clear (&camera);
  side_clear (&viewer);
}

GST_END_TEST;

GST_START_TEST (test_wrong_state)
{
  Side camera;
  g_autoptr (GError) error = NULL;

  side_init (&camera, "camera");
  fail_unless (create_description (camera.element, "create-answer", "answer",
          NULL, &error) == NULL);
  fail_unless (g_error_matches (error, GST_WEBRTC_ERROR,
          GST_WEBRTC_ERROR_INVALID_STATE), "%s", error->message);
  side_clear (&camera);
}

GST_END_TEST;

static Suite *
negotiator_offer_suite (void)
{
  Suite *suite = suite_create ("negotiator-offer");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_agreement);
  tcase_add_test (tc, test_text);
  tcase_add_test (tc, test_states);
  tcase_add_test (tc, test_rollback_of_an_offer);
  tcase_add_test (tc, test_candidates);
  tcase_add_test (tc, test_locked);
  tcase_add_test (tc, test_stopped);
  tcase_add_test (tc, test_wrong_state);
  return suite;
}

GST_CHECK_MAIN (negotiator_offer);
