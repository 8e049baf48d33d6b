/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A viewer's channel "file", one for each file:
 *
 *   page                      sink
 *     SIZE newline NAME ─────►  a temporary file
 *     ◄──────────────────── ok  or: no REASON, and it closes
 *     bytes … ───────────────►  written
 *     ◄─────────────── done NAME  renamed; it closes
 */
#include "rtctalk-private.h"

#include <string.h>

#include "rtcdrop.h"
#include "rtcdropname.h"

typedef struct
{
  RtcGuest *guest;
  RtcDrop *drop;                /* while it is being received */
  guint64 size;
  gboolean answered;            /* the first message has come */
} Part;

static void
drop_end (Part * part)
{
  if (part->drop == NULL)
    return;
  g_clear_pointer (&part->drop, rtc_drop_free);
  part->guest->n_files--;
}

static void
part_free (gpointer user_data)
{
  Part *part = user_data;

  drop_end (part);
  rtc_guest_unref (part->guest);
  g_free (part);
}

static void
answer (RtcDataChannel * channel, const gchar * word, const gchar * rest)
{
  gchar *text = g_strconcat (word, rest, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  rtc_data_channel_send (channel, bytes, TRUE, NULL);
}

static void
refuse (Part * part, RtcDataChannel * channel, const gchar * reason)
{
  drop_end (part);
  rtc_guest_count (part->guest, files_refused);
  answer (channel, "no ", reason);
  rtc_data_channel_close (channel);
}

static void
finish (Part * part, RtcDataChannel * channel)
{
  RtcTalk *talk = part->guest->talk;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *location = rtc_drop_finish (part->drop, &error);
  g_autofree gchar *name = NULL;

  if (location == NULL) {
    refuse (part, channel, error->message);
    return;
  }
  drop_end (part);
  name = g_path_get_basename (location);
  rtc_guest_count (part->guest, files_received);
  answer (channel, "done ", name);
  rtc_data_channel_close (channel);
  talk->events.file (part->guest->id, name, location, part->size,
      talk->user_data);
}

static gboolean
is_exact (const RtcDataChannelConfig * config)
{
  return config->ordered && config->max_retransmits < 0
      && config->max_packet_lifetime < 0;
}

static void
begin (Part * part, RtcDataChannel * channel, const gchar * text, gsize length)
{
  const RtcTalkConfig *config = &part->guest->talk->config;
  g_autofree gchar *name = NULL;
  g_autofree gchar *limit = NULL;
  g_autoptr (GError) error = NULL;

  part->answered = TRUE;
  if (!rtc_drop_parse (text, length, &part->size, &name)) {
    refuse (part, channel, "the first message is not a size and a name");
  } else if (!is_exact (rtc_data_channel_get_config (channel))) {
    refuse (part, channel, "the channel has to be ordered and reliable");
  } else if (part->guest->n_files == RTC_GUEST_MAX_FILES) {
    refuse (part, channel, "there are too many files at a time");
  } else if (part->size > config->max_drop_size) {
    limit = g_strdup_printf ("it is larger than %" G_GUINT64_FORMAT " bytes",
        config->max_drop_size);
    refuse (part, channel, limit);
  } else if ((part->drop = rtc_drop_begin (config->drop_directory, name,
              part->size, &error)) == NULL) {
    refuse (part, channel, error->message);
  } else {
    part->guest->n_files++;
    answer (channel, "ok", "");
    if (part->size == 0)
      finish (part, channel);
  }
}

static void
on_message (RtcDataChannel * channel, GBytes * message, gboolean is_string,
    gpointer user_data)
{
  Part *part = user_data;
  g_autoptr (GError) error = NULL;
  gconstpointer data;
  gsize size;

  data = g_bytes_get_data (message, &size);
  if (!part->answered && is_string) {
    begin (part, channel, data, size);
  } else if (!part->answered) {
    part->answered = TRUE;
    refuse (part, channel, "the first message is not a size and a name");
  } else if (part->drop == NULL) {
    return;                     /* it is over, the channel is closing */
  } else if (is_string || size > RTC_GUEST_MAX_MESSAGE) {
    refuse (part, channel, "binary messages of at most 65536 bytes were "
        "expected");
  } else if (!rtc_drop_write (part->drop, data, size, &error)) {
    refuse (part, channel, error->message);
  } else if (rtc_drop_is_complete (part->drop)) {
    finish (part, channel);
  }
}

/* Nothing comes any more: what is not complete never will be */
static void
on_state (RtcDataChannel * channel, RtcDataChannelState state,
    gpointer user_data)
{
  Part *part = user_data;

  if (state >= RTC_DATA_CHANNEL_CLOSING)
    drop_end (part);
}

gboolean
rtc_guest_open_file (RtcGuest * guest, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents events = {.state_changed = on_state,
    .message = on_message
  };
  Part *part = g_new0 (Part, 1);

  part->guest = rtc_guest_ref (guest);
  rtc_data_channel_watch (channel, &events, part, part_free);
  return TRUE;
}
