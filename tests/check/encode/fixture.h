/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include "encode/rtcinput.h"
#include "fakeviewers.h"

/* A pipeline "source ! input" with its track */
typedef struct
{
  GstElement *pipeline;
  RtcInput *input;
  RtcTrack *track;
  RtcLoopPool *pool;
  GstBus *bus;
} InputFixture;

/* @config NULL: any codec */
static inline void
fixture_prepare (InputFixture * f, const gchar * source, RtcMediaKind kind,
    const RtcInputConfig * config)
{
  RtcInputConfig any = {.kind = kind,.bitrate = 1000000 };
  g_autoptr (GError) error = NULL;
  GstElement *head = gst_parse_bin_from_description (source, TRUE, &error);
  GstElement *input = rtc_input_new ("input", kind);

  fail_unless (head != NULL, "%s", error != NULL ? error->message : "");
  f->pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (f->pipeline), head, input, NULL);
  fail_unless (gst_element_link (head, input));
  f->input = RTC_INPUT (input);
  f->pool = rtc_loop_pool_acquire ();
  f->track = rtc_input_start (f->input, f->pool, config != NULL ? config :
      &any);
  f->bus = gst_element_get_bus (f->pipeline);
}

static inline void
fixture_play (InputFixture * f)
{
  fail_unless (gst_element_set_state (f->pipeline, GST_STATE_PLAYING) !=
      GST_STATE_CHANGE_FAILURE);
}

static inline void
fixture_start_with (InputFixture * f, const gchar * source, RtcMediaKind kind,
    const RtcInputConfig * config)
{
  fixture_prepare (f, source, kind, config);
  fixture_play (f);
}

static inline void
fixture_start (InputFixture * f, const gchar * source, RtcMediaKind kind)
{
  fixture_start_with (f, source, kind, NULL);
}

static inline void
fixture_stop (InputFixture * f)
{
  rtc_input_stop (f->input);
  gst_element_set_state (f->pipeline, GST_STATE_NULL);
  gst_object_unref (f->bus);
  gst_object_unref (f->pipeline);
  rtc_track_unref (f->track);
  rtc_loop_pool_unref (f->pool);
}
