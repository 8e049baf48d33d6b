/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What caps of RTP say: codecs, feedback, header extensions. */
#include "rtcnegotiator.h"

#include <string.h>

/* Any payload type will do */
#define ANY_PT 255
#define MAX_FORMATS 64

/* Fields that GStreamer's elements put beside what belongs into an a=fmtp line
 * (gst_sdp_media_set_media_from_caps () leaves out the same) */
static gboolean
is_parameter (const gchar * field)
{
  static const gchar *const names[] = { "media", "payload", "clock-rate",
    "encoding-name", "encoding-params", "ssrc", "timestamp-offset",
    "seqnum-offset", "seqnum-base", "clock-base", "framerate", "cname",
    "ptime", "maxptime", NULL
  };
  static const gchar *const prefixes[] = { "srtp-", "srtcp-", "rtcp-fb-",
    "a-", "x-", "extmap-", "rid-", "ssrc-", "npt-", "play-", "framesize-", NULL
  };

  if (g_strv_contains (names, field))
    return FALSE;
  for (guint i = 0; prefixes[i] != NULL; i++)
    if (g_str_has_prefix (field, prefixes[i]))
      return FALSE;
  return TRUE;
}

/* "nack-pli" of "rtcp-fb-nack-pli" is "nack pli", "transport-cc" one word */
static gchar *
feedback_from_field (const gchar * field)
{
  static const gchar *const first_words[] = { "nack-", "ccm-", "ack-", NULL };
  gchar *value = g_strdup (field + strlen ("rtcp-fb-"));

  for (guint i = 0; first_words[i] != NULL; i++)
    if (g_str_has_prefix (value, first_words[i]))
      value[strlen (first_words[i]) - 1] = ' ';
  return value;
}

/* What webrtcbin adds to the feedback of caps, unless they say FALSE */
static void
add_usual (GPtrArray * feedback, const GstStructure * s, gboolean video)
{
  static const gchar *const fields[] = { "rtcp-fb-transport-cc",
    "rtcp-fb-nack", "rtcp-fb-nack-pli", "rtcp-fb-ccm-fir"
  };

  for (guint i = 0; i < (video ? G_N_ELEMENTS (fields) : 1); i++)
    if (!gst_structure_has_field (s, fields[i]))
      g_ptr_array_add (feedback, feedback_from_field (fields[i]));
}

typedef struct
{
  GString *fmtp;
  GPtrArray *feedback;
  gboolean says_feedback;
} Fields;

static gboolean
read_field (GQuark quark, const GValue * value, gpointer user_data)
{
  Fields *fields = user_data;
  const gchar *name = g_quark_to_string (quark);

  if (g_str_has_prefix (name, "rtcp-fb-")) {
    fields->says_feedback = TRUE;
    if (G_VALUE_HOLDS_BOOLEAN (value) && g_value_get_boolean (value))
      g_ptr_array_add (fields->feedback, feedback_from_field (name));
  } else if (G_VALUE_HOLDS_STRING (value) && is_parameter (name)) {
    g_string_append_printf (fields->fmtp, "%s%s=%s",
        fields->fmtp->len > 0 ? ";" : "", name, g_value_get_string (value));
  }
  return TRUE;
}

static guint8
get_payload (const GstStructure * s)
{
  gint pt;

  if (!gst_structure_get_int (s, "payload", &pt) || pt < 0 || pt > 127)
    return ANY_PT;
  return pt;
}

static guint
get_channels (const GstStructure * s, const gchar * name)
{
  const gchar *params = gst_structure_get_string (s, "encoding-params");
  guint64 channels;
  gint n;

  if (params != NULL
      && g_ascii_string_to_unsigned (params, 10, 1, 255, &channels, NULL))
    return channels;
  /* RFC 7587: always two, whatever it carries */
  if (g_ascii_strcasecmp (name, "OPUS") == 0)
    return 2;
  return gst_structure_get_int (s, "channels", &n) && n > 0 && n < 256 ? n : 1;
}

/* Codec-preferences may name the codec alone */
static gint
get_clock_rate (const GstStructure * s, const gchar * name)
{
  static const struct
  {
    const gchar *name;
    gint rate;
  } rates[] = {
    {"VP8", 90000}, {"VP9", 90000}, {"AV1", 90000}, {"H264", 90000},
    {"H265", 90000}, {"OPUS", 48000}, {"PCMU", 8000}, {"PCMA", 8000},
    {"G722", 8000},
  };
  gint rate;

  if (gst_structure_get_int (s, "clock-rate", &rate))
    return rate;
  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    if (g_ascii_strcasecmp (rates[i].name, name) == 0)
      return rates[i].rate;
  return 0;
}

static void
add_format (GArray * formats, const GstStructure * s, const gchar * name)
{
  gint clock_rate = get_clock_rate (s, name);
  gboolean video = g_strcmp0 (gst_structure_get_string (s, "media"),
      "video") == 0;
  Fields fields = { NULL, };
  RtcJsepFormat format = { 0, };

  if (formats->len >= MAX_FORMATS || clock_rate <= 0)
    return;
  fields.fmtp = g_string_new (NULL);
  fields.feedback = g_ptr_array_new_with_free_func (g_free);
  gst_structure_foreach (s, read_field, &fields);
  rtc_codec_init (&format.codec, name, clock_rate,
      video ? 1 : get_channels (s, name), get_payload (s),
      fields.fmtp->len > 0 ? fields.fmtp->str : NULL);
  if (fields.says_feedback) {
    add_usual (fields.feedback, s, video);
    g_ptr_array_add (fields.feedback, NULL);
    format.feedback = (gchar **) g_ptr_array_steal (fields.feedback, NULL);
  }
  g_array_append_val (formats, format);
  g_string_free (fields.fmtp, TRUE);
  g_ptr_array_unref (fields.feedback);
}

