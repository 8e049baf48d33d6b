/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Single packets that enter the funnel.  How many of them leave together depends
 * on how busy the machine is, when and in which order they leave does not. */
#include <gst/check/gstcheck.h>

#include "peer/rtcpeerfunnel.h"
#include "rtp/rtcbytes.h"

#define VIDEO "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000"
#define AUDIO "application/x-rtp,media=audio,encoding-name=OPUS,clock-rate=48000"
#define AN_EVENT 100000

typedef struct
{
  RtcPeerFunnel *funnel;
  GstPad *source, *sink;        /* @source is linked to the funnel, it to @sink */

  GMutex lock;
  GCond cond;
  GArray *got;                  /* guint: sequence numbers; AN_EVENT + type */
  guint longest;                /* of the lists */
} Bench;

static void
got (Bench * bench, guint what)
{
  g_mutex_lock (&bench->lock);
  g_array_append_val (bench->got, what);
  g_cond_signal (&bench->cond);
  g_mutex_unlock (&bench->lock);
}

static void
got_packet (Bench * bench, GstBuffer * buffer)
{
  guint8 header[12];

  gst_buffer_extract (buffer, 0, header, 12);
  got (bench, rtc_get_u16 (header + 2));
}

static GstFlowReturn
chain (GstPad * pad, GstObject * parent, GstBuffer * buffer)
{
  got_packet (gst_pad_get_element_private (pad), buffer);
  gst_buffer_unref (buffer);
  return GST_FLOW_OK;
}

static GstFlowReturn
chain_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  Bench *bench = gst_pad_get_element_private (pad);

  bench->longest = MAX (bench->longest, gst_buffer_list_length (list));
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    got_packet (bench, gst_buffer_list_get (list, i));
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static gboolean
on_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  Bench *bench = gst_pad_get_element_private (pad);

  if (GST_EVENT_TYPE (event) != GST_EVENT_STREAM_START)
    got (bench, AN_EVENT + GST_EVENT_TYPE (event));
  gst_event_unref (event);
  return TRUE;
}

static void
new_ssrc (RtcPeerFunnel * funnel, GstPad * sink, guint32 ssrc,
    gpointer user_data)
{
}

static void
push_segment (Bench * bench, GstClockTime start)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.start = start;
  fail_unless (gst_pad_push_event (bench->source,
          gst_event_new_segment (&segment)));
}

static void
push_caps (Bench * bench, const gchar * text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);

  fail_unless (gst_pad_push_event (bench->source, gst_event_new_caps (caps)));
}

static void
bench_init (Bench * bench, const gchar * caps)
{
  static const RtcPeerFunnelEvents events = {.new_ssrc = new_ssrc };
  g_autoptr (GstPad) src = NULL, sink = NULL;

  memset (bench, 0, sizeof (*bench));
  g_mutex_init (&bench->lock);
  g_cond_init (&bench->cond);
  bench->got = g_array_new (FALSE, FALSE, sizeof (guint));
  bench->funnel = gst_object_ref_sink (rtc_peer_funnel_new (&events, NULL));
  bench->source = gst_pad_new ("source", GST_PAD_SRC);
  bench->sink = gst_pad_new ("sink", GST_PAD_SINK);
  gst_pad_set_element_private (bench->sink, bench);
  gst_pad_set_chain_function (bench->sink, chain);
  gst_pad_set_chain_list_function (bench->sink, chain_list);
  gst_pad_set_event_function (bench->sink, on_event);
  src = gst_element_get_static_pad (GST_ELEMENT (bench->funnel), "src");
  sink = gst_element_request_pad_simple (GST_ELEMENT (bench->funnel),
      "sink_%u");
  gst_pad_link (bench->source, sink);
  gst_pad_link (src, bench->sink);
  gst_pad_set_active (bench->sink, TRUE);
  gst_pad_set_active (bench->source, TRUE);
  gst_element_set_state (GST_ELEMENT (bench->funnel), GST_STATE_PLAYING);
  gst_pad_push_event (bench->source, gst_event_new_stream_start ("test"));
  push_caps (bench, caps);
  push_segment (bench, 0);
}

