/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceturn.h"

#include "rtcnicebridge.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* From the first remote candidate on: time for the direct paths */
#define DELAY (250 * G_TIME_SPAN_MILLISECOND)

struct _RtcNiceTurn
{
  RtcNice *nice;                /* its owner */
  GPtrArray *servers;
  GPtrArray *bridges;           /* to some of them, once they are asked for */
  RtcTimer *timer;
  gboolean scheduled, started, stopped;
};

static void
ask (RtcNice * nice, const RtcNiceServer * server, const gchar * ip,
    guint16 port)
{
  if (!nice_agent_set_relay_info (nice->agent, nice->stream,
          RTC_NICE_COMPONENT, ip, port, server->user, server->password,
          server->tcp ? NICE_RELAY_TYPE_TURN_TCP : NICE_RELAY_TYPE_TURN_UDP))
    GST_WARNING ("%p: a relay is not used", nice);
}

static void
on_resolved (RtcNiceServer * server, const gchar * ip, gpointer user_data)
{
  RtcNice *nice = user_data;

  if (ip != NULL && !nice->closed && !nice->turn->stopped)
    ask (nice, server, ip, server->port);
  rtc_nice_lookup_end (nice);
}

static void
ask_by_bridge (RtcNiceTurn * turn, RtcNiceServer * server)
{
  g_autoptr (GError) error = NULL;
  RtcNiceBridge *bridge = rtc_nice_bridge_new (turn->nice, server, &error);

  if (bridge == NULL) {
    GST_WARNING ("%p: a relay is not used: %s", turn->nice, error->message);
    return;
  }
  g_ptr_array_add (turn->bridges, bridge);
  ask (turn->nice, server, rtc_nice_bridge_get_ip (bridge),
      rtc_nice_bridge_get_port (bridge));
}

static void
on_timer (gpointer data)
{
  rtc_nice_turn_start (data);
}

RtcNiceTurn *
rtc_nice_turn_new (RtcNice * nice, const gchar * const *uris, GError ** error)
{
  g_autoptr (GPtrArray) servers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_nice_server_free);
  RtcNiceTurn *turn;

  for (; uris != NULL && *uris != NULL; uris++) {
    RtcNiceServer *server = rtc_nice_server_parse (*uris, error);

    if (server == NULL)
      return NULL;
    g_ptr_array_add (servers, server);
    if (!server->turn) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "a stun: address stands among the turn: addresses: it belongs to "
          "stun-server");
      return NULL;
    }
    if (server->tls && !rtc_nice_bridge_check_tls (error))
      return NULL;
  }

  turn = g_new0 (RtcNiceTurn, 1);
  turn->nice = nice;
  turn->servers = g_steal_pointer (&servers);
  turn->bridges =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_nice_bridge_free);
  turn->timer = rtc_timer_new (nice->ice.loop, on_timer, turn);
  return turn;
}

void
rtc_nice_turn_free (RtcNiceTurn * turn)
{
  rtc_timer_free (turn->timer);
  g_ptr_array_unref (turn->bridges);
  g_ptr_array_unref (turn->servers);
  g_free (turn);
}

/* A remote candidate is there: relays follow unless they are stopped first. */
void
rtc_nice_turn_schedule (RtcNiceTurn * turn)
{
  if (turn->scheduled || turn->started || turn->stopped)
    return;
  turn->scheduled = TRUE;
  rtc_timer_set (turn->timer, rtc_loop_now () + DELAY);
}

/* Now: there is no other path, or there shall be none. */
void
rtc_nice_turn_start (RtcNiceTurn * turn)
{
  if (turn->started || turn->stopped)
    return;
  turn->started = TRUE;
  GST_DEBUG ("%p: asking %u relays", turn->nice, turn->servers->len);
  rtc_timer_set (turn->timer, RTC_NEVER);
  for (guint i = 0; i < turn->servers->len; i++) {
    RtcNiceServer *server = g_ptr_array_index (turn->servers, i);

    if (server->tls || (server->tcp && turn->nice->proxy != NULL)) {
      ask_by_bridge (turn, server);
    } else {
      rtc_nice_lookup_begin (turn->nice);
      rtc_nice_server_resolve (server, on_resolved, turn->nice);
    }
  }
}

/* A direct pair is selected: none is needed. */
void
rtc_nice_turn_stop (RtcNiceTurn * turn)
{
  turn->stopped = TRUE;
  rtc_timer_set (turn->timer, RTC_NEVER);
}

/* Relays that were allocated stay with their sockets. */
void
rtc_nice_turn_restart (RtcNiceTurn * turn)
{
  turn->scheduled = turn->stopped = FALSE;
}
