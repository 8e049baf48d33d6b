/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

static GstPadProbeReturn
wait_for_connection (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  return GST_PAD_PROBE_OK;
}

RtcPeerInput *
rtc_peer_input_new (RtcPeerMedia * media, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  GstElement *negotiator = GST_ELEMENT (media->negotiator);
  GstWebRTCRTPTransceiver *transceiver;
  RtcPeerInput *input;
  GstPad *sink;

  sink = gst_element_request_pad (negotiator,
      gst_element_get_pad_template (negotiator, "sink_%u"), name, caps);
  if (sink == NULL)
    return NULL;
  transceiver = rtc_negotiator_get_pad_transceiver (sink);

  input = g_new0 (RtcPeerInput, 1);
  input->refs = 1;
  input->ssrcs = g_array_new (FALSE, FALSE, sizeof (guint32));
  input->negotiator_sink = sink;
  input->negotiator_src = gst_object_ref (rtc_negotiator_get_src (sink));
  if (transceiver != NULL)
    input->key = rtc_transceiver_get_key (transceiver);
  input->pad = gst_object_ref_sink (rtc_peer_pad_new (GST_PAD_NAME (sink),
          templ, transceiver, NULL));
  gst_ghost_pad_set_target (GST_GHOST_PAD (input->pad), sink);

  /* Behind the negotiator, so that the first packet tells it the SSRC.  Only
   * data waits: events, and with them negotiation, go on. */
  input->block = gst_pad_add_probe (input->negotiator_src,
      GST_PAD_PROBE_TYPE_BLOCK | GST_PAD_PROBE_TYPE_BUFFER |
      GST_PAD_PROBE_TYPE_BUFFER_LIST, wait_for_connection, NULL, NULL);
  return input;
}

RtcPeerInput *
rtc_peer_input_ref (RtcPeerInput * input)
{
  g_atomic_int_inc (&input->refs);
  return input;
}

void
rtc_peer_input_unref (RtcPeerInput * input)
{
  if (!g_atomic_int_dec_and_test (&input->refs))
    return;
  g_array_unref (input->ssrcs);
  gst_clear_object (&input->pad);
  gst_clear_object (&input->negotiator_sink);
  gst_clear_object (&input->negotiator_src);
  gst_clear_object (&input->sync);
  gst_clear_object (&input->ulpfecenc);
  gst_clear_object (&input->redenc);
  gst_clear_object (&input->funnel_sink);
  g_free (input);
}

static void
unblock (RtcPeerInput * input)
{
  const gulong block = (gulong) g_atomic_pointer_exchange (&input->block, 0);

  if (block != 0)
    gst_pad_remove_probe (input->negotiator_src, block);
}

/* --- the way to the funnel ---------------------------------------------------- */

/* The last element before the funnel */
static GstElement *
last_element (RtcPeerInput * input)
{
  return input->redenc != NULL ? input->redenc : input->sync;
}

static void
link_funnel (RtcPeerInput * input, RtcPeerSession * session)
{
  g_autoptr (GstPad) src = NULL;

  input->session = session->id;
  input->funnel_sink =
      gst_element_request_pad_simple (GST_ELEMENT (session->funnel), "sink_%u");
  src = gst_element_get_static_pad (last_element (input), "src");
  gst_pad_link_full (src, input->funnel_sink, GST_PAD_LINK_CHECK_NOTHING);
}

static void
unlink_funnel (RtcPeerInput * input)
{
  g_autoptr (GstElement) funnel = NULL;
  g_autoptr (GstPad) src = NULL;

  if (input->funnel_sink == NULL)
    return;
  src = gst_pad_get_peer (input->funnel_sink);
  if (src != NULL)
    gst_pad_unlink (src, input->funnel_sink);
  funnel = gst_pad_get_parent_element (input->funnel_sink);
  if (funnel != NULL)
    gst_element_release_request_pad (funnel, input->funnel_sink);
  gst_clear_object (&input->funnel_sink);
}