static void
bench_clear (Bench * bench)
{
  gst_element_set_state (GST_ELEMENT (bench->funnel), GST_STATE_NULL);
  gst_pad_set_active (bench->source, FALSE);
  gst_pad_set_active (bench->sink, FALSE);
  gst_object_unref (bench->funnel);
  gst_object_unref (bench->source);
  gst_object_unref (bench->sink);
  g_array_unref (bench->got);
  g_mutex_clear (&bench->lock);
  g_cond_clear (&bench->cond);
}

static GstFlowReturn
push (Bench * bench, guint16 seq, guint32 timestamp, gboolean marker)
{
  guint8 packet[100] = { 0x80, 96, };

  if (marker)
    packet[1] |= 0x80;
  rtc_put_u16 (packet + 2, seq);
  rtc_put_u32 (packet + 4, timestamp);
  rtc_put_u32 (packet + 8, 0x11);
  return gst_pad_push (bench->source, gst_buffer_new_memdup (packet,
          sizeof (packet)));
}

static guint
n_packets (Bench * bench)
{
  guint n = 0;

  g_mutex_lock (&bench->lock);
  for (guint i = 0; i < bench->got->len; i++)
    n += g_array_index (bench->got, guint, i) < AN_EVENT;
  g_mutex_unlock (&bench->lock);
  return n;
}

static void
wait_packets (Bench * bench, guint n)
{
  while (n_packets (bench) < n) {
    g_mutex_lock (&bench->lock);
    g_cond_wait_until (&bench->cond, &bench->lock,
        g_get_monotonic_time () + 1000);
    g_mutex_unlock (&bench->lock);
  }
}

static void
check_order (Bench * bench)
{
  guint next = 0;

  for (guint i = 0; i < bench->got->len; i++) {
    const guint what = g_array_index (bench->got, guint, i);

    if (what < AN_EVENT)
      fail_unless_equals_int (what, next++);
  }
}

GST_START_TEST (test_a_frame_leaves_with_its_marker)
{
  Bench bench;
  guint seq = 0;

  bench_init (&bench, VIDEO);
  for (guint frame = 1; frame <= 50; frame++) {
    for (guint i = 0; i < 9; i++)
      fail_unless_equals_int (push (&bench, seq++, frame, FALSE), GST_FLOW_OK);
    fail_unless_equals_int (push (&bench, seq++, frame, TRUE), GST_FLOW_OK);
    fail_unless_equals_int (n_packets (&bench), seq);
  }
  check_order (&bench);
  /* it would be strange if the machine had been elsewhere in each of them */
  fail_unless_equals_int (bench.longest, 10);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_a_frame_leaves_before_the_next)
{
  Bench bench;

  bench_init (&bench, VIDEO);
  for (guint frame = 0; frame < 50; frame++) {
    push (&bench, 2 * frame, frame, FALSE);
    fail_unless (n_packets (&bench) >= 2 * frame);
    push (&bench, 2 * frame + 1, frame, FALSE);
  }
  wait_packets (&bench, 100);
  check_order (&bench);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_nothing_waits_for_ever)
{
  Bench bench;

  bench_init (&bench, VIDEO);
  for (guint i = 0; i < 20; i++) {
    fail_unless_equals_int (push (&bench, i, 1, FALSE), GST_FLOW_OK);
    wait_packets (&bench, i + 1);
  }
  check_order (&bench);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_sound_goes_at_once)
{
  Bench bench;

  bench_init (&bench, AUDIO);
  for (guint i = 0; i < 20; i++) {
    push (&bench, i, i / 2, FALSE);
    fail_unless_equals_int (n_packets (&bench), i + 1);
  }
  fail_unless_equals_int (bench.longest, 0);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_events_keep_their_place)
{
  Bench bench;
  const guint expected[] = {
    AN_EVENT + GST_EVENT_CAPS, AN_EVENT + GST_EVENT_SEGMENT, 0, 1,
    AN_EVENT + GST_EVENT_SEGMENT, 2, AN_EVENT + GST_EVENT_CAPS, 3,
    AN_EVENT + GST_EVENT_EOS
  };

  bench_init (&bench, VIDEO);
  push (&bench, 0, 1, FALSE);
  push (&bench, 1, 1, FALSE);
  push_segment (&bench, GST_SECOND);
  push (&bench, 2, 1, FALSE);
  push_caps (&bench, VIDEO ",width=2");
  push (&bench, 3, 1, FALSE);
  gst_pad_push_event (bench.source, gst_event_new_eos ());
  fail_unless_equals_int (bench.got->len, G_N_ELEMENTS (expected));
  for (guint i = 0; i < bench.got->len; i++)
    fail_unless_equals_int (g_array_index (bench.got, guint, i), expected[i]);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_a_list_comes_after_what_is_held)
{
  Bench bench;
  GstBufferList *list = gst_buffer_list_new ();
  guint8 packet[12] = { 0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0x11 };

  bench_init (&bench, VIDEO);
  gst_buffer_list_add (list, gst_buffer_new_memdup (packet, sizeof (packet)));
  push (&bench, 0, 1, FALSE);
  fail_unless_equals_int (gst_pad_push_list (bench.source, list), GST_FLOW_OK);
  fail_unless_equals_int (n_packets (&bench), 2);
  check_order (&bench);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_a_flush_drops_what_is_held)
{
  Bench bench;

  bench_init (&bench, VIDEO);
  push (&bench, 0, 1, FALSE);
  gst_pad_push_event (bench.source, gst_event_new_flush_start ());
  fail_unless_equals_int (push (&bench, 1, 1, TRUE), GST_FLOW_FLUSHING);
  gst_pad_push_event (bench.source, gst_event_new_flush_stop (TRUE));
  push_segment (&bench, 0);
  g_array_set_size (bench.got, 0);
  fail_unless_equals_int (push (&bench, 0, 1, TRUE), GST_FLOW_OK);
  fail_unless_equals_int (n_packets (&bench), 1);
  check_order (&bench);
  bench_clear (&bench);
}

