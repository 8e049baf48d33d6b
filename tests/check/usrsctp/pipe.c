/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

#include <string.h>

typedef struct
{
  End *to;
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

    if (flight->to->sctp != NULL)
      rtc_sctp_input (flight->to->sctp, bytes, size);
  }
}

static gboolean
arrive_now (gpointer flight)
{
  arrive (flight);
  return G_SOURCE_REMOVE;
}

static void
arrive_later (Flight * flight, guint delay)
{
  GSource *source = g_timeout_source_new (delay);

  g_source_set_callback (source, arrive_now, flight, flight_free);
  g_source_attach (source, rtc_loop_get_context (flight->to->loop));
  g_source_unref (source);
}

static gboolean
chance (End * end, gint percent)
{
  return g_rand_int_range (end->rand, 0, 100) < percent;
}

static guint
count_immediate (GBytes * packet)
{
  gsize size, at = 12;
  const guint8 *bytes = g_bytes_get_data (packet, &size);
  guint n = 0;

  while (at + 4 <= size) {
    if ((bytes[at] == 0 || bytes[at] == 64) && (bytes[at + 1] & 8))
      n++;
    at += ((bytes[at + 2] << 8 | bytes[at + 3]) + 3) & ~3u;
  }
  return n;
}

static void
on_output (RtcSctp * sctp, GBytes * const *packets, guint n, gpointer data)
{
  End *end = data;
  Flight *flight = g_new0 (Flight, 1);

  flight->to = end->peer;
  flight->packets = g_ptr_array_new_with_free_func ((GDestroyNotify)
      g_bytes_unref);
  for (guint i = 0; i < n; i++) {
    gint copies = chance (end, g_atomic_int_get (&end->pipe->doubled)) ? 2 : 1;

    end->packets++;
    end->immediate += count_immediate (packets[i]);
    end->largest = MAX (end->largest, g_bytes_get_size (packets[i]));
    if (chance (end, g_atomic_int_get (&end->pipe->loss)))
      continue;
    /* a copy jumps the queue: doubled and out of order at once */
    g_ptr_array_add (flight->packets, g_bytes_ref (packets[i]));
    if (copies == 2)
      g_ptr_array_insert (flight->packets, 0, g_bytes_ref (packets[i]));
  }
  if (end->pipe->delay > 0)
    arrive_later (flight, end->pipe->delay);
  else
    rtc_loop_post (end->peer->loop, arrive, flight, flight_free);
}

static void
on_state (RtcSctp * sctp, RtcSctpState state, const gchar * reason,
    gpointer data)
{
  End *end = data;

  g_mutex_lock (&end->pipe->lock);
  end->state = state;
  g_free (end->reason);
  end->reason = g_strdup (reason);
  g_cond_broadcast (&end->pipe->cond);
  g_mutex_unlock (&end->pipe->lock);
}

static void
on_message (RtcSctp * sctp, guint16 stream, guint32 ppid, const guint8 * bytes,
    gsize size, gpointer data)
{
  End *end = data;
  Message *message = g_new0 (Message, 1);

  *message = (Message) { stream, ppid, g_bytes_new (bytes, size) };
  if (end->pauses)
    rtc_sctp_set_paused (sctp, TRUE);
  g_mutex_lock (&end->pipe->lock);
  g_queue_push_tail (&end->messages, message);
  g_cond_broadcast (&end->pipe->cond);
  g_mutex_unlock (&end->pipe->lock);
}

static void
on_reset (RtcSctp * sctp, const guint16 * streams, guint n, gboolean incoming,
    gpointer data)
{
  End *end = data;

  g_mutex_lock (&end->pipe->lock);
  g_array_append_vals (incoming ? end->incoming : end->outgoing, streams, n);
  g_cond_broadcast (&end->pipe->cond);
  g_mutex_unlock (&end->pipe->lock);
}

static void
on_writable (RtcSctp * sctp, gpointer data)
{
  End *end = data;

  g_mutex_lock (&end->pipe->lock);
  end->writable = TRUE;
  g_cond_broadcast (&end->pipe->cond);
  g_mutex_unlock (&end->pipe->lock);
}

static const RtcSctpEvents events = {
  on_output, on_state, on_message, on_reset, on_writable
};

static gsize making_size;

static void
make (gpointer data)
{
  End *end = data;
  RtcSctpConfig config = { 5000, 5000, making_size, MTU };

  end->sctp = rtc_sctp_new (end->loop, &config, &events, end, NULL);
  fail_unless (end->sctp != NULL);
}

static void
start (gpointer data)
{
  rtc_sctp_start (((End *) data)->sctp);
}

void
end_call (End * end, RtcLoopFunc func, gpointer data)
{
  rtc_loop_call (end->loop, func, data);
}

