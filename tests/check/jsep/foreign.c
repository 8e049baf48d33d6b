/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Descriptions of others: browsers, odd orders, bad ones */

GST_START_TEST (test_browsers)
{
  static const gchar *const offers[] = { "aiortc-recvonly.sdp",
    "chromium-recvonly.sdp", "chromium-sendrecv.sdp", "chromium-trickle.sdp",
    "firefox-recvonly.sdp", "firefox-sendrecv.sdp", "firefox-trickle.sdp",
    "safari-recvonly.sdp"
  };

  for (guint i = 0; i < G_N_ELEMENTS (offers); i++) {
    g_autoptr (RtcSdp) offer = parse_seed (offers[i]);
    g_autoptr (RtcSdp) answer = NULL;
    Peer a;

    peer_init (&a, 'a');
    peer_add_pad (&a, RTC_MEDIA_AUDIO);
    peer_add (&a, RTC_MEDIA_VIDEO, RTC_DIRECTION_SENDRECV);
    peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
    answer = peer_create_answer (&a, NULL);
    peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
    fail_unless_equals_int (a.plan->transports->len, 1);
    for (guint j = 0; j < a.plan->sections->len; j++) {
      const RtcJsepPlanSection *section = peer_section (&a, j);

      fail_if (section->rejected, "%s %u", offers[i], j);
      fail_unless_equals_string (section->mid,
          rtc_sdp_get_media (offer, j)->mid);
      fail_unless (section->kind == RTC_MEDIA_APPLICATION
          || (section->send->len > 0 && section->transceiver != 0));
    }
    fail_unless (peer_transport (&a, 0)->dtls_client);
    peer_clear (&a);
  }
}

GST_END_TEST;

/* aiortc: other credentials in each section of the group; the first counts */
GST_START_TEST (test_different_ufrags)
{
  g_autoptr (RtcSdp) offer = parse_seed ("aiortc-recvonly.sdp");
  const gchar *first = rtc_sdp_get_media (offer, 0)->transport.ufrag;
  const gchar *second = rtc_sdp_get_media (offer, 1)->transport.ufrag;
  Peer a;

  fail_if (g_str_equal (first, second));
  peer_init (&a, 'a');
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_string (peer_transport (&a, 1)->remote_ufrag, first);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, NULL);
  fail_unless_equals_string (peer_transport (&a, 1)->remote_ufrag, first);
  peer_clear (&a);
}

GST_END_TEST;

/* The group's order says which section counts, not that of the sections */
GST_START_TEST (test_group_in_another_order)
{
  g_autoptr (RtcSdp) offer = parse_edited ("aiortc-recvonly.sdp",
      "a=group:BUNDLE 0 1", "a=group:BUNDLE 1 0");
  g_autoptr (RtcSdp) answer = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (a.plan->transports->len, 1);
  fail_unless_equals_string (peer_transport (&a, 0)->remote_ufrag,
      rtc_sdp_get_media (offer, 1)->transport.ufrag);
  {
    const RtcSdpGroup *group = g_ptr_array_index (answer->groups, 0);

    fail_unless_equals_string (g_ptr_array_index (group->mids, 0), "1");
  }
  peer_clear (&a);
}

GST_END_TEST;

/* A bad one is an error and changes nothing; a good one may follow */
GST_START_TEST (test_bad_offers)
{
  static const struct
  {
    const gchar *from, *to, *says;
  } edits[] = {
    {"a=fingerprint:", "a=x-fingerprint:", "no a=fingerprint"},
    {"a=ice-ufrag:", "a=x-ufrag:", "a=ice-ufrag"},
    {"a=setup:actpass", "a=setup:holdconn", "holdconn"},
    {"a=mid:1", "a=mid:0", "two sections"},
  };
  g_autoptr (RtcSdp) good = parse_seed ("chromium-sendrecv.sdp");
  Peer a;

  peer_init (&a, 'a');
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
        edits[i].from, edits[i].to);

    peer_fail_remote (&a, RTC_SDP_TYPE_OFFER, offer, RTC_JSEP_ERROR_INVALID,
        edits[i].says);
  }
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, good);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_bad_answers)
{
  static const struct
  {
    const gchar *from, *to, *says;
  } edits[] = {
    {"a=setup:active", "a=setup:actpass", "actpass"},
    {"a=mid:audio0", "a=mid:other", "mid other"},
    {"m=audio", "m=video", "m=video"},
  };
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  g_autofree gchar *text = NULL;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&b, NULL);
  text = rtc_sdp_print (answer);
  for (guint i = 0; i < G_N_ELEMENTS (edits); i++) {
    g_autoptr (GString) edited = g_string_new (text);
    g_autoptr (RtcSdp) bad = NULL;

    fail_unless (g_string_replace (edited, edits[i].from, edits[i].to, 0) > 0);
    bad = parse (edited->str);
    peer_fail_remote (&a, RTC_SDP_TYPE_ANSWER, bad, RTC_JSEP_ERROR_INVALID,
        edits[i].says);
  }
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER, answer);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

