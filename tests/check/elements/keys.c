/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* rtcsrtpenc and rtcsrtpdec with keys that were given: no handshake, no ICE */

#include <gst/video/video-event.h>

#include "blocks.h"

static GstHarness *
encoder_new (const gchar * keys)
{
  g_autofree gchar *line = g_strdup_printf ("rtcsrtpenc transport-id=enc %s",
      keys);
  g_autoptr (GstElement) element = gst_parse_launch (line, NULL);
  GstHarness *h = gst_harness_new_with_element (element,
      "rtp_sink_0", "src");

  gst_harness_set_src_caps_str (h, RTP_CAPS);
  return h;
}

static GstHarness *
decoder_new (const gchar * keys, const gchar * src)
{
  g_autofree gchar *line = g_strdup_printf ("rtcsrtpdec transport-id=dec %s",
      keys);
  g_autoptr (GstElement) element = gst_parse_launch (line, NULL);
  GstHarness *h = gst_harness_new_with_element (element,
      "sink", src);

  gst_harness_set_src_caps_str (h, "application/x-srtp");
  return h;
}

static GstPadProbeReturn
keep_list (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GPtrArray *lists = user_data;

  g_ptr_array_add (lists,
      gst_buffer_list_ref (GST_PAD_PROBE_INFO_BUFFER_LIST (info)));
  return GST_PAD_PROBE_OK;
}

/* What leaves @pad as lists; transfer full */
static GPtrArray *
watch_lists (GstHarness * h, const gchar * pad)
{
  g_autoptr (GstPad) src = gst_element_get_static_pad (h->element, pad);
  GPtrArray *lists = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_buffer_list_unref);

  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER_LIST, keep_list, lists,
      NULL);
  return lists;
}

static void
check_packet (GstBuffer * buffer, guint number, guint size)
{
  g_autoptr (GstBuffer) wanted = rtp_new (number, size);
  GstMapInfo map;

  gst_buffer_map (wanted, &map, GST_MAP_READ);
  fail_unless_equals_int (gst_buffer_get_size (buffer), map.size);
  fail_unless (gst_buffer_memcmp (buffer, 0, map.data, map.size) == 0);
  gst_buffer_unmap (wanted, &map);
}

GST_START_TEST (test_a_list_stays_a_list)
{
  GstHarness *enc = encoder_new ("local-key=" KEY);
  GstHarness *dec = decoder_new ("remote-key=" KEY, "rtp_src");
  g_autoptr (GPtrArray) out = watch_lists (enc, "src");
  g_autoptr (GPtrArray) in = watch_lists (dec, "rtp_src");

  fail_unless_equals_int (gst_pad_push_list (enc->srcpad, rtp_list_new (70,
              1000)), GST_FLOW_OK);
  fail_unless_equals_int (out->len, 1);
  fail_unless_equals_int (gst_buffer_list_length (out->pdata[0]), 70);
  fail_unless_equals_int (gst_pad_push_list (dec->srcpad,
          gst_buffer_list_ref (out->pdata[0])), GST_FLOW_OK);
  fail_unless_equals_int (in->len, 1);
  fail_unless_equals_int (gst_buffer_list_length (in->pdata[0]), 70);
  for (guint i = 0; i < 70; i++)
    check_packet (gst_buffer_list_get (in->pdata[0], i), i, 1000);
  gst_harness_teardown (enc);
  gst_harness_teardown (dec);
}

GST_END_TEST;

/* so that the sink can send a run of them as one */
GST_START_TEST (test_packets_lie_end_to_end)
{
  GstHarness *enc = encoder_new ("local-key=" KEY);
  g_autoptr (GPtrArray) out = watch_lists (enc, "src");
  const guint8 *end = NULL;

  gst_pad_push_list (enc->srcpad, rtp_list_new (20, 777));
  for (guint i = 0; i < 20; i++) {
    GstBuffer *buffer = gst_buffer_list_get (out->pdata[0], i);
    GstMapInfo map;

    fail_unless_equals_int (gst_buffer_n_memory (buffer), 1);
    gst_buffer_map (buffer, &map, GST_MAP_READ);
    fail_unless (end == NULL || map.data == end);
    fail_unless_equals_int (map.size, 12 + 777 + 16);
    end = map.data + map.size;
    gst_buffer_unmap (buffer, &map);
  }
  gst_harness_teardown (enc);
}

