/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Merges the key frame requests of all viewers of a stream: the first goes out
 * at once, more of them within @interval become one at its end.  A value. */
typedef struct
{
  gint64 interval;
  gint64 last;                  /* when one went out, -1: never */
  gboolean pending;
} RtcKeyRequest;

void rtc_key_request_init (RtcKeyRequest * self, gint64 interval);
/* TRUE: ask the encoder now */
gboolean rtc_key_request_ask (RtcKeyRequest * self, gint64 now);
/* a key frame came: whoever waited has it */
void rtc_key_request_served (RtcKeyRequest * self, gint64 now);
gint64 rtc_key_request_deadline (const RtcKeyRequest * self);
gboolean rtc_key_request_timeout (RtcKeyRequest * self, gint64 now);

G_END_DECLS
