/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

#include <stdio.h>
#include <string.h>

void
rtc_peer_output_free (RtcPeerOutput * output)
{
  gst_object_unref (output->pad);
  gst_object_unref (output->target);
  gst_clear_object (&output->funnel);
  g_free (output);
}

/* Another payload type of the same source and codec is the same stream: Firefox
 * changes to numbers of its own when it offers after it has answered.  What
 * rtpbin has a pad each for comes together again.  All on the streaming thread
 * of that source. */
static void
link_funnel (GstElement * funnel, GstPad * target)
{
  g_autoptr (GstPad) sink = gst_element_request_pad_simple (funnel, "sink_%u");

  gst_pad_link_full (target, sink, GST_PAD_LINK_CHECK_NOTHING);
}

static gboolean
insert_funnel (RtcPeerMedia * media, GstPad * ghost, GstElement * funnel)
{
  g_autoptr (GstPad) src = gst_element_get_static_pad (funnel, "src");
  g_autoptr (GstPad) before = gst_ghost_pad_get_target (GST_GHOST_PAD (ghost));

  if (before == NULL || !gst_bin_add (media->bin, funnel))
    return FALSE;
  gst_element_sync_state_with_parent (funnel);
  gst_ghost_pad_set_target (GST_GHOST_PAD (ghost), src);
  link_funnel (funnel, before);
  return TRUE;
}

static gboolean
is_same_codec (GstPad * one, GstPad * other)
{
  g_autoptr (GstCaps) a = gst_pad_get_current_caps (one);
  g_autoptr (GstCaps) b = gst_pad_get_current_caps (other);

  return a != NULL && b != NULL
      && g_strcmp0 (gst_structure_get_string (gst_caps_get_structure (a, 0),
          "encoding-name"),
      gst_structure_get_string (gst_caps_get_structure (b, 0),
          "encoding-name")) == 0;
}

/* FALSE: it is a stream of its own */
static gboolean
join (RtcPeerMedia * media, const RtcPeerOutput * wanted, GstPad * target)
{
  g_autoptr (GstPad) ghost = NULL;
  g_autoptr (GstElement) funnel = NULL;
  gboolean is_new = FALSE;

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->outputs->len && ghost == NULL; i++) {
    RtcPeerOutput *output = g_ptr_array_index (media->outputs, i);

    if (output->session != wanted->session || output->ssrc != wanted->ssrc
        || output->key != wanted->key || !is_same_codec (output->target,
            target))
      continue;
    ghost = gst_object_ref (output->pad);
    is_new = output->funnel == NULL;
    if (is_new)
      output->funnel =
          gst_object_ref_sink (gst_element_factory_make ("funnel", NULL));
    funnel = gst_object_ref (output->funnel);
  }
  g_mutex_unlock (&media->lock);
  if (ghost == NULL || (is_new && !insert_funnel (media, ghost, funnel)))
    return FALSE;
  link_funnel (funnel, target);
  return TRUE;
}

static void
remove_funnel (GstBin * bin, RtcPeerOutput * output)
{
  if (output->funnel == NULL
      || GST_OBJECT_PARENT (output->funnel) != GST_OBJECT (bin))
    return;
  gst_element_set_locked_state (output->funnel, TRUE);
  gst_element_set_state (output->funnel, GST_STATE_NULL);
  gst_bin_remove (bin, output->funnel);
}

/* --- an end of a pad ----------------------------------------------------------- */

typedef struct
{
  GstElement *rtpbin;
  RtcPeerOutput *output;
  RtcPeerSession *session;      /* its source is shut, and rtpbin is to forget
                                 * it; or NULL */
} Ending;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  gst_object_unref (ending->rtpbin);
  g_clear_pointer (&ending->session, rtc_peer_session_unref);
  rtc_peer_output_free (ending->output);
  g_free (ending);
}

/* A thread of GStreamer's pool: the EOS waits for what is downstream, and that
 * is the application */
static void
end_pad (GstElement * bin, gpointer data)
{
  Ending *ending = data;
  const RtcPeerOutput *output = ending->output;
  GstPad *pad = output->pad;
  RtcEdge *edge;

  gst_pad_push_event (pad, gst_event_new_eos ());
  gst_pad_set_active (pad, FALSE);
  gst_element_remove_pad (bin, pad);
  remove_funnel (GST_BIN (bin), ending->output);
  if (ending->session == NULL)
    return;
  edge = RTC_EDGE (ending->session->edge);
  rtc_edge_wait_pushed (edge);
  g_signal_emit_by_name (ending->rtpbin, "clear-ssrc", output->session,
      output->ssrc);
  rtc_edge_open_source (edge, output->ssrc);
}

