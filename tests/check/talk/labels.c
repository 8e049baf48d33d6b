/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "folder.h"
#include "visit.h"

/* Which channels of a viewer are kept */

static void
check_refused (Visit * visit, const gchar * label, guint64 n)
{
  g_autofree gchar *closed = g_strconcat (label, " closed", NULL);
  RtcDataChannel *channel = visit_open (visit, label);

  visit_wait (visit, closed);
  fail_unless_equals_int (visit_get_count (visit, "channels-refused"), n);
  rtc_data_channel_unref (channel);
}

GST_START_TEST (test_only_what_is_enabled)
{
  const RtcTalkConfig config = {.control = TRUE };
  RtcDataChannel *channel;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  check_refused (visit, "chat", 1);
  check_refused (visit, "file", 2);
  check_refused (visit, "", 3);
  check_refused (visit, "controls", 4);
  channel = visit_open (visit, "control");
  visit_say (channel, "mouse-move 1 2 0");
  room_wait (&room, "id controls 0 1,2");
  rtc_data_channel_unref (channel);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

/* … until the first one is closed */
GST_START_TEST (test_one_of_chat_and_control)
{
  static const gchar *const labels[] = { "chat", "control" };
  const RtcTalkConfig config = {.chat = TRUE,.control = TRUE };
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  for (guint i = 0; i < 2; i++) {
    g_autofree gchar *closed = g_strconcat (labels[i], " closed", NULL);
    RtcDataChannel *first = visit_open (visit, labels[i]);
    RtcDataChannel *again;

    check_refused (visit, labels[i], i + 1);
    rtc_data_channel_close (first);
    visit_wait (visit, closed);
    again = visit_open (visit, labels[i]);
    visit_say (again, "touch-frame 0");
    room_wait (&room, i == 0 ? "id says touch-frame 0" : "id controls 9 0,0");
    rtc_data_channel_unref (first);
    rtc_data_channel_unref (again);
  }
  fail_unless_equals_int (visit_get_count (visit, "channels-refused"), 2);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

GST_START_TEST (test_control_that_is_none)
{
  const RtcTalkConfig config = {.control = TRUE };
  RtcDataChannel *channel;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  channel = visit_open (visit, "control");
  visit_say (channel, "mouse-move 1 nan 0");
  visit_send (channel, "mouse-move 1 2 0", 16);
  visit_say (channel, "");
  visit_say (channel, "mouse-move 3 4 0");
  room_wait (&room, "id controls 0 3,4");
  fail_unless_equals_int (visit_get_count (visit, "control-dropped"), 3);
  fail_unless_equals_int (visit_get_count (visit, "control-events"), 1);
  rtc_data_channel_unref (channel);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

static Suite *
labels_suite (void)
{
  Suite *suite = suite_create ("labels");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_only_what_is_enabled);
  tcase_add_test (tc, test_one_of_chat_and_control);
  tcase_add_test (tc, test_control_that_is_none);
  return suite;
}

GST_CHECK_MAIN (labels);
