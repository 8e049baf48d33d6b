/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

#include "rtcnicechecks.h"
#include "rtcniceturn.h"
#include "sdp/rtccandidate.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* Only plain IP addresses and names in .local: other names would have to be
 * looked up wherever a stranger likes, and a scope ("fe80::1%eth0") means nothing
 * on another machine */
static gboolean
is_usable (const RtcCandidate * c)
{
  return rtc_candidate_is_udp (c) && c->component == RTC_NICE_COMPONENT
      && c->port != 0 && c->type != RTC_CANDIDATE_OTHER
      && strchr (c->address, '%') == NULL
      && (c->is_mdns || g_hostname_is_ip_address (c->address));
}

/* NICE_CANDIDATE_TYPE_* stand in the order of RTC_CANDIDATE_* */
static NiceCandidate *
to_nice (RtcNice * nice, const RtcCandidate * c)
{
  NiceCandidate *candidate = nice_candidate_new ((NiceCandidateType) c->type);

  candidate->transport = NICE_CANDIDATE_TRANSPORT_UDP;
  candidate->stream_id = nice->stream;
  candidate->component_id = RTC_NICE_COMPONENT;
  candidate->priority = c->priority;
  g_strlcpy (candidate->foundation, c->foundation,
      sizeof (candidate->foundation));
  nice_address_set_from_string (&candidate->addr,
      c->is_hostname ? "0.0.0.0" : c->address);
  nice_address_set_port (&candidate->addr, c->port);
  if (c->raddr != NULL
      && nice_address_set_from_string (&candidate->base_addr, c->raddr))
    nice_address_set_port (&candidate->base_addr, c->rport);
  return candidate;
}

/* In the order in which they came */
static void
hand_over (RtcNice * nice)
{
  nice->pending = g_slist_reverse (nice->pending);
  if (nice->pending == NULL)
    return;
  if (nice_agent_set_remote_candidates (nice->agent, nice->stream,
          RTC_NICE_COMPONENT, nice->pending) < 0)
    GST_DEBUG ("%p: the agent takes no candidate now", nice);
  for (GSList * l = nice->pending; l != NULL; l = l->next)
    rtc_nice_checks_add (nice->checks, l->data);
  g_slist_free_full (g_steal_pointer (&nice->pending),
      (GDestroyNotify) nice_candidate_free);
  rtc_nice_turn_schedule (nice->turn);
}

/* RFC 8839 section 5.4: 4 to 256 and 22 to 256 characters */
gboolean
rtc_nice_remote_set_credentials (RtcNice * nice, const gchar * ufrag,
    const gchar * pwd)
{
  if (ufrag == NULL || pwd == NULL || strlen (ufrag) < 4
      || strlen (ufrag) > 256 || strlen (pwd) < 22 || strlen (pwd) > 256)
    return FALSE;
  if (nice->have_remote && g_str_equal (ufrag, nice->remote_ufrag)
      && g_str_equal (pwd, nice->remote_pwd))
    return TRUE;
  if (!nice_agent_set_remote_credentials (nice->agent, nice->stream, ufrag,
          pwd))
    return FALSE;

  g_free (nice->remote_ufrag);
  g_free (nice->remote_pwd);
  nice->remote_ufrag = g_strdup (ufrag);
  nice->remote_pwd = g_strdup (pwd);
  nice->have_remote = TRUE;
  rtc_nice_start_checking (nice);
  hand_over (nice);
  return TRUE;
}

/* FALSE: not a candidate, a name that is not looked up, TCP, another component, or one too many.  A
 * peer behind an mDNS name sends checks of its own, which reveal its address
 * (RFC 8445 section 7.3.1.3). */
gboolean
rtc_nice_remote_add (RtcNice * nice, const gchar * text)
{
  g_autoptr (RtcCandidate) candidate = rtc_candidate_parse (text, NULL);
  NiceCandidate *remote;

  if (candidate == NULL || !is_usable (candidate)
      || nice->n_remote >= RTC_NICE_MAX_REMOTE)
    return FALSE;
  remote = to_nice (nice, candidate);
  if (!candidate->is_mdns) {
    rtc_nice_remote_take (nice, remote);
  } else if (!rtc_nice_mdns_resolve (nice, remote, candidate->address)) {
    nice_candidate_free (remote);
    return FALSE;
  }
  nice->n_remote++;
  return TRUE;
}

/* transfer of @candidate: full */
void
rtc_nice_remote_take (RtcNice * nice, NiceCandidate * candidate)
{
  nice->pending = g_slist_prepend (nice->pending, candidate);
  if (nice->have_remote)
    hand_over (nice);
}

/* Forgets the peer: a restart, or the end */
void
rtc_nice_remote_clear (RtcNice * nice)
{
  g_slist_free_full (g_steal_pointer (&nice->pending),
      (GDestroyNotify) nice_candidate_free);
  g_clear_pointer (&nice->remote_ufrag, g_free);
  g_clear_pointer (&nice->remote_pwd, g_free);
  rtc_nice_mdns_clear (nice);
  nice->have_remote = FALSE;
  nice->n_remote = 0;
}
