/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

#include <string.h>

#define DEFAULT_LATENCY 200
/* A source costs a jitterbuffer with its threads: a peer may not have any number
 * of them */
#define MAX_STREAMS 256

/* As webrtcbin has it */
static GstElement *
make_rtpbin (void)
{
  GstElement *rtpbin = gst_element_factory_make ("rtpbin", "rtpbin");

  if (rtpbin == NULL)
    return NULL;
  gst_util_set_object_arg (G_OBJECT (rtpbin), "rtp-profile", "savpf");
  g_object_set (rtpbin, "do-lost", TRUE, "latency", DEFAULT_LATENCY,
      "max-streams", MAX_STREAMS, NULL);
  return rtpbin;
}

RtcPeerMedia *
rtc_peer_media_new (GstBin * bin, GstRtcNegotiator * negotiator,
    const RtcPeerMediaEvents * events, gpointer user_data)
{
  RtcPeerMedia *media = g_new0 (RtcPeerMedia, 1);

  media->bin = bin;
  media->negotiator = negotiator;
  media->events = *events;
  media->user_data = user_data;
  media->latency = DEFAULT_LATENCY;
  g_mutex_init (&media->lock);
  media->sessions = g_hash_table_new (NULL, NULL);
  media->inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_peer_input_unref);
  media->outputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_peer_output_free);
  media->sections = rtc_peer_sections_new (NULL);
  media->numbers = g_hash_table_new (NULL, NULL);

  media->rtpbin = make_rtpbin ();
  if (media->rtpbin == NULL) {
    GST_ERROR_OBJECT (bin, "no rtpbin: the plugin rtpmanager is missing");
    return media;
  }
  gst_object_ref_sink (media->rtpbin);
  rtc_peer_session_connect_rtpbin (media);
  rtc_peer_receive_connect_rtpbin (media);
  rtc_peer_fec_connect_rtpbin (media);
  gst_bin_add (bin, media->rtpbin);
  return media;
}

/* Those whose transport is not in @plan; NULL: all */
static void
remove_sessions (RtcPeerMedia * media, const RtcJsepPlan * plan)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer id, session;

  g_mutex_lock (&media->lock);
  g_hash_table_iter_init (&iter, media->sessions);
  while (g_hash_table_iter_next (&iter, &id, &session))
    if (plan == NULL || rtc_jsep_plan_find_transport (plan,
            GPOINTER_TO_UINT (id)) == NULL) {
      g_hash_table_iter_remove (&iter);
      g_ptr_array_add (gone, session);
    }
  g_mutex_unlock (&media->lock);
  for (guint i = 0; i < gone->len; i++)
    rtc_peer_session_close (media, g_ptr_array_index (gone, i));
}

/* Nothing flows any more: the bin is in NULL, or it is being disposed of */
void
rtc_peer_media_free (RtcPeerMedia * media)
{
  if (media->rtpbin != NULL)
    g_signal_handlers_disconnect_by_data (media->rtpbin, media);
  for (guint i = 0; i < media->inputs->len; i++)
    rtc_peer_input_release (media, g_ptr_array_index (media->inputs, i));
  remove_sessions (media, NULL);
  if (media->rtpbin != NULL) {
    gst_element_set_state (media->rtpbin, GST_STATE_NULL);
    if (GST_OBJECT_PARENT (media->rtpbin) == GST_OBJECT (media->bin))
      gst_bin_remove (media->bin, media->rtpbin);
    gst_object_unref (media->rtpbin);
  }
  g_ptr_array_unref (media->inputs);
  g_ptr_array_unref (media->outputs);
  g_hash_table_unref (media->sessions);
  g_hash_table_unref (media->numbers);
  rtc_peer_sections_unref (media->sections);
  g_mutex_clear (&media->lock);
  g_free (media);
}

RtcPeerSections *
rtc_peer_media_get_sections (RtcPeerMedia * media)
{
  RtcPeerSections *sections;

  g_mutex_lock (&media->lock);
  sections = rtc_peer_sections_ref (media->sections);
  g_mutex_unlock (&media->lock);
  return sections;
}

