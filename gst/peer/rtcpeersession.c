/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

#include <gst/rtp/rtp.h>

/* libwebrtc's, too.  Without one rtpsession sends feedback for each frame. */
#define TWCC_INTERVAL (100 * GST_MSECOND)
#define SDES "urn:ietf:params:rtp-hdrext:sdes:"

static void
link_pads (GstElement * from, const gchar * src, GstElement * to,
    const gchar * sink)
{
  if (!gst_element_link_pads_full (from, src, to, sink,
          GST_PAD_LINK_CHECK_NOTHING))
    GST_ERROR_OBJECT (from, "%s does not go with %s of %" GST_PTR_FORMAT, src,
        sink, to);
}

static void
link_request (GstElement * rtpbin, const gchar * form, guint id,
    GstElement * edge, const gchar * edge_pad, gboolean to_edge)
{
  g_autofree gchar *name = g_strdup_printf (form, id);
  g_autoptr (GstPad) pad = gst_element_request_pad_simple (rtpbin, name);
  g_autoptr (GstPad) other = gst_element_get_static_pad (edge, edge_pad);

  if (pad == NULL || other == NULL)
    GST_ERROR_OBJECT (rtpbin, "no pad %s", name);
  else if (to_edge)
    gst_pad_link_full (pad, other, GST_PAD_LINK_CHECK_NOTHING);
  else
    gst_pad_link_full (other, pad, GST_PAD_LINK_CHECK_NOTHING);
}

static void
new_ssrc (RtcPeerFunnel * funnel, GstPad * sink, guint32 ssrc,
    gpointer user_data)
{
  rtc_peer_input_new_ssrc (user_data, sink, ssrc);
}

RtcPeerSession *
rtc_peer_session_ref (RtcPeerSession * session)
{
  g_atomic_int_inc (&session->refs);
  return session;
}

void
rtc_peer_session_unref (RtcPeerSession * session)
{
  if (!g_atomic_int_dec_and_test (&session->refs))
    return;
  gst_object_unref (session->edge);
  gst_object_unref (session->funnel);
  gst_clear_object (&session->send_src);
  gst_clear_object (&session->post_aux);
  gst_clear_object (&session->rtxreceive);
  gst_clear_object (&session->reddec);
  rtc_peer_rtx_free (session->rtx);
  g_free (session);
}

static RtcPeerSession *
find_by_funnel (RtcPeerMedia * media, RtcPeerFunnel * funnel)
{
  RtcPeerSession *found = NULL;
  GHashTableIter iter;
  gpointer value;

  g_mutex_lock (&media->lock);
  g_hash_table_iter_init (&iter, media->sessions);
  while (found == NULL && g_hash_table_iter_next (&iter, NULL, &value))
    if (((RtcPeerSession *) value)->funnel == funnel)
      found = rtc_peer_session_ref (value);
  g_mutex_unlock (&media->lock);
  return found;
}

static void
retransmit (RtcPeerFunnel * funnel, guint32 ssrc, guint16 seq,
    gpointer user_data)
{
  g_autoptr (RtcPeerSession) session = find_by_funnel (user_data, funnel);

  if (session != NULL)
    rtc_peer_rtx_request (session->rtx, ssrc, seq);
}

static const RtcPeerFunnelEvents funnel_events = {
  .new_ssrc = new_ssrc,
  .retransmit = retransmit,
};

static void
release_rtpbin_pad (RtcPeerMedia * media, const gchar * form, guint id)
{
  g_autofree gchar *name = g_strdup_printf (form, id);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (media->rtpbin, name);

  if (pad != NULL)
    gst_element_release_request_pad (media->rtpbin, pad);
}

static void
remove_element (GstBin * bin, GstElement * element)
{
  if (element == NULL || GST_OBJECT_PARENT (element) != GST_OBJECT (bin))
    return;
  gst_element_set_locked_state (element, TRUE);
  gst_element_set_state (element, GST_STATE_NULL);
  gst_bin_remove (bin, element);
}