/* One for each name of a list, as templates of payloaders have it */
static void
add_structure (GArray * formats, const GstStructure * s)
{
  const GValue *names = gst_structure_get_value (s, "encoding-name");

  if (!gst_structure_has_name (s, "application/x-rtp") || names == NULL)
    return;
  if (G_VALUE_HOLDS_STRING (names)) {
    add_format (formats, s, g_value_get_string (names));
  } else if (GST_VALUE_HOLDS_LIST (names)) {
    for (guint i = 0; i < gst_value_list_get_size (names); i++) {
      const GValue *name = gst_value_list_get_value (names, i);

      if (G_VALUE_HOLDS_STRING (name))
        add_format (formats, s, g_value_get_string (name));
    }
  }
}

GArray *
rtc_caps_to_formats (const GstCaps * caps)
{
  GArray *formats = g_array_new (FALSE, FALSE, sizeof (RtcJsepFormat));

  if (caps != NULL && !gst_caps_is_any (caps))
    for (guint i = 0; i < gst_caps_get_size (caps); i++)
      add_structure (formats, gst_caps_get_structure (caps, i));
  return formats;
}

void
rtc_caps_formats_free (GArray * formats)
{
  for (guint i = 0; i < formats->len; i++) {
    RtcJsepFormat *format = &g_array_index (formats, RtcJsepFormat, i);

    rtc_codec_clear (&format->codec);
    g_strfreev (format->feedback);
  }
  g_array_unref (formats);
}

static const GstStructure *
first_structure (const GstCaps * caps)
{
  if (caps == NULL || gst_caps_is_any (caps) || gst_caps_is_empty (caps))
    return NULL;
  return gst_caps_get_structure (caps, 0);
}

gboolean
rtc_caps_get_kind (const GstCaps * caps, RtcMediaKind * kind)
{
  const GstStructure *s = first_structure (caps);
  const gchar *media = s ? gst_structure_get_string (s, "media") : NULL;

  if (g_strcmp0 (media, "audio") != 0 && g_strcmp0 (media, "video") != 0)
    return FALSE;
  *kind = *media == 'a' ? RTC_MEDIA_AUDIO : RTC_MEDIA_VIDEO;
  return TRUE;
}

gchar *
rtc_caps_to_mid (const GstCaps * caps)
{
  const GstStructure *s = first_structure (caps);

  return s != NULL ? g_strdup (gst_structure_get_string (s, "a-mid")) : NULL;
}

/* Of "send hi;mid;~lo": the first alternative of each stream */
static void
add_simulcast (GPtrArray * rids, const gchar * simulcast,
    const gchar * direction)
{
  g_auto (GStrv) words = g_strsplit (simulcast, " ", 5);

  for (guint i = 0; words[i] != NULL && words[i + 1] != NULL; i++) {
    g_auto (GStrv) streams = NULL;

    if (!g_str_equal (words[i], direction))
      continue;
    streams = g_strsplit (words[i + 1], ";", MAX_FORMATS);
    for (guint j = 0; streams[j] != NULL; j++) {
      const gchar *rid = streams[j] + (*streams[j] == '~');
      gsize size = strcspn (rid, ",");

      if (size > 0)
        g_ptr_array_add (rids, g_strndup (rid, size));
    }
    return;
  }
}

typedef struct
{
  GPtrArray *rids;
  const gchar *direction;
} Rids;

/* "rid-hi=send" or "rid-hi=<send, …>" */
static gboolean
read_rid (GQuark quark, const GValue * value, gpointer user_data)
{
  const Rids *self = user_data;
  const gchar *name = g_quark_to_string (quark);

  if (!g_str_has_prefix (name, "rid-"))
    return TRUE;
  if (GST_VALUE_HOLDS_ARRAY (value) && gst_value_array_get_size (value) > 0)
    value = gst_value_array_get_value (value, 0);
  if (G_VALUE_HOLDS_STRING (value)
      && g_strcmp0 (g_value_get_string (value), self->direction) == 0)
    g_ptr_array_add (self->rids, g_strdup (name + strlen ("rid-")));
  return TRUE;
}

gchar **
rtc_caps_to_rids (const GstCaps * caps, gboolean send)
{
  const GstStructure *s = first_structure (caps);
  g_autoptr (GPtrArray) rids = NULL;
  Rids reader = {.direction = send ? "send" : "recv" };
  const gchar *simulcast;

  if (s == NULL)
    return NULL;
  reader.rids = rids = g_ptr_array_new ();
  simulcast = gst_structure_get_string (s, "a-simulcast");
  if (simulcast != NULL)
    add_simulcast (rids, simulcast, reader.direction);
  if (rids->len == 0)
    gst_structure_foreach (s, read_rid, &reader);
  if (rids->len == 0)
    return NULL;
  g_ptr_array_add (rids, NULL);
  return (gchar **) g_ptr_array_steal (rids, NULL);
}
