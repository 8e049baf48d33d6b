/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* More than was agreed on: the association ends and says why */

GST_START_TEST (test_too_large)
{
  Pipe *pipe = pipe_new (65536);

  pipe_start (pipe);
  for (guint i = 0; i < 2; i++)
    end_wait_state (&pipe->ends[i], RTC_SCTP_CONNECTED);
  end_send (&pipe->ends[0], RELIABLE (3), 65536, 1);
  message_free (end_wait_message (&pipe->ends[1]));
  end_send (&pipe->ends[0], RELIABLE (3), 65537, 2);
  end_wait_state (&pipe->ends[1], RTC_SCTP_CLOSED);
  fail_unless (strstr (pipe->ends[1].reason, "max-message-size") != NULL);
  end_wait_state (&pipe->ends[0], RTC_SCTP_CLOSED);
  /* it was the other's wish */
  fail_unless (pipe->ends[0].reason == NULL, "%s", pipe->ends[0].reason);
  fail_unless (g_queue_is_empty (&pipe->ends[1].messages));
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
toolarge_suite (void)
{
  Suite *suite = suite_create ("toolarge");
  TCase *tcase = tcase_create ("toolarge");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_too_large);
  return suite;
}

GST_CHECK_MAIN (toolarge);
