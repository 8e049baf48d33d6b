/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtccandidaterules.h"

#include <gio/gio.h>
#include "sdp/rtccandidate.h"

static GSocketFamily
get_family (const gchar * address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  return inet != NULL ? g_inet_address_get_family (inet)
      : G_SOCKET_FAMILY_INVALID;
}

static gboolean
is_wanted (const RtcCandidateRules * rules, const RtcCandidate * candidate)
{
  static const RtcCandidateKinds of_type[] = {
    [RTC_CANDIDATE_HOST] = RTC_CANDIDATES_HOST,
    [RTC_CANDIDATE_SRFLX] = RTC_CANDIDATES_SRFLX,
    [RTC_CANDIDATE_PRFLX] = RTC_CANDIDATES_SRFLX,
    [RTC_CANDIDATE_RELAY] = RTC_CANDIDATES_RELAY,
    [RTC_CANDIDATE_OTHER] = 0,
  };

  if ((rules->kinds & of_type[candidate->type]) == 0)
    return FALSE;
  switch (get_family (candidate->address)) {
    case G_SOCKET_FAMILY_IPV4:
      return (rules->kinds & RTC_CANDIDATES_IPV4) != 0;
    case G_SOCKET_FAMILY_IPV6:
      return (rules->kinds & RTC_CANDIDATES_IPV6) != 0;
    default:                   /* a name: what it stands for is not known yet */
      return TRUE;
  }
}

static const gchar *
find_external (const RtcCandidateRules * rules, const gchar * address)
{
  GSocketFamily family = get_family (address);

  for (guint i = 0; rules->external != NULL && rules->external[i] != NULL; i++) {
    if (get_family (rules->external[i]) == family)
      return rules->external[i];
  }
  return NULL;
}

static void
set_string (gchar ** field, const gchar * value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* What the other side is to hear of a candidate of ours: as it is, with the
 * address that a NAT 1:1 has for it, without a related address that gives away
 * what is not to be told.  transfer: full; NULL: nothing */
gchar *
rtc_candidate_rules_tell (const RtcCandidateRules * rules,
    const gchar * candidate)
{
  g_autoptr (RtcCandidate) parsed = rtc_candidate_parse (candidate, NULL);
  const gchar *external;
  gboolean hides;

  if (parsed == NULL || !is_wanted (rules, parsed))
    return NULL;
  external = parsed->type == RTC_CANDIDATE_HOST ?
      find_external (rules, parsed->address) : NULL;
  hides = parsed->raddr != NULL && (rules->kinds & RTC_CANDIDATES_HOST) == 0;
  if (external == NULL && !hides)
    return g_strdup (candidate);
  if (external != NULL)
    set_string (&parsed->address, external);
  if (hides) {
    set_string (&parsed->raddr, get_family (parsed->raddr) ==
        G_SOCKET_FAMILY_IPV6 ? "::" : "0.0.0.0");
    parsed->rport = 0;
  }
  return rtc_candidate_print (parsed);
}

/* Is a candidate of the other side to be used?  What cannot be read is left to
 * the agent to refuse. */
gboolean
rtc_candidate_rules_hear (const RtcCandidateRules * rules,
    const gchar * candidate)
{
  g_autoptr (RtcCandidate) parsed = rtc_candidate_parse (candidate, NULL);

  return parsed == NULL || is_wanted (rules, parsed);
}

/* @text: IP addresses with commas between them, one of IPv4 and one of IPv6 at
 * most.  transfer: full; NULL without an error for NULL or "" */
gchar **
rtc_candidate_rules_read_external (const gchar * text, GError ** error)
{
  g_auto (GStrv) words = NULL;
  GSocketFamily seen = G_SOCKET_FAMILY_INVALID;

  if (text == NULL || *text == '\0')
    return NULL;
  words = g_strsplit (text, ",", 3);
  for (guint i = 0; words[i] != NULL; i++) {
    GSocketFamily family = get_family (g_strstrip (words[i]));

    if (family == G_SOCKET_FAMILY_INVALID || family == seen) {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
          "\"%s\" is not the address that a NAT 1:1 has outside: one of IPv4, "
          "one of IPv6 or both are wanted, as in \"203.0.113.7,2001:db8::7\"",
          text);
      return NULL;
    }
    seen = family;
  }
  return g_steal_pointer (&words);
}
