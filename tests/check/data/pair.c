/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <string.h>

/* --- the wire --------------------------------------------------------------------- */

typedef struct
{
  Side *to;
  GPtrArray *packets;
} Flight;

static void
flight_free (gpointer data)
{
  Flight *flight = data;

  g_ptr_array_unref (flight->packets);
  g_free (flight);
}

static void
arrive (gpointer data)
{
  Flight *flight = data;

  for (guint i = 0; i < flight->packets->len; i++) {
    gsize size;
    const guint8 *bytes =
        g_bytes_get_data (g_ptr_array_index (flight->packets, i), &size);

    rtc_data_input (flight->to->data, bytes, size);
  }
}

static gboolean
chance (Side * side, gint percent)
{
  return percent > 0 && g_rand_int_range (side->rand, 0, 100) < percent;
}

static void
on_send (GBytes * const *packets, guint n, gpointer data)
{
  Side *side = data;
  Flight *flight = g_new0 (Flight, 1);

  flight->to = side->peer;
  flight->packets = g_ptr_array_new_with_free_func ((GDestroyNotify)
      g_bytes_unref);
  for (guint i = 0; i < n; i++) {
    if (chance (side, g_atomic_int_get (&side->pair->loss)))
      continue;
    g_ptr_array_add (flight->packets, g_bytes_ref (packets[i]));
    /* a copy jumps the queue: doubled and out of order at once */
    if (chance (side, g_atomic_int_get (&side->pair->doubled)))
      g_ptr_array_insert (flight->packets, 0, g_bytes_ref (packets[i]));
  }
  rtc_loop_post (side->peer->loop, arrive, flight, flight_free);
}

void
pair_inject (Side * side, gconstpointer packet, gsize size)
{
  Flight *flight = g_new0 (Flight, 1);

  flight->to = side;
  flight->packets = g_ptr_array_new_with_free_func ((GDestroyNotify)
      g_bytes_unref);
  g_ptr_array_add (flight->packets, g_bytes_new (packet, size));
  rtc_loop_call (side->loop, arrive, flight);
  flight_free (flight);
}

/* --- events ------------------------------------------------------------------------ */

static void
keep (Side * side, gchar * line)
{
  g_mutex_lock (&side->pair->lock);
  g_ptr_array_add (side->lines, line);
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
}

static const gchar *
label (RtcDataChannel * channel)
{
  return rtc_data_channel_get_config (channel)->label;
}

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state, gpointer data)
{
  static const gchar *names[] = { "", "connecting", "open", "closing",
    "closed"
  };
  Side *side = data;

  if (state == RTC_DATA_CHANNEL_CLOSED) {
    g_mutex_lock (&side->pair->lock);
    side->closed++;
    g_mutex_unlock (&side->pair->lock);
  }
  keep (side, g_strdup_printf ("%s %s", names[state], label (channel)));
}

static void
on_message (RtcDataChannel * channel, GBytes * bytes, gboolean is_string,
    gpointer data)
{
  Side *side = data;
  gsize size = g_bytes_get_size (bytes);

  g_mutex_lock (&side->pair->lock);
  side->messages++;
  side->bytes += size;
  g_clear_pointer (&side->last, g_bytes_unref);
  side->last = g_bytes_ref (bytes);
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
  if (!g_atomic_int_get (&side->silent))
    keep (side, g_strdup_printf ("%s %s %" G_GSIZE_FORMAT,
            is_string ? "string" : "binary", label (channel), size));
}

static void
on_low (RtcDataChannel * channel, gpointer data)
{
  keep (data, g_strdup_printf ("low %s", label (channel)));
}

static void
on_error (RtcDataChannel * channel, const GError * error, gpointer data)
{
  keep (data, g_strdup_printf ("error %s", label (channel)));
}

static const RtcDataChannelEvents channel_events = {
  on_state, on_message, on_low, on_error
};

static void
on_channel (RtcData * data, RtcDataChannel * channel, gpointer user_data)
{
  Side *side = user_data;

  rtc_data_channel_watch (channel, &channel_events, side, NULL);
  g_mutex_lock (&side->pair->lock);
  g_clear_pointer (&side->accepted, rtc_data_channel_unref);
  side->accepted = rtc_data_channel_ref (channel);
  g_mutex_unlock (&side->pair->lock);
  keep (side, g_strdup_printf ("channel %s", label (channel)));
}

static void
on_connected (RtcData * data, guint max_channels, gpointer user_data)
{
  keep (user_data, g_strdup_printf ("connected %u", max_channels));
}

static void
on_closed (RtcData * data, const gchar * reason, gpointer user_data)
{
  keep (user_data, g_strdup_printf ("ended %s", reason != NULL ? reason : ""));
}

static const RtcDataEvents data_events = {
  on_channel, on_connected, on_closed
};

/* --- life --------------------------------------------------------------------------- */

typedef struct
{
  Side *side;
  guint64 max;
} Connecting;

static void
connect_side (gpointer user_data)
{
  Connecting *connecting = user_data;
  Side *side = connecting->side;
  RtcDataLink link = { 5000, 5000, connecting->max,
    side == &side->pair->sides[0], on_send, side
  };

  fail_unless (rtc_data_connect (side->data, side->loop, &link, NULL));
}

