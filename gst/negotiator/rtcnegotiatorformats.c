/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a transceiver can carry: the caps that its pad has, or those that its
 * source could produce, narrowed by its codec-preferences. */
#include "rtcnegotiator-private.h"

/* Structures that do not say which codec they are would match anything */
static GstCaps *
keep_specific (GstCaps * caps)
{
  caps = gst_caps_make_writable (caps);
  for (guint i = gst_caps_get_size (caps); i > 0; i--) {
    const GstStructure *s = gst_caps_get_structure (caps, i - 1);

    if (!gst_structure_has_name (s, "application/x-rtp")
        || !gst_structure_has_field (s, "media")
        || !gst_structure_has_field (s, "encoding-name"))
      gst_caps_remove_structure (caps, i - 1);
  }
  return caps;
}

static GstCaps *
make_filter (GstWebRTCKind kind)
{
  GstCaps *filter = gst_caps_from_string ("application/x-rtp, "
      "media=(string){ audio, video }, payload=(int)[ 0, 127 ]");

  if (kind != GST_WEBRTC_KIND_UNKNOWN)
    gst_caps_set_simple (filter, "media", G_TYPE_STRING,
        kind == GST_WEBRTC_KIND_AUDIO ? "audio" : "video", NULL);
  return filter;
}

/* NULL without an error: nothing that is specific enough */
static GstCaps *
query_peer (GstPad * sink, GstWebRTCKind kind, GError ** error)
{
  g_autoptr (GstCaps) filter = make_filter (kind);
  GstCaps *caps = gst_pad_peer_query_caps (sink, filter);

  if (gst_caps_is_empty (caps))
    g_set_error (error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_INTERNAL_FAILURE,
        "Caps negotiation on pad %s failed", GST_PAD_NAME (sink));
  else if (!gst_caps_is_any (caps))
    caps = keep_specific (caps);
  if (gst_caps_is_any (caps) || gst_caps_is_empty (caps))
    gst_clear_caps (&caps);
  return caps;
}

/* NULL: whatever comes */
static GstCaps *
query_output (GstPad * src)
{
  g_autoptr (GstCaps) filter = make_filter (GST_WEBRTC_KIND_UNKNOWN);
  GstCaps *caps = gst_pad_peer_query_caps (src, filter);
  guint n = gst_caps_is_any (caps) ? 0 : gst_caps_get_size (caps);
  GArray *formats;

  if (n > 0)
    caps = keep_specific (caps);
  formats = rtc_caps_to_formats (caps);
  if (n == 0 || gst_caps_get_size (caps) != n || formats->len < n)
    gst_clear_caps (&caps);
  rtc_caps_formats_free (formats);
  return caps;
}

/* What will do behind any of them; NULL: whatever comes */
static GstCaps *
query_outputs (GPtrArray * outputs)
{
  GstCaps *all = NULL;

  for (guint i = 0; outputs != NULL && i < outputs->len; i++) {
    GstCaps *caps = query_output (g_ptr_array_index (outputs, i));

    if (caps == NULL) {
      gst_clear_caps (&all);
      return NULL;
    }
    all = all == NULL ? caps : gst_caps_merge (all, caps);
  }
  return all;
}

/* What is behind a src pad may be narrower than what is preferred, never at odds
 * with it */
static GstCaps *
narrow_outputs (GstCaps * caps, GstCaps * preferences)
{
  GstCaps *both;

  if (caps == NULL || preferences == NULL)
    return caps;
  both = gst_caps_intersect_full (preferences, caps, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref (caps);
  if (gst_caps_is_empty (both))
    gst_clear_caps (&both);
  return both;
}

static GstCaps *
narrow (GstPad * sink, GstCaps * caps, GstCaps * preferences, GError ** error)
{
  GstCaps *narrowed = gst_caps_intersect_full (preferences, caps,
      GST_CAPS_INTERSECT_FIRST);

  if (!gst_caps_is_empty (narrowed))
    return narrowed;
  gst_clear_caps (&narrowed);
  g_set_error (error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_INTERNAL_FAILURE,
      "Caps negotiation on pad %s failed against codec preferences",
      GST_PAD_NAME (sink));
  return NULL;
}

GstCaps *
rtc_negotiator_find_caps (GstPad * sink, GPtrArray * outputs,
    GstCaps * last_caps, const RtcTransceiverState * state, GError ** error)
{
  g_autoptr (GstCaps) caps = NULL;
  GError *local = NULL;

  if (sink != NULL) {
    caps = rtc_negotiator_pad_get_caps (sink);
    if (caps == NULL)
      caps = query_peer (sink, state->kind, &local);
  }
  if (caps != NULL && state->codec_preferences != NULL) {
    GstCaps *narrowed = narrow (sink, caps, state->codec_preferences, &local);

    gst_caps_unref (caps);
    caps = narrowed;
  }
  if (local != NULL) {
    g_propagate_error (error, local);
    return NULL;
  }
  if (sink == NULL)
    caps = narrow_outputs (query_outputs (outputs), state->codec_preferences);
  if (caps != NULL)
    return g_steal_pointer (&caps);
  if (state->codec_preferences != NULL)
    return gst_caps_ref (state->codec_preferences);
  return last_caps != NULL ? gst_caps_ref (last_caps) : NULL;
}
