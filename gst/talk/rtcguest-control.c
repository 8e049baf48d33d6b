/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A viewer's channel "control" */
#include "rtctalk-private.h"

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  RtcGuest *guest = user_data;
  RtcTalk *talk = guest->talk;
  RtcControl control;
  gconstpointer data;
  gsize size;

  data = g_bytes_get_data (message, &size);
  if (!is_string || !rtc_control_parse (data, size, &control)) {
    rtc_guest_count (guest, control_dropped);
    return;
  }
  rtc_guest_count (guest, control_events);
  talk->events.control (guest->id, &control, talk->user_data);
}

static void
closed (gpointer user_data)
{
  RtcGuest *guest = user_data;

  guest->has_control = FALSE;
  rtc_guest_unref (guest);
}

gboolean
rtc_guest_open_control (RtcGuest * guest, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents events = {.message = on_message };

  if (guest->has_control)
    return FALSE;
  guest->has_control = TRUE;
  rtc_data_channel_watch (channel, &events, rtc_guest_ref (guest), closed);
  return TRUE;
}