static void
make_elements (RtcPeerMedia * media, RtcPeerInput * input,
    const RtcPeerSection * section)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_peer_pad_get_transceiver (input->pad);

  /* what is no live source is sent at its pace, as webrtcbin does */
  input->sync = gst_object_ref_sink (gst_element_factory_make ("clocksync",
          NULL));
  gst_bin_add (media->bin, input->sync);
  if (rtc_peer_fec_make_encoder (media->bin, section, transceiver,
          &input->ulpfecenc, &input->redenc)) {
    gst_element_link (input->sync, input->ulpfecenc);
    rtc_peer_fec_update_encoder (input, section);
  }
}

static void
sync_states (RtcPeerInput * input)
{
  if (input->redenc != NULL) {
    gst_element_sync_state_with_parent (input->redenc);
    gst_element_sync_state_with_parent (input->ulpfecenc);
  }
  gst_element_sync_state_with_parent (input->sync);
}

static void
remove_element (GstBin * bin, GstElement ** element)
{
  if (*element == NULL)
    return;
  gst_element_set_locked_state (*element, TRUE);
  gst_element_set_state (*element, GST_STATE_NULL);
  gst_bin_remove (bin, *element);
  gst_clear_object (element);
}

static void
take_down (RtcPeerMedia * media, RtcPeerInput * input)
{
  g_autoptr (RtcPeerSession) session =
      rtc_peer_media_find_session (media, input->session);

  unlink_funnel (input);
  remove_element (media->bin, &input->sync);
  remove_element (media->bin, &input->ulpfecenc);
  remove_element (media->bin, &input->redenc);
  for (guint i = 0; session != NULL && i < input->ssrcs->len; i++)
    rtc_peer_stream_set (session, input, NULL,
        g_array_index (input->ssrcs, guint32, i));
  g_mutex_lock (&media->lock);
  g_array_set_size (input->ssrcs, 0);
  g_mutex_unlock (&media->lock);
}

static GstPadProbeReturn
move_now (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  gpointer *arguments = user_data;
  RtcPeerInput *input = arguments[1];
  g_autoptr (RtcPeerSession) session =
      rtc_peer_media_find_session (arguments[0],
      GPOINTER_TO_UINT (arguments[2]));

  if (session != NULL
      && g_atomic_int_get (&input->state) == RTC_PEER_INPUT_CONNECTED) {
    /* what the funnel has gathered goes the old way */
    gst_pad_send_event (input->funnel_sink,
        gst_event_new_custom (GST_EVENT_CUSTOM_DOWNSTREAM, NULL));
    unlink_funnel (input);
    link_funnel (input, session);
  }
  return GST_PAD_PROBE_REMOVE;
}

static void
free_arguments (gpointer data)
{
  gpointer *arguments = data;

  rtc_peer_input_unref (arguments[1]);
  g_free (arguments);
}

/* Its section has gone to another transport: between two packets */
static void
move (RtcPeerMedia * media, RtcPeerInput * input, guint id)
{
  g_autoptr (GstPad) src =
      gst_element_get_static_pad (last_element (input), "src");
  gpointer *arguments = g_new (gpointer, 3);

  arguments[0] = media;
  arguments[1] = rtc_peer_input_ref (input);
  arguments[2] = GUINT_TO_POINTER (id);
  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_IDLE, move_now, arguments,
      free_arguments);
}

