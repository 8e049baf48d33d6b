/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcheld.h"

#include <string.h>

static gboolean
press_key (RtcHeld * held, const gchar * key)
{
  for (guint i = 0; i < held->n_keys; i++)
    if (strcmp (held->keys[i], key) == 0)
      return TRUE;
  if (held->n_keys == RTC_HELD_MAX_KEYS)
    return FALSE;
  strcpy (held->keys[held->n_keys++], key);
  return TRUE;
}

static void
release_key (RtcHeld * held, const gchar * key)
{
  for (guint i = 0; i < held->n_keys; i++)
    if (strcmp (held->keys[i], key) == 0) {
      held->n_keys--;
      memmove (held->keys[i], held->keys[held->n_keys], sizeof (held->keys[i]));
      return;
    }
}

static void
note_place (RtcHeld * held, const RtcControl * control)
{
  held->x = control->x;
  held->y = control->y;
}

/* FALSE: more keys are down than there are fingers; drop it */
gboolean
rtc_held_note (RtcHeld * held, const RtcControl * control)
{
  switch (control->kind) {
    case RTC_CONTROL_KEY_DOWN:
      return press_key (held, control->key);
    case RTC_CONTROL_KEY_UP:
      release_key (held, control->key);
      break;
    case RTC_CONTROL_MOUSE_MOVE:
      note_place (held, control);
      break;
    case RTC_CONTROL_MOUSE_DOWN:
      note_place (held, control);
      held->buttons |= 1u << control->button;
      break;
    case RTC_CONTROL_MOUSE_UP:
      note_place (held, control);
      held->buttons &= ~(1u << control->button);
      break;
    case RTC_CONTROL_TOUCH_DOWN:
      held->touches++;
      break;
    case RTC_CONTROL_TOUCH_UP:
      held->touches -= held->touches > 0;
      break;
    case RTC_CONTROL_TOUCH_CANCEL:
      held->touches = 0;
      break;
    default:
      break;
  }
  return TRUE;
}

/* One thing that lets go of what is held.  FALSE: nothing is, any more.  Touches
 * end all together. */
gboolean
rtc_held_release (RtcHeld * held, RtcControl * control)
{
  if (held->n_keys > 0) {
    *control = (RtcControl) {.kind = RTC_CONTROL_KEY_UP };
    strcpy (control->key, held->keys[--held->n_keys]);
    return TRUE;
  }
  if (held->buttons != 0) {
    *control = (RtcControl) {.kind = RTC_CONTROL_MOUSE_UP,.x = held->x,
      .y = held->y,.button = g_bit_nth_lsf (held->buttons, -1)
    };
    held->buttons &= ~(1u << control->button);
    return TRUE;
  }
  if (held->touches > 0) {
    *control = (RtcControl) {.kind = RTC_CONTROL_TOUCH_CANCEL };
    held->touches = 0;
    return TRUE;
  }
  return FALSE;
}
