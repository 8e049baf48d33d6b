/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* Sections that we do not take stay in place with port 0 */

static void
check_ports (const gchar * seed, const gchar * from, const gchar * to,
    guint n_tracks, const gchar * ports)
{
  g_autoptr (RtcSdp) offer = parse_edited (seed, from, to);
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, n_tracks, &result);
  g_autoptr (GString) found = g_string_new (NULL);
  guint n_accepted = 0;

  fail_unless_equals_int (rtc_sdp_n_media (result.sdp),
      rtc_sdp_n_media (offer));
  for (guint i = 0; i < rtc_sdp_n_media (result.sdp); i++) {
    const RtcSdpMedia *ours = rtc_sdp_get_media (result.sdp, i);
    const RtcSdpMedia *theirs = rtc_sdp_get_media (offer, i);

    g_string_append_printf (found, "%s%u", i > 0 ? " " : "", ours->port);
    fail_unless_equals_string (ours->word, theirs->word);
    fail_unless_equals_string (ours->proto, theirs->proto);
    fail_unless_equals_string (ours->mid, theirs->mid);
    fail_unless (ours->formats->len > 0);
    n_accepted += ours->port != 0;
    if (ours->port == 0) {
      fail_unless_equals_string (ours->transport.ufrag, "OurUfrag");
      fail_unless_equals_int (ours->transport.setup, RTC_SDP_SETUP_PASSIVE);
      fail_unless_equals_int (ours->candidates->len, 0);
      fail_unless_equals_int (ours->direction, RTC_DIRECTION_INACTIVE);
    }
  }
  fail_unless_equals_string (found->str, ports);
  fail_unless_equals_int (result.n_sends, n_accepted);
}

GST_START_TEST (test_application)
{
  check_ports ("aiortc-recvonly.sdp", "v=0", "v=0", 2, "9 9 0");
  check_ports ("chromium-sendrecv.sdp", "v=0", "v=0", 2, "9 9 0");
  check_ports ("firefox-sendrecv.sdp", "v=0", "v=0", 2, "9 9 0");
}

GST_END_TEST;

GST_START_TEST (test_kinds)
{
  check_ports ("chromium-recvonly.sdp", "m=video", "m=text", 2, "0 9");
  check_ports ("chromium-recvonly.sdp", "m=audio", "m=video", 1, "9 0");
  check_ports ("chromium-recvonly.sdp", "v=0", "v=0", 1, "9 0");
}

GST_END_TEST;

GST_START_TEST (test_rules)
{
  static const gchar seed[] = "chromium-recvonly.sdp";

  check_ports (seed, "opus/48000/2", "opus/48000", 2, "9 0");
  check_ports (seed, "m=audio 58017 UDP/TLS/RTP/SAVPF",
      "m=audio 58017 RTP/AVP", 2, "9 0");
  check_ports (seed, "m=audio 58017", "m=audio 0", 2, "9 0");
  check_ports (seed, "a=recvonly\na=rtcp-mux\na=rtcp-rsize\n"
      "a=rtcp-xr:rcvr-rtt=all\na=rtpmap:111", "a=rtcp-mux\na=sendonly\n"
      "a=rtpmap:111", 2, "9 0");
  check_ports (seed, "a=recvonly\na=rtcp-mux\na=rtcp-rsize\n"
      "a=rtcp-xr:rcvr-rtt=all\na=rtpmap:111", "a=recvonly\n"
      "a=rtpmap:111", 2, "9 0");
}

GST_END_TEST;

GST_START_TEST (test_profiles_are_echoed)
{
  static const gchar *const protos[] = { "RTP/SAVPF", "UDP/TLS/RTP/SAVP",
    "RTP/SAVP"
  };

  for (guint i = 0; i < G_N_ELEMENTS (protos); i++)
    check_ports ("chromium-recvonly.sdp", "UDP/TLS/RTP/SAVPF", protos[i], 2,
        "9 9");
}

GST_END_TEST;

/* The n-th track goes into the n-th section that wants one of its kind */
GST_START_TEST (test_nth_track_nth_section)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-recvonly.sdp",
      "m=audio 58017 UDP/TLS/RTP/SAVPF 111",
      "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:2\na=sendonly\na=rtcp-mux\n"
      "a=rtpmap:96 VP8/90000\n"
      "m=video 9 UDP/TLS/RTP/SAVPF 96\na=mid:3\na=recvonly\na=rtcp-mux\n"
      "a=rtpmap:96 VP8/90000\n" "m=audio 58017 UDP/TLS/RTP/SAVPF 111");
  const RtcJsepTrack three[] = { tracks[0], tracks[1], tracks[0] };
  RtcSdpGroup *group = g_ptr_array_index (offer->groups, 0);
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = NULL;

  g_ptr_array_add (group->mids, g_strdup ("2"));
  g_ptr_array_add (group->mids, g_strdup ("3"));
  text = answer_with (offer, three, 3, &result);
  fail_unless_equals_int (result.n_sends, 3);
  fail_unless_equals_int (result.sends[0].track, 0);
  fail_unless_equals_int (result.sends[0].mline, 0);
  fail_unless_equals_int (result.sends[1].track, 2);
  fail_unless_equals_int (result.sends[1].mline, 2);
  fail_unless_equals_int (result.sends[2].track, 1);
  fail_unless_equals_int (result.sends[2].mline, 3);
  fail_unless_has (text, "a=group:BUNDLE 0 1 3\r\n");
}

GST_END_TEST;

JSEP_TEST (rejected, test_application, test_kinds, test_rules,
    test_profiles_are_echoed, test_nth_track_nth_section);
