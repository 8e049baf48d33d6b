/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What is missing or breaks is said with what to do, and the rest goes on */
#include "fixture.h"

#include <string.h>

static gboolean
message_says (GstMessage * warning, const gchar * text)
{
  g_autoptr (GError) error = NULL;

  gst_message_parse_warning (warning, &error, NULL);
  return strstr (error->message, text) != NULL;
}

static gchar *
wait_message (InputFixture * f, GstMessageType type)
{
  g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (f->bus,
      GST_CLOCK_TIME_NONE, type);
  g_autoptr (GError) error = NULL;

  if (type == GST_MESSAGE_ERROR)
    gst_message_parse_error (message, &error, NULL);
  else
    gst_message_parse_warning (message, &error, NULL);
  return g_strdup (error->message);
}

static void
forget_feature (const gchar * name)
{
  GstRegistry *registry = gst_registry_get ();
  g_autoptr (GstPluginFeature) feature =
      gst_registry_lookup_feature (registry, name);

  if (feature != NULL)
    gst_registry_remove_feature (registry, feature);
}

GST_START_TEST (test_no_encoder_names_the_package)
{
  InputFixture f;
  g_autoptr (GstCaps) vp8 = gst_caps_from_string ("video/x-vp8");
  RtcInputConfig config = {.kind = RTC_MEDIA_VIDEO,.allowed = vp8 };
  g_autofree gchar *text = NULL;

  forget_feature ("vp8enc");
  fixture_start_with (&f, "videotestsrc is-live=true", RTC_MEDIA_VIDEO,
      &config);
  text = wait_message (&f, GST_MESSAGE_ERROR);
  fail_unless (strstr (text, "vp8enc") != NULL, "%s", text);
  fail_unless (strstr (text, "apt install gstreamer1.0-plugins-good") != NULL,
      "%s", text);
  fixture_stop (&f);
}

GST_END_TEST;

GST_START_TEST (test_no_parser_names_the_package)
{
  InputFixture f;
  g_autofree gchar *text = NULL;
  g_autoptr (GstElementFactory) x264 = gst_element_factory_find ("x264enc");

  if (x264 == NULL)
    return;
  forget_feature ("h264parse");
  fixture_start (&f, "videotestsrc is-live=true ! x264enc tune=zerolatency",
      RTC_MEDIA_VIDEO);
  text = wait_message (&f, GST_MESSAGE_ERROR);
  fail_unless (strstr (text, "gstreamer1.0-plugins-bad") != NULL, "%s", text);
  fixture_stop (&f);
}

GST_END_TEST;

static void
fail_at_once (RtcInput * input, GstElement * encoder, gpointer data)
{
  GST_ELEMENT_ERROR (encoder, LIBRARY, INIT, ("no free session"), (NULL));
}

GST_START_TEST (test_an_encoder_that_does_not_start_is_a_warning)
{
  InputFixture f;
  RtcInputConfig config = {.kind = RTC_MEDIA_VIDEO,.bitrate = 500000,
    .encoder_setup = fail_at_once
  };
  g_autoptr (GstMessage) warning = NULL;
  gboolean ended = FALSE;
  RtcFanout *fanout;
  gint codec;

  fixture_start_with (&f, "videotestsrc num-buffers=10", RTC_MEDIA_VIDEO,
      &config);
  codec = fake_track_find (f.track, "VP8");
  fanout = fake_track_acquire (f.track, codec, NULL);
  fail_unless (fanout != NULL);
  /* either may come first */
  while (warning == NULL || !ended) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (f.bus,
        GST_CLOCK_TIME_NONE, GST_MESSAGE_WARNING | GST_MESSAGE_EOS);

    if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
      ended = TRUE;
    else
      gst_mini_object_replace ((GstMiniObject **) & warning,
          GST_MINI_OBJECT_CAST (message));
  }
  fail_unless (message_says (warning, "VP8"));
  fail_unless (message_says (warning, "no free session"));
  /* nobody waits for what will not come */
  fake_fanout_wait_end (fanout);
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
}