GST_END_TEST;

GST_START_TEST (test_a_buffer_stays_a_buffer)
{
  static const gchar *profiles[] = {
    "local-key=" KEY, "remote-key=" KEY,
    "srtp-profile=aes128-cm-sha1-80 local-key=" KEY "1c1d",
    "srtp-profile=aes128-cm-sha1-80 remote-key="
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd",
  };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i += 2) {
    GstHarness *enc = encoder_new (profiles[i]);
    GstHarness *dec = decoder_new (profiles[i + 1], "rtp_src");
    GstBuffer *buffer = gst_harness_push_and_pull (enc, rtp_new (7, 50));

    fail_unless (gst_buffer_get_size (buffer) > 62);
    buffer = gst_harness_push_and_pull (dec, buffer);
    check_packet (buffer, 7, 50);
    gst_buffer_unref (buffer);
    gst_harness_teardown (enc);
    gst_harness_teardown (dec);
  }
}

GST_END_TEST;

GST_START_TEST (test_tampered_and_repeated_packets_are_dropped)
{
  GstHarness *enc = encoder_new ("local-key=" KEY);
  GstHarness *dec = decoder_new ("remote-key=" KEY, "rtp_src");
  GstBuffer *good = gst_harness_push_and_pull (enc, rtp_new (1, 50));
  GstBuffer *bad = gst_buffer_copy_deep (good);
  GstBuffer *again = gst_buffer_copy_deep (good);

  gst_buffer_memset (bad, 30, 0x55, 1);
  fail_unless_equals_int (gst_harness_push (dec, bad), GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_buffers_received (dec), 0);
  fail_unless_equals_int (gst_harness_push (dec, good), GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_push (dec, again), GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_push (dec,
          gst_buffer_new_memdup ("x", 1)), GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_push (dec, gst_buffer_new ()),
      GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_buffers_received (dec), 1);
  fail_unless_equals_uint64 (stat_of (dec->element, NULL, "packets"), 1);
  fail_unless_equals_uint64 (stat_of (dec->element, NULL, "dropped"), 4);
  gst_harness_teardown (enc);
  gst_harness_teardown (dec);
}

GST_END_TEST;

GST_START_TEST (test_rtcp_has_its_own_pad)
{
  static const guint8 bye[] = { 0x81, 203, 0, 1, 0x12, 0x34, 0x56, 0x78 };
  g_autoptr (GstElement) element = gst_parse_launch ("rtcsrtpenc "
      "transport-id=enc local-key=" KEY, NULL);
  GstHarness *enc = gst_harness_new_with_element (element, "rtcp_sink_0",
      "src");
  GstHarness *dec = decoder_new ("remote-key=" KEY, "rtcp_src");
  GstBuffer *buffer;

  gst_harness_set_src_caps_str (enc, "application/x-rtcp");
  buffer = gst_harness_push_and_pull (enc,
      gst_buffer_new_memdup (bye, sizeof bye));
  fail_unless (gst_buffer_get_size (buffer) > sizeof bye);
  buffer = gst_harness_push_and_pull (dec, buffer);
  fail_unless_equals_int (gst_buffer_get_size (buffer), sizeof bye);
  fail_unless (gst_buffer_memcmp (buffer, 0, bye, sizeof bye) == 0);
  gst_buffer_unref (buffer);
  gst_harness_teardown (enc);
  gst_harness_teardown (dec);
}

GST_END_TEST;

/* RTCP has its own pad; it need not be linked */
GST_START_TEST (test_nobody_listening_is_no_error)
{
  GstHarness *enc = encoder_new ("local-key=" KEY);
  GstHarness *dec = decoder_new ("remote-key=" KEY, NULL);

  for (guint i = 0; i < 3; i++)
    fail_unless_equals_int (gst_harness_push (dec,
            gst_harness_push_and_pull (enc, rtp_new (i, 50))), GST_FLOW_OK);
  gst_harness_teardown (enc);
  gst_harness_teardown (dec);
}

GST_END_TEST;

