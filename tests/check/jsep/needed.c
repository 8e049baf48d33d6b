/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* W3C 4.7.3 */

static gboolean
is_needed (Peer * peer)
{
  return rtc_jsep_session_needs_negotiation (peer->session, &peer->media);
}

GST_START_TEST (test_empty)
{
  Peer a;

  peer_init (&a, 'a');
  fail_if (is_needed (&a));
  a.media.data = TRUE;
  fail_unless (is_needed (&a));
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_new_transceiver)
{
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add (&a, RTC_MEDIA_AUDIO, RTC_DIRECTION_INACTIVE);
  fail_unless (is_needed (&a));
  negotiate (&a, &b);
  fail_if (is_needed (&a));
  a.media.data = TRUE;
  fail_unless (is_needed (&a));
  negotiate (&a, &b);
  fail_if (is_needed (&a));
  fail_if (is_needed (&b));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A pad without caps would be negotiated twice */
GST_START_TEST (test_waits_for_caps)
{
  RtcJsepTransceiver *t;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  t = peer_add_pad (&a, RTC_MEDIA_VIDEO);
  t->n_formats = 0;
  fail_if (is_needed (&a));
  t->n_formats = 1;
  fail_unless (is_needed (&a));
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_only_when_stable)
{
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, NULL);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  fail_if (is_needed (&a));
  peer_set_local (&a, RTC_SDP_TYPE_ROLLBACK, NULL);
  fail_unless (is_needed (&a));
  rtc_jsep_session_close (a.session);
  fail_if (is_needed (&a));
  peer_clear (&a);
}

GST_END_TEST;

/* The answerer wants to send where it only was to receive */
GST_START_TEST (test_answerer_wants_more)
{
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  b.transceivers[0].direction = RTC_DIRECTION_SENDRECV;
  fail_unless (is_needed (&b));
  negotiate (&b, &a);
  fail_if (is_needed (&b));
  fail_unless_equals_int (peer_section (&b, 0)->current,
      RTC_DIRECTION_SENDRECV);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_other_stream)
{
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  negotiate (&a, &b);
  a.transceivers[0].stream_id = "other";
  fail_unless (is_needed (&a));
  negotiate (&a, &b);
  fail_if (is_needed (&a));
  fail_unless_equals_string (peer_section (&b, 0)->remote_stream, "other");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (needed, test_empty, test_new_transceiver, test_waits_for_caps,
    test_only_when_stable, test_answerer_wants_more, test_other_stream);
