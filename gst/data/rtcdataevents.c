/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "rtcdatapriv.h"

/* Everything the application is told, in the order in which it happened.  What
 * waits here in a strand that is slow counts: at the limit nothing more is read
 * from the association, and the peer's sender comes to a halt. */

#define BACKLOG_HIGH (4 * 1024 * 1024)
#define BACKLOG_LOW (BACKLOG_HIGH / 4)

typedef enum
{
  EVENT_STATE,
  EVENT_MESSAGE,
  EVENT_LOW,
  EVENT_ERROR,
  EVENT_CHANNEL,
  EVENT_CONNECTED,
  EVENT_CLOSED,
} Kind;

typedef struct
{
  Kind kind;
  RtcData *data;
  RtcDataChannel *channel;
  guint number;                 /* a state, or the number of channels */
  gboolean is_string;
  GBytes *message;
  GError *error;
  gchar *reason;
  gsize cost;
} Event;

void
rtc_data_watch_unref (RtcDataWatch * watch)
{
  if (!g_atomic_int_dec_and_test (&watch->refcount))
    return;
  if (watch->notify != NULL)
    watch->notify (watch->user_data);
  g_free (watch);
}

static void
unpause (gpointer user_data)
{
  RtcData *data = user_data;
  gboolean paused;

  /* more may have come to wait meanwhile */
  g_mutex_lock (&data->lock);
  paused = data->paused;
  g_mutex_unlock (&data->lock);
  if (data->sctp != NULL && !paused)
    rtc_sctp_set_paused (data->sctp, FALSE);
}

/* With the lock */
static void
account (RtcData * data, Event * event)
{
  data->backlog += event->cost;
  if (data->backlog > BACKLOG_HIGH && !data->paused && data->loop != NULL
      && rtc_loop_is_current (data->loop)) {
    data->paused = TRUE;
    rtc_sctp_set_paused (data->sctp, TRUE);
  }
}

/* With the lock: so much does not wait any more */
void
rtc_data_used (RtcData * data, gsize cost)
{
  data->backlog -= cost;
  if (!data->paused || data->backlog >= BACKLOG_LOW)
    return;
  data->paused = FALSE;
  if (data->loop != NULL)
    rtc_loop_post (data->loop, unpause, rtc_data_ref (data),
        (GDestroyNotify) rtc_data_unref);
}

static void
event_free (gpointer user_data)
{
  Event *event = user_data;
  RtcData *data = event->data;

  g_mutex_lock (&data->lock);
  rtc_data_used (data, event->cost);
  g_mutex_unlock (&data->lock);
  g_clear_pointer (&event->channel, rtc_data_channel_unref);
  g_clear_pointer (&event->message, g_bytes_unref);
  g_clear_error (&event->error);
  g_free (event->reason);
  g_free (event);
  rtc_data_unref (data);
}

static void
tell_channel (Event * event, RtcDataWatch * watch)
{
  RtcDataChannel *channel = event->channel;
  const RtcDataChannelEvents *events = &watch->events;

  switch (event->kind) {
    case EVENT_STATE:
      if (events->state_changed != NULL)
        events->state_changed (channel, event->number, watch->user_data);
      break;
    case EVENT_MESSAGE:
      if (events->message != NULL)
        events->message (channel, event->message, event->is_string,
            watch->user_data);
      break;
    case EVENT_LOW:
      if (events->buffered_low != NULL)
        events->buffered_low (channel, watch->user_data);
      break;
    case EVENT_ERROR:
      if (events->error != NULL)
        events->error (channel, event->error, watch->user_data);
      break;
    default:
      break;
  }
}

static void
tell_data (Event * event)
{
  RtcData *data = event->data;

  if (event->kind == EVENT_CHANNEL && data->events.channel != NULL)
    data->events.channel (data, event->channel, data->user_data);
  else if (event->kind == EVENT_CONNECTED && data->events.connected != NULL)
    data->events.connected (data, event->number, data->user_data);
  else if (event->kind == EVENT_CLOSED && data->events.closed != NULL)
    data->events.closed (data, event->reason, data->user_data);
}

