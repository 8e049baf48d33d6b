/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <string.h>

#include "sdp/rtcsdp.h"

/* What the tests of this room share: descriptions that real browsers wrote, the
 * seeds of the fuzz target. */

#define HEAD "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n"

static const gchar *const seeds[] = {
  "chromium-recvonly.sdp", "chromium-trickle.sdp", "chromium-sendrecv.sdp",
  "firefox-recvonly.sdp", "firefox-trickle.sdp", "firefox-sendrecv.sdp",
  "aiortc-recvonly.sdp", "safari-recvonly.sdp",
  "chromium-answer.sdp", "firefox-answer.sdp",
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

  fail_unless (sdp != NULL, "%s in\n%s", error ? error->message : "", text);
  return sdp;
}

static inline void
fail_to_parse (const gchar * text, gssize size, RtcSdpError code,
    const gchar * says)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_sdp_parse (text, size, &error) == NULL, "%s", text);
  fail_unless (g_error_matches (error, RTC_SDP_ERROR, code));
  fail_unless (strstr (error->message, says) != NULL, "\"%s\" has no \"%s\"",
      error->message, says);
}

#define SDP_TEST(name, ...) \
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
