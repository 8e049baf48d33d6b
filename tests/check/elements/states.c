/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Starting and stopping, over and over, whole transports and parts of them */

#include "blocks.h"

#define CYCLES 100
#define SECURE "remote-fingerprint=\"%s\" certificate=\"%s\" "
#define ICE "local-address=127.0.0.1 min-port=%u max-port=%u " \
    "remote-ufrag=bbbb remote-pwd=bbbbbbbbbbbbbbbbbbbbbb " \
    "remote-candidates=\"candidate:1 1 UDP 1 127.0.0.1 9 typ host\" "

static guint
count_entries (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Loops that end do so a little later */
static void
wait_until_no_more_than (const gchar * path, guint n)
{
  gint64 limit = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (count_entries (path) > n) {
    fail_unless (g_get_monotonic_time () < limit, "%s: %u, not %u", path,
        count_entries (path), n);
    g_usleep (10000);
  }
}

static void
cycle (GstElement * pipeline, guint i)
{
  /* also back at once, while ICE and DTLS are at it */
  fail_if (gst_element_set_state (pipeline, i % 3 == 0 ? GST_STATE_PAUSED :
          GST_STATE_PLAYING) == GST_STATE_CHANGE_FAILURE);
  if (i % 2 == 0)
    g_usleep (2000);
  fail_unless_equals_int (gst_element_set_state (pipeline, i % 5 == 0 ?
          GST_STATE_READY : GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS);
}

static void
cycle_and_count (GstElement * pipeline)
{
  guint fds = 0, threads = 0;

  for (guint i = 0; i < CYCLES; i++) {
    cycle (pipeline, i);
    /* by then the process's own things are there */
    if (i == 10) {
      gst_element_set_state (pipeline, GST_STATE_NULL);
      gst_task_cleanup_all ();
      g_usleep (50000);
      fds = count_entries ("/proc/self/fd");
      threads = count_entries ("/proc/self/task");
    }
  }
  gst_element_set_state (pipeline, GST_STATE_NULL);
  wait_until_no_more_than ("/proc/self/fd", fds);
  wait_until_no_more_than ("/proc/self/task", threads);
  pipeline_free (pipeline);
}

GST_START_TEST (test_all_four)
{
  Identities who;

  identities_init (&who);
  cycle_and_count (pipeline_new (SOURCE "rtcsrtpenc " SECURE "! rtcicesink "
          ICE "rtcicesrc ! rtcsrtpdec ! fakesink", who.fingerprint[1],
          who.pem[0], who.port[0], who.port[0]));
  identities_clear (&who);
}

GST_END_TEST;

GST_START_TEST (test_the_half_that_sends)
{
  Identities who;

  identities_init (&who);
  cycle_and_count (pipeline_new (SOURCE "rtcsrtpenc dtls-client=true " SECURE
          "! rtcicesink " ICE, who.fingerprint[1], who.pem[0], who.port[0],
          who.port[0]));
  identities_clear (&who);
}

GST_END_TEST;

GST_START_TEST (test_the_half_that_receives)
{
  Identities who;

  identities_init (&who);
  cycle_and_count (pipeline_new ("rtcicesrc " ICE "! rtcsrtpdec " SECURE
          "! fakesink", who.port[0], who.port[0], who.fingerprint[1],
          who.pem[0]));
  identities_clear (&who);
}

GST_END_TEST;

GST_START_TEST (test_the_secure_half)
{
  Identities who;

  identities_init (&who);
  cycle_and_count (pipeline_new (SOURCE "rtcsrtpenc dtls-client=true " SECURE
          "! udpsink host=127.0.0.1 port=%u sync=false async=false "
          "udpsrc address=127.0.0.1 port=%u ! rtcsrtpdec ! fakesink",
          who.fingerprint[1], who.pem[0], who.port[0], who.port[1]));
  identities_clear (&who);
}

GST_END_TEST;

static GstBusSyncReply
stop_on_first_word (GstBus * bus, GstMessage * message, gpointer user_data)
{
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ELEMENT)
    gst_element_set_state (user_data, GST_STATE_NULL);
  return GST_BUS_PASS;
}

/* Stopped from inside one of its own messages, on the loop */
GST_START_TEST (test_stopped_on_the_loop)
{
  GstElement *pipeline = pipeline_new ("rtcicesrc name=src "
      "local-address=127.0.0.1 ! fakesink");
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  gint64 limit = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  gst_bus_set_sync_handler (bus, stop_on_first_word, src, NULL);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (GST_STATE (src) != GST_STATE_NULL) {
    fail_unless (g_get_monotonic_time () < limit);
    g_usleep (1000);
  }
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  pipeline_free (pipeline);
}

GST_END_TEST;

static Suite *
states_suite (void)
{
  Suite *s = suite_create ("states");
  TCase *tc = tcase_create ("states");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 60);
  tcase_add_test (tc, test_all_four);
  tcase_add_test (tc, test_the_half_that_sends);
  tcase_add_test (tc, test_the_half_that_receives);
  tcase_add_test (tc, test_the_secure_half);
  tcase_add_test (tc, test_stopped_on_the_loop);
  return s;
}

GST_CHECK_MAIN (states);
