/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* Who pauses inside of a message gets the rest afterwards, although nothing more
 * comes from the peer */

#define MESSAGES 200

static void
stop (gpointer data)
{
  rtc_sctp_set_paused (data, TRUE);
}

static void
go_on (gpointer data)
{
  End *end = data;

  end->pauses = TRUE;
  rtc_sctp_set_paused (end->sctp, FALSE);
}

static void
reset (gpointer data)
{
  const guint16 stream = 0;

  fail_unless (rtc_sctp_reset_streams (data, &stream, 1));
}

GST_START_TEST (test_paused)
{
  Pipe *pipe = pipe_new_connected ();
  End *end = &pipe->ends[1];

  end_call (end, stop, end->sctp);
  for (guint i = 0; i < MESSAGES; i++)
    end_send (&pipe->ends[0], RELIABLE (0), 10, i);
  end_call (&pipe->ends[0], reset, pipe->ends[0].sctp);
  /* all of it has been acknowledged: nothing follows */
  end_wait_reset (&pipe->ends[0], FALSE, 1);
  for (guint i = 0; i < MESSAGES; i++) {
    end_call (end, go_on, end);
    message_free (end_wait_message (end));
  }
  end_call (end, go_on, end);
  end_wait_reset (end, TRUE, 1);
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
paused_suite (void)
{
  Suite *suite = suite_create ("paused");
  TCase *tcase = tcase_create ("paused");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_paused);
  return suite;
}

GST_CHECK_MAIN (paused);
