/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

#include "rtcnicechecks.h"
#include "rtcniceprobe.h"
#include "rtcniceturn.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

static GSocketAddress *
to_socket_address (const NiceAddress * address)
{
  struct sockaddr_storage storage = { 0 };

  nice_address_copy_to_sockaddr (address, (struct sockaddr *) &storage);
  return g_socket_address_new_from_native (&storage, sizeof (storage));
}

/* The socket that packets of this pair leave by as they are, or NULL.  A
 * reflexive candidate may hang on a relay: then no socket of its base exists. */
static GSocket *
get_direct_socket (RtcNice * nice, const NiceCandidate * local)
{
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) bound = NULL;
  struct sockaddr_storage storage = { 0 };
  NiceAddress address;

  if (local->transport != NICE_CANDIDATE_TRANSPORT_UDP
      || local->type == NICE_CANDIDATE_TYPE_RELAYED)
    return NULL;
  socket = nice_agent_get_selected_socket (nice->agent, nice->stream,
      RTC_NICE_COMPONENT);
  if (socket == NULL || g_socket_get_socket_type (socket)
      != G_SOCKET_TYPE_DATAGRAM)
    return NULL;
  bound = g_socket_get_local_address (socket, NULL);
  if (bound == NULL || !g_socket_address_to_native (bound, &storage,
          sizeof (storage), NULL))
    return NULL;
  nice_address_init (&address);
  nice_address_set_from_sockaddr (&address, (struct sockaddr *) &storage);
  if (!nice_address_equal (&address, &local->base_addr))
    return NULL;
  return g_steal_pointer (&socket);
}

/* The loop's thread: TRUE once packets take no relay of ours */
gboolean
rtc_nice_has_direct_pair (RtcNice * nice)
{
  NiceCandidate *local, *remote;

  return nice_agent_get_selected_pair (nice->agent, nice->stream,
      RTC_NICE_COMPONENT, &local, &remote)
      && local->type != NICE_CANDIDATE_TYPE_RELAYED
      && remote->type != NICE_CANDIDATE_TYPE_RELAYED;
}

/* Several signals announce one pair; the owner hears of it once. */
static gboolean
is_news (RtcNice * nice, const RtcIcePath * path, const NiceCandidate * local,
    const NiceCandidate * remote)
{
  gchar address[NICE_ADDRESS_STRING_LEN];
  g_autofree gchar *key = NULL;

  nice_address_to_string (&remote->addr, address);
  key = g_strdup_printf ("%d %s %u %s %s %s", path->fd, address,
      nice_address_get_port (&remote->addr), path->local_type,
      path->remote_type, path->protocol);
  if (g_strcmp0 (key, nice->path_key) == 0)
    return FALSE;
  g_free (nice->path_key);
  nice->path_key = g_steal_pointer (&key);
  return TRUE;
}

/* As in an a=candidate line (RFC 8839 section 5.1) */
const gchar *
rtc_nice_type_name (NiceCandidateType type)
{
  switch (type) {
    case NICE_CANDIDATE_TYPE_HOST:
      return "host";
    case NICE_CANDIDATE_TYPE_SERVER_REFLEXIVE:
      return "srflx";
    case NICE_CANDIDATE_TYPE_PEER_REFLEXIVE:
      return "prflx";
    default:
      return "relay";
  }
}

/* The loop's thread: calls the owner if the selected pair is new. */
void
rtc_nice_tell_path (RtcNice * nice)
{
  RtcIcePath path = { FALSE, -1 };
  NiceCandidate *local, *remote;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GSocketAddress) address = NULL;

  if (!nice_agent_get_selected_pair (nice->agent, nice->stream,
          RTC_NICE_COMPONENT, &local, &remote))
    return;

  socket = get_direct_socket (nice, local);
  if (socket != NULL) {
    address = to_socket_address (&remote->addr);
    path.direct = TRUE;
    path.fd = g_socket_get_fd (socket);
    path.remote = address;
  }
  path.local_type = rtc_nice_type_name (local->type);
  path.remote_type = rtc_nice_type_name (remote->type);
  path.protocol =
      local->transport == NICE_CANDIDATE_TRANSPORT_UDP ? "udp" : "tcp";

  if (rtc_nice_has_direct_pair (nice)) {
    rtc_nice_turn_stop (nice->turn);
    rtc_nice_checks_stop (nice->checks);
  }
  if (!is_news (nice, &path, local, remote))
    return;
  GST_DEBUG ("%p: pair %s to %s, %s", nice, path.local_type, path.remote_type,
      path.direct ? "direct" : "through the agent");
  if (nice->probe != NULL)
    rtc_nice_probe_start (nice->probe, socket);
  if (nice->ice.events.path_changed != NULL)
    nice->ice.events.path_changed (&nice->ice, &path, nice->ice.user_data);
}