/* With the lock; transfer: full.  After CLOSED there is nothing to watch. */
static RtcDataWatch *
take_watch (Event * event)
{
  RtcDataWatch *watch = event->channel->watch;

  if (event->kind == EVENT_STATE && watch == NULL)
    event->channel->missed = event->number;
  else if (event->kind == EVENT_STATE
      && event->number == RTC_DATA_CHANNEL_CLOSED)
    event->channel->watch = NULL;
  else if (watch != NULL)
    g_atomic_int_inc (&watch->refcount);
  return watch;
}

/* With the lock */
static GSList *
take_taps (Event * event)
{
  return rtc_data_taps_take (event->channel,
      event->kind == EVENT_MESSAGE ? &event->cost : NULL,
      event->kind == EVENT_STATE && event->number == RTC_DATA_CHANNEL_CLOSED);
}

static void
tell_tap (gpointer tap, gpointer event)
{
  tell_channel (event, &((RtcDataTap *) tap)->watch);
}

static void
run (gpointer user_data)
{
  Event *event = user_data;
  RtcData *data = event->data;
  RtcDataWatch *watch = NULL;
  GSList *taps = NULL;
  gboolean silent;

  g_mutex_lock (&data->lock);
  silent = data->closed;
  if (event->kind < EVENT_CHANNEL) {
    watch = take_watch (event);
    taps = take_taps (event);
  }
  g_mutex_unlock (&data->lock);
  g_slist_foreach (taps, tell_tap, event);
  g_slist_free_full (taps, (GDestroyNotify) rtc_data_tap_unref);
  if (watch != NULL) {
    if (!silent)
      tell_channel (event, watch);
    rtc_data_watch_unref (watch);
  } else if (!silent && event->kind >= EVENT_CHANNEL) {
    tell_data (event);
  }
}

/* With the lock, as all below */
static void
post (RtcData * data, RtcDataChannel * channel, Event event)
{
  Event *copy = g_memdup2 (&event, sizeof (event));

  copy->data = rtc_data_ref (data);
  if (channel != NULL)
    copy->channel = rtc_data_channel_ref (channel);
  copy->cost += RTC_DATA_EVENT_COST;
  account (data, copy);
  rtc_strand_post (data->strand, run, copy, event_free);
}

void
rtc_data_tell_state (RtcDataChannel * channel, RtcDataChannelState state)
{
  post (channel->data, channel, (Event) {.kind = EVENT_STATE,.number = state});
}

/* transfer of @message: full */
void
rtc_data_tell_message (RtcDataChannel * channel, GBytes * message,
    gboolean is_string)
{
  post (channel->data, channel, (Event) {.kind = EVENT_MESSAGE,
      .message = message,.is_string = is_string,
      .cost = g_bytes_get_size (message)});
}

void
rtc_data_tell_low (RtcDataChannel * channel)
{
  post (channel->data, channel, (Event) {.kind = EVENT_LOW});
}

void
rtc_data_tell_error (RtcDataChannel * channel, const GError * error)
{
  post (channel->data, channel, (Event) {.kind = EVENT_ERROR,
      .error = g_error_copy (error)});
}

void
rtc_data_tell_channel (RtcData * data, RtcDataChannel * channel)
{
  post (data, channel, (Event) {.kind = EVENT_CHANNEL,
      .cost = strlen (channel->config.label)
        + strlen (channel->config.protocol)});
}

void
rtc_data_tell_connected (RtcData * data, guint max_channels)
{
  post (data, NULL, (Event) {.kind = EVENT_CONNECTED,.number = max_channels});
}

void
rtc_data_tell_closed (RtcData * data, const gchar * reason)
{
  post (data, NULL, (Event) {.kind = EVENT_CLOSED,
      .reason = g_strdup (reason)});
}
