/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RTC_ICE_HOST,
  RTC_ICE_SRFLX,
  RTC_ICE_PRFLX,
  RTC_ICE_RELAY,
} RtcIceCandidateType;

/* An a=candidate line (RFC 8839 section 5.1) as a plain value.  Addresses are
 * IP addresses, never names: a line with a name is not parsed. */
typedef struct
{
  gchar foundation[33];
  guint component;
  gboolean tcp;
  guint32 priority;
  gchar address[46];
  guint16 port;
  RtcIceCandidateType type;
  gchar related_address[46];    /* "" if none */
  guint16 related_port;
} RtcIceCandidate;

gboolean rtc_ice_candidate_parse (RtcIceCandidate * candidate,
    const gchar * text);
gchar *rtc_ice_candidate_format (const RtcIceCandidate * candidate);
const gchar *rtc_ice_candidate_type_name (RtcIceCandidateType type);

G_END_DECLS
