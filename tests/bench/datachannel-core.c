/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "data/rtcdata.h"

/* datachannel-core [MEGABYTES [ROUND TRIPS [LOSS]]]: two ends of data channels
 * in one process, without DTLS and sockets, over a wire that loses LOSS percent.
 * Prints what SCTP and the queues cost. */

#define MESSAGE (16 * 1024)
#define SMALL 100

typedef struct _Side Side;

struct _Side
{
  Side *peer;
  RtcLoop *loop;
  RtcStrand *strand;
  RtcData *data;
  RtcDataChannel *channel;
  gboolean echo;

  GMutex lock;
  GCond cond;
  gboolean open, low;
  guint64 messages;
};

static gint loss;

typedef struct
{
  Side *to;
  guint n;
  GBytes *packets[];
} Flight;

static void
arrive (gpointer data)
{
  Flight *flight = data;

  for (guint i = 0; i < flight->n; i++) {
    gsize size;
    const guint8 *bytes = g_bytes_get_data (flight->packets[i], &size);

    rtc_data_input (flight->to->data, bytes, size);
    g_bytes_unref (flight->packets[i]);
  }
}

static void
on_send (GBytes * const *packets, guint n, gpointer data)
{
  Side *side = data;
  Flight *flight = g_malloc (sizeof (Flight) + n * sizeof (GBytes *));

  flight->to = side->peer;
  flight->n = 0;
  for (guint i = 0; i < n; i++)
    if (loss == 0 || g_random_int_range (0, 100) >= loss)
      flight->packets[flight->n++] = g_bytes_ref (packets[i]);
  rtc_loop_post (side->peer->loop, arrive, flight, g_free);
}

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state, gpointer data)
{
  Side *side = data;

  g_mutex_lock (&side->lock);
  side->open = state == RTC_DATA_CHANNEL_OPEN;
  g_cond_signal (&side->cond);
  g_mutex_unlock (&side->lock);
}

static void
on_message (RtcDataChannel * channel, GBytes * bytes, gboolean is_string,
    gpointer data)
{
  Side *side = data;

  if (side->echo)
    rtc_data_channel_send (channel, bytes, FALSE, NULL);
  g_mutex_lock (&side->lock);
  side->messages++;
  g_cond_signal (&side->cond);
  g_mutex_unlock (&side->lock);
}

static void
on_low (RtcDataChannel * channel, gpointer data)
{
  Side *side = data;

  g_mutex_lock (&side->lock);
  side->low = TRUE;
  g_cond_signal (&side->cond);
  g_mutex_unlock (&side->lock);
}

static const RtcDataChannelEvents channel_events = {
  on_state, on_message, on_low, NULL
};

static void
on_channel (RtcData * data, RtcDataChannel * channel, gpointer user_data)
{
  Side *side = user_data;

  side->channel = rtc_data_channel_ref (channel);
  rtc_data_channel_watch (channel, &channel_events, side, NULL);
}

static const RtcDataEvents data_events = { on_channel, NULL, NULL };

static void
connect_side (gpointer data)
{
  Side *side = data;
  RtcDataLink link = { 5000, 5000, RTC_DATA_MAX_MESSAGE, side < side->peer,
    on_send, side
  };

  if (!rtc_data_connect (side->data, side->loop, &link, NULL))
    abort ();
}

static void
wait_for (Side * side, const gboolean * what)
{
  g_mutex_lock (&side->lock);
  while (!*what)
    g_cond_wait (&side->cond, &side->lock);
  g_mutex_unlock (&side->lock);
}

static void
wait_messages (Side * side, guint64 n)
{
  g_mutex_lock (&side->lock);
  while (side->messages < n)
    g_cond_wait (&side->cond, &side->lock);
  g_mutex_unlock (&side->lock);
}

static gdouble
cpu_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
      + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void
throughput (Side * sides, RtcDataChannel * channel, guint megabytes)
{
  guint n = megabytes * (1024 * 1024 / MESSAGE);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (MESSAGE), MESSAGE);
  gint64 start = g_get_monotonic_time ();
  gdouble cpu = cpu_ms (), seconds;

  rtc_data_channel_set_low_threshold (channel, 256 * 1024);
  for (guint i = 0; i < n; i++) {
    while (rtc_data_channel_get_buffered_amount (channel) > 1024 * 1024) {
      wait_for (&sides[0], &sides[0].low);
      g_mutex_lock (&sides[0].lock);
      sides[0].low = FALSE;
      g_mutex_unlock (&sides[0].lock);
    }
    if (!rtc_data_channel_send (channel, bytes, FALSE, NULL))
      abort ();
  }
  wait_messages (&sides[1], n);
  seconds = (g_get_monotonic_time () - start) / 1e6;
  g_print ("%u MB in messages of %u KiB: %.1f MB/s, %.2f ms CPU a MB "
      "(both ends)\n", megabytes, MESSAGE / 1024, megabytes / seconds,
      (cpu_ms () - cpu) / megabytes);
}

static gint
compare (gconstpointer a, gconstpointer b)
{
  return *(const gint64 *) a < *(const gint64 *) b ? -1 : 1;
}

static void
round_trips (Side * sides, RtcDataChannel * channel, guint n)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (SMALL), SMALL);
  g_autofree gint64 *times = g_new (gint64, n);

  sides[1].echo = TRUE;
  for (guint i = 0; i < n; i++) {
    gint64 start = g_get_monotonic_time ();

    rtc_data_channel_send (channel, bytes, FALSE, NULL);
    wait_messages (&sides[0], i + 1);
    times[i] = g_get_monotonic_time () - start;
  }
  qsort (times, n, sizeof (*times), compare);
  g_print ("round trip of %u bytes: p50 %" G_GINT64_FORMAT " us, p99 %"
      G_GINT64_FORMAT " us of %u\n", SMALL, times[n / 2], times[n * 99 / 100],
      n);
}

static void
disconnect (gpointer data)
{
  rtc_data_disconnect (data);
}

int
main (int argc, char **argv)
{
  guint megabytes = argc > 1 ? atoi (argv[1]) : 200;
  guint trips = argc > 2 ? atoi (argv[2]) : 5000;
  RtcDataChannelConfig config = { "bench", "", TRUE, -1, -1, FALSE, -1, 256 };
  Side sides[2] = { 0 };
  RtcDataChannel *channel;

  for (guint i = 0; i < 2; i++) {
    sides[i].peer = &sides[1 - i];
    sides[i].loop = rtc_loop_new ("side");
    sides[i].strand = rtc_strand_new ();
    sides[i].data = rtc_data_new (sides[i].strand, &data_events, &sides[i]);
  }
  channel = rtc_data_create_channel (sides[0].data, &config, NULL);
  rtc_data_channel_watch (channel, &channel_events, &sides[0], NULL);
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (sides[i].loop, connect_side, &sides[i]);
  for (guint i = 0; i < 2; i++)
    wait_for (&sides[i], &sides[i].open);

  loss = argc > 3 ? atoi (argv[3]) : 0;
  throughput (sides, channel, megabytes);
  round_trips (sides, channel, trips);

  for (guint i = 0; i < 2; i++)
    rtc_loop_call (sides[i].loop, disconnect, sides[i].data);
  return 0;
}
