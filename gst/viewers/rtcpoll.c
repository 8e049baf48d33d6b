/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpoll.h"

/* An encoder that is told something new all the time never settles */
#define DECISION_INTERVAL G_USEC_PER_SEC
#define SMALLEST_CHANGE 20      /* one in this many */

struct _RtcPoll
{
  guint64 min, max, bitrate;
  gint64 decided;               /* -1: never */
  GHashTable *rates;            /* voter -> its RtcLossRate, not owned */
};

RtcPoll *
rtc_poll_new (guint64 min, guint64 start, guint64 max)
{
  RtcPoll *poll = g_new0 (RtcPoll, 1);

  poll->min = min;
  poll->max = MAX (min, max);
  poll->bitrate = CLAMP (start, poll->min, poll->max);
  poll->decided = -1;
  poll->rates = g_hash_table_new (NULL, NULL);
  return poll;
}

void
rtc_poll_free (RtcPoll * poll)
{
  g_hash_table_unref (poll->rates);
  g_free (poll);
}

static guint64
count (RtcPoll * poll)
{
  guint n = g_hash_table_size (poll->rates);
  g_autofree guint64 *estimates = g_new (guint64, n);
  GHashTableIter iter;
  gpointer rate;

  g_hash_table_iter_init (&iter, poll->rates);
  for (guint i = 0; g_hash_table_iter_next (&iter, NULL, &rate); i++)
    estimates[i] = ((RtcLossRate *) rate)->estimate;
  return rtc_loss_rate_for_all (estimates, n);
}

gboolean
rtc_poll_vote (RtcPoll * poll, gconstpointer voter, RtcLossRate * rate,
    guint8 fraction_lost, gint64 now)
{
  guint64 bitrate;

  /* who comes now begins where the others are */
  if (g_hash_table_insert (poll->rates, (gpointer) voter, rate))
    rtc_loss_rate_init (rate, poll->bitrate);
  rtc_loss_rate_report (rate, fraction_lost, poll->bitrate, poll->min,
      poll->max, now);

  if (poll->decided >= 0 && now - poll->decided < DECISION_INTERVAL)
    return FALSE;
  poll->decided = now;
  bitrate = count (poll);
  if (MAX (bitrate, poll->bitrate) - MIN (bitrate, poll->bitrate)
      < poll->bitrate / SMALLEST_CHANGE && bitrate != poll->max)
    return FALSE;
  if (bitrate == poll->bitrate)
    return FALSE;
  poll->bitrate = bitrate;
  return TRUE;
}

void
rtc_poll_leave (RtcPoll * poll, gconstpointer voter)
{
  g_hash_table_remove (poll->rates, voter);
}

guint64
rtc_poll_get_bitrate (const RtcPoll * poll)
{
  return poll->bitrate;
}
