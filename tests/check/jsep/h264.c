/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

/* RFC 6184 section 8.2.2 by the way of whole answers */

#define PLID(x) "packetization-mode=1;profile-level-id=" x

static gchar *
answered_fmtp (const gchar * ours, const gchar * theirs)
{
  g_autofree gchar *text = g_strdup_printf ("v=0\no=- 1 1 IN IP4 0.0.0.0\n"
      "s=-\nt=0 0\na=ice-ufrag:abcd\na=ice-pwd:abcdabcdabcdabcdabcdab\n"
      "a=fingerprint:" OUR_FINGERPRINT "\na=setup:actpass\n"
      "m=video 9 UDP/TLS/RTP/SAVPF 100\na=rtcp-mux\na=recvonly\n"
      "a=rtpmap:100 h264/90000\n%s%s\n", theirs ? "a=fmtp:100 " : "",
      theirs ? theirs : "");
  RtcCodec codec = { (gchar *) "H264", 90000, 1, 96, (gchar *) ours };
  RtcJsepTrack track = tracks[0];
  g_autoptr (RtcSdp) offer = parse (text);
  g_auto (RtcJsepResult) result = { NULL, };
  const RtcCodec *answered;

  track.codecs = &codec;
  track.n_codecs = 1;
  if (!rtc_jsep_answer (offer, &track, 1, &our_transport, 1, &result, NULL))
    return NULL;
  answered = rtc_sdp_media_find_codec (rtc_sdp_get_media (result.sdp, 0), 100);
  return g_strdup (answered->fmtp ? answered->fmtp : "");
}

GST_START_TEST (test_matching)
{
  static const struct
  {
    const gchar *ours, *theirs;
    gboolean match;
  } cases[] = {
    {PLID ("42e01f"), PLID ("42e01f"), TRUE},
    {PLID ("42e01f"), PLID ("42E034"), TRUE},
    /* constrained baseline has many names */
    {PLID ("42e01f"), PLID ("42c01f"), TRUE},
    {PLID ("42e01f"), PLID ("42401f"), TRUE},
    {PLID ("42e01f"), PLID ("4d801f"), TRUE},
    {PLID ("42e01f"), PLID ("58c01f"), TRUE},
    {PLID ("42801f"), PLID ("58801f"), TRUE},
    /* and plain baseline is another profile */
    {PLID ("42e01f"), PLID ("42001f"), FALSE},
    {PLID ("42e01f"), PLID ("4d001f"), FALSE},
    {PLID ("4d001f"), PLID ("4d401f"), TRUE},
    {PLID ("64001f"), PLID ("64002a"), TRUE},
    {PLID ("64001f"), PLID ("640c1f"), FALSE},
    {PLID ("640c1f"), PLID ("640c2a"), TRUE},
    {PLID ("f4001f"), PLID ("f4101f"), FALSE},
    {PLID ("64001f"), PLID ("42e01f"), FALSE},
    /* nothing said: baseline, mode 0 */
    {NULL, NULL, TRUE},
    {NULL, "profile-level-id=42001f", TRUE},
    {NULL, PLID ("42001f"), FALSE},
    {"packetization-mode=0;profile-level-id=42e01f",
        "profile-level-id=42e01f", TRUE},
    {PLID ("42e01f"), "profile-level-id=42e01f", FALSE},
    {PLID ("42e01f"), PLID ("zze01f"), FALSE},
    {PLID ("42e01f"), PLID ("42e0"), FALSE},
    {PLID ("42e01f"), PLID ("0x42e0"), FALSE},
    {PLID ("99001f"), PLID ("99001f"), FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *fmtp = answered_fmtp (cases[i].ours, cases[i].theirs);

    fail_unless ((fmtp != NULL) == cases[i].match, "%s and %s",
        cases[i].ours ? cases[i].ours : "nothing",
        cases[i].theirs ? cases[i].theirs : "nothing");
  }
}

GST_END_TEST;

GST_START_TEST (test_answered_level)
{
  static const struct
  {
    const gchar *ours, *theirs, *answered;
  } cases[] = {
    /* levels may differ: ours */
    {PLID ("42e028"), "level-asymmetry-allowed=1;" PLID ("42e01f"),
        "level-asymmetry-allowed=1;" PLID ("42e028")},
    /* they may not: the lower one, in the words of the offer */
    {PLID ("42e028"), PLID ("42e01f"), PLID ("42e01f")},
    {PLID ("42e00d"), PLID ("42c01f"), PLID ("42c00d")},
    /* level 1b (constraint_set3) is lower than 1.1 and higher than 1 */
    {PLID ("42f00b"), PLID ("42e00b"), PLID ("42f00b")},
    {PLID ("42e00b"), PLID ("42f00b"), PLID ("42f00b")},
    {PLID ("42e00a"), PLID ("42f00b"), PLID ("42e00a")},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *fmtp = answered_fmtp (cases[i].ours, cases[i].theirs);

    fail_unless_equals_string (fmtp, cases[i].answered);
  }
}

GST_END_TEST;

JSEP_TEST (h264, test_matching, test_answered_level);
