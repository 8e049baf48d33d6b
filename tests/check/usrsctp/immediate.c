/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* RFC 7053: the end of what there is to send asks to be acknowledged at once,
 * nothing before it, and no single packet, as that may be answered anyway */

GST_START_TEST (test_immediate)
{
  Pipe *pipe = pipe_new_connected ();
  RtcSctpSend more = *RELIABLE (0);

  more.more = TRUE;
  for (guint i = 0; i < 5; i++)
    end_send (&pipe->ends[0], i < 4 ? &more : RELIABLE (0), 5000, i);
  end_send (&pipe->ends[0], RELIABLE (0), 100, 5);
  for (guint i = 0; i < 6; i++)
    message_free (end_wait_message (&pipe->ends[1]));
  /* a message of five chunks: the last of them */
  fail_unless_equals_int (pipe->ends[0].immediate, 1);
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
immediate_suite (void)
{
  Suite *suite = suite_create ("immediate");
  TCase *tcase = tcase_create ("immediate");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_immediate);
  return suite;
}

GST_CHECK_MAIN (immediate);
