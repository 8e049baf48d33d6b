/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* A section that the answer rejects, wherever it stands */

static const RtcJsepFormat format_other[] = {
  {{(gchar *) "X-OTHER", 48000, 1, 100, NULL}, NULL},
};

/* Who offers both, and who has been offered them and takes but one */
static RtcSdp *
refuse (Peer * a, Peer * b, guint place)
{
  g_autoptr (RtcSdp) offer = NULL;

  peer_init (a, 'a');
  peer_init (b, 'b');
  peer_add_pad (a, RTC_MEDIA_AUDIO);
  peer_add_pad (a, RTC_MEDIA_VIDEO);
  offer = peer_create_offer (a, NULL);
  peer_set_local (a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (b, RTC_SDP_TYPE_OFFER, offer);
  b->transceivers[place].stopping = TRUE;
  return peer_create_answer (b, NULL);
}

static void
check_rest (Peer * a, guint place, const RtcSdp * answer)
{
  fail_unless_equals_int (rtc_sdp_get_media (answer, place)->port, 0);
  fail_unless_equals_int (rtc_sdp_get_media (answer, 1 - place)->port, 9);
  fail_unless (rtc_sdp_find_group (answer, "BUNDLE",
          rtc_sdp_get_media (answer, place)->mid) == NULL);
  fail_unless (peer_section (a, place)->rejected
      && peer_section (a, place)->stopped);
  fail_if (peer_section (a, 1 - place)->rejected);
  fail_unless_equals_int (a->plan->transports->len, 1);
  fail_unless_equals_string (peer_transport (a, 1 - place)->remote_ufrag,
      "b001");
  fail_unless_equals_string (peer_transport (a, 1 - place)->local_ufrag,
      "a001");
}

/* The transport hangs on the first one: that one stays, inactive, and an offer
 * rejects it */
GST_START_TEST (test_first_is_kept)
{
  Peer a, b;
  g_autoptr (RtcSdp) answer = refuse (&a, &b, 0);
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *carrier = rtc_sdp_get_media (answer, 0);

  fail_unless_equals_int (carrier->port, 9);
  fail_unless_equals_int (carrier->direction, RTC_DIRECTION_INACTIVE);
  fail_unless (rtc_sdp_find_group (answer, "BUNDLE", carrier->mid) != NULL);
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, answer);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_if (peer_section (&b, 0)->stopped);
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_INACTIVE);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless (rtc_jsep_session_needs_negotiation (b.session, &b.media));
  offer = peer_create_offer (&b, NULL);
  fail_unless_equals_int (rtc_sdp_get_media (offer, 0)->port, 0);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* By somebody who does not keep it */
GST_START_TEST (test_first)
{
  Peer a, b;
  g_autoptr (RtcSdp) answer = refuse (&a, &b, 0);
  RtcSdpGroup *group = g_ptr_array_index (answer->groups, 0);

  rtc_sdp_get_media (answer, 0)->port = 0;
  g_ptr_array_remove_index (group->mids, 0);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  check_rest (&a, 0, answer);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

GST_START_TEST (test_second)
{
  Peer a, b;
  g_autoptr (RtcSdp) answer = refuse (&a, &b, 1);

  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, answer);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  check_rest (&a, 1, answer);
  fail_unless_equals_string (peer_transport (&b, 0)->remote_ufrag, "a001");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* No codec in common: no error, as in webrtcbin; a section of port 0 */
GST_START_TEST (test_no_codec)
{
  g_autoptr (RtcSdp) answer = NULL;
  RtcJsepTransceiver *t;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  t = peer_add_pad (&a, RTC_MEDIA_AUDIO);
  t->formats = format_other;
  t = peer_add_pad (&b, RTC_MEDIA_AUDIO);
  t->locked_mline = 0;
  negotiate_full (&a, &b, NULL, NULL, &answer);
  fail_unless_equals_int (rtc_sdp_get_media (answer, 0)->port, 0);
  fail_unless_equals_int (a.plan->transports->len, 0);
  fail_unless_equals_int (rtc_jsep_session_get_state (a.session),
      RTC_SIGNALING_STABLE);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

JSEP_TEST (refused, test_first_is_kept, test_first, test_second, test_no_codec);
