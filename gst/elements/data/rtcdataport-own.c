/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A port on a channel of gst/data.  What waits in it counts there, so the
 * association stops when it is not emptied; nobody is held up. */
#include "rtcdataport.h"

typedef struct
{
  RtcDataChannel *channel;
  RtcDataTap *tap;
} Own;

static gboolean
own_send (gpointer channel, GBytes * bytes, gboolean is_string, GError ** error)
{
  return rtc_data_channel_send (((Own *) channel)->channel, bytes, is_string,
      error);
}

static guint64
own_get_buffered (gpointer channel)
{
  return rtc_data_channel_get_buffered_amount (((Own *) channel)->channel);
}

static void
own_set_low_threshold (gpointer channel, guint64 bytes)
{
  rtc_data_channel_set_low_threshold (((Own *) channel)->channel, bytes);
}

static void
own_close (gpointer channel)
{
  rtc_data_channel_close (((Own *) channel)->channel);
}

static void
own_release (gpointer channel, gsize size)
{
  rtc_data_tap_release (((Own *) channel)->tap, size);
}

static void
own_stop (gpointer channel)
{
  rtc_data_tap_end (((Own *) channel)->tap);
}

static void
own_clear (gpointer channel)
{
  Own *own = channel;

  rtc_data_tap_unref (own->tap);
  rtc_data_channel_unref (own->channel);
}

static const RtcDataPortClass own_class = {
  own_send, own_get_buffered, own_set_low_threshold, own_close, own_release,
  own_stop, own_clear
};

/* --- what gst/data tells, on the strand ------------------------------------------ */

static void
on_state (RtcDataChannel * channel, RtcDataChannelState state, gpointer port)
{
  switch (state) {
    case RTC_DATA_CHANNEL_OPEN:
      rtc_data_port_opened (port);
      break;
    case RTC_DATA_CHANNEL_CLOSING:
      rtc_data_port_closing (port);
      break;
    case RTC_DATA_CHANNEL_CLOSED:
      rtc_data_port_closed (port, rtc_data_channel_is_complete (channel));
      break;
    default:
      break;
  }
}

static void
on_message (RtcDataChannel * channel, GBytes * bytes, gboolean is_string,
    gpointer port)
{
  rtc_data_port_received (port, bytes, is_string, FALSE);
}

static void
on_low (RtcDataChannel * channel, gpointer port)
{
  rtc_data_port_wake (port);
}

static void
on_error (RtcDataChannel * channel, const GError * error, gpointer port)
{
  rtc_data_port_fail (port, GST_RESOURCE_ERROR_FAILED, error->message);
}

void
rtc_data_port_attach_own (RtcDataPort * port, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents receiving = {
    on_state, on_message, NULL, on_error
  };
  static const RtcDataChannelEvents sending = {
    on_state, NULL, on_low, on_error
  };
  Own *own = g_atomic_rc_box_new0 (Own);

  rtc_data_port_begin (port);
  own->channel = rtc_data_channel_ref (channel);
  own->tap = rtc_data_channel_tap (channel,
      rtc_data_port_receives (port) ? &receiving : &sending,
      rtc_data_port_ref (port), (GDestroyNotify) rtc_data_port_unref);
  rtc_data_port_attach (port, &own_class, own);
  /* that may have been told before; its end comes behind its messages */
  if (rtc_data_channel_get_state (channel) == RTC_DATA_CHANNEL_OPEN)
    rtc_data_port_opened (port);
}
