/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* On a long path more is under way than what is enough for a short one */

#define MESSAGE (64 * 1024)
#define SHORT (512 * 1024)

GST_START_TEST (test_long)
{
  Pipe *pipe = pipe_new (262144);
  guint ahead = 0;

  pipe->delay = 20;
  pipe_start (pipe);
  for (guint i = 0; i < 2; i++)
    end_wait_state (&pipe->ends[i], RTC_SCTP_CONNECTED);
  for (guint sent = 1; sent < 100 && ahead <= SHORT / MESSAGE + 1; sent++) {
    end_send (&pipe->ends[0], RELIABLE (0), MESSAGE, sent);
    g_mutex_lock (&pipe->lock);
    ahead = MAX (ahead, sent - pipe->ends[1].messages.length);
    g_mutex_unlock (&pipe->lock);
  }
  fail_unless (ahead > SHORT / MESSAGE + 1, "%u messages", ahead);
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
window_suite (void)
{
  Suite *suite = suite_create ("window");
  TCase *tcase = tcase_create ("window");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_long);
  return suite;
}

GST_CHECK_MAIN (window);
