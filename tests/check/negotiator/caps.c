/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What caps say of codecs, and caps of codecs that were negotiated. */
#include <gst/check/gstcheck.h>
#include "negotiator/rtcnegotiator.h"

static GArray *
read_formats (const gchar * text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);

  fail_unless (caps != NULL);
  return rtc_caps_to_formats (caps);
}

#define NTH(formats, i) (&g_array_index (formats, RtcJsepFormat, i))

GST_START_TEST (test_video)
{
  GArray *formats = read_formats ("application/x-rtp,media=video,payload=96,"
      "clock-rate=90000,encoding-name=H264,packetization-mode=(string)1,"
      "profile-level-id=(string)42e01f,ssrc=(uint)17,a-framerate=(string)30,"
      "rtcp-fb-nack-pli=true,rtcp-fb-nack=false");

  fail_unless_equals_int (formats->len, 1);
  fail_unless_equals_string (NTH (formats, 0)->codec.name, "H264");
  fail_unless_equals_int (NTH (formats, 0)->codec.pt, 96);
  fail_unless_equals_int (NTH (formats, 0)->codec.clock_rate, 90000);
  fail_unless_equals_string (NTH (formats, 0)->codec.fmtp,
      "packetization-mode=1;profile-level-id=42e01f");
  /* what was said, and what is usual unless it was forbidden */
  fail_unless_equals_int (g_strv_length (NTH (formats, 0)->feedback), 3);
  fail_unless (g_strv_contains ((const gchar * const *)
          NTH (formats, 0)->feedback, "nack pli"));
  fail_unless (g_strv_contains ((const gchar * const *)
          NTH (formats, 0)->feedback, "ccm fir"));
  fail_unless (g_strv_contains ((const gchar * const *)
          NTH (formats, 0)->feedback, "transport-cc"));
  rtc_caps_formats_free (formats);
}

GST_END_TEST;

GST_START_TEST (test_audio)
{
  GArray *formats = read_formats ("application/x-rtp,media=audio,payload=111,"
      "clock-rate=48000,encoding-name=OPUS;"
      "application/x-rtp,media=audio,payload=0,clock-rate=8000,"
      "encoding-name=PCMU;application/x-rtp,media=audio,clock-rate=44100,"
      "encoding-name=L16,encoding-params=(string)6");

  fail_unless_equals_int (formats->len, 3);
  fail_unless_equals_int (NTH (formats, 0)->codec.channels, 2);
  fail_unless (NTH (formats, 0)->codec.fmtp == NULL);
  fail_unless (NTH (formats, 0)->feedback == NULL);
  fail_unless_equals_int (NTH (formats, 1)->codec.channels, 1);
  fail_unless_equals_int (NTH (formats, 1)->codec.pt, 0);
  fail_unless_equals_int (NTH (formats, 2)->codec.channels, 6);
  /* any number will do */
  fail_unless (NTH (formats, 2)->codec.pt > 127);
  rtc_caps_formats_free (formats);
}

GST_END_TEST;

GST_START_TEST (test_template)
{
  /* of a payloader: ranges and lists */
  GArray *formats = read_formats ("application/x-rtp,media=video,"
      "payload=[96,127],clock-rate=90000,encoding-name={VP8,VP8-DRAFT}");

  fail_unless_equals_int (formats->len, 2);
  fail_unless_equals_string (NTH (formats, 1)->codec.name, "VP8-DRAFT");
  fail_unless (NTH (formats, 0)->codec.pt > 127);
  rtc_caps_formats_free (formats);
}

GST_END_TEST;

GST_START_TEST (test_unspecific)
{
  static const gchar *const texts[] = { "ANY", "EMPTY", "application/x-rtp",
    "application/x-rtp,media=video,encoding-name=X", "video/x-raw",
    "application/x-rtp,media=video,encoding-name=X,clock-rate=[1,9]",
    "application/x-rtp,clock-rate=90000",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    GArray *formats = read_formats (texts[i]);

    fail_unless_equals_int (formats->len, 0);
    rtc_caps_formats_free (formats);
  }
}

GST_END_TEST;

/* Preferences may be no more than a name */
GST_START_TEST (test_name_only)
{
  GArray *formats = read_formats ("application/x-rtp,encoding-name=H264");
  const RtcJsepFormat *format = &g_array_index (formats, RtcJsepFormat, 0);

  fail_unless_equals_int (formats->len, 1);
  fail_unless_equals_int (format->codec.clock_rate, 90000);
  fail_unless (format->codec.pt > 127);
  fail_unless (format->codec.fmtp == NULL);
  rtc_caps_formats_free (formats);
}

GST_END_TEST;

/* One section, one list: all structures, each extension once */
GST_START_TEST (test_extmaps_of_all_codecs)
{
  g_autoptr (GstCaps) same = gst_caps_from_string ("application/x-rtp,"
      "extmap-1=(string)urn:a;application/x-rtp,extmap-1=(string)urn:a,"
      "extmap-2=(string)urn:b");
  g_autoptr (GstCaps) odds = gst_caps_from_string ("application/x-rtp,"
      "extmap-1=(string)urn:a;application/x-rtp,extmap-1=(string)urn:b");
  g_autoptr (GstCaps) number =
      gst_caps_from_string ("application/x-rtp,extmap-1=(int)42");
  g_autoptr (GError) error = NULL;
  GPtrArray *extmaps = rtc_caps_to_extmaps (same, &error);

  fail_unless_equals_int (extmaps->len, 2);
  g_ptr_array_unref (extmaps);
  fail_unless (rtc_caps_to_extmaps (odds, &error) == NULL);
  fail_unless (strstr (error->message, "extmap-1") != NULL);
  g_clear_error (&error);
  fail_unless (rtc_caps_to_extmaps (number, &error) == NULL);
  fail_unless (strstr (error->message, "extmap-1") != NULL);
}

