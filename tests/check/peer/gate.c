/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "peer/rtcpeergate.h"

/* Who waits lets nobody wait for ever */
#define PATIENCE (20 * G_TIME_SPAN_MILLISECOND)

typedef struct
{
  RtcPeerGate *gate;
  gint arrived, opened;         /* atomic */
} Passage;

/* Returns whether the gate did what it is for */
static gpointer
pass (gpointer data)
{
  Passage *passage = data;
  const gint64 start = g_get_monotonic_time ();

  g_atomic_int_set (&passage->arrived, TRUE);
  rtc_peer_gate_pass (passage->gate);
  return GINT_TO_POINTER (g_atomic_int_get (&passage->opened)
      || g_get_monotonic_time () - start >= PATIENCE);
}

GST_START_TEST (closed_gate_is_passed_when_it_opens)
{
  for (guint i = 0; i < 200; i++) {
    g_autoptr (RtcPeerGate) gate = rtc_peer_gate_new ();
    Passage passage = { gate, };
    GThread *thread;

    rtc_peer_gate_close (gate);
    thread = g_thread_new ("passes", pass, &passage);
    while (!g_atomic_int_get (&passage.arrived))
      g_thread_yield ();
    g_thread_yield ();
    g_atomic_int_set (&passage.opened, TRUE);
    rtc_peer_gate_open (gate);
    fail_unless (g_thread_join (thread) != NULL);
  }
}

GST_END_TEST;

GST_START_TEST (gate_left_closed_is_passed_in_the_end)
{
  g_autoptr (RtcPeerGate) gate = rtc_peer_gate_new ();
  Passage passage = { gate, };

  rtc_peer_gate_close (gate);
  fail_unless (g_thread_join (g_thread_new ("passes", pass, &passage)) != NULL);
}

GST_END_TEST;

GST_START_TEST (who_closed_it_passes)
{
  g_autoptr (RtcPeerGate) gate = rtc_peer_gate_new ();

  rtc_peer_gate_close (gate);
  for (guint i = 0; i < 1000; i++)
    rtc_peer_gate_pass (gate);
  rtc_peer_gate_open (gate);
}

GST_END_TEST;

GST_START_TEST (pad_is_guarded_for_good)
{
  g_autoptr (RtcPeerGate) gate = rtc_peer_gate_new ();
  g_autoptr (GstPad) pad = gst_object_ref_sink (gst_pad_new ("src",
          GST_PAD_SRC));

  rtc_peer_gate_guard (gate, pad);
  g_clear_pointer (&gate, rtc_peer_gate_unref);
  /* the pad has its own reference, and lets go of it */
}

GST_END_TEST;

static Suite *
gate_suite (void)
{
  Suite *suite = suite_create ("gate");
  TCase *tcase = tcase_create ("gate");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, closed_gate_is_passed_when_it_opens);
  tcase_add_test (tcase, gate_left_closed_is_passed_in_the_end);
  tcase_add_test (tcase, who_closed_it_passes);
  tcase_add_test (tcase, pad_is_guarded_for_good);
  return suite;
}

GST_CHECK_MAIN (gate);
