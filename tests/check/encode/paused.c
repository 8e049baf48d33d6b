/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A pause reaches a branch before the clock in front of it, so a buffer may wait
 * in there until the stream goes on: a branch that is to go lets it go first */
#include "fixture.h"

static GstPadProbeReturn
tell (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  g_atomic_int_inc ((gint *) user_data);
  return GST_PAD_PROBE_OK;
}

static GstElement *
find_packet_sink (GstElement * pipeline)
{
  g_autoptr (GstIterator) iterator =
      gst_bin_iterate_recurse (GST_BIN (pipeline));
  g_auto (GValue) value = G_VALUE_INIT;

  while (gst_iterator_next (iterator, &value) == GST_ITERATOR_OK) {
    GstElement *element = g_value_get_object (&value);

    if (g_str_equal (G_OBJECT_TYPE_NAME (element), "RtcPacketSink"))
      return gst_object_ref (element);
    g_value_reset (&value);
  }
  return NULL;
}

GST_START_TEST (test_a_branch_goes_while_a_buffer_waits_in_it)
{
  InputFixture f;
  RtcFanout *fanout;
  g_autoptr (GstElement) sink = NULL;
  g_autoptr (GstPad) pad = NULL;
  gint n = 0;

  fixture_start (&f, "videotestsrc is-live=true ! vp8enc deadline=1",
      RTC_MEDIA_VIDEO);
  fanout = fake_track_acquire (f.track, fake_track_find (f.track, "VP8"), NULL);
  fake_fanout_wait (fanout, 5, 0);
  sink = find_packet_sink (f.pipeline);
  fail_unless (sink != NULL);
  gst_element_set_state (sink, GST_STATE_PAUSED);
  pad = gst_element_get_static_pad (sink, "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, tell, &n, NULL);
  while (g_atomic_int_get (&n) == 0)
    g_thread_yield ();
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
}

GST_END_TEST;

static Suite *
paused_suite (void)
{
  Suite *suite = suite_create ("paused");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_a_branch_goes_while_a_buffer_waits_in_it);
  return suite;
}

GST_CHECK_MAIN (paused);
