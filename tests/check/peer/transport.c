/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer's transport follows its plans */
#include "ends.h"

#define PWD "1234567890123456789012"
#define CANDIDATE "candidate:1 1 UDP 2130706431 192.0.2.1 9 typ host"
#define LATER "candidate:1 1 UDP 2130706431 192.0.2.2 9 typ host"

GST_START_TEST (test_nothing_before_a_local_description)
{
  Ends ends;
  End *end = &ends.end[0];

  ends_init (&ends);
  ends_introduce (&ends);
  end->plan.gather = end->plan.has_role = FALSE;
  end_apply (end);
  rtc_peer_transport_add_candidate (end->transport, LATER);
  end_settle (end);
  fail_unless_equals_int (end->n_ices, 0);

  g_ptr_array_add (end->plan.remote_candidates, g_strdup (CANDIDATE));
  end->plan.gather = end->plan.has_role = TRUE;
  end_apply (end);
  end_settle (end);
  fail_unless_equals_int (end->n_ices, 1);
  fail_unless_equals_int (end->n_candidates, 1);
  fail_unless_equals_int (end->n_gathered, 1);
  fail_unless_equals_int (end->given->len, 2);
  fail_unless_equals_string (g_ptr_array_index (end->given, 0), CANDIDATE);
  fail_unless_equals_string (g_ptr_array_index (end->given, 1), LATER);
  ends_clear (&ends);
}

GST_END_TEST;

/* The offerer's: first ours, then theirs */
GST_START_TEST (test_the_answer_comes_later)
{
  Ends ends;
  End *end = &ends.end[0];

  ends_init (&ends);
  ends_introduce (&ends);
  end_set_remote (end, NULL, NULL);
  end->plan.has_role = FALSE;
  end_apply (end);
  rtc_peer_transport_add_candidate (end->transport, CANDIDATE);
  end_settle (end);
  fail_unless_equals_int (end->n_ices, 1);
  fail_unless_equals_int (end->given->len, 0);

  end_set_remote (end, "bbbb", PWD);
  end->plan.has_role = TRUE;
  end_apply (end);
  ends_wait_ice (&ends, 0, GST_WEBRTC_ICE_CONNECTION_STATE_CHECKING);
  ENDS_WAIT (&ends, end->given->len == 1);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_the_same_plan_twice)
{
  Ends ends;
  guint n_states;

  ends_init (&ends);
  ends_connect (&ends);
  g_ptr_array_add (ends.end[0].plan.remote_candidates, g_strdup (CANDIDATE));
  end_apply (&ends.end[0]);
  end_settle (&ends.end[0]);
  n_states = ends.end[0].n_states;
  for (guint i = 0; i < 3; i++) {
    end_apply (&ends.end[0]);
    end_settle (&ends.end[0]);
  }
  fail_unless_equals_int (ends.end[0].n_ices, 1);
  fail_unless_equals_int (ends.end[0].given->len, 1);
  fail_unless_equals_int (ends.end[0].n_states, n_states);
  fail_unless_equals_int (ends.end[0].n_gathered, 1);
  ends_clear (&ends);
}

GST_END_TEST;

static void
set_media (Ends * ends)
{
  for (guint i = 0; i < 2; i++) {
    end_set_stream (&ends->end[i], 1000, 96, "", 0);
    end_set_route (&ends->end[i], 96, NULL);
  }
}

static void
check_media (Ends * ends)
{
  for (guint i = 0; i < 2; i++) {
    guint n = ends->end[!i].rtp->len;

    end_send_list (&ends->end[i], 1);
    ENDS_WAIT (ends, ends->end[!i].rtp->len == n + 1);
  }
}

