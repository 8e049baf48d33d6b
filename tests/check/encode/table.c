/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The codec table is whole: each line can be acted on */
#include <gst/check/gstcheck.h>
#include "encode/rtccodectable.h"

#include <string.h>

GST_START_TEST (test_each_codec_is_complete)
{
  guint n;
  const RtcCodecInfo *table = rtc_codec_table_get (&n);

  fail_unless_equals_int (n, 7);
  for (guint i = 0; i < n; i++) {
    g_autoptr (GstCaps) encoded = gst_caps_from_string (table[i].media_type);

    fail_unless (encoded != NULL);
    fail_unless (table[i].payloader != NULL);
    fail_unless (table[i].encoders[0].factory != NULL);
    fail_unless (rtc_codec_table_find_media_type (table[i].media_type) ==
        &table[i]);
    for (guint j = 0; j < i; j++)
      fail_unless (table[j].kind != table[i].kind
          || table[j].pt != table[i].pt);
    for (const RtcEncoderInfo * e = table[i].encoders; e->factory; e++) {
      g_autoptr (GstCaps) raw = gst_caps_from_string (e->raw_caps);

      fail_unless (raw != NULL && e->package != NULL);
    }
  }
  fail_unless (rtc_codec_table_find_media_type ("video/x-raw") == NULL);
}

GST_END_TEST;

/* a name that an installed encoder does not have is a typing error here */
GST_START_TEST (test_each_setting_exists)
{
  guint n;
  const RtcCodecInfo *table = rtc_codec_table_get (&n);

  for (guint i = 0; i < n; i++) {
    for (const RtcEncoderInfo * e = table[i].encoders; e->factory; e++) {
      g_autoptr (GstElement) encoder = gst_element_factory_make (e->factory,
          NULL);
      g_auto (GStrv) list = g_strsplit (e->settings != NULL ? e->settings : "",
          " ", -1);

      if (encoder == NULL)
        continue;
      gst_object_ref_sink (encoder);
      for (guint j = 0; list[j] != NULL; j++) {
        strchr (list[j], '=')[0] = '\0';
        fail_unless (g_object_class_find_property (G_OBJECT_GET_CLASS
                (encoder), list[j]) != NULL, "%s has no %s", e->factory,
            list[j]);
      }
    }
  }
}

GST_END_TEST;

GST_START_TEST (test_caps_order_and_restrict)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string
      ("video/x-vp9;video/x-vp8;audio/x-opus");
  g_autoptr (GPtrArray) chosen = rtc_codec_table_choose (RTC_MEDIA_VIDEO, caps,
      FALSE);

  fail_unless_equals_int (chosen->len, 2);
  fail_unless_equals_string (((RtcCodecInfo *) chosen->pdata[0])->name, "VP9");
  fail_unless_equals_string (((RtcCodecInfo *) chosen->pdata[1])->name, "VP8");
}

GST_END_TEST;

static const struct
{
  const gchar *caps;
  const gchar *id;
} profiles[] = {
  {"video/x-h264,profile=constrained-baseline,level=(string)3.1", "42e01f"},
  {"video/x-h264,profile=baseline,level=(string)3", "42001e"},
  {"video/x-h264,profile=main,level=(string)4.1", "4d0029"},
  {"video/x-h264,profile=high,level=(string)4", "640028"},
  {"video/x-h264,profile=constrained-high,level=(string)4", "640c28"},
  {"video/x-h264,codec_data=(buffer)0164002affe1", "64002a"},
  {"video/x-h264", "42e01f"},
};

GST_START_TEST (test_the_profile_that_comes_in_is_the_one_offered)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (profiles[__i__].caps);
  g_autofree gchar *fmtp = rtc_codec_info_make_fmtp
      (rtc_codec_table_find_media_type ("video/x-h264"), caps);
  const gchar *id = strstr (fmtp, "profile-level-id=");

  fail_unless (id != NULL);
  fail_unless_equals_string (id + strlen ("profile-level-id="),
      profiles[__i__].id);
}

GST_END_TEST;

static Suite *
table_suite (void)
{
  Suite *suite = suite_create ("table");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_each_codec_is_complete);
  tcase_add_test (tc, test_each_setting_exists);
  tcase_add_test (tc, test_caps_order_and_restrict);
  tcase_add_loop_test (tc, test_the_profile_that_comes_in_is_the_one_offered,
      0, G_N_ELEMENTS (profiles));
  return suite;
}

GST_CHECK_MAIN (table);