Pipe *
pipe_new (gsize max_message_size)
{
  Pipe *pipe = g_new0 (Pipe, 1);

  g_mutex_init (&pipe->lock);
  g_cond_init (&pipe->cond);
  making_size = max_message_size;
  for (guint i = 0; i < 2; i++) {
    End *end = &pipe->ends[i];

    end->pipe = pipe;
    end->peer = &pipe->ends[1 - i];
    end->loop = rtc_loop_new ("end");
    end->rand = g_rand_new_with_seed (i + 1);
    g_queue_init (&end->messages);
    end->incoming = g_array_new (FALSE, FALSE, sizeof (guint16));
    end->outgoing = g_array_new (FALSE, FALSE, sizeof (guint16));
  }
  for (guint i = 0; i < 2; i++)
    end_call (&pipe->ends[i], make, &pipe->ends[i]);
  return pipe;
}

/* Both at once, as over DTLS */
void
pipe_start (Pipe * pipe)
{
  for (guint i = 0; i < 2; i++)
    rtc_loop_post (pipe->ends[i].loop, start, &pipe->ends[i], NULL);
}

Pipe *
pipe_new_connected (void)
{
  Pipe *pipe = pipe_new (262144);

  pipe_start (pipe);
  for (guint i = 0; i < 2; i++)
    end_wait_state (&pipe->ends[i], RTC_SCTP_CONNECTED);
  return pipe;
}

static void
drop (gpointer data)
{
  End *end = data;

  g_clear_pointer (&end->sctp, rtc_sctp_free);
}

static void
nothing (gpointer data)
{
}

void
pipe_free (Pipe * pipe)
{
  for (guint i = 0; i < 2; i++)
    end_call (&pipe->ends[i], drop, &pipe->ends[i]);
  /* what the last ones have sent has arrived */
  for (guint i = 0; i < 4; i++)
    end_call (&pipe->ends[i % 2], nothing, NULL);
  for (guint i = 0; i < 2; i++) {
    End *end = &pipe->ends[i];

    rtc_loop_unref (end->loop);
    g_rand_free (end->rand);
    g_free (end->reason);
    g_queue_clear_full (&end->messages, (GDestroyNotify) message_free);
    g_array_unref (end->incoming);
    g_array_unref (end->outgoing);
  }
  g_mutex_clear (&pipe->lock);
  g_cond_clear (&pipe->cond);
  g_free (pipe);
}

void
end_wait_state (End * end, RtcSctpState state)
{
  g_mutex_lock (&end->pipe->lock);
  while (end->state != state)
    g_cond_wait (&end->pipe->cond, &end->pipe->lock);
  g_mutex_unlock (&end->pipe->lock);
}

Message *
end_wait_message (End * end)
{
  Message *message;

  g_mutex_lock (&end->pipe->lock);
  while ((message = g_queue_pop_head (&end->messages)) == NULL)
    g_cond_wait (&end->pipe->cond, &end->pipe->lock);
  g_mutex_unlock (&end->pipe->lock);
  return message;
}

void
message_free (Message * message)
{
  g_bytes_unref (message->data);
  g_free (message);
}

void
end_wait_reset (End * end, gboolean incoming, guint n)
{
  GArray *resets = incoming ? end->incoming : end->outgoing;

  g_mutex_lock (&end->pipe->lock);
  while (resets->len < n)
    g_cond_wait (&end->pipe->cond, &end->pipe->lock);
  g_mutex_unlock (&end->pipe->lock);
}

typedef struct
{
  End *end;
  const RtcSctpSend *how;
  const guint8 *data;
  gsize size;
  RtcSctpResult result;
} Sending;

static void
send_now (gpointer data)
{
  Sending *sending = data;
  GError *error = NULL;

  sending->end->writable = FALSE;
  sending->result = rtc_sctp_send (sending->end->sctp, sending->how,
      sending->data, sending->size, &error);
  fail_if (sending->result == RTC_SCTP_REFUSED, "%s",
      error != NULL ? error->message : "");
  rtc_sctp_flush (sending->end->sctp);
}

/* Waits for room */
void
end_send (End * end, const RtcSctpSend * how, gsize size, guint8 fill)
{
  g_autofree guint8 *data = g_malloc (size);
  Sending sending = { end, how, data, size, RTC_SCTP_FULL };

  memset (data, fill, size);
  while (TRUE) {
    end_call (end, send_now, &sending);
    if (sending.result == RTC_SCTP_SENT)
      return;
    g_mutex_lock (&end->pipe->lock);
    while (!end->writable)
      g_cond_wait (&end->pipe->cond, &end->pipe->lock);
    g_mutex_unlock (&end->pipe->lock);
  }
}
