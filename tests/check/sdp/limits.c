/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* How long a parser may take is a matter of the machine's load too: the best of
 * a few runs counts. */
GST_START_TEST (test_thousand_sections_are_refused_fast)
{
  g_autoptr (GString) text = g_string_new (HEAD);
  gint64 best = G_MAXINT64;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (text, "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"
        "a=mid:%u\r\na=rtpmap:96 VP8/90000\r\na=recvonly\r\n", i);
  for (guint i = 0; i < 5; i++) {
    gint64 start = g_get_monotonic_time ();

    fail_to_parse (text->str, -1, RTC_SDP_ERROR_LIMIT, "m= sections");
    best = MIN (best, g_get_monotonic_time () - start);
  }
  if (!g_getenv ("VALGRIND") && !g_getenv ("ASAN_OPTIONS"))
    fail_unless (best < 10 * 1000, "%" G_GINT64_FORMAT " us", best);
}

GST_END_TEST;

GST_START_TEST (test_size)
{
  g_autoptr (GString) text = g_string_new (HEAD);

  while (text->len <= RTC_SDP_MAX_SIZE - 100)
    g_string_append (text, "a=x-some-attribute:some-value\r\n");
  rtc_sdp_free (parse (text->str));
  while (text->len <= RTC_SDP_MAX_SIZE)
    g_string_append (text, "a=x\r\n");
  fail_to_parse (text->str, -1, RTC_SDP_ERROR_LIMIT, "longer than");
}

GST_END_TEST;

GST_START_TEST (test_line_length)
{
  g_autofree gchar *fill = g_strnfill (RTC_SDP_MAX_LINE, 'x');
  g_autofree gchar *over = g_strconcat (HEAD "a=", fill, "\r\n", NULL);
  g_autofree gchar *fits = g_strconcat (HEAD "a=", fill + 2, "\r\n", NULL);

  fail_to_parse (over, -1, RTC_SDP_ERROR_LIMIT, "line 5: longer than");
  rtc_sdp_free (parse (fits));
}

GST_END_TEST;

GST_START_TEST (test_formats)
{
  g_autoptr (GString) text = g_string_new (HEAD "m=video 9 RTP/SAVPF");

  for (guint i = 0; i <= RTC_SDP_MAX_FORMATS; i++)
    g_string_append (text, " 96");
  fail_to_parse (text->str, -1, RTC_SDP_ERROR_LIMIT, "line 5: more than");
}

GST_END_TEST;

SDP_TEST (limits, test_thousand_sections_are_refused_fast, test_size,
    test_line_length, test_formats);
