/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

/* What session and section have alike: direction, extmap, unknown ones */

static const gchar *const direction_names[] =
    { "inactive", "sendonly", "recvonly", "sendrecv" };

const gchar *
rtc_sdp_direction_name (RtcDirection direction)
{
  return direction_names[direction];
}

gboolean
rtc_sdp_read_direction (const gchar * name, RtcDirection * direction)
{
  for (guint i = 0; i < G_N_ELEMENTS (direction_names); i++) {
    if (g_str_equal (name, direction_names[i])) {
      *direction = i;
      return TRUE;
    }
  }
  return FALSE;
}

static void
extmap_free (gpointer data)
{
  RtcSdpExtmap *extmap = data;

  g_free (extmap->uri);
  g_free (extmap->parameters);
  g_free (extmap);
}

GPtrArray *
rtc_sdp_extmaps_new (void)
{
  return g_ptr_array_new_with_free_func (extmap_free);
}

/* The numbers up to 255 are ids, those from 4096 on stand for "any id will do"
 * in an offer (RFC 8285 section 6). */
static gboolean
read_extmap_id (RtcSdpExtmap * extmap, gchar * word)
{
  g_auto (GStrv) parts = g_strsplit (word, "/", 2);
  guint64 id;

  if (!rtc_sdp_number (parts[0], 1, 4351, &id))
    return FALSE;
  extmap->id = id;
  extmap->direction = RTC_DIRECTION_SENDRECV;
  extmap->has_direction = parts[1] != NULL;
  return !parts[1] || rtc_sdp_read_direction (parts[1], &extmap->direction);
}

RtcSdpRead
rtc_sdp_read_extmap (GPtrArray * extmaps, const gchar * value, GError ** error)
{
  g_autofree gchar *id = NULL;
  RtcSdpExtmap *extmap;
  const gchar *rest;

  if (!value || !rtc_sdp_split (value, &id, &rest))
    return rtc_sdp_malformed (error, "extmap");

  extmap = g_new0 (RtcSdpExtmap, 1);
  g_ptr_array_add (extmaps, extmap);
  if (!read_extmap_id (extmap, id))
    return rtc_sdp_malformed (error, "extmap");
  if (rtc_sdp_split (rest, &extmap->uri, &value))
    extmap->parameters = g_strdup (value);
  else
    extmap->uri = g_strchomp (g_strdup (rest));
  return RTC_SDP_READ_DONE;
}

void
rtc_sdp_extmaps_print (const GPtrArray * extmaps, GString * out)
{
  for (guint i = 0; i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    g_string_append_printf (out, "a=extmap:%u", extmap->id);
    if (extmap->has_direction)
      g_string_append_printf (out, "/%s",
          rtc_sdp_direction_name (extmap->direction));
    g_string_append_printf (out, " %s", extmap->uri);
    if (extmap->parameters)
      g_string_append_printf (out, " %s", extmap->parameters);
    g_string_append (out, "\r\n");
  }
}

static void
attribute_free (gpointer data)
{
  RtcSdpAttribute *attribute = data;

  g_free (attribute->name);
  g_free (attribute->value);
  g_free (attribute);
}

GPtrArray *
rtc_sdp_attributes_new (void)
{
  return g_ptr_array_new_with_free_func (attribute_free);
}

void
rtc_sdp_add_attribute (GPtrArray * attributes, const gchar * name,
    const gchar * value)
{
  RtcSdpAttribute *attribute = g_new0 (RtcSdpAttribute, 1);

  attribute->name = g_strdup (name);
  attribute->value = g_strdup (value);
  g_ptr_array_add (attributes, attribute);
}

void
rtc_sdp_attributes_print (const GPtrArray * attributes, GString * out)
{
  for (guint i = 0; i < attributes->len; i++) {
    const RtcSdpAttribute *attribute = g_ptr_array_index (attributes, i);

    if (attribute->value)
      g_string_append_printf (out, "a=%s:%s\r\n", attribute->name,
          attribute->value);
    else
      g_string_append_printf (out, "a=%s\r\n", attribute->name);
  }
}
