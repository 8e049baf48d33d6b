/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/webrtc/webrtc.h>

#define VP8 "application/x-rtp,media=video,payload=96,clock-rate=90000," \
  "encoding-name=VP8"
#define H264 "application/x-rtp,media=video,payload=97,clock-rate=90000," \
  "encoding-name=H264"
#define OPUS "application/x-rtp,media=audio,payload=98,clock-rate=48000," \
  "encoding-name=OPUS"
#define FINGERPRINT "sha-256 " \
  "00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:" \
  "10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F"

static inline GstElement *
make_negotiator (void)
{
  GstElement *element = gst_element_factory_make ("rtcnegotiator", NULL);

  fail_unless (element != NULL);
  g_object_set (element, "fingerprint", FINGERPRINT, NULL);
  return element;
}

/* What the action @name replies: transfer full; NULL if there is no field
 * @field, and *@error what there is instead */
static inline GstWebRTCSessionDescription *
create_description (GstElement * element, const gchar * name,
    const gchar * field, const GstStructure * options, GError ** error)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  GstWebRTCSessionDescription *description = NULL;
  const GstStructure *reply;

  g_signal_emit_by_name (element, name, options, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  reply = gst_promise_get_reply (promise);
  gst_structure_get (reply, field, GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
      &description, NULL);
  if (description == NULL)
    gst_structure_get (reply, "error", G_TYPE_ERROR, error, NULL);
  return description;
}

/* NULL: it was set; transfer full */
static inline GError *
set_description (GstElement * element, const gchar * name,
    GstWebRTCSessionDescription * description)
{
  g_autoptr (GstPromise) promise = gst_promise_new ();
  const GstStructure *reply;
  GError *error = NULL;

  g_signal_emit_by_name (element, name, description, promise);
  fail_unless_equals_int (gst_promise_wait (promise),
      GST_PROMISE_RESULT_REPLIED);
  reply = gst_promise_get_reply (promise);
  if (reply != NULL)
    gst_structure_get (reply, "error", G_TYPE_ERROR, &error, NULL);
  return error;
}

/* What passes there has these caps from now on */
static inline void
send_caps (GstPad * sink, const gchar * text)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string (text);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  fail_unless (gst_pad_send_event (sink, gst_event_new_stream_start ("test")));
  fail_unless (gst_pad_send_event (sink, gst_event_new_caps (caps)));
  fail_unless (gst_pad_send_event (sink, gst_event_new_segment (&segment)));
}

static inline GstWebRTCRTPTransceiver *
add_transceiver (GstElement * element,
    GstWebRTCRTPTransceiverDirection direction, const gchar * text)
{
  g_autoptr (GstCaps) caps = text ? gst_caps_from_string (text) : NULL;
  GstWebRTCRTPTransceiver *transceiver;

  g_signal_emit_by_name (element, "add-transceiver", direction, caps,
      &transceiver);
  return transceiver;
}

static inline guint
count_transceivers (GstElement * element)
{
  g_autoptr (GArray) all = NULL;

  g_signal_emit_by_name (element, "get-transceivers", &all);
  return all->len;
}
