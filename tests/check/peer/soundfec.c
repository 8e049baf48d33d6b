/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* RED, ULPFEC and RTX of sound, asked for while transceivers are announced */
#include "call.h"

#include <string.h>

#define SENDRECV GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV

static void
protect (GstElement * element, GstWebRTCRTPTransceiver * transceiver,
    gpointer user_data)
{
  g_object_set (transceiver, "fec-type", GST_WEBRTC_FEC_TYPE_ULP_RED,
      "do-nack", TRUE, NULL);
}

/* In that order: the codec, RED and ULPFEC at its clock rate, RTX of the codec
 * and of RED */
static void
check_formats (const gchar * text)
{
  static const gchar *const names[] = { "OPUS/48000", "red/48000",
    "ulpfec/48000", "rtx/48000", "rtx/48000"
  };
  const gchar *rest = text;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    rest = strstr (rest, "a=rtpmap:");
    fail_unless (rest != NULL, "%u of 5 formats: %s", i, text);
    rest = strchr (rest, ' ') + 1;
    fail_unless (g_str_has_prefix (rest, names[i]), "%s: %s", names[i], text);
  }
  fail_unless (strstr (rest, "a=rtpmap:") == NULL, "more than 5: %s", text);
}

GST_START_TEST (test_both_sides)
{
  Call call;

  call_init (&call, "rtcpeerbin", "rtcpeerbin");
  for (guint i = 0; i < 2; i++)
    g_signal_connect (call.sides[i].element, "on-new-transceiver",
        G_CALLBACK (protect), NULL);
  side_release_transceiver (&call.sides[0], SENDRECV, OPUS_CAPS);
  call_set_state (&call, GST_STATE_READY);
  call_negotiate (&call, 0);
  for (guint i = 0; i < 2; i++) {
    g_autofree gchar *text =
        side_get_description (&call.sides[i], "local-description");

    check_formats (text);
  }
  call_clear (&call);
}

GST_END_TEST;

static Suite *
soundfec_suite (void)
{
  Suite *s = suite_create ("soundfec");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_both_sides);
  return s;
}

GST_CHECK_MAIN (soundfec);
