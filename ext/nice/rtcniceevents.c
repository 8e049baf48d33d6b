/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

#include "rtcnicechecks.h"
#include "rtcniceprobe.h"
#include "rtcniceturn.h"
#include "sdp/rtccandidate.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* The agent emits its signals inside our calls into it as well as later.  To the
 * owner all of it happens later: events wait in a queue that a post empties. */

/* A peer that gave no usable candidate (mDNS names) is only known once its own
 * checks arrive, long after the agent has given up on an empty list. */
#define GRACE (15 * G_USEC_PER_SEC)
/* An agent that finds nothing to check never gives up by itself */
#define LIMIT (30 * G_USEC_PER_SEC)

typedef enum
{ EVENT_STATE, EVENT_CANDIDATE, EVENT_PATH } EventType;

typedef struct
{
  EventType type;
  RtcIceState state;
  gchar *candidate;
} Event;

static void
event_free (Event * event)
{
  g_free (event->candidate);
  g_free (event);
}

static void
tell_state (RtcNice * nice, RtcIceState state)
{
  RtcIceEvents *events = &nice->ice.events;

  /* silence is one of a pair in use */
  if (nice->state == state || (state == RTC_ICE_DISCONNECTED
          && nice->state != RTC_ICE_CONNECTED))
    return;
  /* the same pair may come back, and is news then */
  if (state == RTC_ICE_FAILED) {
    g_clear_pointer (&nice->path_key, g_free);
    if (nice->probe != NULL)
      rtc_nice_probe_stop (nice->probe);
  }
  GST_DEBUG ("%p: state %d to %d", nice, nice->state, state);
  nice->state = state;
  if (events->state_changed != NULL)
    events->state_changed (&nice->ice, state, nice->ice.user_data);
}

static void
tell (RtcNice * nice, const Event * event)
{
  RtcIceEvents *events = &nice->ice.events;

  switch (event->type) {
    case EVENT_STATE:
      tell_state (nice, event->state);
      break;
    case EVENT_CANDIDATE:
      if (events->local_candidate != NULL)
        events->local_candidate (&nice->ice, event->candidate,
            nice->ice.user_data);
      break;
    case EVENT_PATH:
      rtc_nice_tell_path (nice);
      break;
  }
}

static void
flush (gpointer data)
{
  RtcNice *nice = data;
  Event *event;

  nice->flush_posted = FALSE;
  while (!nice->closed && (event = g_queue_pop_head (&nice->events)) != NULL) {
    tell (nice, event);
    event_free (event);
  }
}

static void
push (RtcNice * nice, EventType type, RtcIceState state, gchar * candidate)
{
  Event *event = g_new (Event, 1);

  *event = (Event) {
  type, state, candidate};
  g_queue_push_tail (&nice->events, event);
  if (!nice->flush_posted) {
    nice->flush_posted = TRUE;
    rtc_loop_post (nice->ice.loop, flush, rtc_nice_ref (nice), rtc_nice_unref);
  }
}

void
rtc_nice_push_state (RtcNice * nice, RtcIceState state)
{
  push (nice, EVENT_STATE, state, NULL);
}

/* transfer: full.  Of ours where addresses must not be known nothing but the
 * relay's is told: what is related is zero then (RFC 8839 section 5.1). */
gchar *
rtc_nice_print_candidate (RtcNice * nice, const NiceCandidate * candidate,
    gboolean remote)
{
  gchar address[NICE_ADDRESS_STRING_LEN], related[NICE_ADDRESS_STRING_LEN];
  RtcCandidate c = {
    .foundation = (gchar *) candidate->foundation,
    .component = RTC_NICE_COMPONENT,
    .transport = (gchar *) (candidate->transport ==
        NICE_CANDIDATE_TRANSPORT_UDP ? "UDP" : "TCP"),
    .priority = candidate->priority,
    .address = address,
    .port = nice_address_get_port (&candidate->addr),
    .type_name = (gchar *) rtc_nice_type_name (candidate->type),
    .generation = -1,.network_id = -1,.network_cost = -1
  };

  nice_address_to_string (&candidate->addr, address);
  if (nice->relay_only && !remote) {
    c.raddr = (gchar *) "0.0.0.0";
  } else if (candidate->type != NICE_CANDIDATE_TYPE_HOST
      && nice_address_is_valid (&candidate->base_addr)) {
    nice_address_to_string (&candidate->base_addr, related);
    c.raddr = related;
    c.rport = nice_address_get_port (&candidate->base_addr);
  }
  return rtc_candidate_print (&c);
}

