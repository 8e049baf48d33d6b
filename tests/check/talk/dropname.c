/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "talk/rtcdropname.h"

/* What a viewer says of a file, of which nothing is to be trusted */

GST_START_TEST (test_names)
{
  static const gchar *const names[][2] = {
    {"photo.jpg", "photo.jpg"},
    {"two words (1).tar.gz", "two words (1).tar.gz"},
    {"\xc3\xbc" "ber.txt", "\xc3\xbc" "ber.txt"},
    {"../../etc/passwd", "passwd"},
    {"/etc/passwd", "passwd"},
    {"C:\\temp\\a.exe", "a.exe"},
    {"a/..\\b", "b"},
    {"..", "file"},
    {".", "file"},
    {"", "file"},
    {"dir/", "file"},
    {"   ", "file"},
    {".bashrc", "bashrc"},
    {"...a", "a"},
    {"-rf", "rf"},
    {"~root", "root"},
    {"a. .", "a"},
    {"a\nb\tc\x7f" "d", "a_b_c_d"},
    {"a:b*c?d\"e<f>g|h", "a_b_c_d_e_f_g_h"},
    {"$(reboot)`x`", "_(reboot)_x_"},
    /* a right-to-left override would show "gpj.exe" as "exe.jpg" */
    {"a\xe2\x80\xae" "gpj.exe", "a_gpj.exe"},
    {"a\xe2\x80\xa8" "b", "a_b"},
    {"a\xff" "b", "a\xef\xbf\xbd" "b"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *name = rtc_drop_clean_name (names[i][0],
        strlen (names[i][0]));

    fail_unless_equals_string (name, names[i][1]);
  }
}

GST_END_TEST;

GST_START_TEST (test_long_names)
{
  g_autofree gchar *as = g_strnfill (400, 'a');
  g_autofree gchar *dotted = g_strconcat (as, ".jpg", NULL);
  g_autofree gchar *one = rtc_drop_clean_name (dotted, strlen (dotted));
  g_autoptr (GString) umlauts = g_string_new ("a");
  g_autofree gchar *two = NULL;

  fail_unless_equals_int (strlen (one), RTC_DROP_MAX_NAME);
  fail_unless (g_str_has_suffix (one, "a.jpg"));
  for (guint i = 0; i < 300; i++)
    g_string_append (umlauts, "\xc3\xbc");
  two = rtc_drop_clean_name (umlauts->str, umlauts->len);
  fail_unless_equals_int (strlen (two), RTC_DROP_MAX_NAME - 1);
  fail_unless (g_utf8_validate (two, -1, NULL));
}

GST_END_TEST;

GST_START_TEST (test_numbers)
{
  static const gchar *const names[][2] = {
    {"a.txt", "a (2).txt"}, {"a", "a (2)"}, {"a.tar.gz", "a.tar (2).gz"},
    {"a.this is no extension", "a.this is no extension (2)"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *name = rtc_drop_number_name (names[i][0], 2);

    fail_unless_equals_string (name, names[i][1]);
  }
}

GST_END_TEST;

static gboolean
parse (const gchar * text, guint64 * size, gchar ** name)
{
  return rtc_drop_parse (text, strlen (text), size, name);
}

GST_START_TEST (test_announcement)
{
  g_autofree gchar *name = NULL;
  g_autofree gchar *empty = NULL;
  guint64 size;

  fail_unless (parse ("1099511627776\na/b.txt", &size, &name));
  fail_unless (size == G_GUINT64_CONSTANT (1) << 40);
  fail_unless_equals_string (name, "b.txt");
  fail_unless (parse ("0\n", &size, &empty));
  fail_unless (size == 0);
  fail_unless_equals_string (empty, "file");
}

GST_END_TEST;

GST_START_TEST (test_no_announcement)
{
  static const gchar *const texts[] = {
    "", "\n", "\nname", "name", "12", "12 name", "-1\nname", "+1\nname",
    "1.5\nname", "1e3\nname", "0x10\nname", " 1\nname", "1 \nname",
    "9223372036854775808\nname", "99999999999999999999999\nname",
  };
  g_autofree gchar *many = g_strnfill (5000, 'a');
  g_autofree gchar *lengthy = g_strconcat ("1\n", many, NULL);
  gchar *name = NULL;
  guint64 size;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    fail_if (parse (texts[i], &size, &name), "%s", texts[i]);
  fail_if (parse (lengthy, &size, &name));
  fail_unless (name == NULL);
}

GST_END_TEST;

static Suite *
dropname_suite (void)
{
  Suite *suite = suite_create ("dropname");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_names);
  tcase_add_test (tc, test_long_names);
  tcase_add_test (tc, test_numbers);
  tcase_add_test (tc, test_announcement);
  tcase_add_test (tc, test_no_announcement);
  return suite;
}

GST_CHECK_MAIN (dropname);
