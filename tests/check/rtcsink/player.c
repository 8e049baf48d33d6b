/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "player.h"

#include <string.h>
#include "nice/rtcnice.h"
#include "transport/rtctransport-private.h"
#include "../soup/httpclient.h"

static RtcLoop *loop;
static RtcCertificate *certificate;

static const gchar *const offer_text =
    "v=0\r\n"
    "o=- 1 2 IN IP4 127.0.0.1\r\n"
    "s=-\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:%s\r\n"
    "a=ice-pwd:%s\r\n"
    "a=fingerprint:%s\r\n"
    "a=setup:actpass\r\n"
    "a=mid:0\r\n"
    "a=recvonly\r\n"
    "a=rtcp-mux\r\n"
    "a=rtcp-rsize\r\n"
    "a=rtpmap:96 VP8/90000\r\n"
    "a=rtcp-fb:96 nack\r\n"
    "a=rtcp-fb:96 nack pli\r\n"
    "a=rtcp-fb:96 ccm fir\r\n"
    "a=rtpmap:97 rtx/90000\r\n" "a=fmtp:97 apt=96\r\n";

void
players_open (void)
{
  loop = rtc_loop_new ("players");
  certificate = rtc_certificate_new (NULL);
}

void
players_close (void)
{
  g_clear_pointer (&loop, rtc_loop_unref);
  g_clear_pointer (&certificate, rtc_certificate_unref);
}

void
player_call (RtcLoopFunc func, gpointer data)
{
  rtc_loop_call (loop, func, data);
}

/* --- what the transport tells ---------------------------------------------- */

static void
on_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason, gpointer user_data)
{
  Player *player = user_data;

  g_mutex_lock (&player->lock);
  if (state == RTC_TRANSPORT_FAILED)
    GST_INFO ("player %p: %s", player, reason);
  player->state = state;
  if (state == RTC_TRANSPORT_CONNECTED)
    player->was_connected = TRUE;
  g_cond_broadcast (&player->cond);
  g_mutex_unlock (&player->lock);
}

static void
on_candidate (RtcTransport * transport, const gchar * candidate,
    gpointer user_data)
{
  Player *player = user_data;

  g_mutex_lock (&player->lock);
  if (candidate != NULL)
    g_ptr_array_add (player->candidates, g_strdup (candidate));
  else
    player->gathered = TRUE;
  g_cond_broadcast (&player->cond);
  g_mutex_unlock (&player->lock);
}

/* The start of a VP8 partition 0 (RFC 7741) whose frame header has the key
 * frame bit clear (RFC 6386 section 9.1) */
static gboolean
begins_keyframe (const guint8 * data, gsize size)
{
  gsize at = 12 + 4 * (data[0] & 0x0f);

  if ((data[0] & 0x10) && at + 4 <= size)
    at += 4 + 4 * GST_READ_UINT16_BE (data + at + 2);
  if (at + 1 > size || (data[at] & 0x1f) != 0x10)
    return FALSE;
  if (data[at] & 0x80) {
    guint8 x = at + 1 < size ? data[at + 1] : 0;

    at++;
    if (x & 0x80)
      at += at + 1 < size && (data[at + 1] & 0x80) ? 2 : 1;
    at += (x & 0x40) ? 1 : 0;
    at += (x & 0x30) ? 1 : 0;
  }
  return at + 1 < size && (data[at + 1] & 1) == 0;
}

static void
on_rtp (RtcTransport * transport, guint8 * data, gsize size, gpointer user_data)
{
  Player *player = user_data;

  g_mutex_lock (&player->lock);
  player->n_rtp++;
  if ((data[1] & 0x7f) == 96) {
    player->ssrc = GST_READ_UINT32_BE (data + 8);
    if (begins_keyframe (data, size))
      player->n_keyframes++;
  }
  g_cond_broadcast (&player->cond);
  g_mutex_unlock (&player->lock);
}

static void
on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data)
{
  Player *player = user_data;

  g_mutex_lock (&player->lock);
  player->n_rtcp++;
  g_cond_broadcast (&player->cond);
  g_mutex_unlock (&player->lock);
}

/* --- life -------------------------------------------------------------------- */

static void
open_on_loop (gpointer data)
{
  static const RtcTransportEvents events = {
    on_state, on_candidate, on_rtp, on_rtcp,
  };
  static const gchar *const addresses[] = { "127.0.0.1", NULL };
  const RtcIceConfig config = {.controlling = TRUE,
    .local_addresses = addresses
  };
  Player *player = data;

  player->transport = rtc_transport_new (loop, rtc_nice_new, &config,
      certificate, &events, player, NULL);
  fail_unless (player->transport != NULL);
  player->ufrag = g_strdup (rtc_transport_get_local_ufrag (player->transport));
  player->pwd = g_strdup (rtc_transport_get_local_pwd (player->transport));
  fail_unless (rtc_transport_gather (player->transport, NULL));
}

static void
close_on_loop (gpointer data)
{
  Player *player = data;

  g_clear_pointer (&player->transport, rtc_transport_free);
}

