/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* A wire that loses, doubles and reorders: all arrives, once, in order */

GST_START_TEST (test_loss)
{
  Pipe *pipe = pipe_new (262144);

  pipe->loss = 10;
  pipe->doubled = 5;
  pipe_start (pipe);
  for (guint i = 0; i < 2; i++)
    end_wait_state (&pipe->ends[i], RTC_SCTP_CONNECTED);
  for (guint i = 0; i < 200; i++)
    end_send (&pipe->ends[0], RELIABLE (0), 1 + i * 50, i);
  for (guint i = 0; i < 200; i++) {
    Message *message = end_wait_message (&pipe->ends[1]);

    fail_unless_equals_int (g_bytes_get_size (message->data), 1 + i * 50);
    message_free (message);
  }
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
loss_suite (void)
{
  Suite *suite = suite_create ("loss");
  TCase *tcase = tcase_create ("loss");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_loss);
  return suite;
}

GST_CHECK_MAIN (loss);
