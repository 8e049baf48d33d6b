/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "../talk/room.h"
#include "watcher.h"

/* Data channels of a viewer, over its transport */

typedef struct
{
  Stage stage;
  Room room;
  Watcher watcher;
  RtcStrand *strand;
  GPtrArray *heard;             /* under the room's lock */
  guint taken;
} Play;

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  Play *play = user_data;
  gsize size;
  const gchar *text = g_bytes_get_data (message, &size);

  room_keep (&play->room, play->heard, g_strndup (text, size));
}

static void
begin (Play * play, const RtcTalkConfig * config)
{
  RtcAudienceConfig audience = { 0 };

  *play = (Play) {
    .heard = g_ptr_array_new_with_free_func (g_free),
    .strand = rtc_strand_new ()
  };
  if (config != NULL) {
    room_init (&play->room, config);
    audience.talk = play->room.talk;
  }
  stage_init_with (&play->stage, &audience);
  stage_set_codecs (&play->stage);
  watcher_init (&play->watcher, &play->stage);
}

static void
end (Play * play)
{
  watcher_clear (&play->watcher);
  stage_clear (&play->stage);
  rtc_strand_flush (play->strand, G_MAXINT32);
  rtc_strand_unref (play->strand);
  if (play->room.talk != NULL)
    room_clear (&play->room);
  g_ptr_array_unref (play->heard);
}

static RtcDataChannel *
open_channel (Play * play, const gchar * label)
{
  static const RtcDataChannelEvents events = {.message = on_message };
  const RtcDataChannelConfig config = {.label = label,.protocol = "",
    .ordered = TRUE,.max_packet_lifetime = -1,.max_retransmits = -1,.id = -1,
    .priority = 256
  };
  RtcDataChannel *channel = rtc_data_create_channel (play->watcher.data,
      &config, NULL);

  rtc_data_channel_watch (channel, &events, play, NULL);
  while (rtc_data_channel_get_state (channel) == RTC_DATA_CHANNEL_CONNECTING)
    g_thread_yield ();
  return channel;
}

static void
say (RtcDataChannel * channel, const gchar * text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  fail_unless (rtc_data_channel_send (channel, bytes, TRUE, NULL));
}

static gboolean
is_guest (Play * play)
{
  g_autoptr (GstStructure) stats = rtc_audience_get_stats
      (play->stage.audience);
  g_autofree gchar *text = gst_structure_to_string (stats);

  return strstr (text, "chat-messages") != NULL;
}

static void
watch (Play * play)
{
  watcher_connect (&play->watcher);
  stage_wait_added (&play->stage, 1);
  stage_push_video (&play->stage, 1, TRUE);
  watcher_wait_rtp (&play->watcher, 1);
}

GST_START_TEST (test_chat)
{
  const RtcTalkConfig config = {.chat = TRUE };
  g_autofree gchar *line = NULL;
  RtcDataChannel *channel;
  Play play;

  begin (&play, &config);
  watcher_add_data (&play.watcher, play.strand);
  watch (&play);
  fail_unless (is_guest (&play));
  channel = open_channel (&play, "chat");
  say (channel, "hello");
  line = g_strconcat (play.watcher.viewer_id, " says hello", NULL);
  room_wait (&play.room, line);
  fail_unless (rtc_talk_send_chat (play.room.talk, play.watcher.viewer_id,
          "and you"));
  room_wait_for (&play.room, play.heard, &play.taken, "\nand you");
  rtc_data_channel_unref (channel);
  end (&play);
}

GST_END_TEST;

/* Who does not offer channels costs no association */
GST_START_TEST (test_without_an_offer)
{
  const RtcTalkConfig config = {.chat = TRUE };
  Play play;

  begin (&play, &config);
  watch (&play);
  fail_if (is_guest (&play));
  fail_unless (strstr (play.watcher.answer, "m=application") == NULL);
  end (&play);
}

GST_END_TEST;

/* They are refused, the pictures are not */
GST_START_TEST (test_nothing_enabled)
{
  Play play;

  begin (&play, NULL);
  watcher_add_data (&play.watcher, play.strand);
  watch (&play);
  fail_if (is_guest (&play));
  fail_unless (strstr (play.watcher.answer, "m=application 0 ") != NULL);
  end (&play);
}

GST_END_TEST;

static void
remove_viewer (gpointer data)
{
  Play *play = data;

  fail_unless (rtc_audience_remove_viewer (play->stage.audience,
          play->watcher.viewer_id));
}

/* The viewer is gone at once, whatever the application does */
GST_START_TEST (test_removed_inside_a_callback)
{
  const RtcTalkConfig config = {.control = TRUE };
  g_autofree gchar *line = NULL;
  RtcDataChannel *channel;
  Play play;

  begin (&play, &config);
  watcher_add_data (&play.watcher, play.strand);
  watch (&play);
  channel = open_channel (&play, "control");
  room_hold (&play.room);
  say (channel, "mouse-move 1 2 0");
  say (channel, "mouse-move 3 4 0");
  room_wait_sitting (&play.room);
  stage_control (&play.stage, remove_viewer, &play);
  stage_wait_removed (&play.stage, 1);
  rtc_loop_pool_drain (play.stage.pool);
  room_release (&play.room);
  line = g_strconcat (play.watcher.viewer_id, " controls 0 1,2", NULL);
  room_wait (&play.room, line);
  rtc_data_channel_unref (channel);
  end (&play);
}

GST_END_TEST;

static Suite *
talk_suite (void)
{
  Suite *suite = suite_create ("talk");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_chat);
  tcase_add_test (tc, test_without_an_offer);
  tcase_add_test (tc, test_nothing_enabled);
  tcase_add_test (tc, test_removed_inside_a_callback);
  return suite;
}

GST_CHECK_MAIN (talk);
