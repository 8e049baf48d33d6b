/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

static GPtrArray *
print_list (RtcNice * nice, GSList * candidates, gboolean remote)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  for (GSList * l = candidates; l != NULL; l = l->next) {
    const NiceCandidate *candidate = l->data;

    if (remote || !nice->relay_only
        || candidate->type == NICE_CANDIDATE_TYPE_RELAYED)
      g_ptr_array_add (list, rtc_nice_print_candidate (nice, candidate,
              remote));
  }
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
  return list;
}

/* The loop's thread.  Peer reflexive candidates of either side are in the lists
 * once the agent has found them.  libnice tells no round trip time, and keeps
 * answers to requests of ours to itself. */
void
rtc_nice_get_stats (RtcIce * ice, RtcIceStats * stats)
{
  RtcNice *nice = (RtcNice *) ice;
  NiceCandidate *local, *remote;

  *stats = (RtcIceStats) {
    .local = print_list (nice, nice_agent_get_local_candidates (nice->agent,
            nice->stream, RTC_NICE_COMPONENT), FALSE),
    .remote = print_list (nice, nice_agent_get_remote_candidates (nice->agent,
            nice->stream, RTC_NICE_COMPONENT), TRUE),
    .rtt = -1,
  };
  if (nice_agent_get_selected_pair (nice->agent, nice->stream,
          RTC_NICE_COMPONENT, &local, &remote)) {
    stats->selected_local = rtc_nice_print_candidate (nice, local, FALSE);
    stats->selected_remote = rtc_nice_print_candidate (nice, remote, TRUE);
  }
}
