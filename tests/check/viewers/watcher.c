/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "watcher.h"

static RtcCertificate *certificate;

/* @FINGERPRINT@ is filled in */
const gchar *const watcher_offer =
    "v=0\r\n"
    "o=- 1 2 IN IP4 127.0.0.1\r\n"
    "s=-\r\n"
    "t=0 0\r\n"
    "a=group:BUNDLE 0 1\r\n"
    "m=video 9 UDP/TLS/RTP/SAVPF 100 101\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789012345678901\r\n"
    "a=ice-options:trickle\r\n"
    "a=fingerprint:@FINGERPRINT@\r\n"
    "a=setup:actpass\r\n"
    "a=mid:0\r\n"
    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n"
    "a=recvonly\r\n"
    "a=rtcp-mux\r\n"
    "a=rtcp-rsize\r\n"
    "a=rtpmap:100 VP8/90000\r\n"
    "a=rtcp-fb:100 nack\r\n"
    "a=rtcp-fb:100 nack pli\r\n"
    "a=rtcp-fb:100 ccm fir\r\n"
    "a=rtpmap:101 rtx/90000\r\n"
    "a=fmtp:101 apt=100\r\n"
    "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789012345678901\r\n"
    "a=fingerprint:@FINGERPRINT@\r\n"
    "a=setup:actpass\r\n"
    "a=mid:1\r\n"
    "a=recvonly\r\n" "a=rtcp-mux\r\n" "a=rtpmap:111 opus/48000/2\r\n";

/* to be put behind that */
const gchar *const watcher_data_offer =
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"
    "c=IN IP4 0.0.0.0\r\n"
    "a=ice-ufrag:abcd\r\n"
    "a=ice-pwd:0123456789012345678901\r\n"
    "a=fingerprint:@FINGERPRINT@\r\n"
    "a=setup:actpass\r\n"
    "a=mid:2\r\n" "a=sctp-port:5000\r\n" "a=max-message-size:262144\r\n";

static void
on_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason, gpointer user_data)
{
  Watcher *watcher = user_data;

  g_mutex_lock (&watcher->stage->lock);
  watcher->state = state;
  g_cond_broadcast (&watcher->stage->cond);
  g_mutex_unlock (&watcher->stage->lock);
}

static void
on_candidate (RtcTransport * transport, const gchar * candidate,
    gpointer user_data)
{
}

static void
keep (Watcher * watcher, GPtrArray * packets, const guint8 * data, gsize size)
{
  g_mutex_lock (&watcher->stage->lock);
  g_ptr_array_add (packets, g_bytes_new (data, size));
  g_cond_broadcast (&watcher->stage->cond);
  g_mutex_unlock (&watcher->stage->lock);
}

static void
on_rtp (RtcTransport * transport, guint8 * data, gsize size, gpointer user_data)
{
  Watcher *watcher = user_data;

  keep (watcher, watcher->rtp, data, size);
}

static void
on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data)
{
  Watcher *watcher = user_data;

  keep (watcher, watcher->rtcp, data, size);
}

static void
send_packets (GBytes * const *packets, guint n, gpointer user_data)
{
  rtc_transport_send_data_many (((Watcher *) user_data)->transport, packets, n);
}

static void
on_dtls_state (RtcTransport * transport, RtcDtlsState state,
    const gchar * reason, gpointer user_data)
{
  Watcher *watcher = user_data;
  const RtcDataLink link = { 5000, 5000, 65536, TRUE, send_packets, watcher };

  if (watcher->data != NULL && state == RTC_DTLS_CONNECTED)
    fail_unless (rtc_data_connect (watcher->data, watcher->loop, &link, NULL));
}

static void
on_data (RtcTransport * transport, const guint8 * data, gsize size,
    gpointer user_data)
{
  Watcher *watcher = user_data;

  if (watcher->data != NULL)
    rtc_data_input (watcher->data, data, size);
}

void
watcher_add_data (Watcher * watcher, RtcStrand * strand)
{
  static const RtcDataEvents events = { NULL };

  watcher->data = rtc_data_new (strand, &events, watcher);
}

static void
open_transport (gpointer data)
{
  static const RtcTransportEvents events = {
    .state_changed = on_state,
    .local_candidate = on_candidate,
    .rtp = on_rtp,
    .rtcp = on_rtcp,
    .dtls_state = on_dtls_state,
    .data = on_data,
  };
  Watcher *watcher = data;
  const RtcIceConfig config = {.controlling = TRUE };

  /* not through a factory of our own: the transport is given this one */
  watcher->transport = rtc_transport_new (watcher->loop, rtc_ice_fake_new,
      &config, certificate, &events, watcher, NULL);
  fail_unless (watcher->transport != NULL);
}

void
watcher_init (Watcher * watcher, Stage * stage)
{
  if (certificate == NULL)
    certificate = rtc_certificate_new (NULL);
  *watcher = (Watcher) {
    .stage = stage,
    .loop = rtc_loop_new ("watcher"),
    .rtp = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
    .rtcp = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
  };
  rtc_loop_call (watcher->loop, open_transport, watcher);
}

static void
free_transport (gpointer data)
{
  Watcher *watcher = data;

  if (watcher->data != NULL)
    rtc_data_disconnect (watcher->data);
  rtc_transport_free (watcher->transport);
}

void
watcher_clear (Watcher * watcher)
{
  if (watcher->data != NULL)
    rtc_data_close (watcher->data);
  rtc_loop_call (watcher->loop, free_transport, watcher);
  g_clear_pointer (&watcher->data, rtc_data_unref);
  rtc_loop_unref (watcher->loop);
  g_free (watcher->viewer_id);
  g_free (watcher->answer);
  g_clear_error (&watcher->error);
  g_ptr_array_unref (watcher->rtp);
  g_ptr_array_unref (watcher->rtcp);
}

