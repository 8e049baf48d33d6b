/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

/* Whoever listens beside the watch holds the price of what it has been given:
 * that stops the sender, and no strand */

#define SIZE 65536
#define N 96                    /* 6 MiB, of which 4 may wait */

typedef struct
{
  GMutex lock;
  GCond cond;
  guint n_messages;
  gboolean closed, complete;
} Heard;

static void
on_message (RtcDataChannel * channel, GBytes * data, gboolean is_string,
    gpointer user_data)
{
  Heard *heard = user_data;

  g_mutex_lock (&heard->lock);
  heard->n_messages++;
  g_cond_broadcast (&heard->cond);
  g_mutex_unlock (&heard->lock);
}

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state,
    gpointer user_data)
{
  Heard *heard = user_data;

  if (state != RTC_DATA_CHANNEL_CLOSED)
    return;
  g_mutex_lock (&heard->lock);
  heard->closed = TRUE;
  heard->complete = rtc_data_channel_is_complete (channel);
  g_cond_broadcast (&heard->cond);
  g_mutex_unlock (&heard->lock);
}

static const RtcDataChannelEvents events = {.state_changed =
      on_state,.message = on_message
};

static void
wait_closed (Heard * heard)
{
  g_mutex_lock (&heard->lock);
  while (!heard->closed)
    g_cond_wait (&heard->cond, &heard->lock);
  g_mutex_unlock (&heard->lock);
}

static guint
wait_messages (Heard * heard, guint n)
{
  g_mutex_lock (&heard->lock);
  while (heard->n_messages < n)
    g_cond_wait (&heard->cond, &heard->lock);
  n = heard->n_messages;
  g_mutex_unlock (&heard->lock);
  return n;
}

/* Sends all of them, as the channel takes them */
static gpointer
send_all (gpointer data)
{
  RtcDataChannel *channel = data;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (SIZE), SIZE);

  for (guint i = 0; i < N;) {
    if (rtc_data_channel_send (channel, bytes, FALSE, NULL))
      i++;
    else
      g_usleep (1000);
  }
  return NULL;
}

/* What nobody releases stays below the backlog's limit, the two receive buffers
 * of SCTP aside, and what is released lets the rest through */
GST_START_TEST (test_what_is_held_stops_the_sender)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  Heard heard = { 0 };
  RtcDataTap *tap;
  GThread *sender;
  guint done = 0;

  g_atomic_int_set (&pair->sides[1].silent, TRUE);
  pair_wait (&pair->sides[1], "open chat");
  tap = rtc_data_channel_tap (pair->sides[1].accepted, &events, &heard, NULL);
  sender = g_thread_new ("sender", send_all, channel);
  wait_messages (&heard, 4 * 1024 * 1024 / SIZE);
  /* the strand is free: what else is posted there runs */
  fail_unless (rtc_strand_flush (pair->sides[1].strand, 10 * G_USEC_PER_SEC));
  fail_unless (wait_messages (&heard, 1) <= 4 * 1024 * 1024 / SIZE + 1);
  while (done < N) {
    guint n = wait_messages (&heard, done + 1);

    for (; done < n; done++)
      rtc_data_tap_release (tap, SIZE);
  }
  g_thread_join (sender);
  rtc_data_tap_end (tap);
  rtc_data_tap_unref (tap);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

/* One that ends lets go of what it held */
GST_START_TEST (test_an_end_releases)
{
  Pair *pair = pair_new_connected ();
  RtcDataChannel *channel = pair_create (&pair->sides[0], "chat");
  Heard heard = { 0 };
  RtcDataTap *tap;
  GThread *sender;

  g_atomic_int_set (&pair->sides[1].silent, TRUE);
  pair_wait (&pair->sides[1], "open chat");
  tap = rtc_data_channel_tap (pair->sides[1].accepted, &events, &heard, NULL);
  sender = g_thread_new ("sender", send_all, channel);
  wait_messages (&heard, 4 * 1024 * 1024 / SIZE);
  rtc_data_tap_end (tap);
  rtc_data_tap_unref (tap);
  pair_wait_messages (&pair->sides[1], N);
  g_thread_join (sender);
  rtc_data_channel_unref (channel);
  pair_free (pair);
}

GST_END_TEST;

/* A channel that was closed, and one whose association was taken away */
GST_START_TEST (test_complete_or_not)
{
  Pair *pair = pair_new_connected ();
  Heard heard[2] = { {.closed = FALSE}, {.closed = FALSE} };
  RtcDataTap *taps[2];
  RtcDataChannel *channels[2];

  for (guint i = 0; i < 2; i++) {
    channels[i] = pair_create (&pair->sides[0], i == 0 ? "one" : "two");
    pair_wait (&pair->sides[1], i == 0 ? "open one" : "open two");
    taps[i] =
        rtc_data_channel_tap (pair->sides[1].accepted, &events, &heard[i],
        NULL);
  }
  pair_send (channels[0], 5, 1);
  rtc_data_channel_close (channels[0]);
  wait_closed (&heard[0]);
  fail_unless (heard[0].complete);
  fail_unless_equals_int (heard[0].n_messages, 1);
  pair_disconnect (&pair->sides[0]);
  wait_closed (&heard[1]);
  fail_if (heard[1].complete);
  for (guint i = 0; i < 2; i++) {
    rtc_data_tap_end (taps[i]);
    rtc_data_tap_unref (taps[i]);
    rtc_data_channel_unref (channels[i]);
  }
  pair_free (pair);
}

GST_END_TEST;

static Suite *
tap_suite (void)
{
  Suite *suite = suite_create ("tap");
  TCase *tcase = tcase_create ("tap");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_what_is_held_stops_the_sender);
  tcase_add_test (tcase, test_an_end_releases);
  tcase_add_test (tcase, test_complete_or_not);
  return suite;
}

GST_CHECK_MAIN (tap);