#define SHA_1 "sha-1 00:11:22:33:44:55:66:77:88:99:" \
  "AA:BB:CC:DD:EE:FF:00:11:22:33"

GST_START_TEST (test_weak_fingerprint)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-sendrecv.sdp");
  Peer a;

  for (guint i = 0; i < rtc_sdp_n_media (offer); i++) {
    GPtrArray *all = rtc_sdp_get_media (offer, i)->transport.fingerprints;

    g_ptr_array_set_size (all, 0);
    g_ptr_array_add (all, g_strdup (SHA_1));
  }
  peer_init (&a, 'a');
  peer_fail_remote (&a, RTC_SDP_TYPE_OFFER, offer, RTC_JSEP_ERROR_INVALID,
      "sha-256 is needed");
  peer_clear (&a);
}

GST_END_TEST;

/* Sections may not vanish, nor change what they are */
GST_START_TEST (test_next_offers)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-sendrecv.sdp");
  g_autoptr (RtcSdp) fewer = parse_seed ("chromium-sendrecv.sdp");
  g_autoptr (RtcSdp) other = parse_edited ("chromium-sendrecv.sdp",
      "a=mid:1", "a=mid:7");
  Peer a;

  peer_init (&a, 'a');
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, NULL);
  g_ptr_array_set_size (fewer->media, 1);
  peer_fail_remote (&a, RTC_SDP_TYPE_OFFER, fewer, RTC_JSEP_ERROR_SYNTAX,
      "none may go");
  peer_fail_remote (&a, RTC_SDP_TYPE_OFFER, other, RTC_JSEP_ERROR_INVALID,
      "mid 7");
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_int (a.media.n_transceivers, 2);
  peer_clear (&a);
}

GST_END_TEST;

/* As much as may stand in a description is answered at once */
GST_START_TEST (test_large)
{
  g_autoptr (GString) text = g_string_new ("v=0\r\no=- 1 2 IN IP4 127.0.0.1"
      "\r\ns=-\r\nt=0 0\r\na=ice-ufrag:Their\r\n"
      "a=ice-pwd:TheirTheirTheirTheirTheir\r\na=setup:actpass\r\n"
      "a=fingerprint:" OUR_FINGERPRINT "\r\na=group:BUNDLE");
  g_autoptr (RtcSdp) offer = NULL;
  g_autoptr (RtcSdp) answer = NULL;
  Peer a;

  for (guint i = 0; i < 12; i++)
    g_string_append_printf (text, " %u", i);
  for (guint i = 0; i < 12; i++) {
    g_string_append (text, "\r\nm=video 9 UDP/TLS/RTP/SAVPF");
    for (guint pt = 0; pt < 256; pt++)
      g_string_append_printf (text, " %u", pt);
    g_string_append_printf (text, "\r\na=mid:%u\r\na=rtcp-mux", i);
    for (guint pt = 0; pt < 128; pt++)
      g_string_append_printf (text, "\r\na=rtpmap:%u VP8/90000\r\n"
          "a=rtcp-fb:%u nack\r\na=rtcp-fb:%u nack pli", pt, pt, pt);
  }
  g_string_append (text, "\r\n");
  offer = parse (text->str);
  peer_init (&a, 'a');
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (peer_section (&a, 11)->send->len, 128);
  peer_clear (&a);
}

GST_END_TEST;

JSEP_TEST (foreign, test_browsers, test_different_ufrags,
    test_group_in_another_order, test_bad_offers, test_weak_fingerprint,
    test_bad_answers, test_next_offers, test_large);
