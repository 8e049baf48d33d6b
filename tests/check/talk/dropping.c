/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "folder.h"
#include "visit.h"

#include <glib/gstdio.h>
#include <string.h>

/* Files over channels, one each */

#define MAX_SIZE 1000000

typedef struct
{
  gchar *folder;
  Room room;
  Visit *visit;
} Place;

static void
place_init (Place * place)
{
  RtcTalkConfig config = {.max_drop_size = MAX_SIZE };

  config.drop_directory = place->folder = folder_new ();
  room_init (&place->room, &config);
  place->visit = visit_new (&place->room, "id");
}

static void
place_clear (Place * place)
{
  visit_free (place->visit);
  room_clear (&place->room);
  folder_free (place->folder);
}

static RtcDataChannel *
announce (Place * place, const gchar * text)
{
  RtcDataChannel *channel = visit_open (place->visit, "file");

  visit_say (channel, text);
  return channel;
}

static void
wait_closed (Place * place, RtcDataChannel * channel)
{
  visit_wait (place->visit, "file closed");
  rtc_data_channel_unref (channel);
}

GST_START_TEST (test_whole)
{
  g_autofree gchar *text = g_strnfill (MAX_SIZE, 'a');
  RtcDataChannel *channel;
  Place place;

  place_init (&place);
  channel = announce (&place, "1000000\n../big file");
  visit_wait (place.visit, "file ok");
  for (gsize at = 0; at < MAX_SIZE; at += 65536)
    visit_send (channel, text + at, MIN (65536, MAX_SIZE - at));
  visit_wait (place.visit, "file done big file");
  wait_closed (&place, channel);
  room_wait (&place.room, "id drops big file 1000000");
  folder_check_file (place.folder, "big file", text);

  channel = announce (&place, "0\nbig file");
  visit_wait (place.visit, "file ok");
  visit_wait (place.visit, "file done big file (2)");
  wait_closed (&place, channel);
  room_wait (&place.room, "id drops big file (2) 0");
  folder_wait (place.folder, "big file big file (2)");
  fail_unless_equals_int (visit_get_count (place.visit, "files-received"), 2);
  place_clear (&place);
}

GST_END_TEST;

static void
check_refused (Place * place, RtcDataChannel * channel, const gchar * answer)
{
  visit_wait (place->visit, answer);
  wait_closed (place, channel);
  folder_wait (place->folder, "");
}

GST_START_TEST (test_refused)
{
  static const gchar *const bad = "file no the first message is not a size "
      "and a name";
  RtcDataChannel *channel;
  Place place;

  place_init (&place);
  check_refused (&place, announce (&place, "1000001\na"),
      "file no it is larger than 1000000 bytes");
  check_refused (&place, announce (&place, "a"), bad);
  check_refused (&place, announce (&place, ""), bad);
  channel = visit_open (place.visit, "file");
  visit_send (channel, "1\na", 3);
  check_refused (&place, channel, bad);
  fail_unless_equals_int (visit_get_count (place.visit, "files-refused"), 4);
  place_clear (&place);
}

GST_END_TEST;

/* Parts could come in another order, or not at all */
GST_START_TEST (test_channel_that_is_not_exact)
{
  RtcDataChannelConfig unordered = CHAT, lossy = CHAT, late = CHAT;
  const RtcDataChannelConfig *configs[] = { &unordered, &lossy, &late };
  Place place;

  unordered.label = lossy.label = late.label = "file";
  unordered.ordered = FALSE;
  lossy.max_retransmits = 0;
  late.max_packet_lifetime = 10000;
  place_init (&place);
  for (guint i = 0; i < G_N_ELEMENTS (configs); i++) {
    RtcDataChannel *channel = visit_open_with (place.visit, configs[i]);

    visit_say (channel, "5\na");
    check_refused (&place, channel,
        "file no the channel has to be ordered and reliable");
  }
  place_clear (&place);
}

GST_END_TEST;