static void
end_later (RtcPeerMedia * media, RtcPeerOutput * output, gboolean forget)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->rtpbin = gst_object_ref (media->rtpbin);
  ending->output = output;
  if (forget)
    ending->session = rtc_peer_media_find_session (media, output->session);
  if (ending->session != NULL)
    rtc_edge_shut_source (RTC_EDGE (ending->session->edge), output->ssrc);
  gst_element_call_async (GST_ELEMENT (media->bin), end_pad, ending,
      ending_free);
}

/* transfer: full, out of the table; NULL: no more that @match likes */
static RtcPeerOutput *
steal (RtcPeerMedia * media, gboolean (*match) (const RtcPeerOutput *,
        gconstpointer), gconstpointer data)
{
  RtcPeerOutput *found = NULL;

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->outputs->len && found == NULL; i++)
    if (match (g_ptr_array_index (media->outputs, i), data))
      found = g_ptr_array_steal_index (media->outputs, i);
  g_mutex_unlock (&media->lock);
  return found;
}

static gboolean
has_key (const RtcPeerOutput * output, gconstpointer key)
{
  return output->key == GPOINTER_TO_UINT (key);
}

static gboolean
has_target (const RtcPeerOutput * output, gconstpointer target)
{
  return output->target == target;
}

static gboolean
is_any (const RtcPeerOutput * output, gconstpointer data)
{
  return TRUE;
}

typedef struct
{
  guint session;
  guint32 ssrc;
} Source;

static gboolean
has_source (const RtcPeerOutput * output, gconstpointer data)
{
  const Source *source = data;

  return output->session == source->session && output->ssrc == source->ssrc;
}

/* --- rtpbin's new pads -------------------------------------------------------- */

typedef struct
{
  GstPad *ghost;
  gchar rid[33];                /* "": no simulcast */
} Caps;

static GstEvent *
name_layer (GstEvent * event, const gchar * rid)
{
  GstCaps *caps;
  GstEvent *named;

  gst_event_parse_caps (event, &caps);
  caps = gst_caps_copy (caps);
  gst_caps_set_simple (caps, "rid", G_TYPE_STRING, rid, NULL);
  named = gst_event_new_caps (caps);
  gst_event_set_seqnum (named, gst_event_get_seqnum (event));
  gst_caps_unref (caps);
  return named;
}

/* Which layer it is stands in no payload type, so rtpbin cannot know */
static GstPadProbeReturn
name_caps (GstPad * pad, GstPadProbeInfo * info, gpointer rid)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS) {
    info->data = name_layer (event, rid);
    gst_event_unref (event);
  }
  return GST_PAD_PROBE_OK;
}

static gboolean
copy_sticky (GstPad * pad, GstEvent ** event, gpointer user_data)
{
  const Caps *to = user_data;

  if (GST_EVENT_TYPE (*event) == GST_EVENT_CAPS && to->rid[0] != '\0') {
    g_autoptr (GstEvent) named = name_layer (*event, to->rid);

    gst_pad_store_sticky_event (to->ghost, named);
  } else if (GST_EVENT_TYPE (*event) != GST_EVENT_EOS) {
    gst_pad_store_sticky_event (to->ghost, *event);
  }
  return TRUE;
}

/* Numbers are given when a section begins to receive, in the order of m-lines;
 * a second source of it gets the next that is free, as in webrtcbin. */
static guint
take_number (RtcPeerMedia * media, guint key)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (media->numbers,
          GUINT_TO_POINTER (key)));

  if (number == 0)
    return media->next_number++;
  g_hash_table_insert (media->numbers, GUINT_TO_POINTER (key), NULL);
  return number - 1;
}

static const RtcPeerSection *
find_section (RtcPeerMedia * media, const RtcPeerSections * sections,
    const RtcPeerOutput * output, guint pt, gchar rid[33])
{
  g_autoptr (RtcPeerSession) session =
      rtc_peer_media_find_session (media, output->session);
  guint mline;

  rid[0] = '\0';
  if (session != NULL
      && rtc_edge_find_source (RTC_EDGE (session->edge), output->ssrc, &mline,
          rid))
    return rtc_peer_sections_find_mline (sections, mline);
  /* FEC or RTX may have made a packet of a source that never came itself */
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport == output->session && section->receives
        && pt < 128 && section->caps[pt] != NULL)
      return section;
  }
  return NULL;
}

