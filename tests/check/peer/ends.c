/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ends.h"

#include "rtp/rtcbytes.h"

static Ends *the_ends;          /* the factory has no user data of its own */

/* --- the fake agent, which tells what it was given ----------------------------- */

static gint last_seq;           /* SRTP lets none pass twice */
static RtcIceClass recording;
static const RtcIceClass *fake_class;

/* The credentials of end 0 begin with an a, those of end 1 with a b */
static End *
owner_of (RtcIce * ice)
{
  return &the_ends->end[ice->klass->get_local_ufrag (ice)[0] - 'a'];
}

static gboolean
record_candidate (RtcIce * ice, const gchar * candidate)
{
  End *end = owner_of (ice);

  g_mutex_lock (&the_ends->lock);
  g_ptr_array_add (end->given, g_strdup (candidate));
  g_cond_broadcast (&the_ends->cond);
  g_mutex_unlock (&the_ends->lock);
  return fake_class->add_remote_candidate (ice, candidate);
}

static RtcIce *
make_ice (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  RtcIce *ice = rtc_ice_fake_new (loop, config, events, user_data, error);
  End *end;

  g_mutex_lock (&the_ends->lock);
  if (fake_class == NULL) {
    fake_class = ice->klass;
    recording = *fake_class;
    recording.add_remote_candidate = record_candidate;
  }
  ice->klass = &recording;
  end = owner_of (ice);
  end->ice = ice;
  end->n_ices++;
  g_cond_broadcast (&the_ends->cond);
  g_mutex_unlock (&the_ends->lock);
  return ice;
}

/* --- events, on the strand ---------------------------------------------------------- */

static void
on_candidate (RtcPeerTransport * transport, const gchar * candidate,
    gpointer user_data)
{
  End *end = user_data;

  g_mutex_lock (&end->ends->lock);
  fail_if (end->closed);
  if (candidate != NULL)
    end->n_candidates++;
  else
    end->n_gathered++;
  g_cond_broadcast (&end->ends->cond);
  g_mutex_unlock (&end->ends->lock);
  if (end->ends->real)
    rtc_peer_transport_add_candidate (end->ends->end[!end->index].transport,
        candidate);
}

static void
on_state (RtcPeerTransport * transport, const gchar * reason,
    gpointer user_data)
{
  End *end = user_data;
  gboolean close;

  fail_unless (rtc_strand_is_current (end->strand));
  g_mutex_lock (&end->ends->lock);
  fail_if (end->closed);
  end->n_states++;
  if (reason != NULL) {
    g_free (end->reason);
    end->reason = g_strdup (reason);
  }
  close = end->close_in_state;
  end->closed |= close;
  g_cond_broadcast (&end->ends->cond);
  g_mutex_unlock (&end->ends->lock);
  if (close)
    rtc_peer_transport_close (transport);
}

/* --- pads ------------------------------------------------------------------------------ */

static GstFlowReturn
take_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  End *end = gst_pad_get_element_private (pad);
  gboolean rtp = pad == end->rtp_out;

  g_mutex_lock (&end->ends->lock);
  end->n_lists += rtp;
  for (guint i = 0; i < gst_buffer_list_length (list); i++)
    g_ptr_array_add (rtp ? end->rtp : end->rtcp,
        gst_buffer_ref (gst_buffer_list_get (list, i)));
  g_cond_broadcast (&end->ends->cond);
  g_mutex_unlock (&end->ends->lock);
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static gboolean
take_upstream (GstPad * pad, GstObject * parent, GstEvent * event)
{
  End *end = gst_pad_get_element_private (pad);

  if (gst_event_has_name (event, "GstForceKeyUnit")) {
    g_mutex_lock (&end->ends->lock);
    end->n_key_requests++;
    g_cond_broadcast (&end->ends->cond);
    g_mutex_unlock (&end->ends->lock);
  }
  gst_event_unref (event);
  return TRUE;
}