RtcPeerSession *
rtc_peer_media_find_session (RtcPeerMedia * media, guint id)
{
  RtcPeerSession *session;

  g_mutex_lock (&media->lock);
  session = g_hash_table_lookup (media->sessions, GUINT_TO_POINTER (id));
  if (session != NULL)
    rtc_peer_session_ref (session);
  g_mutex_unlock (&media->lock);
  return session;
}

/* --- sink pads ------------------------------------------------------------------ */

GstPad *
rtc_peer_media_request_sink (RtcPeerMedia * media, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps)
{
  RtcPeerInput *input = rtc_peer_input_new (media, templ, name, caps);
  g_autoptr (RtcPeerSections) sections = NULL;
  GstPad *pad;

  if (input == NULL)
    return NULL;
  pad = input->pad;
  g_mutex_lock (&media->lock);
  g_ptr_array_add (media->inputs, rtc_peer_input_ref (input));
  g_mutex_unlock (&media->lock);
  gst_pad_set_active (pad, TRUE);
  if (!gst_element_add_pad (GST_ELEMENT (media->bin), pad)) {
    rtc_peer_media_release_sink (media, pad);
    rtc_peer_input_unref (input);
    return NULL;
  }
  /* its section may have been negotiated already */
  sections = rtc_peer_media_get_sections (media);
  rtc_peer_input_connect (media, input,
      rtc_peer_sections_find (sections, input->key));
  rtc_peer_input_unref (input);
  return pad;
}

void
rtc_peer_media_release_sink (RtcPeerMedia * media, GstPad * pad)
{
  RtcPeerInput *input = NULL;

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->inputs->len && input == NULL; i++) {
    RtcPeerInput *candidate = g_ptr_array_index (media->inputs, i);

    if (candidate->pad == pad)
      input = g_ptr_array_steal_index (media->inputs, i);
  }
  g_mutex_unlock (&media->lock);
  if (input == NULL)
    return;
  rtc_peer_input_release (media, input);
  if (GST_OBJECT_PARENT (pad) == GST_OBJECT (media->bin))
    gst_element_remove_pad (GST_ELEMENT (media->bin), pad);
  rtc_peer_input_unref (input);
}

/* --- plans ---------------------------------------------------------------------- */

static GPtrArray *
copy_inputs (RtcPeerMedia * media)
{
  GPtrArray *inputs =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_peer_input_unref);

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->inputs->len; i++)
    g_ptr_array_add (inputs,
        rtc_peer_input_ref (g_ptr_array_index (media->inputs, i)));
  g_mutex_unlock (&media->lock);
  return inputs;
}

/* RTCP must speak of the name that our description gives (RFC 8834 4.9) */
static void
set_cname (RtcPeerMedia * media)
{
  const gchar *cname = rtc_negotiator_get_cname (media->negotiator);
  GstStructure *sdes = NULL;

  g_object_get (media->rtpbin, "sdes", &sdes, NULL);
  if (sdes == NULL)
    sdes = gst_structure_new_empty ("application/x-rtp-source-sdes");
  if (g_strcmp0 (gst_structure_get_string (sdes, "cname"), cname) != 0) {
    gst_structure_set (sdes, "cname", G_TYPE_STRING, cname, NULL);
    g_object_set (media->rtpbin, "sdes", sdes, NULL);
  }
  gst_structure_free (sdes);
}

static gboolean
is_used (const RtcPeerSections * sections, guint id)
{
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport == id && (section->sends || section->receives))
      return TRUE;
  }
  return FALSE;
}

/* A session for each transport that carries something; what has no transport
 * any more goes.  That which carries nothing now stays. */
static void
update_sessions (RtcPeerMedia * media, const RtcJsepPlan * plan,
    const RtcPeerSections * sections)
{
  for (guint i = 0; i < plan->transports->len; i++) {
    const RtcJsepPlanTransport *transport =
        g_ptr_array_index (plan->transports, i);
    g_autoptr (RtcPeerSession) session =
        rtc_peer_media_find_session (media, transport->id);

    if (session == NULL && is_used (sections, transport->id)) {
      rtc_peer_session_open (media, transport->id);
      session = rtc_peer_media_find_session (media, transport->id);
    }
    if (session != NULL)
      rtc_peer_session_update (media, session, sections);
  }
}

