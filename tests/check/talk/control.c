/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <math.h>
#include <string.h>

#include "talk/rtccontrol.h"

/* The words of remote control: what they mean, and what is none of them */

static gboolean
parse (const gchar * text, RtcControl * control)
{
  return rtc_control_parse (text, strlen (text), control);
}

/* As a message, for comparing */
static gchar *
describe (const RtcControl * c)
{
  return g_strdup_printf ("%d %g,%g %+g,%+g %g b%u t%u \"%s\" m%u", c->kind,
      c->x, c->y, c->dx, c->dy, c->pressure, c->button, c->touch, c->key,
      c->modifiers);
}

static void
check (const gchar * text, RtcControl expected)
{
  g_autofree gchar *is = NULL;
  g_autofree gchar *should = describe (&expected);
  RtcControl control;

  fail_unless (parse (text, &control), "%s", text);
  is = describe (&control);
  fail_unless_equals_string (is, should);
}

GST_START_TEST (test_mouse)
{
  check ("mouse-move 10 20.5 0", (RtcControl) {
        RTC_CONTROL_MOUSE_MOVE,.x = 10,.y = 20.5});
  check ("mouse-down 1 0 0 17", (RtcControl) {
        RTC_CONTROL_MOUSE_DOWN,.button = 1,.modifiers =
        RTC_CONTROL_SHIFT | RTC_CONTROL_BUTTON1});
  check ("mouse-up 3 1e2 2.5E+1 0", (RtcControl) {
        RTC_CONTROL_MOUSE_UP,.button = 3,.x = 100,.y = 25});
  check ("scroll 1 2 -120 0.5 2", (RtcControl) {
        RTC_CONTROL_SCROLL,.x = 1,.y = 2,.dx = -120,.dy = 0.5,
        .modifiers = RTC_CONTROL_CTRL});
}

GST_END_TEST;

GST_START_TEST (test_keys)
{
  check ("key-down a 0", (RtcControl) {
        RTC_CONTROL_KEY_DOWN,.key = "a"});
  check ("key-up ISO_Level3_Shift 127", (RtcControl) {
        RTC_CONTROL_KEY_UP,.key = "ISO_Level3_Shift",.modifiers = 127});
}

GST_END_TEST;

GST_START_TEST (test_touch)
{
  check ("touch-down 4294967295 3 4 0.25 0", (RtcControl) {
        RTC_CONTROL_TOUCH_DOWN,.touch = G_MAXUINT,.x = 3,.y = 4,
        .pressure = 0.25});
  check ("touch-move 0 3 4 1 0", (RtcControl) {
        RTC_CONTROL_TOUCH_MOVE,.x = 3,.y = 4,.pressure = 1});
  check ("touch-up 7 3 4 8", (RtcControl) {
        RTC_CONTROL_TOUCH_UP,.touch = 7,.x = 3,.y = 4,
        .modifiers = RTC_CONTROL_META});
  check ("touch-frame 4", (RtcControl) {
        RTC_CONTROL_TOUCH_FRAME,.modifiers = RTC_CONTROL_ALT});
  check ("touch-cancel 0", (RtcControl) {
        RTC_CONTROL_TOUCH_CANCEL});
}

GST_END_TEST;

/* A pointer that is dragged out of the picture stays at its edge */
GST_START_TEST (test_clamped)
{
  RtcControl control;

  fail_unless (parse ("mouse-move -5 1e300 0", &control));
  fail_unless (control.x == 0 && control.y == RTC_CONTROL_MAX_VALUE);
  fail_unless (parse ("mouse-move -0 -0.0 0", &control));
  fail_if (signbit (control.x) || signbit (control.y));
  fail_unless (parse ("scroll 0 0 -1e9 1e9 0", &control));
  fail_unless (control.dx == -RTC_CONTROL_MAX_VALUE
      && control.dy == RTC_CONTROL_MAX_VALUE);
  fail_unless (parse ("touch-down 0 0 0 7 0", &control));
  fail_unless (control.pressure == 1);
}

GST_END_TEST;

GST_START_TEST (test_none_of_them)
{
  static const gchar *const texts[] = {
    "", " ", "mouse-move", "mouse-moved 1 2 0", "Mouse-move 1 2 0",
    "mouse-move 1 2", "mouse-move 1 2 ", "mouse-move 1 2 0 ",
    "mouse-move 1 2 0 0", "mouse-move  1 2 0", " mouse-move 1 2 0",
    "mouse-move\t1\t2\t0", "mouse-move 1 2 0\n",
    "mouse-move nan 2 0", "mouse-move inf 2 0", "mouse-move -Infinity 2 0",
    "mouse-move 1e400 2 0", "mouse-move 0x10 2 0", "mouse-move +1 2 0",
    "mouse-move 1. 2 0", "mouse-move .5 2 0", "mouse-move 01 2 0",
    "mouse-move 1e 2 0", "mouse-move 1,5 2 0", "mouse-move - 2 0",
    "mouse-move 1 2 128", "mouse-move 1 2 -1", "mouse-move 1 2 1.0",
    "mouse-move 1 2 99999999999999999999",
    "mouse-down 0 1 2 0", "mouse-down 10 1 2 0", "mouse-down left 1 2 0",
    "key-down 0", "key-down  0", "key-down a", "key-down a/b 0",
    "key-down \xc3\xa9 0", "key-down abcdefghijklmnopqrstuvwxyz1234567 0",
    "touch-down -1 1 2 1 0", "touch-down 4294967296 1 2 1 0",
    "touch-up 1 1 2 1 0", "touch-frame", "touch-cancel 0 0",
  };
  g_autofree gchar *lengthy = g_strnfill (RTC_CONTROL_MAX_SIZE, '1');
  g_autofree gchar *long_text = g_strconcat ("mouse-move ", lengthy, " 2 0",
      NULL);
  RtcControl control;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fail_if (parse (texts[i], &control), "%s", texts[i]);
  fail_if (parse (long_text, &control));
  fail_if (rtc_control_parse ("touch-frame 0\0", 14, &control));
  fail_if (rtc_control_parse ("touch-frame\0 0", 14, &control));
}

GST_END_TEST;

static Suite *
control_suite (void)
{
  Suite *suite = suite_create ("control");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_mouse);
  tcase_add_test (tc, test_keys);
  tcase_add_test (tc, test_touch);
  tcase_add_test (tc, test_clamped);
  tcase_add_test (tc, test_none_of_them);
  return suite;
}

GST_CHECK_MAIN (control);
