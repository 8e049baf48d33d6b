/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which transceiver a requested pad feeds.  A name with a number asks for the
 * m-line of that number. */
#include "rtcnegotiator-private.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_negotiator_debug);
#define GST_CAT_DEFAULT rtc_negotiator_debug

#define MAX_SERIAL 65535

static gboolean
may_send (const RtcTransceiverState * state)
{
  return !state->stopping && !state->stopped
      && (state->direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV
      || state->direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDONLY);
}

/* What an offer has made only receives until the application says what it has
 * for it.  webrtcbin makes it as late as in the answer, and sendrecv if a pad was
 * asked for. */
static gboolean
may_turn (const RtcNegotiatorEntry * entry, const RtcTransceiverState * state)
{
  return entry->made && !state->stopping && !state->stopped
      && state->direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY
      && state->current_direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_NONE;
}

/* NULL: nothing speaks against it; @by_number: asked for by its m-line */
static gchar *
refuse (const RtcNegotiatorEntry * entry, const RtcTransceiverState * state,
    const GstCaps * caps, gboolean by_number)
{
  GstWebRTCKind kind = rtc_negotiator_caps_kind (caps);

  if (!may_send (state) && !(by_number && may_turn (entry, state)))
    return g_strdup ("its transceiver does not send");
  if (entry->sink != NULL)
    return g_strdup_printf ("its transceiver has pad %s already",
        GST_PAD_NAME (entry->sink));
  if (caps == NULL)
    return NULL;
  if (state->codec_preferences != NULL
      && !gst_caps_can_intersect (caps, state->codec_preferences))
    return g_strdup ("its codec-preferences have nothing in common with the "
        "requested caps");
  if (state->kind != GST_WEBRTC_KIND_UNKNOWN && state->kind != kind)
    return g_strdup ("its transceiver is of another kind than the requested "
        "caps");
  return NULL;
}

/* The transceiver of m-line @serial.  FALSE: it cannot have this pad; *@found
 * may be NULL. */
static gboolean
find_locked (GstRtcNegotiator * self, guint serial, const GstCaps * caps,
    RtcNegotiatorEntry ** found)
{
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);
    g_auto (RtcTransceiverState) state = { 0, };
    g_autofree gchar *reason = NULL;

    rtc_transceiver_get_state (entry->transceiver, &state);
    if (state.mline != (gint) serial)
      continue;
    reason = refuse (entry, &state, caps, TRUE);
    if (reason != NULL) {
      GST_WARNING_OBJECT (self, "no pad for m-line %u: %s", serial, reason);
      return FALSE;
    }
    *found = entry;
    return TRUE;
  }
  return TRUE;
}

/* One that waits for a pad and whose codec-preferences fit; for an m-line of its
 * own (@locked) none that has got another one */
static RtcNegotiatorEntry *
find_free (GstRtcNegotiator * self, const GstCaps * caps, gboolean locked)
{
  if (caps == NULL)
    return NULL;
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);
    g_auto (RtcTransceiverState) state = { 0, };
    g_autofree gchar *reason = NULL;

    rtc_transceiver_get_state (entry->transceiver, &state);
    reason = refuse (entry, &state, caps, FALSE);
    if (reason == NULL && state.codec_preferences != NULL
        && !(locked && state.mline >= 0))
      return entry;
  }
  return NULL;
}

static gboolean
has_serial (GstRtcNegotiator * self, guint serial)
{
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);
    g_autofree gchar *name = g_strdup_printf ("sink_%u", serial);

    if (entry->sink != NULL && g_str_equal (GST_PAD_NAME (entry->sink), name))
      return TRUE;
  }
  return FALSE;
}

/* FALSE: not a name of ours */
static gboolean
read_name (GstRtcNegotiator * self, const gchar * name, guint * serial,
    gboolean * locked)
{
  guint64 number;

  *locked = name != NULL && g_strcmp0 (name, "sink_%u") != 0;
  if (!*locked) {
    *serial = self->next_serial++;
    return TRUE;
  }
  if (!g_str_has_prefix (name, "sink_")
      || !g_ascii_string_to_unsigned (name + strlen ("sink_"), 10, 0,
          MAX_SERIAL, &number, NULL)) {
    GST_WARNING_OBJECT (self, "no pad %s: write sink_ and the number of an "
        "m-line", name);
    return FALSE;
  }
  *serial = number;
  self->next_serial = MAX (self->next_serial, *serial + 1);
  return !has_serial (self, *serial);
}

