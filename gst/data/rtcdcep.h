/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The Data Channel Establishment Protocol (RFC 8832) as values, and the payload
 * protocol identifiers of RFC 8831 section 8 */

typedef enum
{
  RTC_PPID_DCEP = 50,
  RTC_PPID_STRING = 51,
  RTC_PPID_BINARY_PART = 52,    /* out of use; so is 54 */
  RTC_PPID_BINARY = 53,
  RTC_PPID_STRING_PART = 54,
  RTC_PPID_STRING_EMPTY = 56,   /* one byte that does not count; so has 57 */
  RTC_PPID_BINARY_EMPTY = 57,
} RtcPpid;

typedef enum
{
  RTC_DCEP_INVALID,
  RTC_DCEP_OPEN,
  RTC_DCEP_ACK,
} RtcDcepKind;

typedef struct
{
  gboolean ordered;
  gint max_retransmits;         /* -1: not limited */
  gint max_packet_lifetime;     /* milliseconds, -1: not limited */
  guint16 priority;
  gchar *label, *protocol;      /* UTF-8 */
} RtcDcepOpen;

RtcDcepKind rtc_dcep_parse (const guint8 * data, gsize size,
    RtcDcepOpen * open);
void rtc_dcep_open_clear (RtcDcepOpen * open);
GBytes *rtc_dcep_write_open (const RtcDcepOpen * open);
GBytes *rtc_dcep_write_ack (void);

G_END_DECLS
