/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtccontrol.h"

#include <math.h>
#include <string.h>

/* Each kind of message, and what its words after the first are: b(utton),
 * i(dentifier of a touch), k(ey), m(odifiers), p(ressure), a place x y, a
 * distance u v */
static const struct
{
  const gchar *name;
  const gchar *words;
} kinds[] = {
  [RTC_CONTROL_MOUSE_MOVE] = {"mouse-move", "xym"},
  [RTC_CONTROL_MOUSE_DOWN] = {"mouse-down", "bxym"},
  [RTC_CONTROL_MOUSE_UP] = {"mouse-up", "bxym"},
  [RTC_CONTROL_SCROLL] = {"scroll", "xyuvm"},
  [RTC_CONTROL_KEY_DOWN] = {"key-down", "km"},
  [RTC_CONTROL_KEY_UP] = {"key-up", "km"},
  [RTC_CONTROL_TOUCH_DOWN] = {"touch-down", "ixypm"},
  [RTC_CONTROL_TOUCH_MOVE] = {"touch-move", "ixypm"},
  [RTC_CONTROL_TOUCH_UP] = {"touch-up", "ixym"},
  [RTC_CONTROL_TOUCH_FRAME] = {"touch-frame", "m"},
  [RTC_CONTROL_TOUCH_CANCEL] = {"touch-cancel", "m"},
};

static const gchar *
skip_digits (const gchar * at)
{
  while (g_ascii_isdigit (*at))
    at++;
  return at;
}

/* RFC 8259 section 6: neither "inf" nor hexadecimal, which strtod () takes */
static gboolean
is_json_number (const gchar * at)
{
  const gchar *digits;

  at += *at == '-';
  digits = at;
  at = skip_digits (at);
  if (at == digits || (*digits == '0' && at > digits + 1))
    return FALSE;
  if (*at == '.') {
    digits = ++at;
    at = skip_digits (at);
    if (at == digits)
      return FALSE;
  }
  if (*at == 'e' || *at == 'E') {
    at++;
    at += *at == '+' || *at == '-';
    digits = at;
    at = skip_digits (at);
    if (at == digits)
      return FALSE;
  }
  return *at == '\0';
}

/* A pointer that is held is told of beyond the picture too: that is its edge.
 * What overflows is no place at all. */
static gboolean
read_number (const gchar * word, gdouble min, gdouble max, gdouble * value)
{
  if (!is_json_number (word))
    return FALSE;
  *value = g_ascii_strtod (word, NULL);
  if (!isfinite (*value))
    return FALSE;
  /* no negative zero either */
  *value = CLAMP (*value, min, max) + 0.0;
  return TRUE;
}

static gboolean
read_integer (const gchar * word, guint min, guint max, guint * value)
{
  guint64 n;

  if (!is_json_number (word)
      || !g_ascii_string_to_unsigned (word, 10, min, max, &n, NULL))
    return FALSE;
  *value = n;
  return TRUE;
}

/* "a", "Return", "Cyrillic_a", "U20AC" */
static gboolean
read_key (const gchar * word, gchar * key)
{
  gsize size = strlen (word);

  if (size == 0 || size > RTC_CONTROL_MAX_KEY)
    return FALSE;
  for (const gchar * c = word; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '_')
      return FALSE;
  memcpy (key, word, size + 1);
  return TRUE;
}

static gboolean
read_word (gchar what, const gchar * word, RtcControl * control)
{
  const gdouble most = RTC_CONTROL_MAX_VALUE;

  switch (what) {
    case 'x':
      return read_number (word, 0, most, &control->x);
    case 'y':
      return read_number (word, 0, most, &control->y);
    case 'u':
      return read_number (word, -most, most, &control->dx);
    case 'v':
      return read_number (word, -most, most, &control->dy);
    case 'p':
      return read_number (word, 0, 1, &control->pressure);
    case 'b':
      return read_integer (word, 1, RTC_CONTROL_MAX_BUTTON, &control->button);
    case 'i':
      return read_integer (word, 0, G_MAXUINT, &control->touch);
    case 'm':
      return read_integer (word, 0, 2 * RTC_CONTROL_BUTTON3 - 1,
          &control->modifiers);
    default:
      return read_key (word, control->key);
  }
}

/* The first word of *@rest, which ends where a space was */
static const gchar *
next_word (gchar ** rest)
{
  gchar *word = *rest;
  gchar *space;

  if (word == NULL)
    return "";
  space = strchr (word, ' ');
  if (space != NULL)
    *space++ = '\0';
  *rest = space;
  return word;
}

/* Any thread.  FALSE: @text is none of the messages; @control is not to be
 * used then. */
gboolean
rtc_control_parse (const gchar * text, gsize size, RtcControl * control)
{
  gchar copy[RTC_CONTROL_MAX_SIZE + 1];
  gchar *rest = copy;
  const gchar *name;
  guint kind;

  if (size == 0 || size > RTC_CONTROL_MAX_SIZE
      || memchr (text, '\0', size) != NULL)
    return FALSE;
  memcpy (copy, text, size);
  copy[size] = '\0';
  name = next_word (&rest);
  for (kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    if (strcmp (kinds[kind].name, name) == 0)
      break;
  if (kind == G_N_ELEMENTS (kinds))
    return FALSE;
  *control = (RtcControl) {.kind = kind };
  for (const gchar * what = kinds[kind].words; *what != '\0'; what++)
    if (!read_word (*what, next_word (&rest), control))
      return FALSE;
  return rest == NULL;
}
