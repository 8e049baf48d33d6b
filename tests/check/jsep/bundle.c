/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* aiortc gives each section its own ufrag: the first of the group counts */
GST_START_TEST (test_first_section_counts)
{
  g_autoptr (RtcSdp) offer = parse_seed ("aiortc-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.n_sends, 2);
  fail_unless_equals_string (result.remote_ufrag, "Bepx");
  fail_unless_equals_string (result.remote_pwd, "jdPQjQFMW40Zx2duDxHDVT");
  fail_unless_equals_int (result.remote_candidates->len, 2);
  fail_unless (result.remote_end_of_candidates);
  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_has (text, "m=application 0 DTLS/SCTP 5000\r\n");
}

GST_END_TEST;

/* … "first" by the group's own order, and only among the accepted ones */
GST_START_TEST (test_order_of_the_group)
{
  g_autoptr (RtcSdp) offer = parse_edited ("aiortc-recvonly.sdp",
      "BUNDLE 0 1 2", "BUNDLE 2 1 0");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_string (result.remote_ufrag, "V0Gw");
  fail_unless_has (text, "a=group:BUNDLE 1 0\r\n");
  fail_unless_equals_int (rtc_sdp_get_media (result.sdp, 1)->candidates->len,
      1);
  fail_unless_equals_int (rtc_sdp_get_media (result.sdp, 0)->candidates->len,
      0);
}

GST_END_TEST;

GST_START_TEST (test_without_bundle_one_section)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-recvonly.sdp",
      "a=group:BUNDLE 0 1\n", "");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.n_sends, 1);
  fail_unless_equals_int (result.sends[0].mline, 0);
  fail_if_has (text, "a=group");
  fail_unless_has (text, "m=audio 0 ");
}

GST_END_TEST;

GST_START_TEST (test_section_outside_of_the_group)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-recvonly.sdp",
      "BUNDLE 0 1", "BUNDLE 0");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.n_sends, 1);
  fail_unless_has (text, "a=group:BUNDLE 0\r\n");
  fail_unless_has (text, "m=audio 0 ");
}

GST_END_TEST;

GST_START_TEST (test_without_mid)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-recvonly.sdp",
      "a=mid:", "a=x-mid:");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.n_sends, 1);
  fail_unless (result.sends[0].mid == NULL);
  fail_if_has (text, "a=mid");
  fail_if_has (text, "a=group");
}

GST_END_TEST;

/* Port 0 with bundle-only is no refusal, and such a section leaves its
 * candidates in the first one of the group */
GST_START_TEST (test_bundle_only)
{
  g_autoptr (RtcSdp) offer = parse_seed ("firefox-sendrecv.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 1, &result);

  fail_unless_equals_int (result.n_sends, 1);
  fail_unless_equals_int (result.sends[0].mline, 1);
  fail_unless_equals_int (result.remote_candidates->len, 4);
  fail_unless (result.remote_end_of_candidates);
  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_has (text, "m=video 9 ");
}

GST_END_TEST;

/* Chromium with "max-bundle" needs the first section of the group to stay */
GST_START_TEST (test_carrier_stays_inactive)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-recvonly.sdp");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, &tracks[1], 1, &result);
  const RtcSdpMedia *video = rtc_sdp_get_media (result.sdp, 0);
  const RtcSdpMedia *audio = rtc_sdp_get_media (result.sdp, 1);

  fail_unless_has (text, "a=group:BUNDLE 0 1\r\n");
  fail_unless_equals_int (video->port, 9);
  fail_unless_equals_int (video->direction, RTC_DIRECTION_INACTIVE);
  fail_unless_equals_string (video->transport.ufrag, "OurUfrag");
  fail_unless_equals_int (video->candidates->len, 1);
  fail_unless_equals_int (video->ssrcs->len, 0);
  fail_unless_equals_int (audio->direction, RTC_DIRECTION_SENDONLY);
  fail_unless_equals_int (audio->candidates->len, 0);
  fail_unless_equals_int (result.n_sends, 1);
  fail_unless_equals_int (result.sends[0].mline, 1);
}

GST_END_TEST;

GST_START_TEST (test_equal_candidates_count_once)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-trickle.sdp",
      "a=mid:0\n", "a=mid:0\n"
      "a=candidate:1 1 udp 1 192.0.2.10 9 typ host\n"
      "a=candidate:1 1 udp 1 192.0.2.10 9 typ host\n"
      "a=candidate:1 2 udp 1 192.0.2.10 9 typ host\n");
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.remote_candidates->len, 1);
  fail_unless_has (text, "a=group:BUNDLE 0 1");
}

GST_END_TEST;

JSEP_TEST (bundle, test_first_section_counts, test_order_of_the_group,
    test_without_bundle_one_section, test_section_outside_of_the_group,
    test_without_mid, test_bundle_only, test_carrier_stays_inactive,
    test_equal_candidates_count_once);
