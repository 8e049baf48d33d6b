/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which settings of rtcsink cannot work, and what to write instead.  A message
 * never repeats a TURN server: it holds a password. */
#include "rtcsink.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

static gboolean
has_host (const gchar * text, const gchar * const *schemes)
{
  for (guint i = 0; schemes[i] != NULL; i++) {
    if (g_str_has_prefix (text, schemes[i]))
      return text[strlen (schemes[i])] != '\0';
  }
  return FALSE;
}

static gchar *
check_turn (const gchar * property, const gchar * server)
{
  static const gchar *const turn[] = { "turn://", "turns://", NULL };

  if (server == NULL || !has_host (server, turn))
    return g_strdup_printf ("%s is not of the form "
        "turn://user:password@host:port, or turns:// for TLS.", property);
  return NULL;
}

static gchar *
check_servers (const GstRtcSinkSettings * s)
{
  static const gchar *const stun[] = { "stun://", NULL };
  guint n = gst_value_array_get_size (&s->turn_servers);
  gboolean relay = s->turn_server != NULL || n > 0;
  gchar *problem = NULL;

  if (s->stun_server != NULL && !has_host (s->stun_server, stun))
    return g_strdup_printf ("stun-server \"%s\" is not of the form "
        "stun://host:port.", s->stun_server);
  if (s->turn_server != NULL)
    problem = check_turn ("turn-server", s->turn_server);
  for (guint i = 0; i < n && problem == NULL; i++) {
    g_autofree gchar *name = g_strdup_printf ("turn-servers: number %u", i + 1);

    problem = check_turn (name, g_value_get_string (gst_value_array_get_value
            (&s->turn_servers, i)));
  }
  if (problem != NULL)
    return problem;
  if (s->ice_transport_policy != 0 && !relay)
    return g_strdup ("ice-transport-policy=relay needs a relay: set "
        "turn-server.");
  return NULL;
}

static gchar *
check_caps (const gchar * name, const GstCaps * caps, RtcMediaKind kind)
{
  for (guint i = 0; i < gst_caps_get_size (caps); i++) {
    const gchar *type = gst_structure_get_name (gst_caps_get_structure (caps,
            i));
    const RtcCodecInfo *info = rtc_codec_table_find_media_type (type);

    if (info == NULL || info->kind != kind)
      return g_strdup_printf ("%s names %s, which is not one of %s.", name,
          type, kind == RTC_MEDIA_VIDEO ?
          "video/x-vp8, video/x-vp9, video/x-h264, video/x-h265" :
          "audio/x-opus, audio/x-mulaw, audio/x-alaw");
  }
  return NULL;
}

static gchar *
check_drop_directory (const gchar * directory)
{
  if (directory == NULL)
    return NULL;
  if (!g_file_test (directory, G_FILE_TEST_IS_DIR))
    return g_strdup_printf ("drop-directory \"%s\" is no directory: make it "
        "first, or name another one.", directory);
  if (g_access (directory, W_OK | X_OK) != 0)
    return g_strdup_printf ("drop-directory \"%s\" cannot be written to: "
        "change its permissions, or name another one.", directory);
  return NULL;
}

static gchar *
check_locked (const GstRtcSinkSettings * s)
{
  gchar *problem = check_servers (s);

  if (problem == NULL)
    problem = check_caps ("video-caps", s->video_caps, RTC_MEDIA_VIDEO);
  if (problem == NULL)
    problem = check_caps ("audio-caps", s->audio_caps, RTC_MEDIA_AUDIO);
  if (problem == NULL)
    problem = check_drop_directory (s->drop_directory);
  if (problem != NULL)
    return problem;
  if (s->address == NULL)
    return g_strdup ("address is empty: 127.0.0.1 is this machine only, "
        "0.0.0.0 all interfaces.");
  if (s->max_rtp_port != 0 && s->min_rtp_port > s->max_rtp_port)
    return g_strdup_printf ("min-rtp-port %u is above max-rtp-port %u.",
        s->min_rtp_port, s->max_rtp_port);
  if (s->min_bitrate > s->max_bitrate)
    return g_strdup_printf ("min-bitrate %u is above max-bitrate %u.",
        s->min_bitrate, s->max_bitrate);
  return NULL;
}

/* NULL: the settings make sense.  Otherwise what to change, in a sentence.
 * Any thread; transfer full. */
gchar *
gst_rtc_sink_settings_check (GstRtcSink * self)
{
  gchar *problem;

  GST_OBJECT_LOCK (self);
  problem = check_locked (&self->settings);
  GST_OBJECT_UNLOCK (self);
  return problem;
}
