/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeermedia-private.h"

/* ULPFEC in RED (RFC 5109, RFC 2198), as libgstwebrtc's fec-type has it.  The
 * elements split lists, so they stand in the way only when it is negotiated. */

/* What the storage holds beyond what the jitterbuffer waits for */
#define STORAGE_EXTRA 50        /* ms */

gboolean
rtc_peer_fec_make_encoder (GstBin * bin, const RtcPeerSection * section,
    GstWebRTCRTPTransceiver * transceiver, GstElement ** first,
    GstElement ** last)
{
  GstElement *ulpfecenc, *redenc;

  if (section->send_red < 0 || section->send_ulpfec < 0)
    return FALSE;
  ulpfecenc = gst_element_factory_make ("rtpulpfecenc", NULL);
  redenc = gst_element_factory_make ("rtpredenc", NULL);
  if (ulpfecenc == NULL || redenc == NULL) {
    gst_clear_object (&ulpfecenc);
    gst_clear_object (&redenc);
    return FALSE;
  }
  gst_object_ref_sink (ulpfecenc);
  gst_object_ref_sink (redenc);
  if (transceiver != NULL)
    g_object_bind_property (transceiver, "fec-percentage", ulpfecenc,
        "percentage", G_BINDING_SYNC_CREATE);
  gst_bin_add_many (bin, ulpfecenc, redenc, NULL);
  gst_element_link (ulpfecenc, redenc);
  *first = ulpfecenc;
  *last = redenc;
  return TRUE;
}

/* Payload types, or passing through where it is not negotiated any more */
void
rtc_peer_fec_update_encoder (RtcPeerInput * input,
    const RtcPeerSection * section)
{
  const gboolean on = section != NULL && section->send_red >= 0
      && section->send_ulpfec >= 0;

  if (input->ulpfecenc == NULL)
    return;
  g_object_set (input->ulpfecenc, "pt", on ? section->send_ulpfec : 255,
      "multipacket", TRUE, NULL);
  g_object_set (input->redenc, "pt", on ? section->send_red : 0,
      "allow-no-red-blocks", on, NULL);
}

static gboolean
wants_decoder (const RtcPeerSections * sections, guint id, gint * ulpfec)
{
  for (guint i = 0; i < sections->sections->len; i++) {
    const RtcPeerSection *section = g_ptr_array_index (sections->sections, i);

    if (section->transport == id && section->receive_ulpfec >= 0) {
      *ulpfec = section->receive_ulpfec;
      return TRUE;
    }
  }
  return FALSE;
}

static void
new_storage (GstElement * rtpbin, GstElement * storage, guint id,
    gpointer user_data)
{
  RtcPeerMedia *media = user_data;
  g_autoptr (RtcPeerSections) sections = rtc_peer_media_get_sections (media);
  gint ulpfec;

  if (wants_decoder (sections, id, &ulpfec))
    g_object_set (storage, "size-time",
        (media->latency + STORAGE_EXTRA) * (guint64) GST_MSECOND, NULL);
}

static GstElement *
request_fec_decoder (GstElement * rtpbin, guint id, guint ssrc, guint pt,
    gpointer user_data)
{
  g_autoptr (RtcPeerSections) sections =
      rtc_peer_media_get_sections (user_data);
  g_autoptr (GObject) storage = NULL;
  GstElement *decoder;
  gint ulpfec;

  if (!wants_decoder (sections, id, &ulpfec))
    return NULL;
  decoder = gst_element_factory_make ("rtpulpfecdec", NULL);
  if (decoder == NULL)
    return NULL;
  g_signal_emit_by_name (rtpbin, "get-internal-storage", id, &storage);
  g_object_set (decoder, "storage", storage, "pt", ulpfec, NULL);
  return decoder;
}

void
rtc_peer_fec_connect_rtpbin (RtcPeerMedia * media)
{
  g_signal_connect (media->rtpbin, "new-storage", G_CALLBACK (new_storage),
      media);
  g_signal_connect (media->rtpbin, "request-fec-decoder-full",
      G_CALLBACK (request_fec_decoder), media);
}