GST_END_TEST;

GST_START_TEST (test_extmaps)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp,"
      "extmap-1=(string)urn:a,extmap-14=(string)<\"\",urn:b,\"vad=on\">,"
      "extmap-x=(string)urn:c,extmap-0=(string)urn:d");
  g_autoptr (GstCaps) none = gst_caps_from_string ("application/x-rtp");
  GPtrArray *extmaps = rtc_caps_to_extmaps (caps, NULL);
  RtcSdpExtmap *one, *other;

  fail_unless (rtc_caps_to_extmaps (none, NULL) == NULL);
  fail_unless (rtc_caps_to_extmaps (NULL, NULL) == NULL);
  fail_unless_equals_int (extmaps->len, 2);
  one = g_ptr_array_index (extmaps, 0);
  other = g_ptr_array_index (extmaps, 1);
  fail_unless_equals_int (one->id, 1);
  fail_unless_equals_string (one->uri, "urn:a");
  fail_unless_equals_int (other->id, 14);
  fail_unless_equals_string (other->uri, "urn:b");
  fail_unless_equals_string (other->parameters, "vad=on");
  g_ptr_array_unref (extmaps);
}

GST_END_TEST;

GST_START_TEST (test_rids)
{
  g_autoptr (GstCaps) fields = gst_caps_from_string ("application/x-rtp,"
      "rid-hi=(string)send,rid-lo=(string)<send,\"pt=96\">,"
      "rid-no=(string)recv");
  g_autoptr (GstCaps) ordered = gst_caps_from_string ("application/x-rtp,"
      "rid-hi=(string)send,rid-lo=(string)send,"
      "a-simulcast=(string)\"recv x send ~lo;hi,other\"");
  g_auto (GStrv) these = rtc_caps_to_rids (fields, TRUE);
  g_auto (GStrv) those = rtc_caps_to_rids (ordered, TRUE);
  g_auto (GStrv) received = rtc_caps_to_rids (fields, FALSE);
  g_auto (GStrv) received_in_order = rtc_caps_to_rids (ordered, FALSE);

  fail_unless_equals_int (g_strv_length (these), 2);
  fail_unless_equals_string (these[0], "hi");
  fail_unless_equals_string (these[1], "lo");
  fail_unless_equals_int (g_strv_length (those), 2);
  fail_unless_equals_string (those[0], "lo");
  fail_unless_equals_string (those[1], "hi");
  fail_unless_equals_int (g_strv_length (received), 1);
  fail_unless_equals_string (received[0], "no");
  fail_unless_equals_int (g_strv_length (received_in_order), 1);
  fail_unless_equals_string (received_in_order[0], "x");
}

GST_END_TEST;

GST_START_TEST (test_negotiated)
{
  gchar pli[] = "nack pli", cc[] = "transport-cc", mid[] = "video0";
  gchar *feedback[] = { pli, cc, NULL };
  RtcJsepPlanFormat format = { .feedback = feedback };
  RtcJsepPlanSection section = { .kind = RTC_MEDIA_VIDEO, .mid = mid };
  g_autoptr (GstCaps) caps = NULL;
  GstStructure *s;
  gint pt, rate;

  rtc_codec_init (&format.codec, "h264", 90000, 1, 102,
      "Profile-Level-Id=42e01f; packetization-mode=1;broken; payload=7");
  caps = rtc_caps_from_format (&format, &section, TRUE);
  s = gst_caps_get_structure (caps, 0);
  fail_unless (gst_structure_has_name (s, "application/x-rtp"));
  fail_unless_equals_string (gst_structure_get_string (s, "media"), "video");
  fail_unless_equals_string (gst_structure_get_string (s, "encoding-name"),
      "H264");
  fail_unless (gst_structure_get_int (s, "payload", &pt));
  fail_unless (gst_structure_get_int (s, "clock-rate", &rate));
  fail_unless_equals_int (pt, 102);
  fail_unless_equals_int (rate, 90000);
  fail_unless_equals_string (gst_structure_get_string (s, "profile-level-id"),
      "42e01f");
  fail_unless_equals_string (gst_structure_get_string (s,
          "packetization-mode"), "1");
  fail_unless (gst_structure_has_field_typed (s, "rtcp-fb-nack-pli",
          G_TYPE_BOOLEAN));
  fail_unless (gst_structure_has_field (s, "rtcp-fb-transport-cc"));
  fail_unless_equals_string (gst_structure_get_string (s, "a-mid"), "video0");
  fail_if (gst_structure_has_field (s, "encoding-params"));
  rtc_codec_clear (&format.codec);
}

GST_END_TEST;

static Suite *
negotiator_caps_suite (void)
{
  Suite *suite = suite_create ("negotiator-caps");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_video);
  tcase_add_test (tc, test_audio);
  tcase_add_test (tc, test_template);
  tcase_add_test (tc, test_unspecific);
  tcase_add_test (tc, test_name_only);
  tcase_add_test (tc, test_extmaps_of_all_codecs);
  tcase_add_test (tc, test_extmaps);
  tcase_add_test (tc, test_rids);
  tcase_add_test (tc, test_negotiated);
  return suite;
}

GST_CHECK_MAIN (negotiator_caps);
