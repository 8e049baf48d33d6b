/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtccandidaterules.h"

#include <gio/gio.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>

/* @patterns: names with * and ?, commas between them, "!" before those that are
 * not to be used; the first that fits decides.  Where all of them say "!", what
 * fits none is used.  Any thread. */
gboolean
rtc_interfaces_match (const gchar * patterns, const gchar * name)
{
  g_auto (GStrv) words = g_strsplit (patterns, ",", -1);
  gboolean only_exclude = TRUE;

  for (guint i = 0; words[i] != NULL; i++) {
    const gchar *word = g_strstrip (words[i]);
    gboolean exclude = *word == '!';

    only_exclude &= exclude;
    if (g_pattern_match_simple (word + exclude, name))
      return !exclude;
  }
  return only_exclude;
}

/* An address that a socket can be bound to without naming its interface */
static gchar *
get_address (const struct ifaddrs *entry)
{
  g_autoptr (GInetAddress) address = NULL;

  if (entry->ifa_addr == NULL || (entry->ifa_flags & IFF_UP) == 0)
    return NULL;
  if (entry->ifa_addr->sa_family == AF_INET)
    address = g_inet_address_new_from_bytes ((const guint8 *)
        &((const struct sockaddr_in *) entry->ifa_addr)->sin_addr,
        G_SOCKET_FAMILY_IPV4);
  else if (entry->ifa_addr->sa_family == AF_INET6)
    address = g_inet_address_new_from_bytes ((const guint8 *)
        &((const struct sockaddr_in6 *) entry->ifa_addr)->sin6_addr,
        G_SOCKET_FAMILY_IPV6);
  if (address == NULL || g_inet_address_get_is_link_local (address))
    return NULL;
  return g_inet_address_to_string (address);
}

/* The addresses of the interfaces that @patterns name, as they are now; maybe
 * none.  transfer: full.  Any thread. */
gchar **
rtc_interfaces_list_addresses (const gchar * patterns)
{
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_free);
  struct ifaddrs *all = NULL;

  if (getifaddrs (&all) == 0) {
    for (const struct ifaddrs * entry = all; entry != NULL;
        entry = entry->ifa_next) {
      gchar *address = rtc_interfaces_match (patterns, entry->ifa_name) ?
          get_address (entry) : NULL;

      if (address != NULL)
        g_ptr_array_add (addresses, address);
    }
    freeifaddrs (all);
  }
  g_ptr_array_add (addresses, NULL);
  return (gchar **) g_ptr_array_steal (addresses, NULL);
}
