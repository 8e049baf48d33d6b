/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprivate.h"

#include <nice/interfaces.h>
#include <sys/socket.h>
#include "rtcniceturn.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* How long names of servers may keep the first candidate waiting */
#define LOOKUP_LIMIT (2 * G_USEC_PER_SEC)

/* Linux gives a socket 208 KiB, and counts 2.3 KiB for a datagram of 1200 bytes:
 * 92 of them, which is less than a key frame or what SCTP lets out at once while
 * the loop is away for a moment.  The kernel takes its own limit for more. */
#define SOCKET_BUFFER (1024 * 1024)

static gboolean
add_address (RtcNice * nice, const gchar * text)
{
  NiceAddress address;

  nice_address_init (&address);
  if (!nice_address_set_from_string (&address, text)
      || !nice_agent_add_local_address (nice->agent, &address))
    return FALSE;
  nice->has_ipv4 |= nice_address_ip_version (&address) == 4;
  return TRUE;
}

/* Each address costs a socket.  Link-local IPv6 is left out: its candidates
 * carry no scope, so a peer can seldom use one, and a neighbour that could has
 * another address as well. */
static void
add_interfaces (RtcNice * nice)
{
  GList *ips = nice_interfaces_get_local_ips (FALSE);
  guint n = 0;

  for (GList * l = ips; l != NULL; l = l->next) {
    g_autoptr (GInetAddress) ip = g_inet_address_new_from_string (l->data);

    if (ip == NULL || g_inet_address_get_is_loopback (ip)
        || (g_inet_address_get_is_link_local (ip)
            && g_inet_address_get_family (ip) == G_SOCKET_FAMILY_IPV6))
      continue;
    n += add_address (nice, l->data);
  }
  if (n == 0)
    add_address (nice, "127.0.0.1");
  g_list_free_full (ips, g_free);
}

static gboolean
add_local_addresses (RtcNice * nice, const gchar * const *addresses,
    GError ** error)
{
  if (addresses == NULL || addresses[0] == NULL) {
    add_interfaces (nice);
    return TRUE;
  }
  for (; *addresses != NULL; addresses++) {
    if (!add_address (nice, *addresses)) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "\"%s\" is not an IP address of this machine", *addresses);
      return FALSE;
    }
  }
  return TRUE;
}

static gboolean
set_ports (RtcNice * nice, guint16 min, guint16 max, GError ** error)
{
  if (min == 0 && max == 0)
    return TRUE;
  if (min == 0)
    min = 1024;
  if (max == 0)
    max = G_MAXUINT16;
  if (min > max) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "no port lies between %u and %u", min, max);
    return FALSE;
  }
  nice_agent_set_port_range (nice->agent, nice->stream, RTC_NICE_COMPONENT,
      min, max);
  return TRUE;
}

static void
on_stun_resolved (RtcNiceServer * server, const gchar * ip, gpointer user_data)
{
  RtcNice *nice = user_data;

  if (ip != NULL && !nice->closed)
    g_object_set (nice->agent, "stun-server", ip, "stun-server-port",
        (guint) server->port, NULL);
  rtc_nice_lookup_end (nice);
}

static void
on_lookup_limit (gpointer data)
{
  RtcNice *nice = data;

  GST_WARNING ("%p: names of STUN or TURN servers take too long", nice);
  if (nice->gather_waits && !rtc_nice_gather (nice, NULL))
    rtc_nice_push_state (nice, RTC_ICE_FAILED);
}

/* Before the first look-up */
gboolean
rtc_nice_gather_init (RtcNice * nice, const RtcIceConfig * config,
    GError ** error)
{
  nice->lookup_limit = rtc_timer_new (nice->ice.loop, on_lookup_limit, nice);
  if (!add_local_addresses (nice, config->local_addresses, error)
      || !set_ports (nice, config->min_port, config->max_port, error)
      || !rtc_nice_proxy_init (nice, config->http_proxy, error))
    return FALSE;

  if (config->stun_server == NULL || *config->stun_server == '\0')
    return TRUE;
  nice->stun = rtc_nice_server_parse (config->stun_server, error);
  if (nice->stun == NULL)
    return FALSE;
  rtc_nice_lookup_begin (nice);
  rtc_nice_server_resolve (nice->stun, on_stun_resolved, nice);
  return TRUE;
}

/* Gathering waits until each look-up has ended, up to the limit. */
void
rtc_nice_lookup_begin (RtcNice * nice)
{
  nice->n_lookups++;
  rtc_nice_ref (nice);
}

void
rtc_nice_lookup_end (RtcNice * nice)
{
  nice->n_lookups--;
  if (nice->gather_waits && nice->n_lookups == 0 && !nice->closed
      && !rtc_nice_gather (nice, NULL))
    rtc_nice_push_state (nice, RTC_ICE_FAILED);
  rtc_nice_unref (nice);
}

/* After a restart the sockets stay, and so do their candidates. */
static void
tell_again (RtcNice * nice)
{
  GSList *candidates = nice_agent_get_local_candidates (nice->agent,
      nice->stream, RTC_NICE_COMPONENT);

  for (GSList * l = candidates; l != NULL; l = l->next)
    rtc_nice_push_candidate (nice, l->data);
  g_slist_free_full (candidates, (GDestroyNotify) nice_candidate_free);
  if (nice->gathered)
    rtc_nice_push_gathered (nice);
}

static void
enlarge_buffers (RtcNice * nice)
{
  g_autoptr (GPtrArray) sockets = nice_agent_get_sockets (nice->agent,
      nice->stream, RTC_NICE_COMPONENT);

  for (guint i = 0; sockets != NULL && i < sockets->len; i++) {
    GSocket *socket = g_ptr_array_index (sockets, i);

    if (g_socket_get_socket_type (socket) != G_SOCKET_TYPE_DATAGRAM)
      continue;
    g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, SOCKET_BUFFER, NULL);
    g_socket_set_option (socket, SOL_SOCKET, SO_SNDBUF, SOCKET_BUFFER, NULL);
  }
}

gboolean
rtc_nice_gather (RtcNice * nice, GError ** error)
{
  if (nice->gathering) {
    tell_again (nice);
    return TRUE;
  }
  if (nice->n_lookups > 0 && !nice->gather_waits) {
    nice->gather_waits = TRUE;
    rtc_timer_set (nice->lookup_limit, rtc_loop_now () + LOOKUP_LIMIT);
    return TRUE;
  }

  nice->gather_waits = FALSE;
  rtc_timer_set (nice->lookup_limit, RTC_NEVER);
  nice->gathering = TRUE;
  if (!nice_agent_gather_candidates (nice->agent, nice->stream)) {
    nice->gathering = FALSE;
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "no UDP socket can be opened: check local addresses and port range");
    return FALSE;
  }
  enlarge_buffers (nice);
  return TRUE;
}
