/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "visit.h"

/* A viewer goes while the application is in the middle of something */

static const RtcTalkConfig config = {.chat = TRUE,.control = TRUE };

/* What waits behind that is not told any more */
GST_START_TEST (test_inside_a_callback)
{
  RtcDataChannel *chat;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  chat = visit_open (visit, "chat");
  room_hold (&room);
  visit_say (chat, "one");
  visit_say (chat, "two");
  room_wait_sitting (&room);
  rtc_guest_close (visit->guest);
  rtc_guest_close (visit->guest);
  /* not for ever */
  rtc_talk_wait (room.talk, 1);
  fail_if (rtc_talk_send_chat (room.talk, "idx", "nobody"));
  room_release (&room);
  rtc_talk_wait (room.talk, G_MAXINT32);
  room_wait (&room, "id says one");
  fail_if (rtc_talk_send_chat (room.talk, "id", "gone"));
  rtc_data_channel_unref (chat);
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

/* … by closing the channel, and by going away */
GST_START_TEST (test_with_a_key_down)
{
  RtcDataChannel *control;
  Visit *visit;
  Room room;

  room_init (&room, &config);
  visit = visit_new (&room, "id");
  for (guint i = 0; i < 2; i++) {
    control = visit_open (visit, "control");
    visit_say (control, "mouse-move 1 2 0");
    visit_say (control, "key-down a 0");
    room_wait (&room, "id controls 0 1,2");
    room_wait (&room, "id controls 4 0,0");
    if (i == 0)
      rtc_data_channel_close (control);
    else
      rtc_guest_close (visit->guest);
    room_wait (&room, "id controls 5 0,0");
    if (i == 0)
      visit_wait (visit, "control closed");
    rtc_data_channel_unref (control);
  }
  visit_free (visit);
  room_clear (&room);
}

GST_END_TEST;

typedef struct
{
  RtcTalk *talk;
  gint events;
} Waiter;

/* Its own end is nothing to wait for */
static void
wait_inside (const gchar * viewer_id, const gchar * text, gpointer user_data)
{
  Waiter *waiter = user_data;

  rtc_talk_wait (waiter->talk, G_MAXINT32);
  g_atomic_int_inc (&waiter->events);
}

GST_START_TEST (test_waiting_inside_a_callback)
{
  const RtcTalkEvents events = {.chat = wait_inside };
  Waiter waiter = { NULL };
  Room room = { rtc_talk_new (&config, &events, &waiter, NULL) };
  RtcDataChannel *chat;
  Visit *visit;

  g_mutex_init (&room.lock);
  g_cond_init (&room.cond);
  waiter.talk = room.talk;
  visit = visit_new (&room, "id");
  chat = visit_open (visit, "chat");
  visit_say (chat, "x");
  while (g_atomic_int_get (&waiter.events) == 0)
    g_thread_yield ();
  rtc_data_channel_unref (chat);
  visit_free (visit);
  rtc_talk_wait (room.talk, G_MAXINT32);
  rtc_talk_unref (room.talk);
  g_mutex_clear (&room.lock);
  g_cond_clear (&room.cond);
}

GST_END_TEST;

static Suite *
leaving_suite (void)
{
  Suite *suite = suite_create ("leaving");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_inside_a_callback);
  tcase_add_test (tc, test_with_a_key_down);
  tcase_add_test (tc, test_waiting_inside_a_callback);
  return suite;
}

GST_CHECK_MAIN (leaving);
