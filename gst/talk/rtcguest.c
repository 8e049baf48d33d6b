/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One viewer's channels:
 *
 *   media loop ── RtcData ──► strand: by label, to one of
 *                               rtcguest-chat.c     the room of the stream
 *                               rtcguest-file.c     a file in drop-directory
 *                               rtcguest-control.c  events for the pipeline
 *
 * A channel's part holds the guest, and goes when the channel is closed. */
#include "rtctalk-private.h"

/* --- what the data tell, on the strand ------------------------------------------- */

static gboolean
open_channel (RtcGuest * guest, RtcDataChannel * channel)
{
  const RtcTalkConfig *config = &guest->talk->config;
  const gchar *label = rtc_data_channel_get_config (channel)->label;

  if (config->chat && g_str_equal (label, "chat"))
    return rtc_guest_open_chat (guest, channel);
  if (config->drop_directory != NULL && g_str_equal (label, "file"))
    return rtc_guest_open_file (guest, channel);
  if (config->control && g_str_equal (label, "control"))
    return rtc_guest_open_control (guest, channel);
  return FALSE;
}

static void
on_channel (RtcData * data, RtcDataChannel * channel, gpointer user_data)
{
  RtcGuest *guest = user_data;

  if (open_channel (guest, channel))
    return;
  rtc_guest_count (guest, channels_refused);
  rtc_data_channel_close (channel);
}

/* --- life ---------------------------------------------------------------------------- */

/* Any thread; transfer: full */
RtcGuest *
rtc_guest_new (RtcTalk * talk, const gchar * viewer_id)
{
  static const RtcDataEvents events = {.channel = on_channel };
  RtcGuest *guest = g_new0 (RtcGuest, 1);

  guest->refcount = 1;
  guest->talk = rtc_talk_ref (talk);
  guest->id = g_strdup (viewer_id);
  guest->strand = rtc_strand_new ();
  guest->data = rtc_data_new (guest->strand, &events, guest);
  g_mutex_init (&guest->lock);
  rtc_talk_enter (talk, guest);
  return guest;
}

RtcGuest *
rtc_guest_ref (RtcGuest * guest)
{
  g_atomic_int_inc (&guest->refcount);
  return guest;
}

/* Any thread; it has been closed, and its data have been disconnected */
void
rtc_guest_unref (RtcGuest * guest)
{
  if (!g_atomic_int_dec_and_test (&guest->refcount))
    return;
  rtc_data_unref (guest->data);
  rtc_strand_unref (guest->strand);
  rtc_talk_unref (guest->talk);
  g_mutex_clear (&guest->lock);
  g_free (guest->id);
  g_free (guest);
}

/* For the transport's loop; transfer: none */
RtcData *
rtc_guest_get_data (RtcGuest * guest)
{
  return guest->data;
}

/* Everything else that was posted has run */
static void
end (gpointer user_data)
{
  RtcGuest *guest = user_data;

  rtc_talk_leave (guest->talk, guest);
}

/* Any thread.  The channels' parts go on the strand: a callback that runs right
 * now finishes, and what the viewer holds down is let go of; nothing else is
 * told. */
void
rtc_guest_close (RtcGuest * guest)
{
  if (!g_atomic_int_compare_and_exchange (&guest->closed, FALSE, TRUE))
    return;
  rtc_data_close (guest->data);
  rtc_strand_post (guest->strand, end, rtc_guest_ref (guest),
      (GDestroyNotify) rtc_guest_unref);
}

/* Any thread.  What it did, and what of that was dropped. */
void
rtc_guest_add_stats (RtcGuest * guest, GstStructure * stats)
{
  RtcDataDrops drops;
  RtcGuestStats now;

  rtc_data_get_drops (guest->data, &drops);
  g_mutex_lock (&guest->lock);
  now = guest->stats;
  g_mutex_unlock (&guest->lock);
  gst_structure_set (stats,
      "number", G_TYPE_UINT, guest->number,
      "chat-messages", G_TYPE_UINT64, now.chat_messages,
      "chat-dropped", G_TYPE_UINT64, now.chat_dropped,
      "chat-missed", G_TYPE_UINT64, now.chat_missed,
      "files-received", G_TYPE_UINT64, now.files_received,
      "files-refused", G_TYPE_UINT64, now.files_refused,
      "control-events", G_TYPE_UINT64, now.control_events,
      "control-dropped", G_TYPE_UINT64, now.control_dropped,
      "channels-refused", G_TYPE_UINT64,
      now.channels_refused + drops.refused,
      "data-dropped", G_TYPE_UINT64, drops.malformed + drops.astray, NULL);
}
