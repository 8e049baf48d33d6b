/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the application sets on an ICE agent is checked, kept and read back, also
 * from an agent of its own. */
#include <gst/check/gstcheck.h>
#include "types/rtctypes.h"

#define TURN "turn://me:secret@relay.example:3478?transport=udp"
#define TURN_TCP "turn://me:secret@relay.example:3478?transport=tcp"

/* --- an agent of the application's ------------------------------------------ */

typedef struct
{
  GstWebRTCICE parent;
} OtherIce;

typedef struct
{
  GstWebRTCICEClass parent_class;
} OtherIceClass;

GType other_ice_get_type (void);
G_DEFINE_TYPE (OtherIce, other_ice, GST_TYPE_WEBRTC_ICE);

static gchar *
other_ice_get_stun_server (GstWebRTCICE * ice)
{
  return g_strdup ("stun://theirs.example:1");
}

static gchar *
other_ice_get_turn_server (GstWebRTCICE * ice)
{
  return g_strdup (TURN);
}

static void
other_ice_class_init (OtherIceClass * klass)
{
  klass->parent_class.get_stun_server = other_ice_get_stun_server;
  klass->parent_class.get_turn_server = other_ice_get_turn_server;
}

static void
other_ice_init (OtherIce * self)
{
}

/* ---------------------------------------------------------------------------- */

GST_START_TEST (test_defaults)
{
  GstWebRTCICE *agent = rtc_ice_agent_new ();
  g_auto (RtcIceAgentSettings) settings;

  rtc_ice_agent_get_settings (agent, &settings);
  fail_unless (settings.stun_server == NULL);
  fail_unless (settings.turn_servers == NULL);
  fail_unless (settings.http_proxy == NULL);
  fail_unless (settings.local_addresses == NULL);
  fail_unless_equals_int (settings.min_port, 0);
  fail_unless_equals_int (settings.max_port, 65535);
  fail_if (settings.force_relay);
  gst_object_unref (agent);
}

GST_END_TEST;

GST_START_TEST (test_kept)
{
  GstWebRTCICE *agent = rtc_ice_agent_new ();
  g_auto (RtcIceAgentSettings) settings;
  gboolean added;

  gst_webrtc_ice_set_stun_server (agent, "stun://stun.example:3478");
  gst_webrtc_ice_set_turn_server (agent, TURN);
  gst_webrtc_ice_set_http_proxy (agent, "http://proxy.example:8080");
  gst_webrtc_ice_set_force_relay (agent, TRUE);
  g_object_set (agent, "min-rtp-port", 5000, "max-rtp-port", 5100, NULL);
  fail_unless (rtc_ice_agent_add_turn_server (agent, TURN_TCP));
  /* twice the same is one */
  fail_unless (gst_webrtc_ice_add_turn_server (agent, TURN_TCP));
  g_signal_emit_by_name (agent, "add-local-ip-address", "127.0.0.1", &added);
  fail_unless (added);

  rtc_ice_agent_get_settings (agent, &settings);
  fail_unless_equals_string (settings.stun_server, "stun://stun.example:3478");
  fail_unless_equals_int (g_strv_length (settings.turn_servers), 2);
  fail_unless_equals_string (settings.turn_servers[0], TURN);
  fail_unless_equals_string (settings.turn_servers[1], TURN_TCP);
  fail_unless_equals_string (settings.http_proxy, "http://proxy.example:8080");
  fail_unless_equals_int (g_strv_length (settings.local_addresses), 1);
  fail_unless_equals_string (settings.local_addresses[0], "127.0.0.1");
  fail_unless_equals_int (settings.min_port, 5000);
  fail_unless_equals_int (settings.max_port, 5100);
  fail_unless (settings.force_relay);
  gst_object_unref (agent);
}

GST_END_TEST;

GST_START_TEST (test_checked)
{
  static const gchar *const bad_turn[] = { "turn://relay.example:3478", "",
    "stun://relay.example", "turn://me@relay.example", "http://a:b@c",
    "turn://me:secret@", "turn://me:secret@relay?transport=pigeon",
  };
  GstWebRTCICE *agent = rtc_ice_agent_new ();
  g_auto (RtcIceAgentSettings) settings;
  gboolean added;

  gst_webrtc_ice_set_stun_server (agent, "stun://stun.example:3478");
  gst_webrtc_ice_set_stun_server (agent, "turn://stun.example:3478");
  gst_webrtc_ice_set_stun_server (agent, "what");
  for (guint i = 0; i < G_N_ELEMENTS (bad_turn); i++) {
    gst_webrtc_ice_set_turn_server (agent, bad_turn[i]);
    fail_if (rtc_ice_agent_add_turn_server (agent, bad_turn[i]));
  }
  gst_webrtc_ice_set_http_proxy (agent, "socks://proxy");
  g_signal_emit_by_name (agent, "add-local-ip-address", "localhost", &added);
  fail_if (added);

  rtc_ice_agent_get_settings (agent, &settings);
  fail_unless_equals_string (settings.stun_server, "stun://stun.example:3478");
  fail_unless (settings.turn_servers == NULL);
  fail_unless (settings.http_proxy == NULL);
  fail_unless (settings.local_addresses == NULL);
  gst_object_unref (agent);
}

GST_END_TEST;

GST_START_TEST (test_foreign)
{
  GstWebRTCICE *agent =
      gst_object_ref_sink (g_object_new (other_ice_get_type (), NULL));
  g_auto (RtcIceAgentSettings) settings;

  g_object_set (agent, "min-rtp-port", 6000, NULL);
  rtc_ice_agent_get_settings (agent, &settings);
  fail_unless_equals_string (settings.stun_server, "stun://theirs.example:1");
  fail_unless_equals_int (g_strv_length (settings.turn_servers), 1);
  fail_unless_equals_string (settings.turn_servers[0], TURN);
  fail_unless (settings.http_proxy == NULL);
  fail_unless_equals_int (settings.min_port, 6000);
  /* it has no function for that */
  fail_if (rtc_ice_agent_add_turn_server (agent, TURN_TCP));
  gst_object_unref (agent);
}

GST_END_TEST;

GST_START_TEST (test_not_its_business)
{
  GstWebRTCICE *agent = rtc_ice_agent_new ();

  /* rtcpeerbin gathers; a call by the application does no harm */
  fail_unless (gst_webrtc_ice_add_stream (agent, 0) == NULL);
  fail_if (gst_webrtc_ice_get_is_controller (agent));
  gst_webrtc_ice_set_is_controller (agent, TRUE);
  gst_webrtc_ice_set_on_ice_candidate (agent, NULL, NULL, NULL);
  gst_object_unref (agent);
}

GST_END_TEST;

static Suite *
types_agent_suite (void)
{
  Suite *suite = suite_create ("types-agent");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_defaults);
  tcase_add_test (tc, test_kept);
  tcase_add_test (tc, test_checked);
  tcase_add_test (tc, test_foreign);
  tcase_add_test (tc, test_not_its_business);
  return suite;
}

GST_CHECK_MAIN (types_agent);