GST_END_TEST;

static void
fail_the_first (RtcInput * input, GstElement * encoder, gpointer data)
{
  if (g_atomic_int_add ((gint *) data, 1) == 0)
    fail_at_once (input, encoder, NULL);
}

GST_START_TEST (test_the_next_encoder_serves_the_same_viewers)
{
  InputFixture f;
  gint n = 0;
  RtcInputConfig config = {.kind = RTC_MEDIA_VIDEO,.bitrate = 500000,
    .encoder_setup = fail_the_first,.user_data = &n
  };
  g_autoptr (GstElement) x264 = gst_element_factory_make ("x264enc", NULL);
  g_autoptr (GstMessage) message = NULL;
  RtcFanout *fanout;

  if (x264 == NULL)
    return;
  gst_object_ref_sink (x264);
  /* what stands first in the table, and is absent where no device is */
  gst_element_register (NULL, "vah264enc", GST_RANK_NONE, G_OBJECT_TYPE (x264));
  fixture_start_with (&f, "videotestsrc is-live=true", RTC_MEDIA_VIDEO,
      &config);
  fanout = fake_track_acquire (f.track, fake_track_find (f.track, "H264"),
      NULL);
  fake_fanout_wait (fanout, 3, 1);
  fail_unless (g_atomic_int_get (&n) > 1);
  fail_if (fake_fanout_has_ended (fanout));
  message = gst_bus_pop_filtered (f.bus, GST_MESSAGE_WARNING);
  fail_unless (message == NULL);
  fixture_stop (&f);
  rtc_fanout_unref (fanout);
}

GST_END_TEST;

static void
keep_encoder (RtcInput * input, GstElement * encoder, gpointer data)
{
  gst_object_replace (data, GST_OBJECT (encoder));
}

GST_START_TEST (test_an_encoder_that_breaks_leaves_the_rest_alone)
{
  InputFixture f;
  GstElement *encoder = NULL;
  RtcInputConfig config = {.kind = RTC_MEDIA_VIDEO,.bitrate = 500000,
    .encoder_setup = keep_encoder,.user_data = &encoder
  };
  g_autofree gchar *text = NULL;
  RtcFanout *broken, *fresh;
  gint codec;

  fixture_start_with (&f, "videotestsrc is-live=true", RTC_MEDIA_VIDEO,
      &config);
  codec = fake_track_find (f.track, "VP8");
  broken = fake_track_acquire (f.track, codec, NULL);
  fake_fanout_wait (broken, 3, 1);
  GST_ELEMENT_ERROR (encoder, STREAM, ENCODE, ("out of ideas"), (NULL));
  text = wait_message (&f, GST_MESSAGE_WARNING);
  fail_unless (strstr (text, "out of ideas") != NULL, "%s", text);
  fake_fanout_wait_end (broken);
  /* the next viewer gets a new one */
  fresh = fake_track_acquire (f.track, codec, NULL);
  fail_unless (fresh != broken);
  fake_fanout_wait (fresh, 5, 1);
  fail_unless (gst_bus_pop_filtered (f.bus, GST_MESSAGE_ERROR) == NULL);
  fixture_stop (&f);
  gst_object_unref (encoder);
  rtc_fanout_unref (broken);
  rtc_fanout_unref (fresh);
}

GST_END_TEST;

static Suite *
failure_suite (void)
{
  Suite *suite = suite_create ("failure");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_an_encoder_that_does_not_start_is_a_warning);
  tcase_add_test (tc, test_the_next_encoder_serves_the_same_viewers);
  tcase_add_test (tc, test_an_encoder_that_breaks_leaves_the_rest_alone);
  /* last: they take elements out of the process's registry */
  tcase_add_test (tc, test_no_encoder_names_the_package);
  tcase_add_test (tc, test_no_parser_names_the_package);
  return suite;
}

GST_CHECK_MAIN (failure);
