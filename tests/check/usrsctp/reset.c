/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* RFC 6525: a stream is reset after what was sent on it has arrived, and takes
 * messages again */

typedef struct
{
  End *end;
  guint16 streams[3];
} Reset;

static void
reset (gpointer data)
{
  Reset *reset = data;

  fail_unless (rtc_sctp_reset_streams (reset->end->sctp, reset->streams, 3));
  rtc_sctp_flush (reset->end->sctp);
}

static void
no_such_stream (gpointer data)
{
  End *end = data;
  const guint16 stream = 1024;

  fail_if (rtc_sctp_reset_streams (end->sctp, &stream, 1));
}

GST_START_TEST (test_reset)
{
  Pipe *pipe = pipe_new_connected ();
  Reset call = { &pipe->ends[0], {7, 9, 1023} };

  for (guint round = 1; round <= 3; round++) {
    for (guint i = 0; i < 10; i++)
      end_send (&pipe->ends[0], RELIABLE (call.streams[i % 3]), 50000, i);
    end_call (&pipe->ends[0], reset, &call);
    end_wait_reset (&pipe->ends[1], TRUE, 3 * round);
    end_wait_reset (&pipe->ends[0], FALSE, 3 * round);
    for (guint i = 0; i < 10; i++)
      message_free (end_wait_message (&pipe->ends[1]));
  }
  fail_unless_equals_int (pipe->ends[0].incoming->len, 0);
  end_call (&pipe->ends[0], no_such_stream, &pipe->ends[0]);
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
reset_suite (void)
{
  Suite *suite = suite_create ("reset");
  TCase *tcase = tcase_create ("reset");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_reset);
  return suite;
}

GST_CHECK_MAIN (reset);