/* Once this is through, nobody is inside: releasing a pad waits for who uses it */
void
rtc_peer_session_close (RtcPeerMedia * media, RtcPeerSession * session)
{
  if (session->probe != 0)
    gst_pad_remove_probe (session->send_src, session->probe);
  release_rtpbin_pad (media, "send_rtp_sink_%u", session->id);
  release_rtpbin_pad (media, "recv_rtp_sink_%u", session->id);
  release_rtpbin_pad (media, "recv_rtcp_sink_%u", session->id);
  release_rtpbin_pad (media, "send_rtcp_src_%u", session->id);
  remove_element (media->bin, session->post_aux);
  remove_element (media->bin, GST_ELEMENT (session->funnel));
  remove_element (media->bin, session->edge);
  remove_element (media->bin, rtc_edge_get_source (RTC_EDGE (session->edge)));
  rtc_peer_session_unref (session);
}

/* --- what the application puts into the way ------------------------------------ */

static GstElement *
request_aux (RtcPeerMedia * media, guint id, gboolean post_rtp)
{
  RtcPeerTransport *transport =
      media->events.get_transport (media, id, media->user_data);
  GstElement *aux;

  if (transport == NULL || media->events.request_aux == NULL)
    return NULL;
  aux = media->events.request_aux (media,
      rtc_peer_transport_get_dtls (transport), post_rtp, media->user_data);
  if (aux != NULL && g_object_is_floating (aux))
    gst_object_ref_sink (aux);
  return aux;
}

/* rtpbin's send_rtp_src, through the application's element if there is one */
static void
link_post_aux (RtcPeerMedia * media, RtcPeerSession * session,
    const gchar * src)
{
  GstElement *aux = request_aux (media, session->id, TRUE);

  if (aux != NULL && gst_bin_add (media->bin, aux)) {
    session->post_aux = aux;
    gst_element_sync_state_with_parent (aux);
    if (gst_element_link_pads (aux, "src", session->edge, "rtp_sink")
        && gst_element_link_pads (media->rtpbin, src, aux, "sink"))
      return;
    GST_ELEMENT_WARNING (media->bin, CORE, PAD,
        ("The element from request-post-rtp-aux-sender cannot be linked; it "
            "must have pads \"sink\" and \"src\" of application/x-rtp"),
        (NULL));
    remove_element (media->bin, aux);
    gst_clear_object (&session->post_aux);
  } else {
    gst_clear_object (&aux);
  }
  link_pads (media->rtpbin, src, session->edge, "rtp_sink");
}

static GstPadProbeReturn
accept_caps (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_ACCEPT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_query_set_accept_caps_result (query, TRUE);
  return GST_PAD_PROBE_HANDLED;
}

/* rtpsession wants the caps of each source, for its clock rate, but would take
 * only those with the SSRC of the first. */
static void
accept_all_sources (RtcPeerMedia * media, guint id, GstPad * ghost)
{
  GstElement *rtpsession = NULL;
  g_autoptr (GstPad) sink = NULL;

  gst_pad_add_probe (ghost, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, accept_caps,
      NULL, NULL);
  g_signal_emit_by_name (media->rtpbin, "get-session", id, &rtpsession);
  if (rtpsession == NULL)
    return;
  sink = gst_element_get_static_pad (rtpsession, "send_rtp_sink");
  if (sink != NULL)
    gst_pad_add_probe (sink, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM, accept_caps,
        NULL, NULL);
  gst_object_unref (rtpsession);
}

/* Also where nothing is sent (yet), so that a pad needs to be linked only to the
 * funnel, whenever and by whomever it comes */
static void
link_send (RtcPeerMedia * media, RtcPeerSession * session)
{
  g_autofree gchar *sink = g_strdup_printf ("send_rtp_sink_%u", session->id);
  g_autofree gchar *src = g_strdup_printf ("send_rtp_src_%u", session->id);
  g_autoptr (GstPad) pad = NULL;

  pad = gst_element_request_pad_simple (media->rtpbin, sink);
  session->send_src = gst_element_get_static_pad (media->rtpbin, src);
  if (pad == NULL || session->send_src == NULL) {
    GST_ERROR_OBJECT (media->bin, "rtpbin has no %s", sink);
    return;
  }
  accept_all_sources (media, session->id, pad);
  link_post_aux (media, session, src);
  link_pads (GST_ELEMENT (session->funnel), "src", media->rtpbin, sink);
}

