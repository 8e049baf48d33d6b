/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <string.h>

#include "jsep/rtcjsep.h"

/* What the tests of this room share: offers of real browsers (the seeds of the
 * fuzz target) and two tracks of ours. */

#define H264_CB "packetization-mode=1;profile-level-id=42e01f"

static RtcCodec video_codecs[] = {
  {(gchar *) "VP8", 90000, 1, 96, NULL},
  {(gchar *) "H264", 90000, 1, 97, (gchar *) H264_CB},
};

static RtcCodec audio_codecs[] = {
  {(gchar *) "opus", 48000, 2, 111, NULL},
};

static const RtcJsepTrack tracks[] = {
  {RTC_MEDIA_VIDEO, video_codecs, 2, "stream", "video0", "the-cname", 1001,
      1002},
  {RTC_MEDIA_AUDIO, audio_codecs, 1, "stream", "audio0", "the-cname", 1003, 0},
};

#define OUR_FINGERPRINT "sha-256 " \
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:" \
    "00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF"
#define OUR_CANDIDATE "candidate:1 1 UDP 2130706431 192.0.2.1 5000 typ host"

static const gchar *const our_candidates[] = { OUR_CANDIDATE, NULL };

static const RtcJsepTransport our_transport = {
  "OurUfrag", "OurPasswordOurPassword12", OUR_FINGERPRINT, our_candidates,
  TRUE, TRUE
};

static inline gchar *
read_text (const gchar * name)
{
  g_autofree gchar *path = g_build_filename (SDP_SEEDS, name, NULL);
  gchar *text = NULL;

  fail_unless (g_file_get_contents (path, &text, NULL, NULL), "%s", path);
  return text;
}

static inline RtcSdp *
parse (const gchar * text)
{
  GError *error = NULL;
  RtcSdp *sdp = rtc_sdp_parse (text, -1, &error);

  fail_unless (sdp != NULL, "%s", error ? error->message : "");
  return sdp;
}

/* a seed with @from replaced by @to everywhere */
static inline RtcSdp *
parse_edited (const gchar * name, const gchar * from, const gchar * to)
{
  g_autofree gchar *text = read_text (name);
  g_autoptr (GString) edited = g_string_new (text);

  fail_unless (g_string_replace (edited, from, to, 0) > 0,
      "\"%s\" is not in %s", from, name);
  return parse (edited->str);
}

static inline RtcSdp *
parse_seed (const gchar * name)
{
  g_autofree gchar *text = read_text (name);

  return parse (text);
}

/* the answer's text; @result may be NULL */
static inline gchar *
answer_with (const RtcSdp * offer, const RtcJsepTrack * with, guint n,
    RtcJsepResult * result)
{
  RtcJsepResult made = { NULL, };
  GError *error = NULL;
  gchar *text;

  fail_unless (rtc_jsep_answer (offer, with, n, &our_transport, 7, &made,
          &error), "%s", error ? error->message : "");
  text = rtc_sdp_print (made.sdp);
  if (result)
    *result = made;
  else
    rtc_jsep_result_clear (&made);
  return text;
}

static inline void
fail_to_answer (const RtcSdp * offer, RtcJsepError code, const gchar * says)
{
  RtcJsepResult result = { NULL, };
  g_autoptr (GError) error = NULL;

  fail_if (rtc_jsep_answer (offer, tracks, G_N_ELEMENTS (tracks),
          &our_transport, 7, &result, &error));
  fail_unless (g_error_matches (error, RTC_JSEP_ERROR, code), "%s",
      error->message);
  fail_unless (strstr (error->message, says) != NULL, "%s", error->message);
  fail_unless (result.sdp == NULL && result.n_sends == 0);
}

static inline guint
count (const gchar * text, const gchar * what)
{
  guint n = 0;

  for (; (text = strstr (text, what)) != NULL; text++)
    n++;
  return n;
}

#define fail_unless_has(text, what) \
  fail_unless (strstr (text, what) != NULL, "no %s in\n%s", what, text)
#define fail_if_has(text, what) \
  fail_if (strstr (text, what) != NULL, "%s in\n%s", what, text)

#define JSEP_TEST(name, ...) \
static Suite * \
name##_suite (void) \
{ \
  Suite *suite = suite_create (#name); \
  TCase *tc = tcase_create ("general"); \
  const TFun all[] = { __VA_ARGS__ }; \
\
  suite_add_tcase (suite, tc); \
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) \
    tcase_add_test (tc, all[i]); \
  return suite; \
} \
\
GST_CHECK_MAIN (name)
