/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Packets through two edges */
#include "ends.h"

#include "rtp/rtcbytes.h"

#define SSRC 1000

static RtcEdge *
edge_of (Ends * ends, guint index)
{
  return RTC_EDGE (rtc_peer_transport_get_edge (ends->end[index].transport));
}

static void
check_received (End * end, guint n, guint8 pt, const gchar * mid)
{
  GstMapInfo map;
  RtcHeader header;
  const guint8 *data;
  gsize size;

  ENDS_WAIT (end->ends, end->rtp->len >= n);
  gst_buffer_map (g_ptr_array_index (end->rtp, n - 1), &map, GST_MAP_READ);
  fail_unless (rtc_header_read (map.data, map.size, &header));
  fail_unless_equals_int (header.pt, pt);
  fail_unless_equals_int (header.payload_size, 500);
  fail_unless_equals_int (header.payload[499], 0xab);
  data = rtc_header_find_extension (&header, 4, &size);
  if (mid == NULL)
    fail_unless (data == NULL);
  else
    fail_unless (data != NULL && size == strlen (mid)
        && memcmp (data, mid, size) == 0);
  gst_buffer_unmap (g_ptr_array_index (end->rtp, n - 1), &map);
}

GST_START_TEST (test_type_and_mid_on_the_way)
{
  static const guint8 one[] = { 0x10, 'x', 0, 0 };
  static const guint8 two[] = { 1, 1, 'x', 0 };
  Ends ends;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 111, "audio0", 4);
  end_set_route (&ends.end[1], 111, "audio0");
  ends_connect (&ends);

  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 1, 111, "audio0");
  end_send (&ends.end[0], make_rtp (96, SSRC, 0xbede, one, 4, 500));
  check_received (&ends.end[1], 2, 111, "audio0");
  end_send (&ends.end[0], make_rtp (96, SSRC, 0x1000, two, 4, 500));
  check_received (&ends.end[1], 3, 111, "audio0");
  /* a type that nothing is said of */
  end_set_route (&ends.end[1], 50, "audio0");
  end_send (&ends.end[0], make_rtp (50, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 4, 50, "audio0");
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_lists_stay_lists)
{
  Ends ends;
  GstEvent *event;
  GstCaps *caps;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  end_send_list (&ends.end[0], 100);
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 100);
  fail_unless (ends.end[1].n_lists <= 50, "%u lists for 100 packets",
      ends.end[1].n_lists);

  event = gst_pad_get_sticky_event (ends.end[1].rtp_out, GST_EVENT_CAPS, 0);
  gst_event_parse_caps (event, &caps);
  fail_unless (gst_structure_has_name (gst_caps_get_structure (caps, 0),
          "application/x-rtp"));
  gst_event_unref (event);
  event = gst_pad_get_sticky_event (ends.end[1].rtp_out, GST_EVENT_SEGMENT, 0);
  fail_unless (event != NULL);
  gst_event_unref (event);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_before_the_keys)
{
  Ends ends;
  RtcEdgeStats stats;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  end_send_list (&ends.end[0], 3);
  rtc_edge_get_stats (edge_of (&ends, 0), &stats);
  fail_unless_equals_int (stats.rtp_dropped, 3);
  fail_unless_equals_int (ends.end[0].n_key_requests, 0);

  ends_connect (&ends);
  ENDS_WAIT (&ends, ends.end[0].n_key_requests == 1);
  end_send_list (&ends.end[0], 2);
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 2);
  rtc_edge_get_stats (edge_of (&ends, 0), &stats);
  fail_unless_equals_int (stats.rtp_dropped, 3);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_only_streams_that_are_set)
{
  Ends ends;
  RtcEdgeStats stats;

  ends_init (&ends);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_stream (&ends.end[0], SSRC + 1, 96, "", 0);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 1);
  rtc_edge_clear_stream (edge_of (&ends, 0), SSRC);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  end_send (&ends.end[0], make_rtp (96, SSRC + 1, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 2);
  rtc_edge_get_stats (edge_of (&ends, 0), &stats);
  fail_unless_equals_int (stats.rtp_dropped, 2);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_for_nobody)
{
  Ends ends;
  RtcEdgeStats stats;
  guint mline = 99;
  gchar rid[33];

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_stream (&ends.end[0], SSRC + 1, 50, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  end_send (&ends.end[0], make_rtp (96, SSRC + 1, 0, NULL, 0, 500));
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 1);
  rtc_edge_get_stats (edge_of (&ends, 1), &stats);
  fail_unless_equals_int (stats.unrouted, 1);
  fail_unless (rtc_edge_find_source (edge_of (&ends, 1), SSRC, &mline, rid));
  fail_unless_equals_int (mline, 0);
  fail_unless_equals_string (rid, "");
  fail_if (rtc_edge_find_source (edge_of (&ends, 1), SSRC + 1, &mline, rid));
  ends_clear (&ends);
}

GST_END_TEST;

static void
send_report (End * end, guint32 about)
{
  guint8 rr[32] = { 0x81, 201, 0, 7 };

  rtc_put_u32 (rr + 4, 5);
  rtc_put_u32 (rr + 8, about);
  fail_unless_equals_int (gst_pad_push (end->rtcp_in,
          gst_buffer_new_memdup (rr, sizeof (rr))), GST_FLOW_OK);
}

