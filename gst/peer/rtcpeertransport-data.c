/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The association of the data channels over one transport (RFC 8261), on its
 * media loop: it begins with DTLS and ends with it. */
#include "rtcpeertransport-private.h"

static void
send_packets (GBytes * const *packets, guint n, gpointer user_data)
{
  RtcPeerTransport *self = user_data;

  if (self->data_out != NULL)
    for (guint i = 0; i < n; i++)
      g_ptr_array_add (self->data_out, g_bytes_ref (packets[i]));
  else if (self->transport != NULL)
    rtc_transport_send_data_many (self->transport, packets, n);
}

/* The datagrams at hand have all been read: what SCTP says to them, and lets out
 * because of them, leaves together. */
void
rtc_peer_transport_loop_flush_data (RtcPeerTransport * self)
{
  g_autoptr (GPtrArray) packets = g_steal_pointer (&self->data_out);

  if (packets != NULL && packets->len > 0 && self->transport != NULL)
    rtc_transport_send_data_many (self->transport,
        (GBytes * const *) packets->pdata, packets->len);
}

static void
close_association (RtcPeerTransport * self)
{
  rtc_peer_transport_loop_flush_data (self);
  if (!self->data_connected)
    return;
  self->data_connected = FALSE;
  rtc_data_disconnect (self->data);
}

static void
open_association (RtcPeerTransport * self)
{
  g_autoptr (GError) error = NULL;

  if (self->data == NULL || self->data_connected)
    return;
  self->data_link.dtls_client = self->picture->dtls_client;
  self->data_link.send = send_packets;
  self->data_link.user_data = self;
  self->data_connected = rtc_data_connect (self->data, self->loop,
      &self->data_link, &error);
  if (!self->data_connected)
    rtc_peer_transport_notify (self, RTC_PEER_NOTICE_DATA, 0, error->message,
        NULL);
}

void
rtc_peer_transport_loop_set_data (RtcPeerTransport * self, RtcData * data,
    const RtcDataLink * link)
{
  if (self->data == data)
    return;
  close_association (self);
  g_clear_pointer (&self->data, rtc_data_unref);
  if (data == NULL)
    return;
  self->data = rtc_data_ref (data);
  self->data_link = *link;
  if (self->transport != NULL && rtc_transport_is_secure (self->transport))
    open_association (self);
}

/* RFC 8842 section 5.6: another DTLS association begins another one of SCTP */
void
rtc_peer_transport_loop_dtls_changed (RtcPeerTransport * self,
    RtcDtlsState state)
{
  close_association (self);
  if (state == RTC_DTLS_CONNECTED)
    open_association (self);
}

void
rtc_peer_transport_loop_data (RtcPeerTransport * self, const guint8 * data,
    gsize size)
{
  if (!self->data_connected)
    return;
  if (self->data_out == NULL)
    self->data_out =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  rtc_data_input (self->data, data, size);
}
