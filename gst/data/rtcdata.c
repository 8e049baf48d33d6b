/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdata.h"

#include <gio/gio.h>

struct _RtcData
{
  gint refcount;
};

RtcData *
rtc_data_new (RtcStrand * strand, const RtcDataEvents * events,
    gpointer user_data)
{
  RtcData *data = g_new0 (RtcData, 1);

  data->refcount = 1;
  return data;
}

RtcData *
rtc_data_ref (RtcData * data)
{
  g_atomic_int_inc (&data->refcount);
  return data;
}

void
rtc_data_unref (RtcData * data)
{
  if (g_atomic_int_dec_and_test (&data->refcount))
    g_free (data);
}

void
rtc_data_close (RtcData * data)
{
}

gboolean
rtc_data_connect (RtcData * data, RtcLoop * loop,
    const RtcDataLink * link, GError ** error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not yet");
  return FALSE;
}

void
rtc_data_input (RtcData * data, const guint8 * packet, gsize size)
{
}

void
rtc_data_disconnect (RtcData * data)
{
}

RtcDataChannel *
rtc_data_create_channel (RtcData * data,
    const RtcDataChannelConfig * config, GError ** error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not yet");
  return NULL;
}

RtcDataChannel *
rtc_data_channel_ref (RtcDataChannel * channel)
{
  return channel;
}

void
rtc_data_channel_unref (RtcDataChannel * channel)
{
}

void
rtc_data_channel_watch (RtcDataChannel * channel,
    const RtcDataChannelEvents * events, gpointer user_data,
    GDestroyNotify notify)
{
}

void
rtc_data_channel_unwatch (RtcDataChannel * channel)
{
}

const RtcDataChannelConfig *
rtc_data_channel_get_config (RtcDataChannel * channel)
{
  return NULL;
}

gint
rtc_data_channel_get_id (RtcDataChannel * channel)
{
  return -1;
}

RtcDataChannelState
rtc_data_channel_get_state (RtcDataChannel * channel)
{
  return RTC_DATA_CHANNEL_CLOSED;
}

gboolean
rtc_data_channel_send (RtcDataChannel * channel, GBytes * data,
    gboolean is_string, GError ** error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not yet");
  return FALSE;
}

guint64
rtc_data_channel_get_buffered_amount (RtcDataChannel * channel)
{
  return 0;
}

void
rtc_data_channel_set_low_threshold (RtcDataChannel * channel, guint64 bytes)
{
}

void
rtc_data_channel_close (RtcDataChannel * channel)
{
}

void
rtc_data_channel_get_stats (RtcDataChannel * channel,
    RtcDataChannelStats * stats)
{
  *stats = (RtcDataChannelStats) { 0 };
}