void
player_init (Player * player, guint16 port)
{
  *player = (Player) {
    .port = port,
    .candidates = g_ptr_array_new_with_free_func (g_free)
  };
  g_mutex_init (&player->lock);
  g_cond_init (&player->cond);
  rtc_loop_call (loop, open_on_loop, player);
  g_mutex_lock (&player->lock);
  while (!player->gathered)
    g_cond_wait (&player->cond, &player->lock);
  g_mutex_unlock (&player->lock);
}

void
player_clear (Player * player)
{
  rtc_loop_call (loop, close_on_loop, player);
  g_ptr_array_unref (player->candidates);
  g_free (player->ufrag);
  g_free (player->pwd);
  g_free (player->location);
  g_free (player->answer);
  g_mutex_clear (&player->lock);
  g_cond_clear (&player->cond);
}

static void
kill_on_loop (gpointer data)
{
  Player *player = data;

  /* without its path the transport has no way to say good-bye */
  g_mutex_lock (&player->transport->send_lock);
  rtc_path_close (&player->transport->path);
  g_mutex_unlock (&player->transport->send_lock);
  g_clear_pointer (&player->transport, rtc_transport_free);
}

void
player_kill (Player * player)
{
  rtc_loop_call (loop, kill_on_loop, player);
}

/* --- WHEP -------------------------------------------------------------------- */

/* What stands behind @name up to the end of its line */
static gchar *
find_line (const gchar * text, const gchar * name)
{
  const gchar *at = strstr (text, name);

  if (at == NULL)
    return NULL;
  at += strlen (name);
  return g_strndup (at, strcspn (at, "\r\n"));
}

guint
player_offer (Player * player, const gchar * path)
{
  g_autoptr (GString) text = g_string_new (NULL);
  HttpAnswer answer;

  g_string_printf (text, offer_text, player->ufrag, player->pwd,
      rtc_certificate_get_fingerprint (certificate));
  for (guint i = 0; i < player->candidates->len; i++)
    g_string_append_printf (text, "a=%s\r\n",
        (gchar *) g_ptr_array_index (player->candidates, i));
  g_string_append (text, "a=end-of-candidates\r\n");
  answer = http_request (player->port, "POST", path, SDP_TYPE, text->str);
  g_free (player->location);
  g_free (player->answer);
  player->status = answer.status;
  player->location = find_line (answer.text, "Location: ");
  player->answer = g_steal_pointer (&answer.text);
  GST_DEBUG ("%s", player->answer);
  return player->status;
}

static void
start_on_loop (gpointer data)
{
  Player *player = data;
  g_autofree gchar *ufrag = find_line (player->answer, "a=ice-ufrag:");
  g_autofree gchar *pwd = find_line (player->answer, "a=ice-pwd:");
  g_autofree gchar *fingerprint = find_line (player->answer,
      "a=fingerprint:");
  g_auto (GStrv) lines = g_strsplit (player->answer, "\r\n", -1);
  const gchar *fingerprints[] = { fingerprint, NULL };
  const RtcTransportRemote remote = { ufrag, pwd, fingerprints, TRUE };

  fail_unless (rtc_transport_set_remote (player->transport, &remote, NULL));
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "a=candidate:"))
      rtc_transport_add_remote_candidate (player->transport, lines[i] + 2);
  rtc_transport_end_of_candidates (player->transport);
}

void
player_start (Player * player)
{
  rtc_loop_call (loop, start_on_loop, player);
}

guint
player_delete (Player * player)
{
  return http_status (player->port, "DELETE", player->location, NULL, NULL);
}

/* --- waiting ----------------------------------------------------------------- */

#define WAIT(player, condition) G_STMT_START { \
  g_mutex_lock (&(player)->lock); \
  while (!(condition)) \
    g_cond_wait (&(player)->cond, &(player)->lock); \
  g_mutex_unlock (&(player)->lock); \
} G_STMT_END

/* It may be over already when this returns */
void
player_wait_connected (Player * player)
{
  gboolean was_connected;

  g_mutex_lock (&player->lock);
  while (player->state < RTC_TRANSPORT_CONNECTED)
    g_cond_wait (&player->cond, &player->lock);
  was_connected = player->was_connected;
  g_mutex_unlock (&player->lock);
  fail_unless (was_connected);
}

void
player_watch (Player * player)
{
  fail_unless_equals_int (player_offer (player, "/whep"), 201);
  player_start (player);
  player_wait_connected (player);
}

static guint
read_count (Player * player, const guint * count)
{
  guint n;

  g_mutex_lock (&player->lock);
  n = *count;
  g_mutex_unlock (&player->lock);
  return n;
}

guint
player_count_rtp (Player * player)
{
  return read_count (player, &player->n_rtp);
}

guint
player_count_keyframes (Player * player)
{
  return read_count (player, &player->n_keyframes);
}

void
player_wait_rtp_total (Player * player, guint n)
{
  WAIT (player, player->n_rtp >= n);
}

void
player_wait_rtp (Player * player, guint n)
{
  player_wait_rtp_total (player, n + player_count_rtp (player));
}

void
player_wait_keyframes (Player * player, guint n)
{
  n += player_count_keyframes (player);
  WAIT (player, player->n_keyframes >= n);
}

void
player_wait_gone (Player * player)
{
  WAIT (player, player->state > RTC_TRANSPORT_CONNECTED);
}
