/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which candidates an application wants to tell and to hear of, and what they
 * are to look like from outside.  Values; any thread. */

typedef enum
{
  RTC_CANDIDATES_HOST = 1 << 0,
  RTC_CANDIDATES_SRFLX = 1 << 1,        /* peer reflexive ones as well */
  RTC_CANDIDATES_RELAY = 1 << 2,
  RTC_CANDIDATES_IPV4 = 1 << 3,
  RTC_CANDIDATES_IPV6 = 1 << 4,
  RTC_CANDIDATES_ALL = (1 << 5) - 1,
} RtcCandidateKinds;

typedef struct
{
  RtcCandidateKinds kinds;
  gchar **external;             /* IP addresses of a NAT 1:1, or NULL */
} RtcCandidateRules;

gchar *rtc_candidate_rules_tell (const RtcCandidateRules * rules,
    const gchar * candidate);
gboolean rtc_candidate_rules_hear (const RtcCandidateRules * rules,
    const gchar * candidate);
gchar **rtc_candidate_rules_read_external (const gchar * text,
    GError ** error);

gchar **rtc_interfaces_list_addresses (const gchar * patterns);
gboolean rtc_interfaces_match (const gchar * patterns, const gchar * name);

G_END_DECLS
