/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pipe.h"

/* Noise is dropped and the association goes on; tests/fuzz/sctp.c has what comes
 * with a right checksum and tag */

typedef struct
{
  End *end;
  guint8 bytes[1200];
  gsize size;
} Noise;

static void
feed (gpointer data)
{
  Noise *noise = data;

  rtc_sctp_input (noise->end->sctp, noise->bytes, noise->size);
}

GST_START_TEST (test_noise)
{
  Pipe *pipe = pipe_new_connected ();
  Noise noise = { &pipe->ends[1] };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (guint i = 0; i < 20000; i++) {
    noise.size = g_rand_int_range (rand, 0, 60);
    for (guint k = 0; k < noise.size; k++)
      noise.bytes[k] = g_rand_int (rand);
    end_call (&pipe->ends[1], feed, &noise);
  }
  end_send (&pipe->ends[0], RELIABLE (0), 1000, 7);
  message_free (end_wait_message (&pipe->ends[1]));
  fail_unless (g_queue_is_empty (&pipe->ends[1].messages));
  pipe_free (pipe);
}

GST_END_TEST;

static Suite *
garbage_suite (void)
{
  Suite *suite = suite_create ("garbage");
  TCase *tcase = tcase_create ("garbage");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_noise);
  return suite;
}

GST_CHECK_MAIN (garbage);