void
rtc_peer_media_apply (RtcPeerMedia * media, const RtcJsepPlan * plan)
{
  RtcPeerSections *sections = rtc_peer_sections_new (plan);
  g_autoptr (RtcPeerSections) old = NULL;
  g_autoptr (GPtrArray) inputs = copy_inputs (media);

  set_cname (media);
  g_mutex_lock (&media->lock);
  old = media->sections;
  media->sections = rtc_peer_sections_ref (sections);
  g_mutex_unlock (&media->lock);

  rtc_peer_receive_update (media, old, sections);
  update_sessions (media, plan, sections);
  g_signal_emit_by_name (media->rtpbin, "clear-pt-map");
  for (guint i = 0; i < inputs->len; i++) {
    RtcPeerInput *input = g_ptr_array_index (inputs, i);
    const RtcPeerSection *section =
        rtc_peer_sections_find (sections, input->key);

    rtc_peer_input_connect (media, input, section);
    rtc_peer_input_update (media, input, section);
  }
  remove_sessions (media, plan);
  rtc_peer_sections_unref (sections);
}

/* --- the rest ------------------------------------------------------------------- */

void
rtc_peer_media_set_latency (RtcPeerMedia * media, guint ms)
{
  media->latency = ms;
  g_object_set (media->rtpbin, "latency", ms, NULL);
}

void
rtc_peer_media_set_reuse_pads (RtcPeerMedia * media, gboolean reuse)
{
  media->reuse = reuse;
}

/* As it was before the first plan: the transports go, others may come */
void
rtc_peer_media_stop (RtcPeerMedia * media)
{
  RtcPeerSections *sections = rtc_peer_sections_new (NULL);
  g_autoptr (RtcPeerSections) old = NULL;
  g_autoptr (GPtrArray) inputs = copy_inputs (media);

  g_mutex_lock (&media->lock);
  old = media->sections;
  media->sections = sections;
  g_hash_table_remove_all (media->numbers);
  media->next_number = 0;
  g_mutex_unlock (&media->lock);
  for (guint i = 0; i < inputs->len; i++)
    rtc_peer_input_disconnect (media, g_ptr_array_index (inputs, i));
  rtc_peer_receive_stop (media);
  remove_sessions (media, NULL);
}

GObject *
rtc_peer_media_get_session (RtcPeerMedia * media, guint id)
{
  g_autoptr (RtcPeerSession) known = rtc_peer_media_find_session (media, id);
  GObject *session = NULL;

  if (known != NULL)
    g_signal_emit_by_name (media->rtpbin, "get-internal-session", id, &session);
  return session;
}

static gint
find_received (RtcPeerMedia * media, guint32 ssrc)
{
  gint found = -1;
  gchar rid[33];
  guint mline;
  GHashTableIter iter;
  gpointer value;
  g_autoptr (GPtrArray) edges =
      g_ptr_array_new_with_free_func (gst_object_unref);

  g_mutex_lock (&media->lock);
  g_hash_table_iter_init (&iter, media->sessions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (edges, gst_object_ref (((RtcPeerSession *) value)->edge));
  g_mutex_unlock (&media->lock);
  for (guint i = 0; i < edges->len && found < 0; i++)
    if (rtc_edge_find_source (g_ptr_array_index (edges, i), ssrc, &mline, rid))
      found = mline;
  return found;
}

static gint
find_sent (RtcPeerMedia * media, guint32 ssrc)
{
  const RtcPeerSection *section = NULL;
  guint key = 0;
  gint found;

  g_mutex_lock (&media->lock);
  for (guint i = 0; i < media->inputs->len && key == 0; i++) {
    const RtcPeerInput *input = g_ptr_array_index (media->inputs, i);

    for (guint n = 0; n < input->ssrcs->len; n++)
      if (g_array_index (input->ssrcs, guint32, n) == ssrc)
        key = input->key;
  }
  section = rtc_peer_sections_find (media->sections, key);
  found = section == NULL ? -1 : (gint) section->mline;
  g_mutex_unlock (&media->lock);
  return found;
}

gint
rtc_peer_media_find_mline (RtcPeerMedia * media, guint32 ssrc,
    gboolean received)
{
  return received ? find_received (media, ssrc) : find_sent (media, ssrc);
}
