/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A pipeline that is not emptied stops the sender at the other end */

#include "channels.h"

#define SIZE 65536
#define N 256                   /* 16 MiB */
#define SOURCE_OF_N "fakesrc sizetype=fixed sizemax=65536 num-buffers=256 ! "
/* What is under way at most: 1 MiB in the sink, 2 and 4 in SCTP, 4 in the source,
 * a message or two each */
#define MOST (12 * 1024 * 1024)

/* Until its figure has not changed for a while; this can only be too early */
static guint64
wait_still (GstElement * pipeline, const gchar * element, const gchar * name)
{
  guint64 before, now = 0;

  do {
    before = now;
    g_usleep (200000);
    now = stat_of (pipeline, element, name);
  } while (now == 0 || now != before);
  return now;
}

static void
take_all (GstElement * pipeline)
{
  GstSample *sample;
  gsize bytes = 0;

  while ((sample = take (pipeline)) != NULL) {
    bytes += gst_buffer_get_size (gst_sample_get_buffer (sample));
    gst_sample_unref (sample);
  }
  fail_unless_equals_uint64 (bytes, (gsize) N * SIZE);
}

GST_START_TEST (test_the_sender_stops)
{
  Ends ends;

  ends_init (&ends, SOURCE_OF_N, "", "", OUT);
  fail_unless (wait_still (ends.a, "sink", "bytes") < MOST);
  fail_unless (stat_of (ends.b, "src", "buffered") < 5 * 1024 * 1024);
  fail_unless (stat_of (ends.a, "sink", "buffered") <= 1024 * 1024 + SIZE);
  take_all (ends.b);
  fail_unless_equals_uint64 (stat_of (ends.b, "src", "dropped"), 0);
  gst_message_unref (pipeline_wait (ends.a, GST_MESSAGE_EOS));
  ends_clear (&ends);
}

GST_END_TEST;

/* While it waits it follows its state.  Of the receiver the source alone: an
 * appsink of 1.22 that waits in the middle of a preroll may hold up PLAYING. */
GST_START_TEST (test_a_pause_loses_nothing)
{
  Ends ends;
  GstElement *both[2];

  ends_init (&ends, SOURCE_OF_N, "max-buffered-bytes=100000", "", OUT);
  both[0] = gst_object_ref (ends.a);
  both[1] = gst_bin_get_by_name (GST_BIN (ends.b), "src");
  wait_still (ends.a, "sink", "bytes");
  for (guint i = 0; i < 6; i++)
    fail_if (gst_element_set_state (both[i % 2], GST_STATE_PAUSED) ==
        GST_STATE_CHANGE_FAILURE
        || gst_element_set_state (both[i % 2], GST_STATE_PLAYING) ==
        GST_STATE_CHANGE_FAILURE);
  take_all (ends.b);
  for (guint i = 0; i < 2; i++)
    gst_object_unref (both[i]);
  ends_clear (&ends);
}

GST_END_TEST;

/* ... and to the end at once */
GST_START_TEST (test_stopped_while_it_waits)
{
  Ends ends;

  ends_init (&ends, SOURCE_OF_N, "", "", OUT);
  wait_still (ends.a, "sink", "bytes");
  ends_clear (&ends);
  ends_init (&ends, SOURCE_OF_N, "", "", OUT);
  g_clear_pointer (&ends.a, pipeline_free);
  ends_clear (&ends);
}

GST_END_TEST;

/* Small messages wait for a queue that is limited by their number as well */
GST_START_TEST (test_many_small_ones)
{
  Ends ends;
  GstSample *sample;
  guint n = 0;

  ends_init (&ends, "fakesrc sizetype=fixed sizemax=1 num-buffers=70000 ! ",
      "", "", OUT);
  while ((sample = take (ends.b)) != NULL) {
    gst_sample_unref (sample);
    n++;
  }
  fail_unless_equals_int (n, 70000);
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
datapressure_suite (void)
{
  Suite *s = suite_create ("datapressure");
  TCase *tc = tcase_create ("datapressure");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_stopped_while_it_waits);
  if (HAVE_TIME_FOR_MEGABYTES) {
    tcase_add_test (tc, test_the_sender_stops);
    tcase_add_test (tc, test_a_pause_loses_nothing);
    tcase_add_test (tc, test_many_small_ones);
  }
  return s;
}

GST_CHECK_MAIN (datapressure);
