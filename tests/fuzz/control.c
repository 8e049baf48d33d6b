/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>
#include <string.h>

#include "talk/rtccontrol.h"

/* A message of remote control from any bytes: what is taken lies within its
 * bounds */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static gboolean
is_within (gdouble value, gdouble min, gdouble max)
{
  return value >= min && value <= max;
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  const gdouble most = RTC_CONTROL_MAX_VALUE;
  RtcControl control;

  if (!rtc_control_parse ((const gchar *) data, size, &control))
    return 0;
  if (!is_within (control.x, 0, most) || !is_within (control.y, 0, most)
      || !is_within (control.dx, -most, most)
      || !is_within (control.dy, -most, most)
      || !is_within (control.pressure, 0, 1)
      || control.button > RTC_CONTROL_MAX_BUTTON
      || control.modifiers >= 2 * RTC_CONTROL_BUTTON3
      || control.kind > RTC_CONTROL_TOUCH_CANCEL
      || strlen (control.key) > RTC_CONTROL_MAX_KEY)
    abort ();
  return 0;
}
