/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* Both sides begin at once; messages of each size arrive whole, in order, in
 * packets of at most the MTU */

GST_START_TEST (test_messages)
{
  static const gsize sizes[] = { 1, 16 * 1024, 64 * 1024, 256 * 1024 };
  Pipe *pipe = pipe_new_connected ();

  for (guint way = 0; way < 2; way++) {
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      end_send (&pipe->ends[way], RELIABLE (i % 2), sizes[i], i + 1);
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++) {
      /* streams take turns: each is in order */
      Message *message = end_wait_message (&pipe->ends[1 - way]);
      gsize size;
      const guint8 *data = g_bytes_get_data (message->data, &size);
      guint which = data[0] - 1;

      fail_unless (which < G_N_ELEMENTS (sizes));
      fail_unless_equals_int (size, sizes[which]);
      fail_unless_equals_int (message->stream, which % 2);
      fail_unless_equals_int (message->ppid, 53);
      fail_unless_equals_int (data[size - 1], which + 1);
      message_free (message);
    }
  }
  fail_unless (pipe->ends[0].largest <= MTU, "a packet of %u bytes",
      pipe->ends[0].largest);
  fail_unless (pipe->ends[0].largest > MTU - 16, "packets of %u bytes only",
      pipe->ends[0].largest);
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
messages_suite (void)
{
  Suite *suite = suite_create ("messages");
  TCase *tcase = tcase_create ("messages");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_messages);
  return suite;
}

GST_CHECK_MAIN (messages);
