/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* What a reader may not find again as it was: directions are resolved into the
 * sections, blanks after a colon go. */
static gboolean
is_canonical (const gchar * line)
{
  return !g_str_has_prefix (line, "a=msid-semantic:")
      && !g_str_has_prefix (line, "a=rtpmap:9 ")
      && !g_str_equal (line, "a=sendrecv");
}

static guint
count_line (gchar ** lines, const gchar * line)
{
  guint n = 0;

  for (; *lines; lines++)
    n += g_str_equal (*lines, line);
  return n;
}

/* Every line of a real description comes out again, as often as it went in */
GST_START_TEST (test_no_line_is_lost)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autofree gchar *text = read_text (seeds[i]);
    g_autoptr (RtcSdp) sdp = parse (text);
    g_autofree gchar *printed = rtc_sdp_print (sdp);
    g_auto (GStrv) in = g_strsplit (text, "\n", -1);
    g_auto (GStrv) out = g_strsplit (printed, "\r\n", -1);

    for (guint j = 0; in[j]; j++) {
      if (is_canonical (in[j]))
        fail_unless (count_line (in, in[j]) == count_line (out, in[j]),
            "%s: \"%s\" in\n%s", seeds[i], in[j], printed);
    }
  }
}

GST_END_TEST;

GST_START_TEST (test_print_is_stable)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autofree gchar *text = read_text (seeds[i]);
    g_autoptr (RtcSdp) sdp = parse (text);
    g_autofree gchar *first = rtc_sdp_print (sdp);
    g_autoptr (RtcSdp) copy = parse (first);
    g_autofree gchar *second = rtc_sdp_print (copy);

    fail_unless_equals_string (first, second);
  }
}

GST_END_TEST;

GST_START_TEST (test_crlf_and_lf)
{
  for (guint i = 0; i < G_N_ELEMENTS (seeds); i++) {
    g_autofree gchar *text = read_text (seeds[i]);
    g_autoptr (GString) crlf = g_string_new (text);
    g_autoptr (RtcSdp) a = parse (text);
    g_autoptr (RtcSdp) b = NULL;
    g_autofree gchar *from_lf = rtc_sdp_print (a), *from_crlf = NULL;

    fail_unless (g_string_replace (crlf, "\n", "\r\n", 0) > 10);
    b = parse (crlf->str);
    from_crlf = rtc_sdp_print (b);
    fail_unless_equals_string (from_lf, from_crlf);
  }
}

GST_END_TEST;

GST_START_TEST (test_unknown_lines_stay_in_order)
{
  static const gchar text[] = HEAD
      "a=tool:x y\r\na=zeta\r\na=alpha:1\r\n"
      "m=image 5000/2 udptl t38 other\r\ni=title\r\nc=IN IP6 ::1\r\n"
      "b=AS:500\r\nb=TIAS:5000\r\na=sendrecv\r\na=T38FaxVersion:0\r\n"
      "a=later\r\n";
  g_autoptr (RtcSdp) sdp = parse (text);
  g_autofree gchar *printed = rtc_sdp_print (sdp);
  const gchar *without;

  /* the direction that everything has is not written for foreign media */
  without = HEAD
      "a=tool:x y\r\na=zeta\r\na=alpha:1\r\n"
      "m=image 5000/2 udptl t38 other\r\ni=title\r\nc=IN IP6 ::1\r\n"
      "b=AS:500\r\nb=TIAS:5000\r\na=T38FaxVersion:0\r\na=later\r\n";
  fail_unless_equals_string (printed, without);
}

GST_END_TEST;

SDP_TEST (roundtrip, test_no_line_is_lost, test_print_is_stable,
    test_crlf_and_lf, test_unknown_lines_stay_in_order);
