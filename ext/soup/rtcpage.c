/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcserverprivate.h"
#include "rtcpageresource.h"

#include <string.h>

#define FOLDER "/org/gst-rtc/soup/"

static const gchar *const styles[] = { "style.css", "side.css", NULL };

/* In the order in which they are run: the last one starts the page */
static const gchar *const scripts[] = { "base.js", "stats.js", "chat.js",
  "transfer.js", "drop.js", "keys.js", "control.js", "side.js", "session.js",
  "player.js", NULL
};

/* One file, made of its parts in the library, and the policy that goes with it */
typedef struct
{
  GString *html;
  gchar *policy;
} Page;

static void
append_part (GString * to, const gchar * name)
{
  g_autoptr (GBytes) part = NULL;
  g_autofree gchar *path = g_strconcat (FOLDER, name, NULL);

  part = g_resource_lookup_data (rtc_page_resource_get_resource (), path,
      G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_string_append_len (to, g_bytes_get_data (part, NULL),
      g_bytes_get_size (part));
}

static void
append_parts (GString * to, const gchar * const *names)
{
  for (; *names; names++)
    append_part (to, *names);
}

/* 'sha256-…' of what stands between a tag and its end (CSP level 3) */
static gchar *
hash_source (const GString * text)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree gchar *base64 = NULL;
  guint8 digest[32];
  gsize size = sizeof (digest);

  g_checksum_update (sum, (const guchar *) text->str, text->len);
  g_checksum_get_digest (sum, digest, &size);
  base64 = g_base64_encode (digest, size);
  return g_strdup_printf ("'sha256-%s'", base64);
}

/* The page may run its own script and talk to its own server: no more */
static gpointer
make_page (gpointer unused)
{
  g_autoptr (GString) style = g_string_new (NULL);
  g_autoptr (GString) script = g_string_new (NULL);
  g_autofree gchar *style_hash = NULL, *script_hash = NULL;
  Page *page = g_new (Page, 1);

  append_parts (style, styles);
  append_parts (script, scripts);
  page->html = g_string_new (NULL);
  append_part (page->html, "index.html");
  g_string_replace (page->html, "@STYLE@", style->str, 1);
  g_string_replace (page->html, "@SCRIPT@", script->str, 1);

  style_hash = hash_source (style);
  script_hash = hash_source (script);
  page->policy = g_strdup_printf ("default-src 'none'; script-src %s; "
      "style-src %s; connect-src 'self'; img-src data:; media-src 'self' "
      "blob: mediastream:; base-uri 'none'; form-action 'none'; "
      "frame-ancestors 'none'", script_hash, style_hash);
  return page;
}

/* GET / */
void
rtc_page_serve (SoupServerMessage * msg)
{
  static GOnce once = G_ONCE_INIT;
  const Page *page = g_once (&once, make_page, NULL);

  rtc_http_reply_headers (msg);
  soup_message_headers_replace (soup_server_message_get_response_headers (msg),
      "Content-Security-Policy", page->policy);
  soup_server_message_set_status (msg, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (msg, "text/html; charset=utf-8",
      SOUP_MEMORY_STATIC, page->html->str, page->html->len);
}

/* GET /streams: what the page has to know before it makes an offer.  Ids and
 * URIs need no escaping: see rtc_guard_stream_id (),
 * rtc_server_make_stun_uri (). */
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
    g_autofree gchar *ice = s->stun_uri ?
        g_strdup_printf ("{\"urls\":\"%s\"}", s->stun_uri) : g_strdup ("");

    g_string_append_printf (json, "%s{\"id\":%s,\"whep\":\"/whep/%s\","
        "\"audio\":%u,\"video\":%u,\"viewers\":%u,\"iceServers\":[%s],"
        "\"chat\":%s,\"files\":%" G_GUINT64_FORMAT ",\"control\":%s}",
        i > 0 ? "," : "", id, s->id ? s->id : "-",
        rtc_audience_count_tracks (s->audience, RTC_MEDIA_AUDIO),
        rtc_audience_count_tracks (s->audience, RTC_MEDIA_VIDEO),
        rtc_audience_count_viewers (s->audience), ice,
        s->chat ? "true" : "false", s->files, s->control ? "true" : "false");
  }
  g_string_append (json, "]\n");

  rtc_http_reply_headers (msg);
  size = json->len;
  soup_server_message_set_status (msg, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (msg, "application/json",
      SOUP_MEMORY_TAKE, g_string_free (json, FALSE), size);
}