GST_END_TEST;

GST_START_TEST (test_the_next_packet_hears_of_the_last_push)
{
  Bench bench;
  g_autoptr (GstPad) src = NULL;
  GstFlowReturn ret = GST_FLOW_OK;

  bench_init (&bench, VIDEO);
  src = gst_pad_get_peer (bench.sink);
  gst_pad_unlink (src, bench.sink);
  push (&bench, 0, 1, FALSE);
  fail_unless_equals_int (push (&bench, 1, 1, TRUE), GST_FLOW_NOT_LINKED);
  /* here it is the alarms that push */
  while (ret == GST_FLOW_OK)
    ret = push (&bench, 2, 1, FALSE);
  fail_unless_equals_int (ret, GST_FLOW_NOT_LINKED);
  gst_pad_link (src, bench.sink);
  fail_unless_equals_int (push (&bench, 3, 2, TRUE), GST_FLOW_OK);
  bench_clear (&bench);
}

GST_END_TEST;

/* The end of a pad, with something held: nothing keeps it */
GST_START_TEST (test_it_may_end_at_any_time)
{
  for (guint i = 0; i < 50; i++) {
    Bench bench;
    g_autoptr (GstPad) sink = NULL;

    bench_init (&bench, VIDEO);
    push (&bench, 0, 1, FALSE);
    if (i % 2 == 0) {
      sink = gst_pad_get_peer (bench.source);
      gst_element_release_request_pad (GST_ELEMENT (bench.funnel), sink);
      /* the alarms may just be looking at it */
      while (GST_OBJECT_REFCOUNT_VALUE (sink) > 1)
        g_thread_yield ();
    }
    bench_clear (&bench);
  }
}

GST_END_TEST;

static Suite *
gather_suite (void)
{
  Suite *suite = suite_create ("gather");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_frame_leaves_with_its_marker);
  tcase_add_test (tc, test_a_frame_leaves_before_the_next);
  tcase_add_test (tc, test_nothing_waits_for_ever);
  tcase_add_test (tc, test_sound_goes_at_once);
  tcase_add_test (tc, test_events_keep_their_place);
  tcase_add_test (tc, test_a_list_comes_after_what_is_held);
  tcase_add_test (tc, test_a_flush_drops_what_is_held);
  tcase_add_test (tc, test_the_next_packet_hears_of_the_last_push);
  tcase_add_test (tc, test_it_may_end_at_any_time);
  return suite;
}

GST_CHECK_MAIN (gather);
