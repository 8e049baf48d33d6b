/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "folder.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "talk/rtcdrop.h"

/* A file that is being received */

static RtcDrop *
begin (const gchar * folder, const gchar * name, guint64 size)
{
  g_autoptr (GError) error = NULL;
  RtcDrop *drop = rtc_drop_begin (folder, name, size, &error);

  fail_unless (drop != NULL, "%s", error != NULL ? error->message : "");
  return drop;
}

static void
give (RtcDrop * drop, const gchar * text)
{
  fail_unless (rtc_drop_write (drop, (const guint8 *) text, strlen (text),
          NULL));
}

static void
receive (const gchar * folder, const gchar * name, const gchar * content,
    const gchar * stored)
{
  g_autoptr (RtcDrop) drop = begin (folder, name, strlen (content));
  g_autofree gchar *location = NULL;
  g_autofree gchar *should = g_build_filename (folder, stored, NULL);

  give (drop, content);
  fail_unless (rtc_drop_is_complete (drop));
  location = rtc_drop_finish (drop, NULL);
  fail_unless_equals_string (location, should);
}

GST_START_TEST (test_has_its_name_once_complete)
{
  gchar *folder = folder_new ();
  RtcDrop *drop = begin (folder, "a.txt", 5);
  g_autofree gchar *before = NULL, *location = NULL;

  give (drop, "he");
  fail_if (rtc_drop_is_complete (drop));
  before = folder_list (folder);
  fail_unless (before[0] == '.', "%s", before);
  give (drop, "");
  give (drop, "llo");
  fail_unless (rtc_drop_is_complete (drop));
  location = rtc_drop_finish (drop, NULL);
  fail_unless (location != NULL);
  rtc_drop_free (drop);
  folder_check_file (folder, "a.txt", "hello");
  folder_wait (folder, "a.txt");
  folder_free (folder);
}

GST_END_TEST;

GST_START_TEST (test_nothing_is_overwritten)
{
  gchar *folder = folder_new ();

  receive (folder, "a.txt", "one", "a.txt");
  receive (folder, "a.txt", "two", "a (2).txt");
  receive (folder, "a.txt", "", "a (3).txt");
  folder_check_file (folder, "a.txt", "one");
  folder_check_file (folder, "a (2).txt", "two");
  folder_check_file (folder, "a (3).txt", "");
  folder_free (folder);
}

GST_END_TEST;

GST_START_TEST (test_goes_unless_it_is_complete)
{
  gchar *folder = folder_new ();
  RtcDrop *drop = begin (folder, "a.txt", 5);

  give (drop, "hel");
  rtc_drop_free (drop);
  folder_wait (folder, "");
  folder_free (folder);
}

GST_END_TEST;

GST_START_TEST (test_more_than_announced)
{
  gchar *folder = folder_new ();
  RtcDrop *drop = begin (folder, "a.txt", 5);
  g_autoptr (GError) error = NULL;

  give (drop, "hel");
  fail_if (rtc_drop_write (drop, (const guint8 *) "lo!", 3, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  rtc_drop_free (drop);
  folder_wait (folder, "");
  folder_free (folder);
}

GST_END_TEST;

/* A limit of the process stands for that of a disk */
GST_START_TEST (test_disk_full)
{
  const struct rlimit little = { 1000, RLIM_INFINITY };
  gchar *folder = folder_new ();
  RtcDrop *drop = begin (folder, "a.txt", 2000);
  g_autofree gchar *text = g_strnfill (2000, 'a');
  g_autoptr (GError) error = NULL;
  struct rlimit before;

  signal (SIGXFSZ, SIG_IGN);
  fail_unless (getrlimit (RLIMIT_FSIZE, &before) == 0
      && setrlimit (RLIMIT_FSIZE, &little) == 0);
  fail_if (rtc_drop_write (drop, (const guint8 *) text, 2000, &error));
  fail_unless (setrlimit (RLIMIT_FSIZE, &before) == 0);
  fail_unless_equals_string (error->message, "the disk is full");
  rtc_drop_free (drop);
  folder_wait (folder, "");
  folder_free (folder);
}

GST_END_TEST;

/* Whoever sends it learns nothing of our disk */
GST_START_TEST (test_directory_is_gone)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_drop_begin ("/nowhere/at/all", "a.txt", 5, &error) == NULL);
  fail_unless_equals_string (error->message, "it cannot be stored");
}

GST_END_TEST;

static Suite *
drop_suite (void)
{
  Suite *suite = suite_create ("drop");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_has_its_name_once_complete);
  tcase_add_test (tc, test_nothing_is_overwritten);
  tcase_add_test (tc, test_goes_unless_it_is_complete);
  tcase_add_test (tc, test_more_than_announced);
  tcase_add_test (tc, test_disk_full);
  tcase_add_test (tc, test_directory_is_gone);
  return suite;
}

GST_CHECK_MAIN (drop);