static void
disconnect_side (gpointer user_data)
{
  rtc_data_disconnect (((Side *) user_data)->data);
}

/* The first side is the DTLS client */
Pair *
pair_new (void)
{
  Pair *pair = g_new0 (Pair, 1);

  g_mutex_init (&pair->lock);
  g_cond_init (&pair->cond);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair->sides[i];

    side->pair = pair;
    side->peer = &pair->sides[1 - i];
    side->loop = rtc_loop_new ("side");
    side->strand = rtc_strand_new ();
    side->rand = g_rand_new_with_seed (i + 1);
    side->lines = g_ptr_array_new_with_free_func (g_free);
    side->data = rtc_data_new (side->strand, &data_events, side);
  }
  return pair;
}

void
pair_connect_with (Pair * pair, guint64 remote_max_message_size)
{
  for (guint i = 0; i < 2; i++) {
    Connecting connecting = { &pair->sides[i], remote_max_message_size };

    rtc_loop_call (pair->sides[i].loop, connect_side, &connecting);
  }
}

void
pair_connect (Pair * pair)
{
  pair_connect_with (pair, RTC_DATA_MAX_MESSAGE);
}

Pair *
pair_new_connected (void)
{
  Pair *pair = pair_new ();

  pair_connect (pair);
  for (guint i = 0; i < 2; i++)
    pair_wait (&pair->sides[i], "connected 1024");
  return pair;
}

void
pair_disconnect (Side * side)
{
  rtc_loop_call (side->loop, disconnect_side, side);
}

static void
nothing (gpointer data)
{
}

static void
signal_done (gpointer data)
{
  keep (data, g_strdup ("done"));
}

/* Back and forth, as packets go */
void
pair_settle (Side * side)
{
  for (guint i = 0; i < 4; i++)
    rtc_loop_call (i % 2 == 0 ? side->loop : side->peer->loop, nothing, NULL);
  rtc_strand_flush (side->strand, RTC_NEVER / 2);
}

void
pair_free (Pair * pair)
{
  for (guint i = 0; i < 2; i++) {
    rtc_data_close (pair->sides[i].data);
    pair_disconnect (&pair->sides[i]);
  }
  pair_settle (&pair->sides[0]);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair->sides[i];

    rtc_strand_post (side->strand, signal_done, side, NULL);
    pair_wait (side, "done");
    g_clear_pointer (&side->accepted, rtc_data_channel_unref);
    rtc_data_unref (side->data);
    rtc_loop_unref (side->loop);
    rtc_strand_unref (side->strand);
    g_rand_free (side->rand);
    g_clear_pointer (&side->last, g_bytes_unref);
    g_ptr_array_unref (side->lines);
  }
  g_mutex_clear (&pair->lock);
  g_cond_clear (&pair->cond);
  g_free (pair);
}

/* transfer: full */
RtcDataChannel *
pair_create_with (Side * side, const RtcDataChannelConfig * config)
{
  GError *error = NULL;
  RtcDataChannel *channel =
      rtc_data_create_channel (side->data, config, &error);

  fail_unless (channel != NULL, "%s", error != NULL ? error->message : "");
  rtc_data_channel_watch (channel, &channel_events, side, NULL);
  return channel;
}

RtcDataChannel *
pair_create (Side * side, const gchar * label)
{
  RtcDataChannelConfig config = CHAT;

  config.label = label;
  return pair_create_with (side, &config);
}

void
pair_send (RtcDataChannel * channel, gsize size, guint8 fill)
{
  g_autoptr (GError) error = NULL;
  guint8 *data = g_malloc (MAX (size, 1));
  g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);

  memset (data, fill, size);
  fail_unless (rtc_data_channel_send (channel, bytes, FALSE, &error), "%s",
      error != NULL ? error->message : "");
}

static gboolean
same_word (const gchar * a, const gchar * b)
{
  gsize size = strcspn (a, " ");

  return size == strcspn (b, " ") && strncmp (a, b, size) == 0;
}

void
pair_wait (Side * side, const gchar * line)
{
  g_mutex_lock (&side->pair->lock);
  while (TRUE) {
    for (; side->taken < side->lines->len; side->taken++)
      if (same_word (g_ptr_array_index (side->lines, side->taken), line))
        break;
    if (side->taken < side->lines->len)
      break;
    g_cond_wait (&side->pair->cond, &side->pair->lock);
  }
  fail_unless_equals_string (g_ptr_array_index (side->lines, side->taken),
      line);
  side->taken++;
  g_mutex_unlock (&side->pair->lock);
}

void
pair_wait_messages (Side * side, guint n)
{
  g_mutex_lock (&side->pair->lock);
  while (side->messages < n)
    g_cond_wait (&side->pair->cond, &side->pair->lock);
  g_mutex_unlock (&side->pair->lock);
}

guint
pair_count_messages (Side * side)
{
  guint n;

  g_mutex_lock (&side->pair->lock);
  n = side->messages;
  g_mutex_unlock (&side->pair->lock);
  return n;
}
