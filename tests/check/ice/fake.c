/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include "ice/rtcicefake.h"

/* What an end saw; read by the test once its loop has drained */
typedef struct
{
  RtcLoop *loop;
  RtcIce *ice;
  RtcIceState state;
  guint n_paths, n_received, n_candidates;
  gboolean gathered;
  gboolean in_call, called_inside;
  guint8 last;
  gboolean sent;
} End;

static void
on_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  End *end = user_data;

  end->called_inside |= end->in_call;
  end->state = state;
}

static void
on_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  End *end = user_data;

  end->called_inside |= end->in_call;
  end->n_candidates += candidate != NULL;
  end->gathered |= candidate == NULL;
}

static void
on_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  End *end = user_data;

  fail_unless (rtc_loop_is_current (end->loop));
  fail_if (path->direct);
  end->n_paths++;
}

static void
on_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  End *end = user_data;

  fail_unless (rtc_loop_is_current (end->loop));
  end->n_received++;
  end->last = data[size - 1];
  data[0] = 0;                  /* the callee's until it returns */
}

static void
end_start (gpointer data)
{
  static const RtcIceEvents events = {
    on_state, on_candidate, on_path, on_received
  };
  End *end = data;
  RtcIceConfig config = { 0 };

  end->ice = rtc_ice_fake_new (end->loop, &config, &events, end, NULL);
  end->in_call = TRUE;
  fail_unless (end->ice->klass->gather (end->ice, NULL));
  fail_unless (end->ice->klass->set_remote_credentials (end->ice, "abcd",
          "0123456789012345678901"));
  end->in_call = FALSE;
}

static void
end_send (gpointer data)
{
  End *end = data;
  guint8 packet[3] = { 1, 2, 3 };
  GOutputVector vector = { packet, sizeof (packet) };

  for (guint i = 0; i < 10; i++)
    end->sent = end->ice->klass->send (end->ice, &vector, 1);
}

static void
end_free (gpointer data)
{
  End *end = data;

  g_clear_pointer (&end->ice, rtc_ice_free);
}

static void
nothing (gpointer data)
{
}

/* Posts of one loop to the other have landed after two rounds */
static void
drain (End * ends)
{
  for (guint i = 0; i < 4; i++)
    rtc_loop_call (ends[i % 2].loop, nothing, NULL);
}

static void
ends_start (End * ends)
{
  memset (ends, 0, 2 * sizeof (End));
  for (guint i = 0; i < 2; i++) {
    ends[i].loop = rtc_loop_new ("end");
    rtc_loop_call (ends[i].loop, end_start, &ends[i]);
  }
  drain (ends);
}

static void
ends_stop (End * ends)
{
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (ends[i].loop, end_free, &ends[i]);
  for (guint i = 0; i < 2; i++)
    rtc_loop_unref (ends[i].loop);
}

GST_START_TEST (test_join_connects_and_carries)
{
  End ends[2];

  ends_start (ends);
  fail_unless_equals_int (ends[0].state, RTC_ICE_CHECKING);
  fail_unless (ends[0].gathered);
  fail_unless_equals_int (ends[0].n_candidates, 1);
  fail_if (ends[0].called_inside);
  rtc_loop_call (ends[0].loop, end_send, &ends[0]);
  fail_if (ends[0].sent);

  rtc_ice_fake_join (ends[0].ice, ends[1].ice);
  drain (ends);
  for (guint i = 0; i < 2; i++) {
    fail_unless_equals_int (ends[i].state, RTC_ICE_CONNECTED);
    fail_unless_equals_int (ends[i].n_paths, 1);
    rtc_loop_call (ends[i].loop, end_send, &ends[i]);
    fail_unless (ends[i].sent);
  }
  drain (ends);
  for (guint i = 0; i < 2; i++) {
    fail_unless_equals_int (ends[i].n_received, 10);
    fail_unless_equals_int (ends[i].last, 3);
  }
  ends_stop (ends);
}

GST_END_TEST;

GST_START_TEST (test_loss)
{
  End ends[2];

  ends_start (ends);
  rtc_ice_fake_join (ends[0].ice, ends[1].ice);
  drain (ends);
  rtc_ice_fake_set_loss (ends[0].ice, 5);
  rtc_loop_call (ends[0].loop, end_send, &ends[0]);
  drain (ends);
  fail_unless_equals_int (ends[1].n_received, 8);
  rtc_ice_fake_set_loss (ends[0].ice, 1);
  rtc_loop_call (ends[0].loop, end_send, &ends[0]);
  drain (ends);
  fail_unless_equals_int (ends[1].n_received, 8);
  ends_stop (ends);
}

GST_END_TEST;

GST_START_TEST (test_fail)
{
  End ends[2];

  ends_start (ends);
  rtc_ice_fake_join (ends[0].ice, ends[1].ice);
  rtc_ice_fake_fail (ends[0].ice);
  drain (ends);
  fail_unless_equals_int (ends[0].state, RTC_ICE_FAILED);
  fail_unless_equals_int (ends[1].state, RTC_ICE_CONNECTED);
  rtc_loop_call (ends[0].loop, end_send, &ends[0]);
  fail_if (ends[0].sent);
  rtc_loop_call (ends[1].loop, end_send, &ends[1]);
  drain (ends);
  fail_unless_equals_int (ends[0].n_received, 0);
  ends_stop (ends);
}

GST_END_TEST;

GST_START_TEST (test_the_other_is_gone)
{
  End ends[2];

  ends_start (ends);
  rtc_ice_fake_join (ends[0].ice, ends[1].ice);
  drain (ends);
  rtc_loop_call (ends[1].loop, end_free, &ends[1]);
  rtc_loop_call (ends[0].loop, end_send, &ends[0]);
  drain (ends);
  fail_unless_equals_int (ends[1].n_received, 0);
  ends_stop (ends);
}

GST_END_TEST;

static Suite *
fake_suite (void)
{
  Suite *suite = suite_create ("fake");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_join_connects_and_carries);
  tcase_add_test (tc, test_loss);
  tcase_add_test (tc, test_fail);
  tcase_add_test (tc, test_the_other_is_gone);
  return suite;
}

GST_CHECK_MAIN (fake);