static GstPad *
make_src (End * end, GstElement * edge, const gchar * name,
    const gchar * caps_name)
{
  GstPad *pad = gst_pad_new (NULL, GST_PAD_SRC);
  g_autoptr (GstPad) peer = gst_element_get_static_pad (edge, name);
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (caps_name);
  GstSegment segment;

  gst_object_ref_sink (pad);
  gst_pad_set_element_private (pad, end);
  gst_pad_set_event_function (pad, take_upstream);
  gst_pad_set_active (pad, TRUE);
  fail_unless_equals_int (gst_pad_link (pad, peer), GST_PAD_LINK_OK);
  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_pad_push_event (pad, gst_event_new_stream_start (name));
  gst_pad_push_event (pad, gst_event_new_caps (caps));
  gst_pad_push_event (pad, gst_event_new_segment (&segment));
  return pad;
}

static GstPad *
make_sink (End * end, GstElement * edge, const gchar * name)
{
  GstPad *pad = gst_pad_new (NULL, GST_PAD_SINK);
  g_autoptr (GstPad) peer = gst_element_get_static_pad (edge, name);

  gst_object_ref_sink (pad);
  gst_pad_set_element_private (pad, end);
  gst_pad_set_chain_list_function (pad, take_list);
  gst_pad_set_active (pad, TRUE);
  fail_unless_equals_int (gst_pad_link (peer, pad), GST_PAD_LINK_OK);
  return pad;
}

/* --- life ------------------------------------------------------------------------------ */

static void
end_init (End * end)
{
  static const RtcPeerTransportEvents events = { on_candidate, on_state };
  RtcPeerTransportConfig config = {
    .pool = end->ends->pool,
    .factory = end->ends->real ? NULL : make_ice,
  };
  GstElement *edge, *source;

  end->strand = config.strand = rtc_strand_new ();
  end->certificate = config.certificate = rtc_certificate_new (NULL);
  end->given = g_ptr_array_new_with_free_func (g_free);
  end->rtp = g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  end->rtcp =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_buffer_unref);
  end->plan.remote_fingerprints = g_ptr_array_new_with_free_func (g_free);
  end->plan.remote_candidates = g_ptr_array_new_with_free_func (g_free);
  end->transport = rtc_peer_transport_new (end->index, &config, &events, end);
  edge = rtc_peer_transport_get_edge (end->transport);
  source = rtc_edge_get_source (RTC_EDGE (edge));
  end->rtp_in = make_src (end, edge, "rtp_sink", "application/x-rtp");
  end->rtcp_in = make_src (end, edge, "rtcp_sink", "application/x-rtcp");
  end->rtp_out = make_sink (end, source, "rtp_src");
  end->rtcp_out = make_sink (end, source, "rtcp_src");
  gst_element_set_state (edge, GST_STATE_PLAYING);
  gst_element_set_state (source, GST_STATE_PLAYING);
}

static void
init (Ends * ends, gboolean real)
{
  *ends = (Ends) {
  .real = real};
  the_ends = ends;
  g_mutex_init (&ends->lock);
  g_cond_init (&ends->cond);
  ends->pool = rtc_loop_pool_acquire ();
  for (guint i = 0; i < 2; i++) {
    ends->end[i].ends = ends;
    ends->end[i].index = i;
    end_init (&ends->end[i]);
  }
}

void
ends_init (Ends * ends)
{
  init (ends, FALSE);
}

void
ends_init_real (Ends * ends)
{
  init (ends, TRUE);
}