static void
on_answer (const gchar * viewer_id, const gchar * answer, const GError * error,
    gpointer user_data)
{
  Watcher *watcher = user_data;

  g_mutex_lock (&watcher->stage->lock);
  fail_if (watcher->answered);
  watcher->answered = TRUE;
  watcher->viewer_id = g_strdup (viewer_id);
  watcher->answer = g_strdup (answer);
  watcher->error = error != NULL ? g_error_copy (error) : NULL;
  g_cond_broadcast (&watcher->stage->cond);
  g_mutex_unlock (&watcher->stage->lock);
}

typedef struct
{
  Watcher *watcher;
  const gchar *offer;
} Question;

static void
ask (gpointer data)
{
  Question *q = data;

  rtc_audience_answer (q->watcher->stage->audience, q->offer,
      strlen (q->offer), on_answer, q->watcher);
  fail_if (q->watcher->answered);
}

void
watcher_ask (Watcher * watcher, const gchar * offer)
{
  g_autoptr (GString) text = g_string_new (offer);
  Question question;

  g_string_replace (text, "@FINGERPRINT@",
      rtc_certificate_get_fingerprint (certificate), 0);
  question = (Question) {
  watcher, text->str};
  stage_control (watcher->stage, ask, &question);
  g_mutex_lock (&watcher->stage->lock);
  while (!watcher->answered)
    g_cond_wait (&watcher->stage->cond, &watcher->stage->lock);
  g_mutex_unlock (&watcher->stage->lock);
}

static void
set_remote (gpointer data)
{
  Watcher *watcher = data;
  const gchar *fingerprints[] =
      { rtc_certificate_get_fingerprint (rtc_certificate_get_default ()),
    NULL
  };
  const RtcTransportRemote remote = {
    .ufrag = "efgh",.pwd = "0123456789012345678901",
    .fingerprints = fingerprints,.dtls_client = TRUE
  };

  fail_unless (rtc_transport_set_remote (watcher->transport, &remote, NULL));
}

void
watcher_connect (Watcher * watcher)
{
  Stage *stage = watcher->stage;
  g_autofree gchar *offer = g_strconcat (watcher_offer,
      watcher->data != NULL ? watcher_data_offer : NULL, NULL);
  g_autoptr (GString) text = g_string_new (offer);

  if (watcher->data != NULL)
    g_string_replace (text, "BUNDLE 0 1", "BUNDLE 0 1 2", 1);
  watcher_ask (watcher, text->str);
  fail_unless (watcher->error == NULL, "%s",
      watcher->error != NULL ? watcher->error->message : "");
  fail_unless (strstr (watcher->answer, "a=setup:passive") != NULL);
  rtc_loop_call (watcher->loop, set_remote, watcher);
  rtc_ice_fake_join (rtc_transport_get_ice (watcher->transport),
      stage->last_ice);
  g_mutex_lock (&stage->lock);
  while (watcher->state != RTC_TRANSPORT_CONNECTED)
    g_cond_wait (&stage->cond, &stage->lock);
  g_mutex_unlock (&stage->lock);
}

void
watcher_wait_rtp (Watcher * watcher, guint n)
{
  g_mutex_lock (&watcher->stage->lock);
  while (watcher->rtp->len < n)
    g_cond_wait (&watcher->stage->cond, &watcher->stage->lock);
  g_mutex_unlock (&watcher->stage->lock);
}

static gboolean
holds_rtcp (Watcher * watcher, guint8 type)
{
  for (guint i = 0; i < watcher->rtcp->len; i++) {
    gsize size;
    const guint8 *data =
        g_bytes_get_data (g_ptr_array_index (watcher->rtcp, i), &size);

    for (gsize at = 0; at + 4 <= size;
        at += 4 + 4 * GST_READ_UINT16_BE (data + at + 2))
      if (data[at + 1] == type)
        return TRUE;
  }
  return FALSE;
}

void
watcher_wait_rtcp (Watcher * watcher, guint8 type)
{
  g_mutex_lock (&watcher->stage->lock);
  while (!holds_rtcp (watcher, type))
    g_cond_wait (&watcher->stage->cond, &watcher->stage->lock);
  g_mutex_unlock (&watcher->stage->lock);
}

void
watcher_send_rtcp (Watcher * watcher, const guint8 * data, gsize size)
{
  RtcBatch *batch = rtc_batch_get_for_thread ();

  fail_unless (rtc_transport_send_begin (watcher->transport));
  memcpy (rtc_transport_reserve (watcher->transport, batch), data, size);
  rtc_transport_commit_rtcp (watcher->transport, batch, size);
  rtc_transport_send_end (watcher->transport, batch);
}

static const guint8 *
packet (Watcher * watcher, guint n)
{
  const guint8 *data;

  g_mutex_lock (&watcher->stage->lock);
  data = g_bytes_get_data (g_ptr_array_index (watcher->rtp, n), NULL);
  g_mutex_unlock (&watcher->stage->lock);
  return data;
}

guint16
watcher_get_seq (Watcher * watcher, guint n)
{
  return GST_READ_UINT16_BE (packet (watcher, n) + 2);
}

guint32
watcher_get_ssrc (Watcher * watcher, guint n)
{
  return GST_READ_UINT32_BE (packet (watcher, n) + 8);
}

guint8
watcher_get_pt (Watcher * watcher, guint n)
{
  return packet (watcher, n)[1] & 0x7f;
}