void
rtc_nice_push_candidate (RtcNice * nice, const NiceCandidate * candidate)
{
  if (candidate->transport != NICE_CANDIDATE_TRANSPORT_UDP
      || (nice->relay_only && candidate->type != NICE_CANDIDATE_TYPE_RELAYED))
    return;
  push (nice, EVENT_CANDIDATE, RTC_ICE_NEW,
      rtc_nice_print_candidate (nice, candidate, FALSE));
}

void
rtc_nice_push_gathered (RtcNice * nice)
{
  push (nice, EVENT_CANDIDATE, RTC_ICE_NEW, NULL);
}

static void
on_candidate (NiceAgent * agent, NiceCandidate * candidate, RtcNice * nice)
{
  rtc_nice_push_candidate (nice, candidate);
}

/* Relays that are asked for late end a gathering of their own: told once */
static void
on_gathered (NiceAgent * agent, guint stream, RtcNice * nice)
{
  if (nice->gathered)
    return;
  nice->gathered = TRUE;
  rtc_nice_push_gathered (nice);
}

static void
on_pair (NiceAgent * agent, guint stream, guint component,
    NiceCandidate * local, NiceCandidate * remote, RtcNice * nice)
{
  push (nice, EVENT_PATH, RTC_ICE_NEW, NULL);
}

static void
on_grace_over (gpointer data)
{
  RtcNice *nice = data;
  gint64 limit = nice->started + LIMIT;

  if (nice->was_connected)
    return;
  if (nice->agent_failed || rtc_loop_now () >= limit)
    rtc_nice_push_state (nice, RTC_ICE_FAILED);
  else
    rtc_timer_set (nice->grace, limit);
}

static void
agent_failed (RtcNice * nice)
{
  nice->agent_failed = TRUE;
  if (nice->was_connected
      || (nice->started != 0 && rtc_loop_now () >= nice->started + GRACE)) {
    rtc_nice_push_state (nice, RTC_ICE_FAILED);
    return;
  }
  rtc_nice_turn_start (nice->turn);
}

static void
on_state (NiceAgent * agent, guint stream, guint component,
    guint state, RtcNice * nice)
{
  GST_LOG ("%p: agent %s", nice, nice_component_state_to_string (state));
  switch (state) {
    case NICE_COMPONENT_STATE_CONNECTED:
    case NICE_COMPONENT_STATE_READY:
      nice->agent_failed = FALSE;
      nice->was_connected = TRUE;
      push (nice, EVENT_PATH, RTC_ICE_NEW, NULL);
      rtc_nice_push_state (nice, RTC_ICE_CONNECTED);
      break;
    case NICE_COMPONENT_STATE_FAILED:
      agent_failed (nice);
      break;
    default:
      nice->agent_failed = FALSE;
      break;
  }
}

/* Remote credentials are known: the owner's clock starts. */
void
rtc_nice_start_checking (RtcNice * nice)
{
  if (nice->started != 0)
    return;
  nice->started = rtc_loop_now ();
  rtc_timer_set (nice->grace, nice->started + GRACE);
  rtc_nice_push_state (nice, RTC_ICE_CHECKING);
}

void
rtc_nice_events_init (RtcNice * nice)
{
  g_queue_init (&nice->events);
  nice->grace = rtc_timer_new (nice->ice.loop, on_grace_over, nice);
  g_signal_connect (nice->agent, "new-candidate-full",
      G_CALLBACK (on_candidate), nice);
  g_signal_connect (nice->agent, "candidate-gathering-done",
      G_CALLBACK (on_gathered), nice);
  g_signal_connect (nice->agent, "new-selected-pair-full",
      G_CALLBACK (on_pair), nice);
  g_signal_connect (nice->agent, "component-state-changed",
      G_CALLBACK (on_state), nice);
}

void
rtc_nice_events_clear (RtcNice * nice)
{
  g_signal_handlers_disconnect_by_data (nice->agent, nice);
  g_queue_clear_full (&nice->events, (GDestroyNotify) event_free);
  g_clear_pointer (&nice->grace, rtc_timer_free);
}