/* The edge of transport @id into the bin, and rtpbin linked to it.  It goes into
 * the table first, because rtpbin asks for it meanwhile. */
void
rtc_peer_session_open (RtcPeerMedia * media, guint id)
{
  RtcPeerTransport *transport =
      media->events.get_transport (media, id, media->user_data);
  RtcPeerSession *session;
  GstElement *source;
  g_autoptr (GstPad) sink = NULL;

  if (transport == NULL)
    return;
  session = g_new0 (RtcPeerSession, 1);
  session->refs = 1;
  session->id = id;
  session->edge = gst_object_ref (rtc_peer_transport_get_edge (transport));
  source = rtc_edge_get_source (RTC_EDGE (session->edge));
  sink = gst_element_get_static_pad (session->edge, "rtp_sink");
  session->rtx = rtc_peer_rtx_new (sink);
  session->funnel =
      gst_object_ref_sink (rtc_peer_funnel_new (&funnel_events, media));
  gst_bin_add (media->bin, GST_ELEMENT (session->funnel));
  if (GST_OBJECT_PARENT (session->edge) == NULL)
    gst_bin_add_many (media->bin, session->edge, source, NULL);
  g_mutex_lock (&media->lock);
  g_hash_table_insert (media->sessions, GUINT_TO_POINTER (id), session);
  g_mutex_unlock (&media->lock);

  link_request (media->rtpbin, "send_rtcp_src_%u", id, session->edge,
      "rtcp_sink", TRUE);
  link_request (media->rtpbin, "recv_rtp_sink_%u", id, source, "rtp_src",
      FALSE);
  link_request (media->rtpbin, "recv_rtcp_sink_%u", id, source, "rtcp_src",
      FALSE);
  link_send (media, session);
  gst_element_sync_state_with_parent (GST_ELEMENT (session->funnel));
  gst_element_sync_state_with_parent (session->edge);
  gst_element_sync_state_with_parent (source);
}

/* Only once somebody has RTX, so that others do not pay for it */
static void
watch_sent (RtcPeerSession * session, const RtcPeerSections * sections)
{
  gboolean wanted = FALSE;
  g_autoptr (GstPad) sink = NULL;

  for (guint i = 0; i < sections->sections->len && !wanted; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport == session->id && section->sends)
      for (guint pt = 0; pt < 128 && !wanted; pt++)
        wanted = rtc_peer_section_find_send_rtx (section, pt) >= 0;
  }
  if (!wanted || session->probe != 0 || session->send_src == NULL)
    return;
  session->probe = gst_pad_add_probe (session->send_src,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST,
      rtc_peer_rtx_probe, session->rtx, NULL);
}

/* --- aux elements inside rtpbin ----------------------------------------------- */

static void
add_ghost (GstElement * bin, const gchar * form, guint id, GstElement * inner,
    const gchar * inner_pad)
{
  g_autofree gchar *name = g_strdup_printf (form, id);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (inner, inner_pad);

  gst_element_add_pad (bin, gst_ghost_pad_new (name, pad));
}

static GstElement *
request_aux_sender (GstElement * rtpbin, guint id, gpointer user_data)
{
  g_autoptr (GstElement) aux = request_aux (user_data, id, FALSE);
  g_autoptr (GstPad) sink = NULL, src = NULL;
  GstElement *bin;

  if (aux == NULL)
    return NULL;
  sink = gst_element_get_static_pad (aux, "sink");
  src = gst_element_get_static_pad (aux, "src");
  if (sink == NULL || src == NULL) {
    RtcPeerMedia *media = user_data;

    GST_ELEMENT_WARNING (media->bin, CORE, PAD,
        ("The element from request-aux-sender is left out; it must have pads "
            "\"sink\" and \"src\""), (NULL));
    return NULL;
  }
  bin = gst_bin_new (NULL);
  gst_bin_add (GST_BIN (bin), aux);
  add_ghost (bin, "sink_%u", id, aux, "sink");
  add_ghost (bin, "src_%u", id, aux, "src");
  return bin;
}