void
rtc_peer_input_connect (RtcPeerMedia * media, RtcPeerInput * input,
    const RtcPeerSection * section)
{
  g_autoptr (RtcPeerSession) session = NULL;
  RtcNegotiatorInput learnt = { 0, };

  if (section == NULL || !section->sends)
    return;
  session = rtc_peer_media_find_session (media, section->transport);
  if (session == NULL)
    return;
  if (!g_atomic_int_compare_and_exchange (&input->state,
          RTC_PEER_INPUT_WAITING, RTC_PEER_INPUT_CONNECTING)) {
    if (g_atomic_int_get (&input->state) == RTC_PEER_INPUT_CONNECTED
        && input->session != session->id)
      move (media, input, session->id);
    return;
  }

  make_elements (media, input, section);
  link_funnel (input, session);
  sync_states (input);
  gst_element_link_pads_full (GST_ELEMENT (media->negotiator),
      GST_PAD_NAME (input->negotiator_src), input->sync, "sink",
      GST_PAD_LINK_CHECK_NOTHING);
  rtc_negotiator_get_input (input->negotiator_sink, &learnt);
  rtc_peer_watch_parameter_sets (input->negotiator_src,
      GST_ELEMENT (media->bin), learnt.caps);
  rtc_negotiator_input_clear (&learnt);

  if (g_atomic_int_compare_and_exchange (&input->state,
          RTC_PEER_INPUT_CONNECTING, RTC_PEER_INPUT_CONNECTED))
    unblock (input);
  else
    take_down (media, input);
}

void
rtc_peer_input_disconnect (RtcPeerMedia * media, RtcPeerInput * input)
{
  if (!g_atomic_int_compare_and_exchange (&input->state,
          RTC_PEER_INPUT_CONNECTED, RTC_PEER_INPUT_CONNECTING)) {
    unblock (input);
    return;
  }
  take_down (media, input);
  /* unless it has been released meanwhile */
  g_atomic_int_compare_and_exchange (&input->state, RTC_PEER_INPUT_CONNECTING,
      RTC_PEER_INPUT_WAITING);
}

void
rtc_peer_input_release (RtcPeerMedia * media, RtcPeerInput * input)
{
  const gint was =
      g_atomic_int_exchange (&input->state, RTC_PEER_INPUT_RELEASED);

  if (was == RTC_PEER_INPUT_RELEASED)
    return;
  unblock (input);
  gst_pad_set_active (input->pad, FALSE);
  gst_ghost_pad_set_target (GST_GHOST_PAD (input->pad), NULL);
  gst_element_release_request_pad (GST_ELEMENT (media->negotiator),
      input->negotiator_sink);
  if (was == RTC_PEER_INPUT_CONNECTED)
    take_down (media, input);
}

/* --- streams ------------------------------------------------------------------ */

void
rtc_peer_input_update (RtcPeerMedia * media, RtcPeerInput * input,
    const RtcPeerSection * section)
{
  g_autoptr (RtcPeerSession) session = NULL;
  g_autoptr (GArray) ssrcs = NULL;

  if (g_atomic_int_get (&input->state) != RTC_PEER_INPUT_CONNECTED)
    return;
  session = rtc_peer_media_find_session (media, input->session);
  rtc_peer_fec_update_encoder (input, section);
  g_mutex_lock (&media->lock);
  ssrcs = g_array_copy (input->ssrcs);
  g_mutex_unlock (&media->lock);
  for (guint i = 0; session != NULL && i < ssrcs->len; i++)
    rtc_peer_stream_set (session, input, section,
        g_array_index (ssrcs, guint32, i));
}

/* The first packet of @ssrc, in its streaming thread: before it reaches the edge
 * the edge must know of it. */
void
rtc_peer_input_new_ssrc (RtcPeerMedia * media, GstPad * funnel_sink,
    guint32 ssrc)
{
  g_autoptr (RtcPeerSections) sections = rtc_peer_media_get_sections (media);
  g_autoptr (RtcPeerSession) session = NULL;
  RtcPeerInput *input = NULL;

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->inputs->len && input == NULL; i++) {
    RtcPeerInput *candidate = g_ptr_array_index (media->inputs, i);

    if (candidate->funnel_sink == funnel_sink)
      input = rtc_peer_input_ref (candidate);
  }
  if (input != NULL)
    g_array_append_val (input->ssrcs, ssrc);
  g_mutex_unlock (&media->lock);
  if (input == NULL)
    return;

  session = rtc_peer_media_find_session (media, input->session);
  if (session != NULL)
    rtc_peer_stream_set (session, input,
        rtc_peer_sections_find (sections, input->key), ssrc);
  rtc_peer_input_unref (input);
}
