/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* certificate: W3C webrtc-stats section 8.15 */
#include "rtcpeerstats.h"

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END "-----END CERTIFICATE-----"

/* The first certificate in @pem, without the line ends; NULL: none */
static gchar *
get_base64 (const gchar * pem)
{
  const gchar *start = strstr (pem, BEGIN), *end;
  GString *text;

  if (start == NULL || (end = strstr (start, END)) == NULL)
    return NULL;
  text = g_string_new (NULL);
  for (start += strlen (BEGIN); start < end; start++)
    if (!g_ascii_isspace (*start))
      g_string_append_c (text, *start);
  return g_string_free (text, FALSE);
}

/* "AB:CD:…", RFC 8122 section 5 */
static gchar *
get_fingerprint (const gchar * base64)
{
  gsize size = 0;
  g_autofree guchar *der = g_base64_decode (base64, &size);
  g_autofree gchar *hex =
      g_compute_checksum_for_data (G_CHECKSUM_SHA256, der, size);
  GString *text = g_string_new (NULL);

  for (const gchar * at = hex; *at != '\0'; at += 2)
    g_string_append_printf (text, "%s%c%c", at == hex ? "" : ":",
        g_ascii_toupper (at[0]), g_ascii_toupper (at[1]));
  return g_string_free (text, FALSE);
}

gchar *
rtc_stats_write_certificate (RtcStats * self, const gchar * pem)
{
  g_autofree gchar *base64 = pem != NULL ? get_base64 (pem) : NULL;
  g_autofree gchar *fingerprint = NULL;
  GstStructure *entry;
  gchar *id;

  if (base64 == NULL)
    return NULL;
  fingerprint = get_fingerprint (base64);
  id = rtc_stats_id (self, "certificate-stats", fingerprint);
  entry = rtc_stats_entry (self, GST_WEBRTC_STATS_CERTIFICATE, id);
  gst_structure_set (entry, "fingerprint", G_TYPE_STRING, fingerprint,
      "fingerprint-algorithm", G_TYPE_STRING, "sha-256",
      "base64-certificate", G_TYPE_STRING, base64, NULL);
  rtc_stats_take (self, entry);
  return id;
}