static GstElement *
request_aux_receiver (GstElement * rtpbin, guint id, gpointer user_data)
{
  g_autoptr (RtcPeerSession) session =
      rtc_peer_media_find_session (user_data, id);
  GstElement *bin;

  if (session == NULL)
    return NULL;
  /* Always: a session is made once, but RTX and RED may be negotiated later */
  session->rtxreceive = gst_element_factory_make ("rtprtxreceive", NULL);
  session->reddec = gst_element_factory_make ("rtpreddec", NULL);
  if (session->rtxreceive == NULL || session->reddec == NULL) {
    gst_clear_object (&session->rtxreceive);
    gst_clear_object (&session->reddec);
    return NULL;
  }
  gst_object_ref_sink (session->rtxreceive);
  gst_object_ref_sink (session->reddec);
  bin = gst_bin_new (NULL);
  gst_bin_add_many (GST_BIN (bin), session->rtxreceive, session->reddec, NULL);
  gst_element_link (session->rtxreceive, session->reddec);
  add_ghost (bin, "sink_%u", id, session->rtxreceive, "sink");
  add_ghost (bin, "src_%u", id, session->reddec, "src");
  return bin;
}

static void
add_to_map (GstStructure * map, guint from, guint to)
{
  gchar name[16];

  g_snprintf (name, sizeof (name), "%u", from);
  gst_structure_set (map, name, G_TYPE_UINT, to, NULL);
}

static void
update_aux_receiver (RtcPeerSession * session, const RtcPeerSections * sections)
{
  GstStructure *pts = gst_structure_new_empty ("application/x-rtp-pt-map");
  GstStructure *ssrcs = gst_structure_new_empty ("application/x-rtp-ssrc-map");
  GValue reds = G_VALUE_INIT, red = G_VALUE_INIT;
  GHashTableIter iter;
  gpointer ssrc, rtx;

  gst_value_array_init (&reds, 1);
  g_value_init (&red, G_TYPE_INT);
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport != session->id || !section->receives)
      continue;
    for (guint pt = 0; pt < 128; pt++)
      if (section->receive_rtx[pt] >= 0)
        add_to_map (pts, pt, section->receive_rtx[pt]);
    g_hash_table_iter_init (&iter, section->remote_rtx);
    while (g_hash_table_iter_next (&iter, &ssrc, &rtx))
      add_to_map (ssrcs, GPOINTER_TO_UINT (ssrc), GPOINTER_TO_UINT (rtx));
    if (section->receive_red >= 0) {
      g_value_set_int (&red, section->receive_red);
      gst_value_array_append_value (&reds, &red);
    }
  }
  g_object_set (session->rtxreceive, "payload-type-map", pts, "ssrc-map",
      ssrcs, NULL);
  g_object_set_property (G_OBJECT (session->reddec), "payloads", &reds);
  gst_structure_free (pts);
  gst_structure_free (ssrcs);
  g_value_unset (&reds);
  g_value_unset (&red);
}

/* Brings what belongs to the whole session to where @sections are */
void
rtc_peer_session_update (RtcPeerMedia * media, RtcPeerSession * session,
    const RtcPeerSections * sections)
{
  g_autoptr (GObject) internal = rtc_peer_media_get_session (media,
      session->id);
  gboolean reduced = FALSE, known = FALSE;

  rtc_peer_sections_set_routes (sections, session->id,
      RTC_EDGE (session->edge));
  if (session->rtxreceive != NULL)
    update_aux_receiver (session, sections);
  watch_sent (session, sections);
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport != session->id
        || !(section->sends || section->receives))
      continue;
    reduced = section->reduced_size && (reduced || !known);
    known = TRUE;
  }
  if (internal != NULL)
    g_object_set (internal, "rtcp-reduced-size", reduced,
        "twcc-feedback-interval", (guint64) TWCC_INTERVAL, NULL);
}

void
rtc_peer_session_connect_rtpbin (RtcPeerMedia * media)
{
  g_signal_connect (media->rtpbin, "request-aux-sender",
      G_CALLBACK (request_aux_sender), media);
  g_signal_connect (media->rtpbin, "request-aux-receiver",
      G_CALLBACK (request_aux_receiver), media);
}
