/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcnicechecks.h"

#include <string.h>
#include <stun/usages/ice.h>

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

#define INTERVAL (50 * G_TIME_SPAN_MILLISECOND)
#define MAX_ROUNDS 40
/* An offer may name victims instead of its sender: few targets, no answer of
 * theirs is ever waited for (RFC 8445 section 19.5.1) */
#define MAX_TARGETS 16

struct _RtcNiceChecks
{
  RtcNice *nice;                /* its owner */
  RtcTimer *timer;
  gboolean stopped;
  guint round;
  guint n_targets;
  NiceAddress targets[MAX_TARGETS];
};

/* type preference 110 (peer reflexive), RFC 8445 section 7.1.1 */
static guint32
check_priority (guint index)
{
  return 110u << 24 | (65535u - MIN (index, 65535u)) << 8
      | (256 - RTC_NICE_COMPONENT);
}

gsize
rtc_nice_make_check (RtcNice * nice, StunAgent * agent, guint index,
    guint8 * buffer, gsize size)
{
  static const guint16 known[] = { 0 };
  g_autofree gchar *username = g_strdup_printf ("%s:%s", nice->remote_ufrag,
      nice->ufrag);
  gboolean controlling;
  guint64 tie;
  StunMessage message;

  /* The role may have been switched by a conflict.  The agent does not tell its
   * tiebreaker; this one never makes the peer switch (RFC 8445 section 7.3.1.1),
   * that stays with the agent's own checks. */
  g_object_get (nice->agent, "controlling-mode", &controlling, NULL);
  tie = controlling ? 0 : G_MAXUINT64;
  stun_agent_init (agent, known, STUN_COMPATIBILITY_RFC5389,
      STUN_AGENT_USAGE_SHORT_TERM_CREDENTIALS |
      STUN_AGENT_USAGE_USE_FINGERPRINT);
  return stun_usage_ice_conncheck_create (agent, &message, buffer, size,
      (const uint8_t *) username, strlen (username),
      (const uint8_t *) nice->remote_pwd, strlen (nice->remote_pwd),
      FALSE, controlling, check_priority (index), tie, NULL,
      STUN_USAGE_ICE_COMPATIBILITY_RFC5245);
}

static void
send_check (RtcNiceChecks * checks, GSocket * socket, guint index,
    const NiceAddress * target)
{
  struct sockaddr_storage storage = { 0 };
  g_autoptr (GSocketAddress) address = NULL;
  guint8 buffer[STUN_MAX_MESSAGE_SIZE];
  StunAgent agent;
  gsize size;

  nice_address_copy_to_sockaddr (target, (struct sockaddr *) &storage);
  if (g_socket_get_socket_type (socket) != G_SOCKET_TYPE_DATAGRAM
      || g_socket_get_family (socket) != (GSocketFamily) storage.ss_family)
    return;
  size = rtc_nice_make_check (checks->nice, &agent, index, buffer,
      sizeof (buffer));
  if (size == 0)
    return;
  address = g_socket_address_new_from_native (&storage, sizeof (storage));
  /* no route, full buffer: the agent's own checks see the same */
  g_socket_send_to (socket, address, (const gchar *) buffer, size, NULL, NULL);
}

static void
send_round (RtcNiceChecks * checks)
{
  RtcNice *nice = checks->nice;
  g_autoptr (GPtrArray) sockets = nice_agent_get_sockets (nice->agent,
      nice->stream, RTC_NICE_COMPONENT);

  for (guint i = 0; sockets != NULL && i < sockets->len; i++) {
    for (guint j = 0; j < checks->n_targets; j++)
      send_check (checks, g_ptr_array_index (sockets, i), i,
          &checks->targets[j]);
  }
}

static void
on_timer (gpointer data)
{
  RtcNiceChecks *checks = data;

  if (checks->stopped || !checks->nice->have_remote)
    return;
  send_round (checks);
  if (++checks->round < MAX_ROUNDS)
    rtc_timer_set (checks->timer, rtc_loop_now () + INTERVAL);
}

RtcNiceChecks *
rtc_nice_checks_new (RtcNice * nice)
{
  RtcNiceChecks *checks = g_new0 (RtcNiceChecks, 1);

  checks->nice = nice;
  checks->timer = rtc_timer_new (nice->ice.loop, on_timer, checks);
  /* a host's own address must not be seen by the peer */
  checks->stopped = nice->relay_only;
  return checks;
}

void
rtc_nice_checks_free (RtcNiceChecks * checks)
{
  rtc_timer_free (checks->timer);
  g_free (checks);
}

/* The first round is sent one interval after the first candidate: on short paths
 * the agent is done by then. */
void
rtc_nice_checks_add (RtcNiceChecks * checks, const NiceCandidate * remote)
{
  if (checks->stopped || checks->n_targets == MAX_TARGETS
      || (remote->type != NICE_CANDIDATE_TYPE_HOST
          && remote->type != NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE))
    return;
  checks->targets[checks->n_targets++] = remote->addr;
  if (checks->n_targets == 1)
    rtc_timer_set (checks->timer, rtc_loop_now () + INTERVAL);
}

/* A direct pair is selected. */
void
rtc_nice_checks_stop (RtcNiceChecks * checks)
{
  checks->stopped = TRUE;
  rtc_timer_set (checks->timer, RTC_NEVER);
}

/* New credentials, new candidates (RFC 8445 section 9) */
void
rtc_nice_checks_restart (RtcNiceChecks * checks)
{
  rtc_timer_set (checks->timer, RTC_NEVER);
  checks->stopped = checks->nice->relay_only;
  checks->round = checks->n_targets = 0;
}
