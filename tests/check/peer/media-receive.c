/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mediarig.h"

#include <string.h>

static guint
make_transceiver (Rig * rig)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_negotiator_add_transceiver (rig->negotiator,
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, NULL, NULL);

  fail_unless (transceiver != NULL);
  return rtc_transceiver_get_key (transceiver);
}

static GstPad *
get_pad (Rig * rig, guint i)
{
  GstPad *pad;

  g_mutex_lock (&rig->lock);
  pad = g_ptr_array_index (rig->pads, i);
  g_mutex_unlock (&rig->lock);
  return pad;
}

static gchar *
get_caps_field (GstPad * pad, const gchar * name)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);

  fail_unless (caps != NULL);
  return g_strdup (gst_structure_get_string (gst_caps_get_structure (caps, 0),
          name));
}

#define fail_unless_caps_field(pad, name, expected) G_STMT_START { \
  g_autofree gchar *field_ = get_caps_field (pad, name); \
  fail_unless_equals_string (field_, expected); \
} G_STMT_END

GST_START_TEST (test_pads_by_section)
{
  Rig rig;
  guint keys[2];
  g_autofree gchar *msid = NULL;
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  for (guint i = 0; i < 2; i++) {
    keys[i] = make_transceiver (&rig);
    rig_add_section (&rig, i == 0 ? RTC_MEDIA_AUDIO : RTC_MEDIA_VIDEO, keys[i],
        RTC_DIRECTION_RECVONLY);
  }
  rig_apply (&rig);
  fail_unless_equals_int (rig.routes->len, 2);
  rig_set_source (&rig, 0x20, "1");
  rig_set_source (&rig, 0x10, "0");

  /* that of the second section comes first, and keeps its number */
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait_pads (&rig, 1);
  fail_unless_equals_string (GST_PAD_NAME (get_pad (&rig, 0)), "src_1");
  fail_unless_caps_field (get_pad (&rig, 0), "encoding-name", "VP8");
  fail_unless_caps_field (get_pad (&rig, 0), "a-mid", "m1");
  g_object_get (get_pad (&rig, 0), "msid", &msid, "transceiver", &transceiver,
      NULL);
  fail_unless_equals_string (msid, "theirs");
  fail_unless_equals_int (rtc_transceiver_get_key (transceiver), keys[1]);
  rig_receive_rtp (&rig, 0x10, 0, 1, 5);
  rig_wait_pads (&rig, 2);
  fail_unless_equals_string (GST_PAD_NAME (get_pad (&rig, 1)), "src_0");
  fail_unless_caps_field (get_pad (&rig, 1), "encoding-name", "PCMU");
  rig_wait (&rig, &rig.n_received, 8);
  fail_unless_equals_int (rtc_peer_media_find_mline (rig.media, 0x20, TRUE), 1);
  rig_clear (&rig);
}

GST_END_TEST;

GST_START_TEST (test_layers)
{
  Rig rig;
  RtcJsepPlanSection *section;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  section = rig_add_section (&rig, RTC_MEDIA_VIDEO, make_transceiver (&rig),
      RTC_DIRECTION_RECVONLY);
  g_ptr_array_add (section->receive_rids, g_strdup ("h"));
  g_ptr_array_add (section->receive_rids, g_strdup ("l"));
  rig_apply (&rig);
  rig_set_source (&rig, 0x20, "0h");
  rig_set_source (&rig, 0x21, "0l");
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait_pads (&rig, 1);
  rig_receive_rtp (&rig, 0x21, 96, 1, 5);
  rig_wait_pads (&rig, 2);
  rig_wait (&rig, &rig.n_received, 8);
  fail_unless_caps_field (get_pad (&rig, 0), "rid", "h");
  fail_unless_caps_field (get_pad (&rig, 1), "rid", "l");
  fail_unless_caps_field (get_pad (&rig, 1), "a-mid", "m0");
  rig_clear (&rig);
}

GST_END_TEST;

static GstPadProbeReturn
note_eos (GstPad * pad, GstPadProbeInfo * info, gpointer seen)
{
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_EOS)
    g_atomic_int_set ((gint *) seen, TRUE);
  return GST_PAD_PROBE_OK;
}

