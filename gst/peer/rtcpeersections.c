/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeersections.h"

#include "sdp/rtcfmtp.h"

#define SDES "urn:ietf:params:rtp-hdrext:sdes:"
#define TRANSPORT_CC "http://www.ietf.org/id/" \
    "draft-holmer-rmcat-transport-wide-cc-extensions-01"

static void
section_free (RtcPeerSection * section)
{
  g_free (section->mid);
  g_free (section->remote_stream);
  g_ptr_array_unref (section->send);
  g_strfreev (section->send_rids);
  g_strfreev (section->receive_rids);
  g_hash_table_unref (section->remote_rtx);
  for (guint i = 0; i < 128; i++)
    gst_clear_caps (&section->caps[i]);
  g_array_unref (section->pts);
  g_array_unref (section->sources);
  g_free (section);
}

static void
codec_free (RtcCodec * codec)
{
  rtc_codec_clear (codec);
  g_free (codec);
}

static guint8
find_extmap (const GPtrArray * extmaps, const gchar * uri)
{
  for (guint i = 0; extmaps != NULL && i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (g_strcmp0 (extmap->uri, uri) == 0)
      return extmap->id < 256 ? extmap->id : 0;
  }
  return 0;
}

static gchar **
copy_rids (const GPtrArray * rids)
{
  gchar **copy;

  if (rids == NULL || rids->len == 0)
    return NULL;
  copy = g_new0 (gchar *, rids->len + 1);
  for (guint i = 0; i < rids->len; i++)
    copy[i] = g_strdup (g_ptr_array_index (rids, i));
  return copy;
}

static gboolean
is (const RtcCodec * codec, const gchar * name)
{
  return g_ascii_strcasecmp (codec->name, name) == 0;
}

static void
read_send (RtcPeerSection * section, const RtcJsepPlanSection * from)
{
  section->send_red = section->send_ulpfec = -1;
  for (guint i = 0; from->send != NULL && i < from->send->len; i++) {
    const RtcJsepPlanFormat *format = g_ptr_array_index (from->send, i);
    RtcCodec *codec = g_new0 (RtcCodec, 1);

    rtc_codec_copy (codec, &format->codec);
    g_ptr_array_add (section->send, codec);
    if (is (codec, "red") && section->send_red < 0)
      section->send_red = codec->pt;
    else if (is (codec, "ulpfec") && section->send_ulpfec < 0)
      section->send_ulpfec = codec->pt;
    if (codec->pt < 128 && section->caps[codec->pt] == NULL)
      section->caps[codec->pt] = rtc_caps_from_format (format, from, TRUE);
  }
  section->send_mid = find_extmap (from->send_extmaps, SDES "mid");
  section->send_rid = find_extmap (from->send_extmaps, SDES "rtp-stream-id");
  section->send_repaired_rid =
      find_extmap (from->send_extmaps, SDES "repaired-rtp-stream-id");
  section->send_transport_cc = find_extmap (from->send_extmaps, TRANSPORT_CC);
  section->send_rids = copy_rids (from->send_rids);
}

static void
read_receive_format (RtcPeerSection * section, const RtcJsepPlanSection * from,
    const RtcJsepPlanFormat * format)
{
  const RtcCodec *codec = &format->codec;

  if (codec->pt > 127)
    return;
  g_array_append_val (section->pts, codec->pt);
  section->caps[codec->pt] = rtc_caps_from_format (format, from, FALSE);
  if (is (codec, "rtx")) {
    const guint apt = rtc_fmtp_get_uint (codec->fmtp, "apt", G_MAXUINT);

    if (apt < 128)
      section->receive_rtx[apt] = codec->pt;
  } else if (is (codec, "red")) {
    section->receive_red = codec->pt;
  } else if (is (codec, "ulpfec")) {
    section->receive_ulpfec = codec->pt;
    /* so that it gets no pad */
    gst_caps_set_simple (section->caps[codec->pt], "is-fec", G_TYPE_BOOLEAN,
        TRUE, NULL);
  }
  if (format->feedback != NULL)
    section->nack |= g_strv_contains ((const gchar * const *) format->feedback,
        "nack");
}

static void
add_ssrc (GArray * ssrcs, guint32 ssrc)
{
  if (ssrc != 0)
    g_array_append_val (ssrcs, ssrc);
}