static void
end_clear (End * end)
{
  GstElement *edge = rtc_peer_transport_get_edge (end->transport);

  rtc_peer_transport_close (end->transport);
  end_settle (end);
  gst_element_set_state (edge, GST_STATE_NULL);
  gst_element_set_state (rtc_edge_get_source (RTC_EDGE (edge)), GST_STATE_NULL);
  gst_object_unref (end->rtp_in);
  gst_object_unref (end->rtcp_in);
  gst_object_unref (end->rtp_out);
  gst_object_unref (end->rtcp_out);
  rtc_peer_transport_unref (end->transport);
  rtc_strand_unref (end->strand);
  rtc_certificate_unref (end->certificate);
  g_ptr_array_unref (end->given);
  g_ptr_array_unref (end->rtp);
  g_ptr_array_unref (end->rtcp);
  g_ptr_array_unref (end->plan.remote_fingerprints);
  g_ptr_array_unref (end->plan.remote_candidates);
  end_set_local (end, NULL, NULL);
  end_set_remote (end, NULL, NULL);
  g_free (end->reason);
}

void
ends_clear (Ends * ends)
{
  for (guint i = 0; i < 2; i++)
    end_clear (&ends->end[i]);
  rtc_loop_pool_unref (ends->pool);
  g_mutex_clear (&ends->lock);
  g_cond_clear (&ends->cond);
}

/* --- plans ------------------------------------------------------------------------------- */

static void
run_apply (gpointer data)
{
  End *end = data;

  rtc_peer_transport_apply (end->transport, &end->plan);
}

typedef struct
{
  End *end;
  gboolean done;
} Wait;

static void
run_wait (gpointer data)
{
  Wait *wait = data;

  g_mutex_lock (&wait->end->ends->lock);
  wait->done = TRUE;
  g_cond_broadcast (&wait->end->ends->cond);
  g_mutex_unlock (&wait->end->ends->lock);
}

static void
wait_for_strand (End * end)
{
  Wait wait = { end, FALSE };

  rtc_strand_post (end->strand, run_wait, &wait, NULL);
  ENDS_WAIT (end->ends, wait.done);
}

void
end_apply (End * end)
{
  rtc_strand_post (end->strand, run_apply, end, NULL);
  wait_for_strand (end);
}

/* What a loop posts to itself, once, is waited for as well */
void
end_settle (End * end)
{
  wait_for_strand (end);
  rtc_loop_pool_drain (end->ends->pool);
  rtc_loop_pool_drain (end->ends->pool);
  wait_for_strand (end);
}

void
end_set_local (End * end, const gchar * ufrag, const gchar * pwd)
{
  g_free (end->plan.local_ufrag);
  g_free (end->plan.local_pwd);
  end->plan.local_ufrag = g_strdup (ufrag);
  end->plan.local_pwd = g_strdup (pwd);
}

void
end_set_remote (End * end, const gchar * ufrag, const gchar * pwd)
{
  g_free (end->plan.remote_ufrag);
  g_free (end->plan.remote_pwd);
  end->plan.remote_ufrag = g_strdup (ufrag);
  end->plan.remote_pwd = g_strdup (pwd);
}

void
end_set_fingerprint (End * end, RtcCertificate * of)
{
  g_ptr_array_set_size (end->plan.remote_fingerprints, 0);
  g_ptr_array_add (end->plan.remote_fingerprints,
      g_strdup (rtc_certificate_get_fingerprint (of)));
}

void
ends_introduce (Ends * ends)
{
  for (guint i = 0; i < 2; i++) {
    End *end = &ends->end[i], *other = &ends->end[!i];

    end_set_local (end, i == 0 ? "aaaa" : "bbbb", "1234567890123456789012");
    end_set_remote (end, i == 0 ? "bbbb" : "aaaa", "1234567890123456789012");
    end_set_fingerprint (end, other->certificate);
    end->plan.controlling = end->plan.dtls_client = i == 0;
    end->plan.has_role = end->plan.gather = TRUE;
  }
}

void
ends_join (Ends * ends)
{
  rtc_ice_fake_join (ends->end[0].ice, ends->end[1].ice);
}