static void
pad_added (GstElement * rtpbin, GstPad * target, gpointer user_data)
{
  RtcPeerMedia *media = user_data;
  g_autoptr (RtcPeerSections) sections = rtc_peer_media_get_sections (media);
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  g_autofree gchar *name = NULL;
  RtcPeerOutput output = { NULL, };
  const RtcPeerSection *section;
  Caps caps;
  guint pt;

  if (sscanf (GST_PAD_NAME (target), "recv_rtp_src_%u_%u_%u",
          &output.session, &output.ssrc, &pt) != 3)
    return;
  section = find_section (media, sections, &output, pt, caps.rid);
  if (section == NULL || !section->receives)
    return;
  output.key = section->key;
  if (join (media, &output, target))
    return;
  transceiver = rtc_negotiator_get_transceiver (media->negotiator,
      section->key);

  g_mutex_lock (&media->lock);
  if (media->stopped) {
    g_mutex_unlock (&media->lock);
    return;
  }
  name = g_strdup_printf ("src_%u", take_number (media, section->key));
  output.target = gst_object_ref (target);
  output.pad = caps.ghost = gst_object_ref_sink (rtc_peer_pad_new (name,
          gst_element_get_pad_template (GST_ELEMENT (media->bin), "src_%u"),
          transceiver, section->remote_stream));
  g_ptr_array_add (media->outputs, g_memdup2 (&output, sizeof (output)));
  gst_object_ref (caps.ghost);
  g_mutex_unlock (&media->lock);

  if (caps.rid[0] != '\0')
    gst_pad_add_probe (target, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, name_caps,
        g_strdup (caps.rid), g_free);
  gst_ghost_pad_set_target (GST_GHOST_PAD (caps.ghost), target);
  gst_pad_set_active (caps.ghost, TRUE);
  gst_pad_sticky_events_foreach (target, copy_sticky, &caps);
  gst_element_add_pad (GST_ELEMENT (media->bin), caps.ghost);
  gst_object_unref (caps.ghost);
}

static void
pad_removed (GstElement * rtpbin, GstPad * target, gpointer user_data)
{
  RtcPeerMedia *media = user_data;
  RtcPeerOutput *output = steal (media, has_target, target);

  if (output == NULL)
    return;
  /* rtpbin itself ends, and what is downstream has ended before it */
  gst_pad_set_active (output->pad, FALSE);
  gst_element_remove_pad (GST_ELEMENT (media->bin), output->pad);
  remove_funnel (media->bin, output);
  rtc_peer_output_free (output);
}

/* --- what rtpbin asks ----------------------------------------------------------- */

static GstCaps *
request_pt_map (GstElement * rtpbin, guint session, guint pt,
    gpointer user_data)
{
  g_autoptr (RtcPeerSections) sections =
      rtc_peer_media_get_sections (user_data);
  GstCaps *caps = rtc_peer_sections_find_caps (sections, session, pt);

  return caps == NULL ? NULL : gst_caps_ref (caps);
}

static gboolean
wants_nack (RtcPeerMedia * media, const RtcPeerSection * section)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
  RtcTransceiverState state;
  gboolean wants;

  for (guint pt = 0; pt < 128; pt++)
    if (section->receive_rtx[pt] >= 0)
      return section->nack;
  transceiver = rtc_negotiator_get_transceiver (media->negotiator,
      section->key);
  if (transceiver == NULL)
    return FALSE;
  rtc_transceiver_get_state (transceiver, &state);
  wants = state.do_nack && section->nack;
  rtc_transceiver_state_clear (&state);
  return wants;
}

static void
guard (RtcPeerMedia * media, guint id, GstElement * jitterbuffer)
{
  g_autoptr (RtcPeerSession) session = rtc_peer_media_find_session (media, id);
  g_autoptr (GstPad) src = gst_element_get_static_pad (jitterbuffer, "src");

  if (session != NULL)
    rtc_peer_gate_guard (rtc_edge_get_gate (RTC_EDGE (session->edge)), src);
}