GST_START_TEST (test_nothing_passes_without_keys)
{
  GstHarness *enc = encoder_new ("local-key=" KEY);
  GstHarness *late = encoder_new ("transport-id=late");
  GstHarness *dec = decoder_new ("", "rtp_src");
  GstBuffer *secret = gst_harness_push_and_pull (enc, rtp_new (1, 50));
  GstEvent *event;

  fail_unless_equals_int (gst_harness_push (dec, secret), GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_buffers_received (dec), 0);
  fail_unless_equals_uint64 (stat_of (dec->element, NULL, "dropped"), 1);

  fail_unless_equals_int (gst_harness_push (late, rtp_new (1, 50)),
      GST_FLOW_OK);
  fail_unless_equals_int (gst_harness_buffers_received (late), 0);
  fail_unless_equals_uint64 (stat_of (late->element, NULL, "dropped"), 1);

  /* when they come, an encoder has to begin anew */
  g_object_set (late->element, "local-key", KEY, NULL);
  while ((event = gst_harness_pull_upstream_event (late)) != NULL
      && !gst_video_event_is_force_key_unit (event))
    gst_event_unref (event);
  fail_unless (event != NULL);
  gst_event_unref (event);
  gst_buffer_unref (gst_harness_push_and_pull (late, rtp_new (2, 50)));
  gst_harness_teardown (enc);
  gst_harness_teardown (late);
  gst_harness_teardown (dec);
}

GST_END_TEST;

/* Pads come and go at any time; data that is early is refused, not fatal */
GST_START_TEST (test_pads_come_and_go)
{
  g_autoptr (GstElement) enc = gst_parse_launch ("rtcsrtpenc "
      "transport-id=enc local-key=" KEY, NULL);
  GstPad *pads[3];

  pads[0] = gst_element_request_pad_simple (enc, "rtp_sink_0");
  pads[1] = gst_element_request_pad_simple (enc, "rtp_sink_%u");
  pads[2] = gst_element_request_pad_simple (enc, "rtcp_sink_%u");
  fail_unless_equals_string (GST_PAD_NAME (pads[1]), "rtp_sink_1");
  fail_unless_equals_string (GST_PAD_NAME (pads[2]), "rtcp_sink_0");
  fail_unless_equals_int (gst_pad_chain (pads[0], rtp_new (1, 50)),
      GST_FLOW_FLUSHING);
  gst_element_set_state (enc, GST_STATE_PLAYING);
  gst_element_release_request_pad (enc, pads[1]);
  gst_object_unref (pads[1]);
  pads[1] = gst_element_request_pad_simple (enc, "rtp_sink_%u");
  fail_unless (gst_pad_is_active (pads[1]));
  gst_element_set_state (enc, GST_STATE_NULL);
  for (guint i = 0; i < 3; i++) {
    gst_element_release_request_pad (enc, pads[i]);
    gst_object_unref (pads[i]);
  }
}

GST_END_TEST;

GST_START_TEST (test_a_key_of_another_size_is_refused)
{
  GstElement *pipeline = pipeline_new ("fakesrc ! rtcsrtpdec "
      "remote-key=0011 ! fakesink");

  fail_unless_equals_int (gst_element_set_state (pipeline, GST_STATE_PLAYING),
      GST_STATE_CHANGE_FAILURE);
  pipeline_expect_error (pipeline, GST_RESOURCE_ERROR_SETTINGS,
      "remote-key must be 28 bytes");
  pipeline_free (pipeline);
}

GST_END_TEST;

static Suite *
keys_suite (void)
{
  Suite *s = suite_create ("keys");
  TCase *tc = tcase_create ("keys");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_a_list_stays_a_list);
  tcase_add_test (tc, test_packets_lie_end_to_end);
  tcase_add_test (tc, test_a_buffer_stays_a_buffer);
  tcase_add_test (tc, test_tampered_and_repeated_packets_are_dropped);
  tcase_add_test (tc, test_rtcp_has_its_own_pad);
  tcase_add_test (tc, test_nobody_listening_is_no_error);
  tcase_add_test (tc, test_nothing_passes_without_keys);
  tcase_add_test (tc, test_pads_come_and_go);
  tcase_add_test (tc, test_a_key_of_another_size_is_refused);
  return s;
}

GST_CHECK_MAIN (keys);