GST_START_TEST (test_broken_off)
{
  static const gchar *const expected = "file no binary messages of at most "
      "65536 bytes were expected";
  g_autofree gchar *much = g_strnfill (65537, 'a');
  RtcDataChannel *channel;
  Place place;

  place_init (&place);
  channel = announce (&place, "5\na");
  visit_wait (place.visit, "file ok");
  visit_send (channel, "123", 3);
  visit_send (channel, "456", 3);
  check_refused (&place, channel,
      "file no these are more bytes than were announced");
  channel = announce (&place, "5\na");
  visit_wait (place.visit, "file ok");
  visit_say (channel, "12345");
  check_refused (&place, channel, expected);
  channel = announce (&place, "100000\na");
  visit_wait (place.visit, "file ok");
  visit_send (channel, much, 65537);
  check_refused (&place, channel, expected);
  place_clear (&place);
}

GST_END_TEST;

/* By closing the channel, and by going away */
GST_START_TEST (test_never_finished)
{
  RtcDataChannel *channel;
  Place place;

  place_init (&place);
  channel = announce (&place, "5\na");
  visit_wait (place.visit, "file ok");
  visit_send (channel, "123", 3);
  rtc_data_channel_close (channel);
  wait_closed (&place, channel);
  folder_wait (place.folder, "");

  channel = announce (&place, "5\na");
  visit_wait (place.visit, "file ok");
  rtc_data_channel_unref (channel);
  rtc_guest_close (place.visit->guest);
  rtc_talk_wait (place.room.talk, G_MAXINT32);
  {
    g_autofree gchar *names = folder_list (place.folder);

    fail_unless_equals_string (names, "");
  }
  place_clear (&place);
}

GST_END_TEST;

GST_START_TEST (test_four_at_a_time)
{
  RtcDataChannel *channels[4], *fifth;
  Place place;

  place_init (&place);
  for (guint i = 0; i < 4; i++) {
    channels[i] = announce (&place, "1\na");
    visit_wait (place.visit, "file ok");
  }
  fifth = announce (&place, "1\na");
  visit_wait (place.visit, "file no there are too many files at a time");
  wait_closed (&place, fifth);
  visit_send (channels[0], "x", 1);
  visit_wait (place.visit, "file done a");
  room_wait (&place.room, "id drops a 1");
  wait_closed (&place, channels[0]);
  fifth = announce (&place, "1\na");
  visit_wait (place.visit, "file ok");
  rtc_data_channel_unref (fifth);
  for (guint i = 1; i < 4; i++)
    rtc_data_channel_unref (channels[i]);
  place_clear (&place);
}

GST_END_TEST;

/* A slow disk is one that waits: what a sender may have under way stays little */
GST_START_TEST (test_disk_that_waits)
{
  const gsize size = 64 * 1024;
  g_autofree gchar *text = g_strnfill (size, 'a');
  RtcDataChannel *one, *other;
  guint n = 0;
  Place place;

  place_init (&place);
  room_hold (&place.room);
  one = announce (&place, "0\na");
  room_wait_sitting (&place.room);
  /* the strand sits in file-received; all else waits */
  other = announce (&place, "1000000\nb");
  visit_wait (place.visit, "file ok");
  visit_wait (place.visit, "file done a");
  while (rtc_data_channel_get_buffered_amount (other) < 8 * size && n < 1000) {
    visit_send (other, text, size);
    n++;
  }
  fail_unless (n < 1000);
  room_release (&place.room);
  room_wait (&place.room, "id drops a 0");
  rtc_data_channel_unref (one);
  rtc_data_channel_unref (other);
  place_clear (&place);
}

GST_END_TEST;

GST_START_TEST (test_directory_is_gone)
{
  Place place;

  place_init (&place);
  fail_unless_equals_int (g_rmdir (place.folder), 0);
  rtc_data_channel_unref (announce (&place, "1\na"));
  visit_wait (place.visit, "file no it cannot be stored");
  fail_unless_equals_int (g_mkdir (place.folder, 0700), 0);
  place_clear (&place);
}

GST_END_TEST;

static Suite *
dropping_suite (void)
{
  Suite *suite = suite_create ("dropping");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_whole);
  tcase_add_test (tc, test_refused);
  tcase_add_test (tc, test_channel_that_is_not_exact);
  tcase_add_test (tc, test_broken_off);
  tcase_add_test (tc, test_never_finished);
  tcase_add_test (tc, test_four_at_a_time);
  tcase_add_test (tc, test_disk_that_waits);
  tcase_add_test (tc, test_directory_is_gone);
  return suite;
}

GST_CHECK_MAIN (dropping);
