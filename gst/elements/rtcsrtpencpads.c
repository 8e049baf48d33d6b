/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsrtpenc's pads: how they come and go, and what travels on them besides
 * packets */
#include "rtcsrtpenc.h"

static gboolean
has_event (GstPad * pad, GstEventType type)
{
  g_autoptr (GstEvent) event = gst_pad_get_sticky_event (pad, type, 0);

  return event != NULL;
}

/* The pads' threads and that of the handshake share the src pad: its stream
 * lock is around everything that goes out.  FALSE: the pad is not active. */
gboolean
rtc_srtp_enc_start (GstRtcSrtpEnc * self)
{
  GstSegment segment;

  if (!has_event (self->src, GST_EVENT_STREAM_START)) {
    g_autofree gchar *id = gst_pad_create_stream_id (self->src,
        GST_ELEMENT (self), NULL);

    gst_pad_push_event (self->src, gst_event_new_stream_start (id));
  }
  if (!has_event (self->src, GST_EVENT_SEGMENT)) {
    gst_segment_init (&segment, GST_FORMAT_TIME);
    gst_pad_push_event (self->src, gst_event_new_segment (&segment));
  }
  return has_event (self->src, GST_EVENT_SEGMENT);
}

static gboolean
all_ended (GstRtcSrtpEnc * self)
{
  gboolean ended = TRUE;

  GST_OBJECT_LOCK (self);
  for (GList * l = GST_ELEMENT (self)->sinkpads; l != NULL; l = l->next)
    ended &= ((RtcSrtpEncPad *) gst_pad_get_element_private (l->data))->ended;
  GST_OBJECT_UNLOCK (self);
  return ended;
}

static gboolean
end_pad (GstRtcSrtpEnc * self, RtcSrtpEncPad * info)
{
  gboolean ret = TRUE;

  GST_PAD_STREAM_LOCK (self->src);
  info->ended = TRUE;
  if (all_ended (self) && rtc_srtp_enc_start (self))
    ret = gst_pad_push_event (self->src, gst_event_new_eos ());
  GST_PAD_STREAM_UNLOCK (self->src);
  return ret;
}

/* Caps, segments, tags of the pads end here: what goes out is one stream in
 * running time. */
static gboolean
gst_rtc_srtp_enc_sink_event (GstPad * pad, GstObject * parent, GstEvent * event)
{
  GstRtcSrtpEnc *self = GST_RTC_SRTP_ENC (parent);
  RtcSrtpEncPad *info = gst_pad_get_element_private (pad);
  gboolean ret = TRUE;

  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_SEGMENT:
      gst_event_copy_segment (event, &info->segment);
      break;
    case GST_EVENT_STREAM_START:
      info->ended = FALSE;
      break;
    case GST_EVENT_GAP:
      break;
    case GST_EVENT_EOS:
      ret = end_pad (self, info);
      break;
    case GST_EVENT_FLUSH_STOP:
      info->ended = FALSE;
      gst_segment_init (&info->segment, GST_FORMAT_TIME);
      return gst_pad_push_event (self->src, event);
    default:
      if (GST_EVENT_IS_STICKY (event))
        break;
      return gst_pad_event_default (pad, parent, event);
  }
  gst_event_unref (event);
  return ret;
}

/* @wanted, or the next free number behind @prefix */
static gchar *
choose_name (GstRtcSrtpEnc * self, gboolean rtcp, const gchar * wanted)
{
  const gchar *prefix = rtcp ? "rtcp_sink_" : "rtp_sink_";
  guint64 n;
  gchar *name;

  GST_OBJECT_LOCK (self);
  if (wanted != NULL && g_str_has_prefix (wanted, prefix)
      && g_ascii_string_to_unsigned (wanted + strlen (prefix), 10, 0,
          G_MAXUINT - 1, &n, NULL)) {
    name = g_strdup (wanted);
    self->next_pad[rtcp] = MAX (self->next_pad[rtcp], n + 1);
  } else {
    name = g_strdup_printf ("%s%u", prefix, self->next_pad[rtcp]++);
  }
  GST_OBJECT_UNLOCK (self);
  return name;
}

GstPad *
gst_rtc_srtp_enc_request_new_pad (GstElement * element, GstPadTemplate * templ,
    const gchar * wanted, const GstCaps * caps)
{
  GstRtcSrtpEnc *self = GST_RTC_SRTP_ENC (element);
  RtcSrtpEncPad *info = g_new0 (RtcSrtpEncPad, 1);
  g_autofree gchar *name = NULL;
  GstPad *pad;

  info->rtcp = g_str_has_prefix (GST_PAD_TEMPLATE_NAME_TEMPLATE (templ),
      "rtcp");
  gst_segment_init (&info->segment, GST_FORMAT_TIME);
  name = choose_name (self, info->rtcp, wanted);
  pad = gst_pad_new_from_template (templ, name);
  gst_pad_set_element_private (pad, info);
  g_object_set_data_full (G_OBJECT (pad), "rtc-srtp-enc-pad", info, g_free);
  gst_pad_set_chain_function (pad, gst_rtc_srtp_enc_chain);
  gst_pad_set_chain_list_function (pad, gst_rtc_srtp_enc_chain_list);
  gst_pad_set_event_function (pad, gst_rtc_srtp_enc_sink_event);
  /* below PAUSED there is nothing to protect with */
  if (GST_STATE (self) > GST_STATE_READY
      || GST_STATE_NEXT (self) == GST_STATE_PAUSED)
    gst_pad_set_active (pad, TRUE);
  return gst_element_add_pad (element, pad) ? pad : NULL;
}

void
gst_rtc_srtp_enc_release_pad (GstElement * element, GstPad * pad)
{
  gst_pad_set_active (pad, FALSE);
  gst_element_remove_pad (element, pad);
}