GST_START_TEST (test_media_goes_on_over_an_ice_restart)
{
  Ends ends;
  RtcIce *before;
  guint n_states;

  ends_init (&ends);
  set_media (&ends);
  ends_connect (&ends);
  check_media (&ends);
  before = ends.end[0].ice;

  /* the offer: what was there works on */
  end_set_local (&ends.end[0], "aaab", PWD);
  end_apply (&ends.end[0]);
  end_settle (&ends.end[0]);
  fail_unless_equals_int (ends.end[0].n_ices, 2);
  fail_unless (ends.end[0].ice != before);
  fail_unless_equals_int (ends.end[0].n_gathered, 2);
  check_media (&ends);

  /* their side: the offer waits for the answer */
  end_set_remote (&ends.end[1], "aaab", PWD);
  end_apply (&ends.end[1]);
  rtc_peer_transport_add_candidate (ends.end[1].transport, CANDIDATE
      " ufrag aaab");
  end_settle (&ends.end[1]);
  fail_unless_equals_int (ends.end[1].given->len, 0);
  end_set_local (&ends.end[1], "bbbc", PWD);
  end_apply (&ends.end[1]);
  end_settle (&ends.end[1]);
  fail_unless_equals_int (ends.end[1].given->len, 1);
  n_states = ends.end[0].n_states;
  end_set_remote (&ends.end[0], "bbbc", PWD);
  end_apply (&ends.end[0]);
  end_settle (&ends.end[0]);
  check_media (&ends);
  /* one session works, so the sum has not changed */
  fail_unless_equals_int (ends.end[0].n_states, n_states);

  ends_join (&ends);
  end_settle (&ends.end[0]);
  end_settle (&ends.end[1]);
  check_media (&ends);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_a_restart_that_is_rolled_back)
{
  Ends ends;

  ends_init (&ends);
  set_media (&ends);
  ends_connect (&ends);
  end_set_local (&ends.end[0], "aaab", PWD);
  end_apply (&ends.end[0]);
  end_set_local (&ends.end[0], "aaaa", PWD);
  end_apply (&ends.end[0]);
  rtc_peer_transport_add_candidate (ends.end[0].transport, CANDIDATE);
  end_settle (&ends.end[0]);
  fail_unless_equals_int (ends.end[0].given->len, 1);
  fail_unless_equals_int (ends.end[0].n_ices, 2);
  check_media (&ends);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_a_failed_path_comes_back_by_a_restart)
{
  Ends ends;

  ends_init (&ends);
  set_media (&ends);
  ends_connect (&ends);
  for (guint i = 0; i < 2; i++) {
    rtc_ice_fake_fail (ends.end[i].ice);
    ends_wait_ice (&ends, i, GST_WEBRTC_ICE_CONNECTION_STATE_FAILED);
  }
  ENDS_WAIT (&ends, ends.end[0].reason != NULL);
  fail_unless (strstr (ends.end[0].reason, "consent") != NULL);

  end_set_local (&ends.end[0], "aaab", PWD);
  end_set_local (&ends.end[1], "bbbc", PWD);
  end_set_remote (&ends.end[0], "bbbc", PWD);
  end_set_remote (&ends.end[1], "aaab", PWD);
  end_apply (&ends.end[0]);
  end_apply (&ends.end[1]);
  for (guint i = 0; i < 2; i++)
    ends_wait_ice (&ends, i, GST_WEBRTC_ICE_CONNECTION_STATE_CHECKING);
  ends_join (&ends);
  for (guint i = 0; i < 2; i++)
    ends_wait_ice (&ends, i, GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED);
  check_media (&ends);
  /* each time of coming back asks for a picture */
  for (guint i = 0; i < 2; i++)
    ENDS_WAIT (&ends, ends.end[i].n_key_requests == 2);
  ends_clear (&ends);
}

GST_END_TEST;

static gchar *
dup_remote_certificate (End * end)
{
  gchar *pem;

  g_object_get (rtc_peer_transport_get_dtls (end->transport),
      "remote-certificate", &pem, NULL);
  return pem;
}

/* A plan with another certificate of the peer begins a new association (RFC 8842
 * section 4); until that is there the old keys work. */