/* With the lock held; NULL: refused */
static RtcNegotiatorEntry *
find_or_make (GstRtcNegotiator * self, guint serial, gboolean locked,
    const GstCaps * caps, gboolean * is_new)
{
  RtcNegotiatorEntry *entry = NULL;

  if (locked && !find_locked (self, serial, caps, &entry))
    return NULL;
  if (entry == NULL)
    entry = find_free (self, caps, locked);
  *is_new = entry == NULL;
  if (entry == NULL)
    entry = rtc_negotiator_append (self,
        rtc_transceiver_new (self->next_key++, -1,
            rtc_negotiator_caps_kind (caps),
            GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV));
  if (locked)
    entry->locked_mline = serial;
  return entry;
}

/* What the request tells of the transceiver; without the lock */
static void
fit (GstWebRTCRTPTransceiver * transceiver, const GstCaps * caps, gint mline)
{
  g_auto (RtcTransceiverState) state = { 0, };

  rtc_transceiver_get_state (transceiver, &state);
  if (state.kind == GST_WEBRTC_KIND_UNKNOWN)
    rtc_transceiver_set_kind (transceiver, rtc_negotiator_caps_kind (caps));
  if (state.direction == GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY)
    rtc_transceiver_set_direction (transceiver,
        GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_SENDRECV);
  if (mline >= 0)
    rtc_transceiver_set_mline (transceiver, mline, state.mid);
}

static GstPad *
make_pad (GstRtcNegotiator * self, GstPadTemplate * templ, guint serial,
    RtcNegotiatorEntry * entry)
{
  GstPadTemplate *src_template =
      gst_element_class_get_pad_template (GST_ELEMENT_GET_CLASS (self),
      "src_%u");

  entry->sink = rtc_negotiator_pad_new (self, templ, src_template, serial,
      entry->transceiver);
  return entry->sink;
}

GstPad *
rtc_negotiator_request_pad (GstElement * element, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (element);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  RtcNegotiatorEntry *entry = NULL;
  gboolean locked, is_new = FALSE;
  GstPad *pad = NULL;
  guint serial;

  g_mutex_lock (&self->lock);
  if (read_name (self, name, &serial, &locked))
    entry = find_or_make (self, serial, locked, caps, &is_new);
  if (entry != NULL) {
    transceiver = gst_object_ref (entry->transceiver);
    pad = make_pad (self, templ, serial, entry);
  }
  g_mutex_unlock (&self->lock);
  if (pad == NULL)
    return NULL;

  fit (transceiver, caps, locked ? (gint) serial : -1);
  if (is_new)
    rtc_negotiator_tell (self, RTC_NEGOTIATOR_TRANSCEIVER, transceiver);
  gst_element_add_pad (element, pad);
  gst_element_add_pad (element, rtc_negotiator_get_src (pad));
  return pad;
}

void
rtc_negotiator_release_pad (GstElement * element, GstPad * pad)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (element);
  GstPad *src = rtc_negotiator_get_src (pad);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->entries->len; i++) {
    RtcNegotiatorEntry *entry = g_ptr_array_index (self->entries, i);

    if (entry->sink == pad) {
      entry->sink = NULL;
      gst_clear_caps (&entry->last_caps);
      entry->last_caps = rtc_negotiator_pad_get_caps (pad);
    }
  }
  g_mutex_unlock (&self->lock);

  gst_object_ref (pad);
  gst_pad_set_active (pad, FALSE);
  gst_pad_set_active (src, FALSE);
  gst_element_remove_pad (element, pad);
  gst_element_remove_pad (element, src);
  gst_object_unref (pad);
  rtc_negotiator_tell (self, RTC_NEGOTIATOR_NEEDED, NULL);
}