void
ends_connect (Ends * ends)
{
  ends_introduce (ends);
  end_apply (&ends->end[0]);
  end_apply (&ends->end[1]);
  if (!ends->real) {
    ENDS_WAIT (ends, ends->end[0].ice != NULL && ends->end[1].ice != NULL);
    ends_join (ends);
  }
  for (guint i = 0; i < 2; i++) {
    ends_wait_dtls (ends, i, GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED);
    /* which comes on a thread of its own */
    ENDS_WAIT (ends, ends->end[i].n_key_requests == 1);
  }
}

gint
get_state (gpointer object)
{
  gint state;

  g_object_get (object, "state", &state, NULL);
  return state;
}

/* The objects notify before the event, so the event is what is waited for */
void
ends_wait_dtls (Ends * ends, guint index, GstWebRTCDTLSTransportState state)
{
  RtcPeerTransport *transport = ends->end[index].transport;

  ENDS_WAIT (ends,
      get_state (rtc_peer_transport_get_dtls (transport)) == (gint) state);
}

void
ends_wait_ice (Ends * ends, guint index, GstWebRTCICEConnectionState state)
{
  RtcPeerTransport *transport = ends->end[index].transport;

  ENDS_WAIT (ends,
      get_state (rtc_peer_transport_get_ice (transport)) == (gint) state);
}

/* --- media --------------------------------------------------------------------------------- */

void
end_set_stream (End * end, guint32 ssrc, gint8 pt, const gchar * mid,
    guint8 mid_id)
{
  RtcEdgeStream stream = {.ssrc = ssrc,.mid_id = mid_id };

  g_strlcpy (stream.mid, mid, sizeof (stream.mid));
  memset (stream.pt_map, -1, sizeof (stream.pt_map));
  stream.pt_map[96] = pt;
  rtc_edge_set_stream (RTC_EDGE (rtc_peer_transport_get_edge (end->transport)),
      &stream);
}

void
end_set_route (End * end, guint8 pt, const gchar * mid)
{
  const RtcRouterSection section = {
    .mid = mid,.mid_id = 4,.pts = &pt,.n_pts = 1,.receives = TRUE
  };

  rtc_edge_set_routes (RTC_EDGE (rtc_peer_transport_get_edge (end->transport)),
      &section, 1);
}

GstBuffer *
make_rtp (guint8 pt, guint32 ssrc, guint16 profile, const guint8 * extension,
    gsize extension_size, gsize payload)
{
  gsize at = 12 + (extension != NULL ? 4 + extension_size : 0);
  GstBuffer *head = gst_buffer_new_allocate (NULL, at, NULL);
  GstBuffer *body = gst_buffer_new_allocate (NULL, payload, NULL);
  GstMapInfo map;

  gst_buffer_memset (body, 0, 0xab, payload);
  gst_buffer_map (head, &map, GST_MAP_WRITE);
  memset (map.data, 0, at);
  map.data[0] = 0x80 | (extension != NULL ? 0x10 : 0);
  map.data[1] = pt;
  rtc_put_u16 (map.data + 2, g_atomic_int_add (&last_seq, 1));
  rtc_put_u32 (map.data + 8, ssrc);
  if (extension != NULL) {
    rtc_put_u16 (map.data + 12, profile);
    rtc_put_u16 (map.data + 14, extension_size / 4);
    memcpy (map.data + 16, extension, extension_size);
  }
  gst_buffer_unmap (head, &map);
  /* two memories, as payloaders make them */
  return gst_buffer_append (head, body);
}

void
end_send (End * end, GstBuffer * buffer)
{
  fail_unless_equals_int (gst_pad_push (end->rtp_in, buffer), GST_FLOW_OK);
}

void
end_send_list (End * end, guint n)
{
  GstBufferList *list = gst_buffer_list_new_sized (n);

  while (n-- > 0)
    gst_buffer_list_add (list, make_rtp (96, 1000, 0, NULL, 0, 1000));
  fail_unless_equals_int (gst_pad_push_list (end->rtp_in, list), GST_FLOW_OK);
}