GST_START_TEST (test_another_certificate)
{
  Ends ends;
  End *stranger = &ends.end[1];
  g_autofree gchar *before = NULL, *after = NULL;
  RtcCertificate *other = rtc_certificate_new (NULL);

  ends_init (&ends);
  set_media (&ends);
  ends_connect (&ends);
  before = dup_remote_certificate (&ends.end[0]);
  fail_unless (before != NULL);

  end_set_fingerprint (&ends.end[0], other);
  end_apply (&ends.end[0]);
  ends_wait_dtls (&ends, 0, GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTING);
  check_media (&ends);

  /* the wrong one never gets anywhere: back to the one that it has */
  end_set_fingerprint (&ends.end[0], stranger->certificate);
  /* the peer has to begin anew too, so it believes to have seen another one */
  end_set_fingerprint (&ends.end[1], other);
  end_apply (&ends.end[1]);
  ends_wait_dtls (&ends, 1, GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTING);
  end_set_fingerprint (&ends.end[1], ends.end[0].certificate);
  end_apply (&ends.end[1]);
  end_apply (&ends.end[0]);
  for (guint i = 0; i < 2; i++)
    ends_wait_dtls (&ends, i, GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED);
  after = dup_remote_certificate (&ends.end[0]);
  fail_unless_equals_string (before, after);
  for (guint i = 0; i < 2; i++)
    ENDS_WAIT (&ends, ends.end[i].n_key_requests == 2);
  check_media (&ends);
  rtc_certificate_unref (other);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_a_fingerprint_that_is_no_good)
{
  Ends ends;

  ends_init (&ends);
  ends_introduce (&ends);
  g_ptr_array_set_size (ends.end[0].plan.remote_fingerprints, 0);
  g_ptr_array_add (ends.end[0].plan.remote_fingerprints,
      g_strdup ("sha-1 00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:"
          "22:33"));
  end_apply (&ends.end[0]);
  ends_wait_dtls (&ends, 0, GST_WEBRTC_DTLS_TRANSPORT_STATE_FAILED);
  ENDS_WAIT (&ends, ends.end[0].reason != NULL);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_closed_inside_an_event)
{
  Ends ends;

  ends_init (&ends);
  ends_introduce (&ends);
  ends.end[0].close_in_state = TRUE;
  end_apply (&ends.end[0]);
  ENDS_WAIT (&ends, ends.end[0].closed);
  end_settle (&ends.end[0]);
  fail_unless_equals_int (get_state (rtc_peer_transport_get_ice
          (ends.end[0].transport)), GST_WEBRTC_ICE_CONNECTION_STATE_CLOSED);
  /* on_state () fails the test if more comes */
  end_apply (&ends.end[0]);
  end_settle (&ends.end[0]);
  fail_unless_equals_int (ends.end[0].n_states, 1);
  ends_clear (&ends);
}

GST_END_TEST;

GST_START_TEST (test_the_other_side_hears_of_the_end)
{
  Ends ends;

  ends_init (&ends);
  ends_connect (&ends);
  rtc_peer_transport_close (ends.end[0].transport);
  rtc_peer_transport_close (ends.end[0].transport);
  ends_wait_dtls (&ends, 1, GST_WEBRTC_DTLS_TRANSPORT_STATE_CLOSED);
  ends_clear (&ends);
}

GST_END_TEST;

/* What a browser does once the section that spoke for its transport is rejected:
 * that one goes, another one is to be found under the same credentials */
GST_START_TEST (test_the_other_side_begins_again)
{
  Ends ends;
  End *end = &ends.end[0];

  ends_init (&ends);
  g_ptr_array_add (end->plan.remote_candidates, g_strdup (CANDIDATE));
  ends_connect (&ends);
  rtc_peer_transport_add_candidate (end->transport, LATER);
  end_settle (end);
  fail_unless_equals_int (end->given->len, 2);
  end->plan.remote_mline++;
  end_apply (end);
  end_settle (end);
  fail_unless_equals_int (end->given->len, 2);

  rtc_peer_transport_close (ends.end[1].transport);
  ENDS_WAIT (&ends, end->given->len == 4);
  fail_unless_equals_int (end->n_ices, 1);
  ends_clear (&ends);
}

