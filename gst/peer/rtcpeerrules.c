/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* candidate-filter, interface-filter, external-address: what of this machine the
 * other side is to hear, and what of it we want to hear */
#include "rtcpeer-private.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

GType
rtc_peer_candidate_filter_get_type (void)
{
  static const GFlagsValue values[] = {
    {RTC_CANDIDATES_HOST, "Addresses of this machine", "host"},
    {RTC_CANDIDATES_SRFLX, "Addresses that a STUN server or a peer sees",
        "srflx"},
    {RTC_CANDIDATES_RELAY, "Addresses on a TURN server", "relay"},
    {RTC_CANDIDATES_IPV4, "IPv4", "ipv4"},
    {RTC_CANDIDATES_IPV6, "IPv6", "ipv6"},
    {0, NULL, NULL},
  };
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
        g_flags_register_static ("GstRtcCandidateFilter", values));
  return type;
}

/* Any thread, as all of these */
void
rtc_peer_set_interface_filter (GstRtcPeerBin * self, const gchar * patterns)
{
  gchar *copy = patterns != NULL && *patterns != '\0' ? g_strdup (patterns)
      : NULL;

  GST_OBJECT_LOCK (self);
  g_free (self->interface_filter);
  self->interface_filter = copy;
  GST_OBJECT_UNLOCK (self);
}

/* What is no address is refused with a warning, and nothing changes */
void
rtc_peer_set_external_address (GstRtcPeerBin * self, const gchar * text)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) addresses = rtc_candidate_rules_read_external (text, &error);
  gchar **old;

  if (error != NULL) {
    GST_WARNING_OBJECT (self, "external-address: %s", error->message);
    return;
  }
  GST_OBJECT_LOCK (self);
  old = self->external_addresses;
  self->external_addresses = g_steal_pointer (&addresses);
  GST_OBJECT_UNLOCK (self);
  g_strfreev (old);
}

/* transfer: full; NULL: none */
gchar *
rtc_peer_dup_external_address (GstRtcPeerBin * self)
{
  gchar *text = NULL;

  GST_OBJECT_LOCK (self);
  if (self->external_addresses != NULL)
    text = g_strjoinv (",", self->external_addresses);
  GST_OBJECT_UNLOCK (self);
  return text;
}

static void
copy_rules (GstRtcPeerBin * self, RtcCandidateRules * rules)
{
  GST_OBJECT_LOCK (self);
  rules->kinds = self->candidate_kinds;
  rules->external = g_strdupv (self->external_addresses);
  GST_OBJECT_UNLOCK (self);
}

/* transfer: full; NULL: it is not to be told */
gchar *
rtc_peer_tell_candidate (GstRtcPeerBin * self, const gchar * candidate)
{
  RtcCandidateRules rules;
  gchar *told;

  copy_rules (self, &rules);
  told = rtc_candidate_rules_tell (&rules, candidate);
  g_strfreev (rules.external);
  return told;
}

gboolean
rtc_peer_hears_candidate (GstRtcPeerBin * self, const gchar * candidate)
{
  const RtcCandidateRules rules = { self->candidate_kinds, NULL };

  return rtc_candidate_rules_hear (&rules, candidate);
}

/* For a transport that is about to be made: adds the addresses of the
 * interfaces that are to be used.  Addresses that the application has named
 * itself stay. */
void
rtc_peer_limit_interfaces (GstRtcPeerBin * self, RtcIceAgentSettings * settings)
{
  g_autofree gchar *patterns = NULL;
  g_auto (GStrv) addresses = NULL;

  GST_OBJECT_LOCK (self);
  patterns = g_strdup (self->interface_filter);
  GST_OBJECT_UNLOCK (self);
  if (patterns == NULL || settings->local_addresses != NULL)
    return;
  addresses = rtc_interfaces_list_addresses (patterns);
  if (addresses[0] == NULL) {
    GST_ELEMENT_WARNING (self, RESOURCE, SETTINGS,
        ("No interface with an address fits interface-filter \"%s\"; all of "
            "them are used. `ip address` lists them.", patterns), (NULL));
    return;
  }
  settings->local_addresses = g_steal_pointer (&addresses);
}
