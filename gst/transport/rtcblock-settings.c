/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A block's settings as its ends want them.  They are text from a user: each
 * reader is strict and says what it wants. */
#include "rtcblock-private.h"

#include <gio/gio.h>
#include <string.h>

gchar *
rtc_block_dup_string (RtcBlock * block, RtcBlockEnd end, const gchar * name)
{
  gchar *text;

  g_mutex_lock (&block->lock);
  text = g_strdup (gst_structure_get_string (block->settings[end], name));
  g_mutex_unlock (&block->lock);
  return text;
}

/* What stands between commas or line ends, without white space around it;
 * never NULL */
gchar **
rtc_block_dup_list (RtcBlock * block, RtcBlockEnd end, const gchar * name)
{
  g_autofree gchar *text = rtc_block_dup_string (block, end, name);
  g_auto (GStrv) parts = g_strsplit_set (text != NULL ? text : "", ",\r\n", -1);
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++) {
    if (*g_strstrip (parts[i]) != '\0')
      g_strv_builder_add (list, parts[i]);
  }
  return g_strv_builder_end (list);
}

/* An integer, a boolean or an enum */
gint
rtc_block_get_int (RtcBlock * block, RtcBlockEnd end, const gchar * name,
    gint fallback)
{
  const GValue *found;

  g_mutex_lock (&block->lock);
  found = gst_structure_get_value (block->settings[end], name);
  if (found != NULL) {
    if (G_VALUE_HOLDS_BOOLEAN (found))
      fallback = g_value_get_boolean (found);
    else if (G_VALUE_HOLDS_ENUM (found))
      fallback = g_value_get_enum (found);
    else
      fallback = g_value_get_uint (found);
  }
  g_mutex_unlock (&block->lock);
  return fallback;
}

/* @size bytes in hexadecimal digits or in base64.  FALSE: something else. */
gboolean
rtc_block_read_key (const gchar * text, guint8 * key, gsize size)
{
  g_autofree guchar *bytes = NULL;
  gsize n;
  gboolean ok = TRUE;

  if (strlen (text) == 2 * size) {
    for (gsize i = 0; ok && i < size; i++) {
      gint high = g_ascii_xdigit_value (text[2 * i]);
      gint low = g_ascii_xdigit_value (text[2 * i + 1]);

      ok = high >= 0 && low >= 0;
      key[i] = high << 4 | low;
    }
    return ok;
  }
  bytes = g_base64_decode (text, &n);
  ok = bytes != NULL && n == size;
  if (ok)
    memcpy (key, bytes, size);
  if (bytes != NULL)
    explicit_bzero (bytes, n);
  return ok;
}

/* Transfer full.  @pem: PEM text, or the name of a file that holds it; NULL:
 * the process's own certificate. */
RtcCertificate *
rtc_block_read_certificate (const gchar * pem, GError ** error)
{
  g_autofree gchar *text = NULL;

  if (pem == NULL) {
    RtcCertificate *certificate = rtc_certificate_get_default ();

    return certificate != NULL ? certificate : rtc_certificate_new (error);
  }
  if (strstr (pem, "-----BEGIN ") != NULL)
    return rtc_certificate_new_from_pem (pem, error);
  if (!g_file_get_contents (pem, &text, NULL, error))
    return NULL;
  return rtc_certificate_new_from_pem (text, error);
}
