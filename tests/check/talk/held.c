/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "talk/rtcheld.h"

/* What is let go of for a viewer that has gone */

static gboolean
note (RtcHeld * held, const gchar * text)
{
  RtcControl control;

  fail_unless (rtc_control_parse (text, strlen (text), &control), "%s", text);
  return rtc_held_note (held, &control);
}

static void
check_release (RtcHeld * held, RtcControlKind kind, const gchar * key,
    guint button)
{
  RtcControl control;

  fail_unless (rtc_held_release (held, &control));
  fail_unless_equals_int (control.kind, kind);
  fail_unless_equals_string (control.key, key);
  fail_unless_equals_int (control.button, button);
}

static void
check_nothing (RtcHeld * held)
{
  RtcControl control;

  fail_if (rtc_held_release (held, &control));
}

GST_START_TEST (test_keys)
{
  RtcHeld held = { 0 };

  note (&held, "key-down a 0");
  note (&held, "key-down b 0");
  note (&held, "key-down a 0");
  note (&held, "key-down c 0");
  note (&held, "key-up a 0");
  note (&held, "key-up d 0");
  check_release (&held, RTC_CONTROL_KEY_UP, "b", 0);
  check_release (&held, RTC_CONTROL_KEY_UP, "c", 0);
  check_nothing (&held);
}

GST_END_TEST;

GST_START_TEST (test_more_keys_than_fingers)
{
  RtcHeld held = { 0 };

  for (guint i = 0; i < RTC_HELD_MAX_KEYS; i++) {
    g_autofree gchar *text = g_strdup_printf ("key-down F%u 0", i);

    fail_unless (note (&held, text));
  }
  fail_if (note (&held, "key-down a 0"));
  fail_unless (note (&held, "key-down F3 0"));
  fail_unless (note (&held, "key-up F3 0"));
  fail_unless (note (&held, "key-down a 0"));
}

GST_END_TEST;

GST_START_TEST (test_buttons)
{
  RtcHeld held = { 0 };
  RtcControl control;

  note (&held, "mouse-down 1 5 6 0");
  note (&held, "mouse-down 2 5 6 0");
  note (&held, "mouse-down 9 5 6 0");
  note (&held, "mouse-up 2 5 6 0");
  note (&held, "mouse-move 7 8 0");
  fail_unless (rtc_held_release (&held, &control));
  fail_unless_equals_int (control.kind, RTC_CONTROL_MOUSE_UP);
  fail_unless (control.button == 1 && control.x == 7 && control.y == 8);
  check_release (&held, RTC_CONTROL_MOUSE_UP, "", 9);
  check_nothing (&held);
}

GST_END_TEST;

GST_START_TEST (test_touches)
{
  RtcHeld held = { 0 };

  note (&held, "touch-down 1 5 6 1 0");
  note (&held, "touch-down 2 5 6 1 0");
  note (&held, "touch-up 1 5 6 0");
  check_release (&held, RTC_CONTROL_TOUCH_CANCEL, "", 0);
  check_nothing (&held);
  note (&held, "touch-up 2 5 6 0");
  note (&held, "touch-down 1 5 6 1 0");
  note (&held, "touch-up 1 5 6 0");
  check_nothing (&held);
  note (&held, "touch-down 1 5 6 1 0");
  note (&held, "touch-cancel 0");
  check_nothing (&held);
}

GST_END_TEST;

static Suite *
held_suite (void)
{
  Suite *suite = suite_create ("held");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_keys);
  tcase_add_test (tc, test_more_keys_than_fingers);
  tcase_add_test (tc, test_buttons);
  tcase_add_test (tc, test_touches);
  return suite;
}

GST_CHECK_MAIN (held);
