/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "visit.h"

/* Viewers and the application write to each other */

static const RtcTalkConfig config = {.chat = TRUE };

GST_START_TEST (test_to_others_and_the_application)
{
  RtcDataChannel *a_chat, *b_chat;
  Visit *a, *b;
  Room room;

  room_init (&room, &config);
  a = visit_new (&room, "ida");
  b = visit_new (&room, "idb");
  a_chat = visit_open (a, "chat");
  visit_say (a_chat, "is\nanybody there?");
  room_wait (&room, "ida says is\nanybody there?");
  b_chat = visit_open (b, "chat");
  /* as it came later; a number stands for who it was, its id is a secret */
  visit_wait (b, "chat viewer 1\nis\nanybody there?");
  visit_say (b_chat, "me");
  room_wait (&room, "idb says me");
  visit_wait (a, "chat viewer 2\nme");
  fail_unless (rtc_talk_send_chat (room.talk, NULL, "all"));
  fail_unless (rtc_talk_send_chat (room.talk, "idb", "you"));
  fail_if (rtc_talk_send_chat (room.talk, "idc", "nobody"));
  fail_if (rtc_talk_send_chat (room.talk, NULL, ""));
  visit_wait (a, "chat \nall");
  visit_wait (b, "chat \nall");
  visit_wait (b, "chat \nyou");
  rtc_data_channel_unref (b_chat);
  visit_free (b);
  visit_say (a_chat, "alone");
  room_wait (&room, "ida says alone");
  fail_unless_equals_int (visit_get_count (a, "chat-messages"), 2);
  rtc_data_channel_unref (a_chat);
  visit_free (a);
  room_clear (&room);
}

GST_END_TEST;

GST_START_TEST (test_what_is_no_text)
{
  g_autofree gchar *much = g_strnfill (2001, 'x');
  RtcDataChannel *chat;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  chat = visit_open (visit, "chat");
  visit_say (chat, "");
  visit_say (chat, much);
  visit_say (chat, "\xff");
  visit_send (chat, "hello", 5);
  visit_say (chat, "hello");
  room_wait (&room, "id says hello");
  fail_unless_equals_int (visit_get_count (visit, "chat-dropped"), 4);
  rtc_data_channel_unref (chat);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

/* The clock goes on meanwhile: how many are let through depends on it */
GST_START_TEST (test_a_flood)
{
  const guint n = 1000;
  RtcDataChannel *chat;
  guint64 said;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  chat = visit_open (visit, "chat");
  for (guint i = 0; i < n; i++)
    visit_say (chat, "x");
  while (visit_get_count (visit, "chat-messages")
      + visit_get_count (visit, "chat-dropped") < n)
    g_thread_yield ();
  said = visit_get_count (visit, "chat-messages");
  fail_unless (said >= 10 && said < n / 2, "%" G_GUINT64_FORMAT, said);
  for (guint i = 0; i < said; i++)
    room_wait (&room, "id says x");
  rtc_data_channel_unref (chat);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

/* Nothing reaches it, and what waits for it stays little */
GST_START_TEST (test_one_that_does_not_read)
{
  g_autofree gchar *text = g_strnfill (2000, 'x');
  RtcDataChannel *chat;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  chat = visit_open (visit, "chat");
  while (!rtc_talk_send_chat (room.talk, "id", "here you are"))
    g_thread_yield ();
  visit_wait (visit, "chat \nhere you are");
  g_atomic_int_set (&visit->pair->loss, 100);
  while (visit_get_count (visit, "chat-missed") == 0)
    fail_unless (rtc_talk_send_chat (room.talk, NULL, text));
  g_atomic_int_set (&visit->pair->loss, 0);
  rtc_data_channel_unref (chat);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

static Suite *
talking_suite (void)
{
  Suite *suite = suite_create ("talking");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_to_others_and_the_application);
  tcase_add_test (tc, test_what_is_no_text);
  tcase_add_test (tc, test_a_flood);
  tcase_add_test (tc, test_one_that_does_not_read);
  return suite;
}

GST_CHECK_MAIN (talking);
