/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Browsers hide addresses of hosts behind names in .local (RFC 8828, mDNS ICE
 * candidates).  The system's resolver knows them where it speaks mDNS; where it
 * does not, the peer's own checks reveal the address, so nothing is lost but
 * time. */
#include "rtcniceprivate.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

/* A description may name as many as it likes */
#define MAX_NAMES 8

typedef struct
{
  RtcNice *nice;
  GCancellable *cancellable;
  NiceCandidate *candidate;
} Lookup;

static void
on_resolved (GObject * source, GAsyncResult * result, gpointer user_data)
{
  Lookup *lookup = user_data;
  RtcNice *nice = lookup->nice;
  g_autofree gchar *ip = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source),
      result, NULL);

  if (addresses != NULL)
    ip = g_inet_address_to_string (addresses->data);
  if (ip != NULL && !g_cancellable_is_cancelled (lookup->cancellable)) {
    guint port = nice_address_get_port (&lookup->candidate->addr);

    GST_DEBUG ("%p: a name in .local is known", nice);
    if (nice_address_set_from_string (&lookup->candidate->addr, ip)) {
      nice_address_set_port (&lookup->candidate->addr, port);
      rtc_nice_remote_take (nice, g_steal_pointer (&lookup->candidate));
    }
  }
  g_resolver_free_addresses (addresses);
  g_clear_pointer (&lookup->candidate, nice_candidate_free);
  g_object_unref (lookup->cancellable);
  g_free (lookup);
  rtc_nice_unref (nice);
}

/* The loop's thread; transfer of @candidate, which lacks its address: full if
 * TRUE.  It is handed over once the name has one, never if that fails. */
gboolean
rtc_nice_mdns_resolve (RtcNice * nice, NiceCandidate * candidate,
    const gchar * name)
{
  g_autoptr (GResolver) resolver = NULL;
  Lookup *lookup;

  if (!nice->resolve_mdns || nice->relay_only || nice->n_names == MAX_NAMES)
    return FALSE;
  nice->n_names++;
  if (nice->lookups == NULL)
    nice->lookups = g_cancellable_new ();
  lookup = g_new (Lookup, 1);
  *lookup = (Lookup) {
  rtc_nice_ref (nice), g_object_ref (nice->lookups), candidate};
  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, name, lookup->cancellable,
      on_resolved, lookup);
  return TRUE;
}

/* The peer's description is void: a restart, or the end */
void
rtc_nice_mdns_clear (RtcNice * nice)
{
  if (nice->lookups != NULL)
    g_cancellable_cancel (nice->lookups);
  g_clear_object (&nice->lookups);
  nice->n_names = 0;
}
