/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Calls of one strand run in order and never two at a time; a strand that
 * waits for another one gets its turn. */
#include <gst/check/gstcheck.h>
#include "core/rtcstrand.h"

#define N_CALLS 10000

typedef struct
{
  RtcStrand *strand;
  GMutex lock;
  GCond cond;
  guint n, inside;
  gboolean in_order, alone, done;
} Log;

static void
log_init (Log * log)
{
  memset (log, 0, sizeof (*log));
  log->strand = rtc_strand_new ();
  log->in_order = log->alone = TRUE;
}

static void
log_wait (Log * log)
{
  g_mutex_lock (&log->lock);
  while (!log->done)
    g_cond_wait (&log->cond, &log->lock);
  g_mutex_unlock (&log->lock);
}

/* Until no call of it is left that looks at the log */
static void
log_clear (Log * log)
{
  fail_unless (rtc_strand_flush (log->strand, 60 * G_USEC_PER_SEC));
  rtc_strand_unref (log->strand);
}

static void
log_done (gpointer data)
{
  Log *log = data;

  g_mutex_lock (&log->lock);
  log->done = TRUE;
  g_cond_broadcast (&log->cond);
  g_mutex_unlock (&log->lock);
}

typedef struct
{
  Log *log;
  guint number;
} Entry;

static void
enter (gpointer data)
{
  Entry *entry = data;
  Log *log = entry->log;

  log->alone &= g_atomic_int_add (&log->inside, 1) == 0;
  log->alone &= rtc_strand_is_current (log->strand);
  log->in_order &= entry->number == log->n++;
  (void) g_atomic_int_dec_and_test (&log->inside);
}

GST_START_TEST (test_order)
{
  Log log;

  log_init (&log);
  for (guint i = 0; i < N_CALLS; i++) {
    Entry *entry = g_new (Entry, 1);

    *entry = (Entry) { &log, i };
    rtc_strand_post (log.strand, enter, entry, g_free);
  }
  rtc_strand_post (log.strand, log_done, &log, NULL);
  log_wait (&log);
  fail_unless (log.in_order);
  fail_unless (log.alone);
  fail_unless_equals_int (log.n, N_CALLS);
  fail_if (rtc_strand_is_current (log.strand));
  log_clear (&log);
}

GST_END_TEST;

static void
wait_for_other (gpointer data)
{
  Log *other = data;

  rtc_strand_post (other->strand, log_done, other, NULL);
  log_wait (other);
}

GST_START_TEST (test_strands_may_wait_for_each_other)
{
  Log logs[20];

  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    log_init (&logs[i]);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (logs); i++)
    rtc_strand_post (logs[i].strand, wait_for_other, &logs[i + 1], NULL);
  log_wait (&logs[G_N_ELEMENTS (logs) - 1]);
  for (guint i = 0; i < G_N_ELEMENTS (logs); i++)
    log_clear (&logs[i]);
}

GST_END_TEST;

GST_START_TEST (test_last_reference_runs_what_was_posted)
{
  /* nobody says when its last call has returned */
  static Log log;

  log_init (&log);
  rtc_strand_post (log.strand, log_done, &log, NULL);
  rtc_strand_unref (log.strand);
  log_wait (&log);
}

GST_END_TEST;

static void
flush_itself (gpointer data)
{
  Log *log = data;

  log->alone = !rtc_strand_flush (log->strand, G_MAXINT32);
}

GST_START_TEST (test_flush)
{
  Log log;

  log_init (&log);
  for (guint i = 0; i < N_CALLS; i++) {
    Entry *entry = g_new (Entry, 1);

    *entry = (Entry) { &log, i };
    rtc_strand_post (log.strand, enter, entry, g_free);
  }
  fail_unless (rtc_strand_flush (log.strand, 60 * G_USEC_PER_SEC));
  fail_unless_equals_int (log.n, N_CALLS);
  /* a call of its own does not wait for itself */
  log.alone = FALSE;
  rtc_strand_post (log.strand, flush_itself, &log, NULL);
  fail_unless (rtc_strand_flush (log.strand, 60 * G_USEC_PER_SEC));
  fail_unless (log.alone);
  log_clear (&log);
}

GST_END_TEST;

static void
wait_until_done (gpointer data)
{
  log_wait (data);
}

/* One that hangs is given up, and its mark is freed when it gets there */
GST_START_TEST (test_flush_gives_up)
{
  Log hanging, other;

  log_init (&hanging);
  log_init (&other);
  rtc_strand_post (hanging.strand, wait_until_done, &other, NULL);
  fail_if (rtc_strand_flush (hanging.strand, 1000));
  log_done (&other);
  fail_unless (rtc_strand_flush (hanging.strand, 60 * G_USEC_PER_SEC));
  log_clear (&hanging);
  log_clear (&other);
}

GST_END_TEST;

static Suite *
strand_suite (void)
{
  Suite *s = suite_create ("strand");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_order);
  tcase_add_test (tc, test_strands_may_wait_for_each_other);
  tcase_add_test (tc, test_last_reference_runs_what_was_posted);
  tcase_add_test (tc, test_flush);
  tcase_add_test (tc, test_flush_gives_up);
  return s;
}

GST_CHECK_MAIN (strand);