GST_END_TEST;

/* Nobody is expected back from the usual end of a call */
GST_START_TEST (test_the_other_side_is_gone)
{
  Ends ends;
  End *end = &ends.end[0];

  ends_init (&ends);
  g_ptr_array_add (end->plan.remote_candidates, g_strdup (CANDIDATE));
  ends_connect (&ends);
  rtc_peer_transport_close (ends.end[1].transport);
  ends_wait_dtls (&ends, 0, GST_WEBRTC_DTLS_TRANSPORT_STATE_CLOSED);
  end_settle (end);
  end_settle (end);
  fail_unless_equals_int (end->given->len, 1);
  ends_clear (&ends);
}

GST_END_TEST;

typedef struct
{
  Ends *ends;
  guint n_done, n_freed;
  gboolean closed;
} Asked;

static void
on_stats (RtcPeerTransport * transport, const RtcTransportStats * stats,
    gpointer user_data)
{
  Asked *asked = user_data;

  if (!asked->closed) {
    fail_unless_equals_int (stats->dtls_state, RTC_DTLS_CONNECTED);
    fail_unless_equals_int (stats->ice_state, RTC_ICE_CONNECTED);
    fail_unless_equals_string (stats->tls_version, "FEFD");
    fail_unless (g_str_has_prefix (stats->remote_certificate, "-----BEGIN"));
    fail_unless (strstr (stats->remote_certificate, "PRIVATE") == NULL);
    fail_unless_equals_int (stats->local_candidates->len, 1);
    fail_unless (stats->selected_local != NULL);
    fail_unless_equals_int64 (stats->rtt, 1000);
    fail_unless (stats->dtls_client);
  }
  g_mutex_lock (&asked->ends->lock);
  asked->n_done++;
  g_mutex_unlock (&asked->ends->lock);
}

static void
on_freed (gpointer user_data)
{
  Asked *asked = user_data;

  g_mutex_lock (&asked->ends->lock);
  asked->n_freed++;
  g_cond_broadcast (&asked->ends->cond);
  g_mutex_unlock (&asked->ends->lock);
}

GST_START_TEST (test_statistics)
{
  Ends ends;
  Asked asked = { &ends };

  ends_init (&ends);
  ends_connect (&ends);
  rtc_peer_transport_get_stats (ends.end[0].transport, on_stats, &asked,
      on_freed);
  ENDS_WAIT (&ends, asked.n_freed == 1);
  fail_unless_equals_int (asked.n_done, 1);

  asked.closed = TRUE;
  rtc_peer_transport_close (ends.end[0].transport);
  rtc_peer_transport_get_stats (ends.end[0].transport, on_stats, &asked,
      on_freed);
  ENDS_WAIT (&ends, asked.n_freed == 2);
  fail_unless_equals_int (asked.n_done, 2);
  ends_clear (&ends);
}

GST_END_TEST;

static Suite *
transport_suite (void)
{
  Suite *suite = suite_create ("transport");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_nothing_before_a_local_description);
  tcase_add_test (tc, test_the_answer_comes_later);
  tcase_add_test (tc, test_the_same_plan_twice);
  tcase_add_test (tc, test_media_goes_on_over_an_ice_restart);
  tcase_add_test (tc, test_a_restart_that_is_rolled_back);
  tcase_add_test (tc, test_a_failed_path_comes_back_by_a_restart);
  tcase_add_test (tc, test_another_certificate);
  tcase_add_test (tc, test_a_fingerprint_that_is_no_good);
  tcase_add_test (tc, test_closed_inside_an_event);
  tcase_add_test (tc, test_the_other_side_hears_of_the_end);
  tcase_add_test (tc, test_the_other_side_begins_again);
  tcase_add_test (tc, test_the_other_side_is_gone);
  tcase_add_test (tc, test_statistics);
  return suite;
}

GST_CHECK_MAIN (transport);