GST_START_TEST (test_mid_until_a_report)
{
  Ends ends;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "v", 4);
  end_set_route (&ends.end[1], 96, "v");
  ends_connect (&ends);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 1, 96, "v");

  send_report (&ends.end[1], SSRC + 1);
  ENDS_WAIT (&ends, ends.end[0].rtcp->len == 1);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 2, 96, "v");

  send_report (&ends.end[1], SSRC);
  ENDS_WAIT (&ends, ends.end[0].rtcp->len == 2);
  /* the same said again changes nothing, another mid does */
  end_set_stream (&ends.end[0], SSRC, 96, "v", 4);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 3, 96, NULL);
  end_set_route (&ends.end[1], 96, "w");
  end_set_stream (&ends.end[0], SSRC, 96, "w", 4);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 4, 96, "w");
  ends_clear (&ends);
}

GST_END_TEST;

/* It is kept back, and noted until something comes of that source */
GST_START_TEST (test_goodbye)
{
  static const guint8 rr_bye[] = { 0x80, 201, 0, 1, 0, 0, 3, 0xe8,
    0x81, 203, 0, 1, 0, 0, 3, 0xe8
  };
  Ends ends;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 1);
  fail_if (rtc_edge_has_left (edge_of (&ends, 1), SSRC));

  gst_pad_push (ends.end[0].rtcp_in,
      gst_buffer_new_memdup (rr_bye, sizeof (rr_bye)));
  ENDS_WAIT (&ends, ends.end[1].rtcp->len == 1);
  fail_unless_equals_int (gst_buffer_get_size (g_ptr_array_index (ends.
              end[1].rtcp, 0)), 8);
  fail_unless (rtc_edge_has_left (edge_of (&ends, 1), SSRC));
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 2);
  fail_if (rtc_edge_has_left (edge_of (&ends, 1), SSRC));
  ends_clear (&ends);
}

GST_END_TEST;

/* Nothing of it gets through, RTP and sender reports, while others do */
GST_START_TEST (test_shut_source)
{
  static const guint8 sr[28] = { 0x80, 200, 0, 6, 0, 0, 3, 0xe8 };
  Ends ends;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_stream (&ends.end[0], SSRC + 1, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  ends_connect (&ends);
  rtc_edge_shut_source (edge_of (&ends, 1), SSRC);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  end_send (&ends.end[0], make_rtp (96, SSRC + 1, 0, NULL, 0, 400));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 1);
  fail_unless_equals_int (gst_buffer_get_size (g_ptr_array_index (ends.
              end[1].rtp, 0)), 412);
  gst_pad_push (ends.end[0].rtcp_in, gst_buffer_new_memdup (sr, sizeof (sr)));
  send_report (&ends.end[0], SSRC);
  ENDS_WAIT (&ends, ends.end[1].rtcp->len == 1);
  fail_unless_equals_int (gst_buffer_get_size (g_ptr_array_index (ends.
              end[1].rtcp, 0)), 32);

  rtc_edge_open_source (edge_of (&ends, 1), SSRC);
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 2);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_without_anybody_behind)
{
  Ends ends;
  g_autoptr (GstPad) src = NULL;

  ends_init (&ends);
  end_set_stream (&ends.end[0], SSRC, 96, "", 0);
  end_set_route (&ends.end[1], 96, NULL);
  src =
      gst_element_get_static_pad (rtc_edge_get_source (edge_of (&ends, 1)),
      "rtp_src");
  gst_pad_unlink (src, ends.end[1].rtp_out);
  ends_connect (&ends);
  end_send_list (&ends.end[0], 10);
  send_report (&ends.end[0], SSRC);
  ENDS_WAIT (&ends, ends.end[1].rtcp->len == 1);
  end_settle (&ends.end[1]);
  fail_unless_equals_int (ends.end[1].rtp->len, 0);

  /* what comes after the link arrives, with the events that belong to it */
  fail_unless_equals_int (gst_pad_link (src, ends.end[1].rtp_out),
      GST_PAD_LINK_OK);
  end_send_list (&ends.end[0], 10);
  ENDS_WAIT (&ends, ends.end[1].rtp->len == 10);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_garbage_leaves_as_little_as_possible)
{
  Ends ends;
  static const gsize sizes[] = { 0, 1, 11, 12, 1476, 1477, 5000 };

  ends_init (&ends);
  end_set_stream (&ends.end[0], 0xabababab, 96, "v", 4);
  end_set_stream (&ends.end[0], SSRC, 96, "v", 4);
  end_set_route (&ends.end[1], 96, "v");
  ends_connect (&ends);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
    GstBuffer *buffer = gst_buffer_new_allocate (NULL, sizes[i], NULL);

    gst_buffer_memset (buffer, 0, 0xab, sizes[i]);
    end_send (&ends.end[0], buffer);
  }
  end_send (&ends.end[0], make_rtp (96, SSRC, 0, NULL, 0, 500));
  check_received (&ends.end[1], 1, 96, "v");
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
edge_suite (void)
{
  Suite *suite = suite_create ("edge");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_type_and_mid_on_the_way);
  tcase_add_test (tc, test_lists_stay_lists);
  tcase_add_test (tc, test_before_the_keys);
  tcase_add_test (tc, test_only_streams_that_are_set);
  tcase_add_test (tc, test_for_nobody);
  tcase_add_test (tc, test_mid_until_a_report);
  tcase_add_test (tc, test_goodbye);
  tcase_add_test (tc, test_shut_source);
  tcase_add_test (tc, test_without_anybody_behind);
  tcase_add_test (tc, test_garbage_leaves_as_little_as_possible);
  return suite;
}

GST_CHECK_MAIN (edge);
