/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtctransport-private.h"

gboolean
rtc_transport_send_begin (RtcTransport * transport)
{
  g_mutex_lock (&transport->send_lock);
  if (transport->path.open) {
    transport->srtp_out = rtc_secure_begin_out (transport->secure);
    if (transport->srtp_out != NULL)
      return TRUE;
  }
  g_mutex_unlock (&transport->send_lock);
  return FALSE;
}

/* Room for one packet of up to RTC_TRANSPORT_MAX_PACKET bytes; never NULL */
guint8 *
rtc_transport_reserve (RtcTransport * transport, RtcBatch * batch)
{
  guint8 *out = rtc_batch_reserve (batch);

  if (out == NULL) {
    rtc_path_flush (&transport->path, batch);
    out = rtc_batch_reserve (batch);
  }
  return out;
}

void
rtc_transport_commit_rtp (RtcTransport * transport, RtcBatch * batch,
    gsize size)
{
  RtcSpan span = { rtc_batch_reserve (batch), size };

  if (rtc_srtp_protect_rtp (transport->srtp_out, &span, 1) == 1)
    rtc_batch_commit (batch, span.size);
}

void
rtc_transport_commit_rtcp (RtcTransport * transport, RtcBatch * batch,
    gsize size)
{
  RtcSpan span = { rtc_batch_reserve (batch), size };

  if (rtc_srtp_protect_rtcp (transport->srtp_out, &span, 1) == 1)
    rtc_batch_commit (batch, span.size);
}

void
rtc_transport_send_end (RtcTransport * transport, RtcBatch * batch)
{
  rtc_secure_end_out (transport->secure);
  rtc_path_flush (&transport->path, batch);
  g_mutex_unlock (&transport->send_lock);
}
