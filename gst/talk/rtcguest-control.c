/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A viewer's channel "control" */
#include "rtctalk-private.h"

#include "rtcheld.h"

typedef struct
{
  RtcGuest *guest;
  RtcHeld held;
} Part;

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  Part *part = user_data;
  RtcGuest *guest = part->guest;
  RtcTalk *talk = guest->talk;
  RtcControl control;
  gconstpointer data;
  gsize size;

  data = g_bytes_get_data (message, &size);
  if (!is_string || !rtc_control_parse (data, size, &control)
      || !rtc_held_note (&part->held, &control)) {
    rtc_guest_count (guest, control_dropped);
    return;
  }
  rtc_guest_count (guest, control_events);
  talk->events.control (guest->id, &control, talk->user_data);
}

/* However the viewer has gone: a page that is closed lets go of nothing */
static void
part_free (gpointer user_data)
{
  Part *part = user_data;
  RtcGuest *guest = part->guest;
  RtcTalk *talk = guest->talk;
  RtcControl control;

  while (rtc_held_release (&part->held, &control))
    talk->events.control (guest->id, &control, talk->user_data);
  guest->has_control = FALSE;
  rtc_guest_unref (guest);
  g_free (part);
}

gboolean
rtc_guest_open_control (RtcGuest * guest, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents events = {.message = on_message };
  Part *part;

  if (guest->has_control)
    return FALSE;
  guest->has_control = TRUE;
  part = g_new0 (Part, 1);
  part->guest = rtc_guest_ref (guest);
  rtc_data_channel_watch (channel, &events, part, part_free);
  return TRUE;
}
