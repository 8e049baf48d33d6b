/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

static const gchar seed[] = "chromium-recvonly.sdp";

static void
fail_edited (const gchar * from, const gchar * to, const gchar * says)
{
  g_autoptr (RtcSdp) offer = parse_edited (seed, from, to);

  fail_to_answer (offer, RTC_JSEP_ERROR_INVALID, says);
}

GST_START_TEST (test_missing_parts)
{
  fail_edited ("a=ice-ufrag:", "a=x-ufrag:", "ice-ufrag");
  fail_edited ("a=ice-pwd:", "a=x-pwd:", "ice-pwd");
  fail_edited ("a=fingerprint:", "a=x-fingerprint:", "a=fingerprint");
  fail_edited ("a=setup:actpass", "a=setup:holdconn", "holdconn");
  fail_edited ("a=rtcp-mux", "a=x-mux", "a=rtcp-mux");
  fail_edited ("a=recvonly", "a=sendonly", "does not want to receive");
  fail_edited ("a=mid:1", "a=mid:0", "a=mid:0");
}

GST_END_TEST;

GST_START_TEST (test_weak_fingerprints)
{
  static const gchar sha1[] = "sha-1 "
      "AA:BB:CC:DD:EE:FF:00:11:22:33:AA:BB:CC:DD:EE:FF:00:11:22:33";
  static const gchar sha256[] = "sha-256 2B:40:25:CB:76:11:7E:1C:B7:EB:22:7A:"
      "45:02:4F:B5:C2:71:CA:63:AA:45:2F:50:9E:21:40:AA:78:7C:22:CF";
  g_autofree gchar *both = g_strconcat (sha1, "\na=fingerprint:", sha256, NULL);
  g_autoptr (RtcSdp) offer = parse_edited (seed, sha256, both);
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *text = answer_with (offer, tracks, 2, &result);

  fail_unless_equals_int (result.remote_fingerprints->len, 1);
  fail_unless_equals_string (g_ptr_array_index (result.remote_fingerprints,
          0), sha256);
  fail_unless_has (text, OUR_FINGERPRINT);
  fail_edited (sha256, sha1, "weak");
}

GST_END_TEST;

GST_START_TEST (test_setup)
{
  static const struct
  {
    const gchar *offered;
    gboolean passive;
    const gchar *answered;
    gboolean client;
  } cases[] = {
    {"a=setup:actpass", TRUE, "a=setup:passive\r\n", FALSE},
    {"a=setup:actpass", FALSE, "a=setup:active\r\n", TRUE},
    {"a=setup:active", FALSE, "a=setup:passive\r\n", FALSE},
    {"a=setup:passive", TRUE, "a=setup:active\r\n", TRUE},
    {"a=x-none", FALSE, "a=setup:passive\r\n", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (RtcSdp) offer =
        parse_edited (seed, "a=setup:actpass", cases[i].offered);
    RtcJsepTransport transport = our_transport;
    g_auto (RtcJsepResult) result = { NULL, };
    g_autofree gchar *text = NULL;

    transport.passive = cases[i].passive;
    fail_unless (rtc_jsep_answer (offer, tracks, 2, &transport, 1, &result,
            NULL));
    text = rtc_sdp_print (result.sdp);
    fail_unless_equals_int (count (text, cases[i].answered), 2);
    fail_unless (result.dtls_client == cases[i].client);
  }
}

GST_END_TEST;

/* Everything may stand at session level, and the section goes first */
GST_START_TEST (test_session_level)
{
  g_autofree gchar *text = read_text (seed);
  g_autoptr (GString) edited = g_string_new (text);
  g_autoptr (RtcSdp) offer = NULL;
  g_auto (RtcJsepResult) result = { NULL, };
  g_autofree gchar *answer = NULL;

  g_string_replace (edited, "a=setup:", "a=x-setup:", 0);
  g_string_replace (edited, "a=ice-options:", "a=x-options:", 0);
  g_string_replace (edited, "a=ice-ufrag:", "a=x-ufrag:", 0);
  g_string_replace (edited, "a=ice-pwd:", "a=x-pwd:", 0);
  g_string_replace (edited, "t=0 0\n", "t=0 0\na=setup:passive\na=ice-lite\n"
      "a=ice-ufrag:session\na=ice-pwd:sessionsessionsessionse\n"
      "a=ice-options:trickle ice2\na=fingerprint:sha-256 00:11:22:33:44:55:"
      "66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:"
      "CC:DD:EE:FF\n", 1);
  offer = parse (edited->str);
  answer = answer_with (offer, tracks, 2, &result);
  fail_unless_equals_string (result.remote_ufrag, "session");
  fail_unless_equals_string (result.remote_pwd, "sessionsessionsessionse");
  fail_unless (result.dtls_client && result.remote_ice_lite);
  fail_unless (g_str_has_prefix (g_ptr_array_index
          (result.remote_fingerprints, 0), "sha-256 2B:"));
  fail_unless_has (answer, "a=ice-options:trickle\r\n");
}

GST_END_TEST;

/* The message must help whoever configured the codecs */
GST_START_TEST (test_no_common_codec)
{
  static const RtcCodec codec = { (gchar *) "H264", 90000, 1, 96,
    (gchar *) "packetization-mode=1;profile-level-id=640028"
  };
  g_autoptr (RtcSdp) offer = parse_seed (seed);
  RtcJsepTrack track = tracks[0];
  RtcJsepResult result = { NULL, };
  g_autoptr (GError) error = NULL;

  track.codecs = &codec;
  track.n_codecs = 1;
  fail_if (rtc_jsep_answer (offer, &track, 1, &our_transport, 1, &result,
          &error));
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR,
          RTC_JSEP_ERROR_NO_COMMON_CODEC));
  fail_unless_has (error->message, "VP8");
  fail_unless_has (error->message, "profile-level-id=42e01f");
  fail_unless_has (error->message, "video: H264 packetization-mode=1 "
      "profile-level-id=640028");
}

GST_END_TEST;

JSEP_TEST (transport, test_missing_parts, test_weak_fingerprints, test_setup,
    test_session_level, test_no_common_codec);
