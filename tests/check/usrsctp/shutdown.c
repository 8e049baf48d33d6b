/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* What was sent still arrives, then both sides are closed without a failure */

static void
shut (gpointer data)
{
  rtc_sctp_shutdown (((End *) data)->sctp);
}

GST_START_TEST (test_shutdown)
{
  Pipe *pipe = pipe_new_connected ();

  for (guint i = 0; i < 10; i++)
    end_send (&pipe->ends[0], RELIABLE (0), 100000, i);
  end_call (&pipe->ends[0], shut, &pipe->ends[0]);
  for (guint i = 0; i < 10; i++)
    message_free (end_wait_message (&pipe->ends[1]));
  for (guint i = 0; i < 2; i++) {
    end_wait_state (&pipe->ends[i], RTC_SCTP_CLOSED);
    fail_unless (pipe->ends[i].reason == NULL, "%s", pipe->ends[i].reason);
  }
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
shutdown_suite (void)
{
  Suite *suite = suite_create ("shutdown");
  TCase *tcase = tcase_create ("shutdown");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_shutdown);
  return suite;
}

GST_CHECK_MAIN (shutdown);
