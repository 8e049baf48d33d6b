/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtccontrol.h"

G_BEGIN_DECLS

/* What a viewer holds down: when it goes, nobody else would let go of it */

#define RTC_HELD_MAX_KEYS 16

typedef struct
{
  gchar keys[RTC_HELD_MAX_KEYS][RTC_CONTROL_MAX_KEY + 1];
  guint n_keys;
  guint buttons;                /* a bit each */
  gdouble x, y;                 /* where a button was last heard of */
  guint touches;
} RtcHeld;

gboolean rtc_held_note (RtcHeld * held, const RtcControl * control);
gboolean rtc_held_release (RtcHeld * held, RtcControl * control);

G_END_DECLS
