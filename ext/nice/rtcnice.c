/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

#include "core/rtcids.h"
#include "rtcnicechecks.h"
#include "rtcniceprobe.h"
#include "rtcniceturn.h"

GST_DEBUG_CATEGORY (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* Ta of RFC 8445 section 14 */
#define PACING_MS 5
#define SEND_BATCH 16

RtcNice *
rtc_nice_ref (RtcNice * nice)
{
  nice->refcount++;
  return nice;
}

void
rtc_nice_unref (gpointer data)
{
  RtcNice *nice = data;

  if (--nice->refcount > 0)
    return;
  g_clear_pointer (&nice->turn, rtc_nice_turn_free);
  g_clear_pointer (&nice->stun, rtc_nice_server_free);
  g_free (nice->proxy);
  g_free (nice->ice.problem);
  g_free (nice->path_key);
  g_free (nice->ufrag);
  g_free (nice->pwd);
  rtc_loop_unref (nice->ice.loop);
  g_free (nice);
}

static void
on_closed (GObject * source, GAsyncResult * result, gpointer user_data)
{
  RtcNice *nice = user_data;

  g_clear_object (&nice->agent);
  rtc_nice_unref (nice);
}

/* Relays are given back to their server before the agent goes. */
static void
close_agent (gpointer data)
{
  RtcNice *nice = data;

  nice_agent_close_async (nice->agent, on_closed, rtc_nice_ref (nice));
}

/* Also inside a callback: the agent, which may be in the middle of calling us,
 * is closed in a later turn of the loop. */
static void
nice_free (RtcIce * ice)
{
  RtcNice *nice = (RtcNice *) ice;

  nice->closed = TRUE;
  nice->state = RTC_ICE_CLOSED;
  rtc_nice_events_clear (nice);
  rtc_nice_remote_clear (nice);
  g_clear_pointer (&nice->checks, rtc_nice_checks_free);
  g_clear_pointer (&nice->probe, rtc_nice_probe_free);
  g_clear_pointer (&nice->lookup_limit, rtc_timer_free);
  if (nice->turn != NULL)
    rtc_nice_turn_stop (nice->turn);
  rtc_loop_post (ice->loop, close_agent, nice, rtc_nice_unref);
}

static const gchar *
nice_get_local_ufrag (RtcIce * ice)
{
  return ((RtcNice *) ice)->ufrag;
}

static const gchar *
nice_get_local_pwd (RtcIce * ice)
{
  return ((RtcNice *) ice)->pwd;
}

static gboolean
nice_gather (RtcIce * ice, GError ** error)
{
  RtcNice *nice = (RtcNice *) ice;

  if (nice->relay_only || nice->relay_early)
    rtc_nice_turn_start (nice->turn);
  return rtc_nice_gather (nice, error);
}

static gboolean
nice_set_remote_credentials (RtcIce * ice, const gchar * ufrag,
    const gchar * pwd)
{
  return rtc_nice_remote_set_credentials ((RtcNice *) ice, ufrag, pwd);
}

static gboolean
nice_add_remote_candidate (RtcIce * ice, const gchar * candidate)
{
  return rtc_nice_remote_add ((RtcNice *) ice, candidate);
}

static void
nice_end_of_candidates (RtcIce * ice)
{
  RtcNice *nice = (RtcNice *) ice;

  nice_agent_peer_candidate_gathering_done (nice->agent, nice->stream);
}

static void
take_local_credentials (RtcNice * nice)
{
  g_clear_pointer (&nice->ufrag, g_free);
  g_clear_pointer (&nice->pwd, g_free);
  nice_agent_get_local_credentials (nice->agent, nice->stream, &nice->ufrag,
      &nice->pwd);
}

/* The path in use stays until the new checks find one (RFC 8445 section 9), which
 * is news even if it is the same */
static gboolean
nice_restart (RtcIce * ice, const gchar * ufrag, const gchar * pwd)
{
  RtcNice *nice = (RtcNice *) ice;

  if (!nice_agent_restart_stream (nice->agent, nice->stream))
    return FALSE;
  if (ufrag != NULL && pwd != NULL)
    nice_agent_set_local_credentials (nice->agent, nice->stream, ufrag, pwd);
  take_local_credentials (nice);
  rtc_nice_remote_clear (nice);
  rtc_nice_checks_restart (nice->checks);
  rtc_nice_turn_restart (nice->turn);
  g_clear_pointer (&nice->path_key, g_free);
  return TRUE;
}

static gboolean
nice_send (RtcIce * ice, const GOutputVector * packets, guint n)
{
  RtcNice *nice = (RtcNice *) ice;
  NiceOutputMessage messages[SEND_BATCH];

  while (n > 0) {
    guint m = MIN (n, SEND_BATCH);

    for (guint i = 0; i < m; i++)
      messages[i] = (NiceOutputMessage) {
      (GOutputVector *) & packets[i], 1};
    if (nice_agent_send_messages_nonblocking (nice->agent, nice->stream,
            RTC_NICE_COMPONENT, messages, m, NULL, NULL) != (gint) m)
      return FALSE;
    packets += m;
    n -= m;
  }
  return TRUE;
}

static const RtcIceClass nice_class = {
  nice_free,
  nice_get_local_ufrag,
  nice_get_local_pwd,
  nice_gather,
  nice_set_remote_credentials,
  nice_add_remote_candidate,
  nice_end_of_candidates,
  nice_restart,
  nice_send,
  rtc_nice_get_stats,
};

/* Answers to our own checks are unknown to the agent, which takes them for data:
 * STUN is none (RFC 7983). */
/* GLib takes a source's socket out of the poll while the source is dispatched,
 * unless it may recurse, and writes to the context's eventfd for both: two system
 * calls, and a poll that returns for nothing.  The sources are libnice's. */
static void
keep_in_poll (RtcNice * nice)
{
  GSource *source = g_main_current_source ();

  if (source == NULL || source == nice->polled)
    return;
  nice->polled = source;
  g_source_set_can_recurse (source, TRUE);
}

static void
on_received (NiceAgent * agent, guint stream, guint component, guint len,
    gchar * data, gpointer user_data)
{
  RtcNice *nice = user_data;

  keep_in_poll (nice);
  if (nice->closed || nice->ice.events.received == NULL || len == 0
      || (guint8) data[0] <= 3)
    return;
  nice->ice.events.received (&nice->ice, (guint8 *) data, len,
      nice->ice.user_data);
}

static void
make_agent (RtcNice * nice, const RtcIceConfig * config)
{
  GMainContext *context = rtc_loop_get_context (nice->ice.loop);

  nice->agent = nice_agent_new_full (context, NICE_COMPATIBILITY_RFC5245,
      NICE_AGENT_OPTION_ICE_TRICKLE | NICE_AGENT_OPTION_CONSENT_FRESHNESS);
  g_object_set (nice->agent, "upnp", FALSE, "ice-tcp", FALSE,
      "stun-pacing-timer", PACING_MS, "controlling-mode", config->controlling,
      "force-relay", config->relay_only, NULL);
  nice->stream = nice_agent_add_stream (nice->agent, RTC_NICE_COMPONENT);
  if (config->local_ufrag != NULL && config->local_pwd != NULL)
    nice_agent_set_local_credentials (nice->agent, nice->stream,
        config->local_ufrag, config->local_pwd);
  take_local_credentials (nice);
  nice_agent_attach_recv (nice->agent, nice->stream, RTC_NICE_COMPONENT,
      context, on_received, nice);
}

/* Several loops make agents at once */
static void
ensure_debug_category (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once)) {
    GST_DEBUG_CATEGORY_INIT (rtc_nice_debug, "rtcnice", 0, "ICE by libnice");
    g_once_init_leave (&once, 1);
  }
}

/* An RtcIceFactory.  On the loop's thread, as all that follows.  Transfer full.
 * G_IO_ERROR_INVALID_ARGUMENT or _NOT_SUPPORTED for a server, address or port
 * range that is no good. */
RtcIce *
rtc_nice_new (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  RtcNice *nice = g_new0 (RtcNice, 1);

  ensure_debug_category ();
  nice->ice.klass = &nice_class;
  nice->ice.loop = rtc_loop_ref (loop);
  nice->ice.events = *events;
  nice->ice.user_data = user_data;
  nice->refcount = 1;
  nice->relay_only = config->relay_only;
  nice->relay_early = config->relay_early;
  nice->resolve_mdns = config->resolve_mdns;
  make_agent (nice, config);
  rtc_nice_events_init (nice);
  nice->checks = rtc_nice_checks_new (nice);
  if (config->probe)
    nice->probe = rtc_nice_probe_new (nice);
  nice->turn = rtc_nice_turn_new (nice, config->turn_servers, error);

  if (nice->turn == NULL || !rtc_nice_gather_init (nice, config, error)) {
    nice_free (&nice->ice);
    return NULL;
  }
  return &nice->ice;
}
