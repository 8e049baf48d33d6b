/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"
#include "sdp/rtcsdpfrag.h"

#define CREDENTIALS \
  "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
#define CANDIDATE_1 \
  "candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host"
#define CANDIDATE_2 "candidate:2 1 udp 2122194687 2001:db8::1 61765 typ host"

static RtcSdpFrag *
parse_frag (const gchar * text)
{
  g_autoptr (GError) error = NULL;
  RtcSdpFrag *frag = rtc_sdp_frag_parse (text, -1, &error);

  fail_unless (frag != NULL, "%s", error ? error->message : "");
  return frag;
}

GST_START_TEST (test_sections)
{
  static const gchar text[] = CREDENTIALS
      "m=video 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\n"
      "a=" CANDIDATE_1 "\r\na=" CANDIDATE_2 "\r\na=end-of-candidates\r\n"
      "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:1\r\n";
  g_autoptr (RtcSdpFrag) frag = parse_frag (text);
  g_autofree gchar *printed = rtc_sdp_frag_print (frag);
  const RtcSdpFragMedia *video, *audio;
  const RtcCandidate *second;

  fail_unless_equals_string (printed, text);
  fail_unless_equals_string (frag->ufrag, "EsAw");
  fail_unless_equals_string (frag->pwd, "P2uYro0UCOQ4zxjKXaWCBui1");
  fail_if (frag->end_of_candidates);
  fail_unless_equals_int (frag->media->len, 2);
  video = g_ptr_array_index (frag->media, 0);
  audio = g_ptr_array_index (frag->media, 1);
  fail_unless_equals_string (video->mid, "0");
  fail_unless_equals_int (video->candidates->len, 2);
  second = g_ptr_array_index (video->candidates, 1);
  fail_unless_equals_string (second->address, "2001:db8::1");
  fail_unless (video->end_of_candidates && !audio->end_of_candidates);
  fail_unless_equals_string (audio->word, "audio");
}

GST_END_TEST;

/* Some clients leave the m= line away, others write session lines */
GST_START_TEST (test_lenient)
{
  g_autoptr (RtcSdpFrag) bare = parse_frag (CREDENTIALS
      "a=group:BUNDLE 0\r\na=" CANDIDATE_1 "\r\na=candidate:junk\r\n"
      "a=end-of-candidates\r\n");
  g_autoptr (RtcSdpFrag) inside = parse_frag
      ("m=audio 9 RTP/AVP 0\n" CREDENTIALS "a=mid:x\n");
  const RtcSdpFragMedia *media = g_ptr_array_index (bare->media, 0);

  fail_unless (media->word == NULL && media->mid == NULL);
  fail_unless_equals_int (media->candidates->len, 1);
  fail_unless (bare->end_of_candidates);
  media = g_ptr_array_index (inside->media, 0);
  fail_unless_equals_string (media->ufrag, "EsAw");
  fail_unless (inside->ufrag == NULL);
}

GST_END_TEST;

GST_START_TEST (test_malformed)
{
  static const gchar *const bad[] = {
    "x", "a=ice-ufrag:abc\r\n", "m=\r\n", "a=mid\r\nnonsense\r\n",
    "m=audio 9 RTP/AVP 0\r\na=mid:0\r\na=mid:1\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;

    fail_unless (rtc_sdp_frag_parse (bad[i], -1, &error) == NULL, "%s", bad[i]);
    fail_unless (g_str_has_prefix (error->message, "line "));
  }
}

GST_END_TEST;

SDP_TEST (sdpfrag, test_sections, test_lenient, test_malformed);
