/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RTC_CANDIDATE_HOST,
  RTC_CANDIDATE_SRFLX,
  RTC_CANDIDATE_PRFLX,
  RTC_CANDIDATE_RELAY,
  RTC_CANDIDATE_OTHER,          /* a type of tomorrow: not for use */
} RtcCandidateType;

/* One ICE candidate, RFC 8839 section 5.1; strings are owned */
typedef struct
{
  gchar *text;                  /* as read: "candidate:…" */
  gchar *foundation;
  guint component;              /* 1..256 */
  gchar *transport;             /* "UDP", as written */
  guint32 priority;
  gchar *address;               /* IP address or host name */
  guint16 port;
  RtcCandidateType type;
  gchar *type_name;             /* "host" */
  gchar *raddr;                 /* NULL: none */
  guint16 rport;
  gchar *tcptype;               /* RFC 6544, or NULL */
  gchar *ufrag;                 /* RFC 8840's "ufrag" extension, or NULL */
  gint generation;              /* -1: not said */
  gint network_id;              /* -1: not said */
  gint network_cost;            /* -1: not said */
  GPtrArray *extensions;        /* gchar *, name and value by turns */
  gboolean is_hostname;         /* @address must be looked up */
  gboolean is_mdns;             /* … in the .local domain */
} RtcCandidate;

/* @text: the value of an a=candidate line, with or without "a=" and
 * "candidate:" before it.  transfer: full; NULL and an RTC_SDP_ERROR */
RtcCandidate *rtc_candidate_parse (const gchar * text, GError ** error);
/* "candidate:…" from the fields; transfer: full */
gchar *rtc_candidate_print (const RtcCandidate * candidate);
void rtc_candidate_free (RtcCandidate * candidate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcCandidate, rtc_candidate_free)

gboolean rtc_candidate_is_udp (const RtcCandidate * candidate);

G_END_DECLS