static void
read_receive (RtcPeerSection * section, const RtcJsepPlanSection * from)
{
  section->receive_red = section->receive_ulpfec = -1;
  for (guint i = 0; i < 128; i++)
    section->receive_rtx[i] = -1;
  for (guint i = 0; from->receive != NULL && i < from->receive->len; i++)
    read_receive_format (section, from, g_ptr_array_index (from->receive, i));
  for (guint i = 0; from->sources != NULL && i < from->sources->len; i++) {
    const RtcJsepPlanSource *source = g_ptr_array_index (from->sources, i);

    add_ssrc (section->sources, source->ssrc);
    add_ssrc (section->sources, source->rtx_ssrc);
    add_ssrc (section->sources, source->fec_ssrc);
    if (source->rtx_ssrc != 0)
      g_hash_table_insert (section->remote_rtx, GUINT_TO_POINTER (source->ssrc),
          GUINT_TO_POINTER (source->rtx_ssrc));
  }
  section->receive_mid = find_extmap (from->receive_extmaps, SDES "mid");
  section->receive_rid =
      find_extmap (from->receive_extmaps, SDES "rtp-stream-id");
  section->receive_repaired_rid =
      find_extmap (from->receive_extmaps, SDES "repaired-rtp-stream-id");
  section->receive_rids = copy_rids (from->receive_rids);
}

static RtcPeerSection *
section_new (const RtcJsepPlanSection * from)
{
  RtcPeerSection *section = g_new0 (RtcPeerSection, 1);
  const gboolean flows = !from->rejected && !from->stopped && from->has_current;

  section->mline = from->mline;
  section->transport = from->transport;
  section->key = from->transceiver;
  section->mid = g_strdup (from->mid);
  section->remote_stream = g_strdup (from->remote_stream);
  section->reduced_size = from->reduced_size;
  section->sends = flows && (from->current & RTC_DIRECTION_SENDONLY) != 0;
  section->receives = flows && (from->current & RTC_DIRECTION_RECVONLY) != 0;
  section->send = g_ptr_array_new_with_free_func ((GDestroyNotify) codec_free);
  section->remote_rtx = g_hash_table_new (NULL, NULL);
  section->pts = g_array_new (FALSE, FALSE, sizeof (guint8));
  section->sources = g_array_new (FALSE, FALSE, sizeof (guint32));
  read_receive (section, from);
  read_send (section, from);
  return section;
}

RtcPeerSections *
rtc_peer_sections_new (const RtcJsepPlan * plan)
{
  RtcPeerSections *self = g_new0 (RtcPeerSections, 1);

  self->refs = 1;
  self->sections =
      g_ptr_array_new_with_free_func ((GDestroyNotify) section_free);
  for (guint i = 0; plan != NULL && i < plan->sections->len; i++) {
    const RtcJsepPlanSection *from = g_ptr_array_index (plan->sections, i);

    if (from->kind != RTC_MEDIA_APPLICATION && from->transceiver != 0)
      g_ptr_array_add (self->sections, section_new (from));
  }
  return self;
}

RtcPeerSections *
rtc_peer_sections_ref (RtcPeerSections * sections)
{
  g_atomic_int_inc (&sections->refs);
  return sections;
}

void
rtc_peer_sections_unref (RtcPeerSections * sections)
{
  if (!g_atomic_int_dec_and_test (&sections->refs))
    return;
  g_ptr_array_unref (sections->sections);
  g_free (sections);
}

const RtcPeerSection *
rtc_peer_sections_find (const RtcPeerSections * sections, guint key)
{
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->key == key)
      return section;
  }
  return NULL;
}

const RtcPeerSection *
rtc_peer_sections_find_mline (const RtcPeerSections * sections, guint mline)
{
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->mline == mline)
      return section;
  }
  return NULL;
}

GstCaps *
rtc_peer_sections_find_caps (const RtcPeerSections * sections,
    guint transport, guint pt)
{
  GstCaps *caps = NULL;

  for (guint i = 0; pt < 128 && i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport != transport || section->caps[pt] == NULL)
      continue;
    if (section->receives)
      return section->caps[pt];
    caps = section->caps[pt];
  }
  return caps;
}

void
rtc_peer_sections_set_routes (const RtcPeerSections * sections,
    guint transport, RtcEdge * edge)
{
  g_autoptr (GArray) routes =
      g_array_new (FALSE, TRUE, sizeof (RtcRouterSection));

  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);
    const RtcRouterSection route = {
      .mline = section->mline,
      .mid = section->mid,
      .mid_id = section->receive_mid,
      .rid_id = section->receive_rid,
      .repaired_rid_id = section->receive_repaired_rid,
      .pts = (const guint8 *) section->pts->data,
      .n_pts = section->pts->len,
      .ssrcs = (const guint32 *) section->sources->data,
      .n_ssrcs = section->sources->len,
      .rids = (const gchar * const *) section->receive_rids,
      .receives = section->receives,
    };

    if (section->transport == transport)
      g_array_append_val (routes, route);
  }
  rtc_edge_set_routes (edge, (RtcRouterSection *) routes->data, routes->len);
}

gint
rtc_peer_section_find_send_rtx (const RtcPeerSection * section, gint pt)
{
  for (guint i = 0; i < section->send->len; i++) {
    const RtcCodec *codec = g_ptr_array_index (section->send, i);

    if (is (codec, "rtx")
        && rtc_fmtp_get_uint (codec->fmtp, "apt", G_MAXUINT) == (guint) pt)
      return codec->pt;
  }
  return -1;
}
