/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <arpa/inet.h>
#include <gst/check/gstcheck.h>
#include <netinet/in.h>
#include <unistd.h>
#include "transport/rtcbatch.h"

static gint
open_socket (struct sockaddr_in *address)
{
  gint fd = socket (AF_INET, SOCK_DGRAM, 0);
  struct timeval limit = {.tv_sec = 5 };
  socklen_t size = sizeof (*address);

  *address = (struct sockaddr_in) {
    .sin_family = AF_INET,
    .sin_addr.s_addr = htonl (INADDR_LOOPBACK)
  };
  fail_unless (bind (fd, (struct sockaddr *) address, size) == 0);
  fail_unless (getsockname (fd, (struct sockaddr *) address, &size) == 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof (limit));
  return fd;
}

static void
fill (RtcBatch * batch, const gsize * sizes, guint n)
{
  for (guint i = 0; i < n; i++) {
    memset (rtc_batch_reserve (batch), i, sizes[i]);
    rtc_batch_commit (batch, sizes[i]);
  }
}

GST_START_TEST (test_runs_end_where_segmentation_would_break)
{
  RtcBatch *batch = rtc_batch_new ();
  const gsize sizes[] = { 1200, 1200, 1200, 700, 1200, 1300, 80 };

  fill (batch, sizes, G_N_ELEMENTS (sizes));
  /* the shorter one closes its run, a longer one begins a new one */
  fail_unless_equals_int (rtc_batch_run_length (batch->packets, 7), 4);
  fail_unless_equals_int (rtc_batch_run_length (batch->packets + 4, 3), 1);
  fail_unless_equals_int (rtc_batch_run_length (batch->packets + 5, 2), 2);
  rtc_batch_free (batch);
}

GST_END_TEST;

static void
check_delivery (gboolean gso)
{
  struct sockaddr_in from, to;
  gint sender = open_socket (&from), receiver = open_socket (&to);
  RtcBatchTarget target = {.fd = sender,.to_size = sizeof (to),.gso = gso };
  RtcBatch *batch = rtc_batch_new ();
  const gsize sizes[] = { 900, 900, 900, 500, 60, 1200, 1200, 1 };
  RtcBatchResult result;
  guint8 data[2000];

  memcpy (&target.to, &to, sizeof (to));
  fill (batch, sizes, G_N_ELEMENTS (sizes));
  result = rtc_batch_send (batch->packets, batch->n, &target);
  fail_unless_equals_int (result.sent, 8);
  fail_unless_equals_int (result.dropped, 0);
  for (guint i = 0; i < 8; i++) {
    fail_unless_equals_int (recv (receiver, data, sizeof (data), 0), sizes[i]);
    fail_unless_equals_int (data[0], i);
  }
  rtc_batch_free (batch);
  close (sender);
  close (receiver);
}

GST_START_TEST (test_every_packet_arrives_whole_and_in_order)
{
  check_delivery (TRUE);
  check_delivery (FALSE);
}

GST_END_TEST;

/* A Unix socket knows no UDP_SEGMENT, as an old kernel does not */
GST_START_TEST (test_refused_segmentation_falls_back)
{
  gint fds[2];
  RtcBatchTarget target = {.to_size = 0,.gso = TRUE };
  RtcBatch *batch = rtc_batch_new ();
  const gsize sizes[] = { 100, 100, 100 };
  RtcBatchResult result;
  guint8 data[400];

  fail_unless (socketpair (AF_UNIX, SOCK_DGRAM, 0, fds) == 0);
  target.fd = fds[0];
  fill (batch, sizes, 3);
  result = rtc_batch_send (batch->packets, 3, &target);
  if (target.gso) {
    /* this kernel ignores the control message instead of refusing it */
    fail_unless_equals_int (recv (fds[1], data, sizeof (data), 0), 300);
  } else {
    fail_unless_equals_int (result.sent, 3);
    fail_unless_equals_int (recv (fds[1], data, sizeof (data), 0), 100);
  }
  rtc_batch_free (batch);
  close (fds[0]);
  close (fds[1]);
}

GST_END_TEST;

GST_START_TEST (test_a_socket_that_fails_drops_and_counts)
{
  struct sockaddr_in from, to;
  gint sender = open_socket (&from), receiver = open_socket (&to);
  RtcBatchTarget target = {.fd = -1,.to_size = sizeof (to),.gso = TRUE };
  RtcBatch *batch = rtc_batch_new ();
  const gsize sizes[] = { 100, 100 };
  RtcBatchResult result;

  memcpy (&target.to, &to, sizeof (to));
  fill (batch, sizes, 2);
  result = rtc_batch_send (batch->packets, 2, &target);
  fail_unless_equals_int (result.sent, 0);
  fail_unless_equals_int (result.dropped, 2);
  rtc_batch_free (batch);
  close (sender);
  close (receiver);
}

GST_END_TEST;

static Suite *
batch_suite (void)
{
  Suite *suite = suite_create ("batch");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_runs_end_where_segmentation_would_break);
  tcase_add_test (tc, test_every_packet_arrives_whole_and_in_order);
  tcase_add_test (tc, test_refused_segmentation_falls_back);
  tcase_add_test (tc, test_a_socket_that_fails_drops_and_counts);
  return suite;
}

GST_CHECK_MAIN (batch);