static void
new_jitterbuffer (GstElement * rtpbin, GstElement * jitterbuffer,
    guint id, guint ssrc, gpointer user_data)
{
  RtcPeerMedia *media = user_data;
  g_autoptr (RtcPeerSections) sections = rtc_peer_media_get_sections (media);
  const RtcPeerOutput source = {.session = id,.ssrc = ssrc };
  gchar rid[33];
  const RtcPeerSection *section =
      find_section (media, sections, &source, G_MAXUINT, rid);

  if (section != NULL && wants_nack (media, section))
    g_object_set (jitterbuffer, "do-retransmission", TRUE, NULL);
  guard (media, id, jitterbuffer);
}

/* Silence alone is no end: a sender may pause */
static void
timed_out (GstElement * rtpbin, guint id, guint ssrc, gpointer user_data)
{
  RtcPeerMedia *media = user_data;
  const Source source = { id, ssrc };
  g_autoptr (RtcPeerSession) session = rtc_peer_media_find_session (media, id);
  RtcPeerOutput *output;

  if (session == NULL || !rtc_edge_has_left (RTC_EDGE (session->edge), ssrc))
    return;
  output = steal (media, has_source, &source);
  if (output != NULL)
    end_later (media, output, TRUE);
}

void
rtc_peer_receive_connect_rtpbin (RtcPeerMedia * media)
{
  g_signal_connect (media->rtpbin, "pad-added", G_CALLBACK (pad_added), media);
  g_signal_connect (media->rtpbin, "pad-removed", G_CALLBACK (pad_removed),
      media);
  g_signal_connect (media->rtpbin, "request-pt-map",
      G_CALLBACK (request_pt_map), media);
  g_signal_connect (media->rtpbin, "new-jitterbuffer",
      G_CALLBACK (new_jitterbuffer), media);
  g_signal_connect (media->rtpbin, "on-timeout", G_CALLBACK (timed_out), media);
}

/* --- plans ----------------------------------------------------------------------- */

static void
end_section (RtcPeerMedia * media, guint key)
{
  RtcPeerOutput *output;

  while ((output = steal (media, has_key, GUINT_TO_POINTER (key))) != NULL)
    end_later (media, output, TRUE);
}

GPtrArray *
rtc_peer_media_get_outputs (RtcPeerMedia * media, guint key)
{
  GPtrArray *pads = g_ptr_array_new_with_free_func (gst_object_unref);

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->outputs->len; i++) {
    const RtcPeerOutput *output = g_ptr_array_index (media->outputs, i);

    if (output->key == key)
      g_ptr_array_add (pads, gst_object_ref (output->pad));
  }
  g_mutex_unlock (&media->lock);
  return pads;
}

static void
update_msids (RtcPeerMedia * media, const RtcPeerSection * section)
{
  g_autoptr (GPtrArray) pads = rtc_peer_media_get_outputs (media, section->key);

  for (guint i = 0; i < pads->len; i++)
    rtc_peer_pad_set_msid (g_ptr_array_index (pads, i), section->remote_stream);
}

static gboolean
received (const RtcPeerSections * sections, guint key)
{
  const RtcPeerSection *section = rtc_peer_sections_find (sections, key);

  return section != NULL && section->receives;
}

/* What receives no more ends, unless its pads are to be used again; what begins
 * to receive gets a number. */
void
rtc_peer_receive_update (RtcPeerMedia * media, const RtcPeerSections * old,
    const RtcPeerSections * sections)
{
  for (guint i = 0; i < old->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (old->sections, i);
    const gboolean gone =
        rtc_peer_sections_find (sections, section->key) == NULL;

    if (section->receives && !received (sections, section->key)
        && (gone || !media->reuse))
      end_section (media, section->key);
  }
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);
    gboolean numbered;

    if (!section->receives)
      continue;
    update_msids (media, section);
    g_mutex_lock (&media->lock);
    numbered = media->reuse
        && g_hash_table_contains (media->numbers,
        GUINT_TO_POINTER (section->key));
    if (!received (old, section->key) && !numbered)
      g_hash_table_insert (media->numbers, GUINT_TO_POINTER (section->key),
          GUINT_TO_POINTER (++media->next_number));
    g_mutex_unlock (&media->lock);
  }
}

void
rtc_peer_receive_stop (RtcPeerMedia * media)
{
  RtcPeerOutput *output;

  while ((output = steal (media, is_any, NULL)) != NULL)
    end_later (media, output, FALSE);
}
