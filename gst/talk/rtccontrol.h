/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Remote control: what a message of the channel "control" says, as values.
 * docs/rtcsink.md has the protocol. */

typedef enum
{
  RTC_CONTROL_MOUSE_MOVE,
  RTC_CONTROL_MOUSE_DOWN,
  RTC_CONTROL_MOUSE_UP,
  RTC_CONTROL_SCROLL,
  RTC_CONTROL_KEY_DOWN,
  RTC_CONTROL_KEY_UP,
  RTC_CONTROL_TOUCH_DOWN,
  RTC_CONTROL_TOUCH_MOVE,
  RTC_CONTROL_TOUCH_UP,
  RTC_CONTROL_TOUCH_FRAME,
  RTC_CONTROL_TOUCH_CANCEL,
} RtcControlKind;

typedef enum
{
  RTC_CONTROL_SHIFT = 1,
  RTC_CONTROL_CTRL = 2,
  RTC_CONTROL_ALT = 4,
  RTC_CONTROL_META = 8,
  RTC_CONTROL_BUTTON1 = 16,
  RTC_CONTROL_BUTTON2 = 32,
  RTC_CONTROL_BUTTON3 = 64,
} RtcControlModifiers;

#define RTC_CONTROL_MAX_SIZE 256        /* bytes of a message */
#define RTC_CONTROL_MAX_VALUE 65535     /* pixels: no video is larger */
#define RTC_CONTROL_MAX_KEY 32  /* bytes of the name of a key */
#define RTC_CONTROL_MAX_BUTTON 9

/* What a kind does not have is zero */
typedef struct
{
  RtcControlKind kind;
  gdouble x, y;                 /* pixels, 0 to RTC_CONTROL_MAX_VALUE */
  gdouble dx, dy;               /* of a scroll: as much either way */
  gdouble pressure;             /* 0 to 1 */
  guint button;                 /* 1 left, 2 middle, 3 right */
  guint touch;                  /* which finger */
  gchar key[RTC_CONTROL_MAX_KEY + 1];   /* name of an X keysym */
  guint modifiers;              /* RtcControlModifiers */
} RtcControl;

gboolean rtc_control_parse (const gchar * text, gsize size,
    RtcControl * control);

G_END_DECLS
