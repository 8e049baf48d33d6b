/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "talk/rtcchat.h"

/* The room: who hears what, and who says too much */

#define HEARER { .takes = TRUE }

typedef struct
{
  RtcSpeaker *speaker;
  GString *heard;
  gboolean takes;
} Hearer;

static gboolean
hear (GBytes * line, gpointer user_data)
{
  Hearer *hearer = user_data;
  gsize size;
  const gchar *text = g_bytes_get_data (line, &size);

  if (!hearer->takes)
    return FALSE;
  g_string_append_len (hearer->heard, text, size);
  g_string_append_c (hearer->heard, '|');
  return TRUE;
}

static void
join (RtcChat * chat, Hearer * hearer, const gchar * id, const gchar * name)
{
  hearer->heard = g_string_new (NULL);
  hearer->speaker = rtc_chat_join (chat, id, name, hear, hearer, 0);
}

static void
leave (RtcChat * chat, Hearer * hearer)
{
  rtc_chat_leave (chat, hearer->speaker);
  g_string_free (hearer->heard, TRUE);
}

GST_START_TEST (test_all_others_hear)
{
  RtcChat *chat = rtc_chat_new ();
  Hearer a = HEARER, b = HEARER, c = HEARER;

  join (chat, &a, "ida", "a");
  join (chat, &b, "idb", "b");
  join (chat, &c, "idc", "c");
  fail_unless (rtc_chat_say (chat, a.speaker, "hi", 0));
  fail_unless (rtc_chat_say (chat, b.speaker, "two\nlines", 0));
  leave (chat, &c);
  fail_unless (rtc_chat_say (chat, b.speaker, "gone?", 0));
  fail_unless_equals_string (a.heard->str, "b\ntwo\nlines|b\ngone?|");
  fail_unless_equals_string (b.heard->str, "a\nhi|");
  leave (chat, &a);
  leave (chat, &b);
  rtc_chat_free (chat);
}

GST_END_TEST;

GST_START_TEST (test_who_comes_late_is_told)
{
  RtcChat *chat = rtc_chat_new ();
  Hearer a = HEARER, b = HEARER;
  g_autoptr (GString) last = g_string_new (NULL);

  join (chat, &a, "ida", "a");
  for (guint i = 0; i < RTC_CHAT_HISTORY + 5; i++) {
    g_autofree gchar *text = g_strdup_printf ("line %u", i);

    fail_unless (rtc_chat_say (chat, a.speaker, text,
            i * (gint64) RTC_CHAT_INTERVAL));
    if (i >= 5)
      g_string_append_printf (last, "a\n%s|", text);
  }
  leave (chat, &a);
  join (chat, &b, "idb", "b");
  fail_unless_equals_string (b.heard->str, last->str);
  leave (chat, &b);
  rtc_chat_free (chat);
}

GST_END_TEST;

GST_START_TEST (test_application)
{
  RtcChat *chat = rtc_chat_new ();
  Hearer a = HEARER, b = HEARER, deaf = { 0 };

  fail_unless (rtc_chat_announce (chat, NULL, "early"));
  join (chat, &a, "ida", "a");
  join (chat, &deaf, "idd", "d");
  fail_unless (rtc_chat_announce (chat, "ida", "for a"));
  fail_unless (rtc_chat_announce (chat, NULL, "for all"));
  fail_if (rtc_chat_announce (chat, "idb", "for nobody"));
  fail_if (rtc_chat_announce (chat, "idd", "for the deaf"));
  /* what is said to one is nothing for the others */
  join (chat, &b, "idb", "b");
  fail_unless_equals_string (a.heard->str, "\nearly|\nfor a|\nfor all|");
  fail_unless_equals_string (b.heard->str, "\nearly|\nfor all|");
  leave (chat, &a);
  leave (chat, &b);
  leave (chat, &deaf);
  rtc_chat_free (chat);
}

GST_END_TEST;

static guint
say_often (RtcChat * chat, Hearer * hearer, gint64 now)
{
  guint said = 0;

  for (guint i = 0; i < 3 * RTC_CHAT_BURST; i++)
    said += rtc_chat_say (chat, hearer->speaker, "x", now);
  return said;
}

GST_START_TEST (test_too_much)
{
  RtcChat *chat = rtc_chat_new ();
  Hearer a = HEARER, b = HEARER;

  join (chat, &a, "ida", "a");
  join (chat, &b, "idb", "b");
  fail_unless_equals_int (say_often (chat, &a, 0), RTC_CHAT_BURST);
  fail_unless_equals_int (b.heard->len, RTC_CHAT_BURST * strlen ("a\nx|"));
  /* nobody else has to be silent for that */
  fail_unless (rtc_chat_say (chat, b.speaker, "x", 0));
  fail_unless_equals_int (say_often (chat, &a, RTC_CHAT_INTERVAL), 1);
  fail_unless_equals_int (say_often (chat, &a, 4 * RTC_CHAT_INTERVAL), 3);
  fail_unless_equals_int (say_often (chat, &a,
          G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC), RTC_CHAT_BURST);
  leave (chat, &a);
  leave (chat, &b);
  rtc_chat_free (chat);
}

GST_END_TEST;

GST_START_TEST (test_what_is_text)
{
  g_autofree gchar *most = g_strnfill (RTC_CHAT_MAX_TEXT + 1, 'x');
  g_autoptr (GString) wide = g_string_new (NULL);

  fail_unless (rtc_chat_is_text ("x", 1));
  fail_unless (rtc_chat_is_text (most, RTC_CHAT_MAX_TEXT));
  for (guint i = 0; i < RTC_CHAT_MAX_TEXT; i++)
    g_string_append (wide, "\xf0\x9f\x98\x80");
  fail_unless (rtc_chat_is_text (wide->str, wide->len));
  fail_if (rtc_chat_is_text ("", 0));
  fail_if (rtc_chat_is_text (NULL, 0));
  fail_if (rtc_chat_is_text (most, RTC_CHAT_MAX_TEXT + 1));
  fail_if (rtc_chat_is_text ("\xc3", 1));
  fail_if (rtc_chat_is_text ("a\0b", 3));
}

GST_END_TEST;

static Suite *
chat_suite (void)
{
  Suite *suite = suite_create ("chat");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_all_others_hear);
  tcase_add_test (tc, test_who_comes_late_is_told);
  tcase_add_test (tc, test_application);
  tcase_add_test (tc, test_too_much);
  tcase_add_test (tc, test_what_is_text);
  return suite;
}

GST_CHECK_MAIN (chat);
