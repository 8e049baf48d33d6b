/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Who never comes and who says nothing any more is let go, and what it held with
 * it.  Time is moved by moving the beginning. */
#include "watcher.h"

#include "viewers/rtcviewer-private.h"

#define RTCP_SR 200

static void
nothing (gpointer data)
{
}

/* What was on the loop before has happened */
static void
pass_loop (RtcLoop * loop)
{
  for (guint i = 0; i < 3; i++)
    rtc_loop_call (loop, nothing, NULL);
}

/* The newest viewer of the audience; control loop or nobody else at work */
static RtcViewer *
get_viewer (Stage * stage)
{
  GHashTableIter iter;
  gpointer member;

  g_hash_table_iter_init (&iter, stage->audience->members);
  fail_unless (g_hash_table_iter_next (&iter, NULL, &member));
  return rtc_viewer_ref (((RtcMember *) member)->viewer);
}

static void
pass_thirty_seconds (gpointer data)
{
  RtcViewer *viewer = data;

  viewer->opened -= 30 * G_USEC_PER_SEC;
  rtc_timer_set (viewer->tick_timer, 0);
}

static void
pass_fifteen_seconds (gpointer data)
{
  RtcViewer *viewer = data;

  viewer->last_heard -= 15 * G_USEC_PER_SEC;
  rtc_timer_set (viewer->tick_timer, 0);
}

GST_START_TEST (test_one_who_never_connects_frees_its_encoder)
{
  Stage stage;
  Watcher watcher;
  g_autoptr (RtcViewer) viewer = NULL;

  stage_init (&stage, 1);
  stage_set_codecs (&stage);
  watcher_init (&watcher, &stage);
  watcher_ask (&watcher, watcher_offer);
  fail_unless (watcher.error == NULL);
  fail_unless_equals_int (g_atomic_int_get (&stage.acquired), 2);
  viewer = get_viewer (&stage);
  rtc_loop_call (viewer->loop, pass_thirty_seconds, viewer);
  while (rtc_audience_count_viewers (stage.audience) > 0)
    g_thread_yield ();
  while (g_atomic_int_get (&stage.released) < 2)
    g_thread_yield ();
  /* it never was there */
  fail_unless_equals_int (stage.added, 0);
  fail_unless_equals_int (stage.removed, 0);
  watcher_clear (&watcher);
  stage_clear (&stage);
}

GST_END_TEST;

GST_START_TEST (test_one_who_falls_silent_gets_nothing_more)
{
  Stage stage;
  Watcher watcher;
  g_autoptr (RtcViewer) viewer = NULL;
  guint8 report[8] = { 0x80, 201, 0, 1 };
  guint n;

  stage_init (&stage, 1);
  stage_set_codecs (&stage);
  watcher_init (&watcher, &stage);
  watcher_connect (&watcher);
  stage_wait_added (&stage, 1);
  stage_push_video (&stage, 1, TRUE);
  watcher_wait_rtp (&watcher, 1);
  watcher_send_rtcp (&watcher, report, sizeof (report));
  watcher_wait_rtcp (&watcher, RTCP_SR);
  viewer = get_viewer (&stage);
  rtc_loop_call (viewer->loop, pass_fifteen_seconds, viewer);
  stage_wait_removed (&stage, 1);
  while (g_atomic_int_get (&stage.released) < 2)
    g_thread_yield ();

  /* close_notify comes behind the last packet */
  g_mutex_lock (&stage.lock);
  while (watcher.state != RTC_TRANSPORT_CLOSED)
    g_cond_wait (&stage.cond, &stage.lock);
  n = watcher.rtp->len;
  g_mutex_unlock (&stage.lock);
  for (guint i = 0; i < 50; i++)
    stage_push_video (&stage, 3, i % 10 == 0);
  pass_loop (viewer->loop);
  pass_loop (watcher.loop);
  fail_unless_equals_int (watcher.rtp->len, n);
  watcher_clear (&watcher);
  stage_clear (&stage);
}

GST_END_TEST;

static RtcIce *
no_ice (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "no socket");
  return NULL;
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean go_on;
  Watcher *watcher;
} Busy;

static void
be_busy (gpointer data)
{
  Busy *busy = data;

  g_mutex_lock (&busy->lock);
  while (!busy->go_on)
    g_cond_wait (&busy->cond, &busy->lock);
  g_mutex_unlock (&busy->lock);
}

/* The control loop is late with taking down a viewer that got no socket: its
 * time to gather ends meanwhile */
GST_START_TEST (test_gathering_ends_without_a_transport)
{
  Stage stage;
  Busy busy = { 0 };
  g_autoptr (RtcViewer) viewer = NULL;
  static const RtcViewerEvents events = { 0 };
  const RtcIceConfig config = { 0 };

  g_mutex_init (&busy.lock);
  g_cond_init (&busy.cond);
  stage_init (&stage, 0);
  rtc_loop_post (rtc_loop_pool_get_control (stage.pool), be_busy, &busy, NULL);
  viewer = rtc_viewer_new (stage.pool, "nobody", &events, NULL);
  rtc_viewer_open (viewer, no_ice, &config);
  rtc_loop_call (viewer->loop, pass_thirty_seconds, viewer);
  pass_loop (viewer->loop);
  rtc_viewer_close (viewer);
  pass_loop (viewer->loop);
  g_mutex_lock (&busy.lock);
  busy.go_on = TRUE;
  g_cond_signal (&busy.cond);
  g_mutex_unlock (&busy.lock);
  stage_clear (&stage);
  g_mutex_clear (&busy.lock);
  g_cond_clear (&busy.cond);
}

GST_END_TEST;

static Suite *
silent_suite (void)
{
  Suite *suite = suite_create ("silent");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_one_who_never_connects_frees_its_encoder);
  tcase_add_test (tc, test_one_who_falls_silent_gets_nothing_more);
  tcase_add_test (tc, test_gathering_ends_without_a_transport);
  return suite;
}

GST_CHECK_MAIN (silent);