GST_START_TEST (test_section_ends_and_begins)
{
  Rig rig;
  RtcJsepPlanSection *section;
  gint seen = FALSE;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  section = rig_add_section (&rig, RTC_MEDIA_VIDEO, make_transceiver (&rig),
      RTC_DIRECTION_RECVONLY);
  rig_apply (&rig);
  rig_set_source (&rig, 0x20, "0");
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait_pads (&rig, 1);
  gst_pad_add_probe (get_pad (&rig, 0), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      note_eos, &seen, NULL);
  /* the same again changes nothing */
  rig_apply (&rig);
  section->current = RTC_DIRECTION_INACTIVE;
  rig_apply (&rig);
  rig_wait (&rig, &rig.n_removed, 1);
  fail_unless (g_atomic_int_get (&seen));

  section->current = RTC_DIRECTION_RECVONLY;
  rig_apply (&rig);
  rig_set_source (&rig, 0x22, "0");
  rig_receive_rtp (&rig, 0x22, 96, 1, 5);
  rig_wait_pads (&rig, 2);
  rig_clear (&rig);
}

GST_END_TEST;

GST_START_TEST (test_pads_that_are_used_again)
{
  Rig rig;
  RtcJsepPlanSection *section;
  guint n;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  rtc_peer_media_set_reuse_pads (rig.media, TRUE);
  section = rig_add_section (&rig, RTC_MEDIA_VIDEO, make_transceiver (&rig),
      RTC_DIRECTION_RECVONLY);
  rig_apply (&rig);
  rig_set_source (&rig, 0x20, "0");
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait_pads (&rig, 1);
  section->current = RTC_DIRECTION_INACTIVE;
  rig_apply (&rig);
  section->current = RTC_DIRECTION_RECVONLY;
  rig_apply (&rig);
  g_mutex_lock (&rig.lock);
  n = rig.n_received;
  g_mutex_unlock (&rig.lock);
  rig_receive_rtp (&rig, 0x20, 96, 6, 5);
  rig_wait (&rig, &rig.n_received, n + 4);
  fail_unless_equals_int (rig.n_removed, 0);
  fail_unless_equals_int (rig.pads->len, 1);
  rig_clear (&rig);
}

GST_END_TEST;

/* Silence alone is no end */
GST_START_TEST (test_silence_after_goodbye)
{
  Rig rig;
  GstElement *rtpbin;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  rig_add_section (&rig, RTC_MEDIA_VIDEO, make_transceiver (&rig),
      RTC_DIRECTION_RECVONLY);
  rig_apply (&rig);
  rig_set_source (&rig, 0x20, "0");
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait_pads (&rig, 1);
  rtpbin = gst_bin_get_by_name (GST_BIN (rig.bin), "rtpbin");
  g_signal_emit_by_name (rtpbin, "on-timeout", 0, 0x20);
  fail_unless_equals_int (g_atomic_int_get (&rig.n_shut), 0);
  rig.left = 0x20;
  g_signal_emit_by_name (rtpbin, "on-timeout", 0, 0x20);
  rig_wait (&rig, &rig.n_removed, 1);
  gst_object_unref (rtpbin);
  rig_clear (&rig);
}

GST_END_TEST;

/* Of the same codec: the pad goes on, and back as well */
GST_START_TEST (test_another_payload_type)
{
  Rig rig;
  RtcJsepPlanSection *section;

  rig_init (&rig);
  rtc_peer_media_set_latency (rig.media, 0);
  section = rig_add_section (&rig, RTC_MEDIA_VIDEO, make_transceiver (&rig),
      RTC_DIRECTION_RECVONLY);
  rig_add_format (section->receive, "VP8", 90000, 120, NULL);
  rig_apply (&rig);
  rig_set_source (&rig, 0x20, "0");
  rig_receive_rtp (&rig, 0x20, 96, 1, 5);
  rig_wait (&rig, &rig.n_received, 3);
  rig_receive_rtp (&rig, 0x20, 120, 6, 5);
  rig_wait (&rig, &rig.n_received, 8);
  rig_receive_rtp (&rig, 0x20, 96, 11, 5);
  rig_wait (&rig, &rig.n_received, 13);
  fail_unless_equals_int (rig.pads->len, 1);
  rig_clear (&rig);
}

GST_END_TEST;

static Suite *
media_receive_suite (void)
{
  Suite *suite = suite_create ("media-receive");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_pads_by_section);
  tcase_add_test (tc, test_layers);
  tcase_add_test (tc, test_section_ends_and_begins);
  tcase_add_test (tc, test_pads_that_are_used_again);
  tcase_add_test (tc, test_silence_after_goodbye);
  tcase_add_test (tc, test_another_payload_type);
  return suite;
}

GST_CHECK_MAIN (media_receive);
