/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcserverprivate.h"
#include "rtcpageresource.h"

#include <string.h>

#define PAGE_PATH "/org/gst-rtc/soup/index.html"

/* 'sha256-…' of what stands between <tag> and </tag> (CSP level 3) */
static gchar *
hash_element (const gchar * page, const gchar * tag)
{
  g_autofree gchar *open = g_strdup_printf ("<%s>", tag);
  g_autofree gchar *close = g_strdup_printf ("</%s>", tag);
  const gchar *begin = strstr (page, open);
  const gchar *end = begin != NULL ? strstr (begin, close) : NULL;
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree gchar *base64 = NULL;
  guint8 digest[32];
  gsize size = sizeof (digest);

  g_return_val_if_fail (end != NULL, g_strdup ("'none'"));
  begin += strlen (open);
  g_checksum_update (sum, (const guchar *) begin, end - begin);
  g_checksum_get_digest (sum, digest, &size);
  base64 = g_base64_encode (digest, size);
  return g_strdup_printf ("'sha256-%s'", base64);
}

/* The page may run its own script and talk to its own server: no more */
static const gchar *
page_policy (const gchar * page)
{
  static gsize policy = 0;

  if (g_once_init_enter (&policy)) {
    g_autofree gchar *script = hash_element (page, "script");
    g_autofree gchar *style = hash_element (page, "style");
    gchar *text = g_strdup_printf ("default-src 'none'; script-src %s; "
        "style-src %s; connect-src 'self'; img-src data:; media-src 'self' "
        "blob: mediastream:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'", script, style);

    g_once_init_leave (&policy, (gsize) text);
  }
  return (const gchar *) policy;
}

/* GET / */
void
rtc_page_serve (SoupServerMessage * msg)
{
  g_autoptr (GBytes) page = g_resource_lookup_data
      (rtc_page_resource_get_resource (), PAGE_PATH,
      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size;
  const gchar *data = g_bytes_get_data (page, &size);

  rtc_http_reply_headers (msg);
  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
      "Content-Security-Policy", page_policy (data));
  soup_server_message_set_status (msg, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (msg, "text/html; charset=utf-8",
      SOUP_MEMORY_COPY, data, size);
}

/* GET /streams: what the page has to know before it makes an offer.  Ids need
 * no escaping: see rtc_guard_stream_id (). */
void
rtc_page_serve_streams (RtcServer * server, SoupServerMessage * msg,
    RtcStream ** streams, guint n_streams)
{
  GString *json = g_string_new ("[");
  gsize size;

  for (guint i = 0; i < n_streams; i++) {
    RtcStream *s = streams[i];
    g_autofree gchar *id = s->id ? g_strdup_printf ("\"%s\"", s->id)
        : g_strdup ("null");

    g_string_append_printf (json, "%s{\"id\":%s,\"whep\":\"/whep/%s\","
        "\"audio\":%u,\"video\":%u,\"viewers\":%u}", i > 0 ? "," : "", id,
        s->id ? s->id : "-",
        rtc_audience_count_tracks (s->audience, RTC_MEDIA_AUDIO),
        rtc_audience_count_tracks (s->audience, RTC_MEDIA_VIDEO),
        rtc_audience_count_viewers (s->audience));
  }
  g_string_append (json, "]\n");

  rtc_http_reply_headers (msg);
  size = json->len;
  soup_server_message_set_status (msg, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (msg, "application/json",
      SOUP_MEMORY_TAKE, g_string_free (json, FALSE), size);
}
