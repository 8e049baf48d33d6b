/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* WHEP (draft-ietf-wish-whep): a player's offer in, our answer out; then PATCH
 * brings its candidates (RFC 8840) and DELETE ends the session.  A session is
 * known by its viewer's id. */

#include "rtcserverprivate.h"

#include <string.h>

#define TYPE_SDP "application/sdp"
#define TYPE_FRAGMENT "application/trickle-ice-sdpfrag"

/* Names the ICE session within the WHEP session; without restarts there is
 * only this one */
#define ICE_ETAG "\"ice-1\""

#define RETRY_FULL 5
#define RETRY_NOT_READY 1
#define RETRY_NO_NETWORK 5

/* An offer that the audience is working on.  Held by the message, as long as
 * that lives, and by the answer that is due. */
typedef struct
{
  SoupServerMessage *msg;       /* owned by the answer's side until it is in */
  RtcAudience *audience;
  gchar *stream_path;           /* "/whep/ID" */
  gchar *ice_link;
  gchar *viewer_id;             /* once answered */
  gboolean written;
  gboolean finished;
} Exchange;

static void
exchange_clear (gpointer data)
{
  Exchange *exchange = data;

  rtc_audience_unref (exchange->audience);
  g_free (exchange->stream_path);
  g_free (exchange->ice_link);
  g_free (exchange->viewer_id);
}

static void
exchange_unref (gpointer data)
{
  g_rc_box_release_full (data, exchange_clear);
}

static void
exchange_closure_unref (gpointer data, GClosure * closure)
{
  exchange_unref (data);
}

/* FALSE when the request is of another type; it is answered then */
gboolean
rtc_whep_check_headers (SoupServerMessage * msg)
{
  gboolean is_post = soup_server_message_get_method (msg) == SOUP_METHOD_POST;
  const gchar *wanted = is_post ? TYPE_SDP : TYPE_FRAGMENT;
  const gchar *type =
      soup_message_headers_get_content_type
      (soup_server_message_get_request_headers (msg), NULL);

  if (type != NULL && g_ascii_strcasecmp (type, wanted) == 0)
    return TRUE;
  if (is_post)
    soup_message_headers_replace (soup_server_message_get_response_headers
        (msg), "Accept-Post", TYPE_SDP);
  else
    soup_message_headers_replace (soup_server_message_get_response_headers
        (msg), "Accept-Patch", TYPE_FRAGMENT);
  rtc_http_reply (msg, SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE,
      "Send %s with Content-Type: %s.",
      is_post ? "an SDP offer" : "a trickle ICE fragment", wanted);
  return FALSE;
}

void
rtc_whep_options (SoupServerMessage * msg)
{
  SoupMessageHeaders *h = soup_server_message_get_response_headers (msg);

  rtc_http_reply_headers (msg);
  soup_message_headers_replace (h, "Accept-Post", TYPE_SDP);
  soup_message_headers_replace (h, "Accept-Patch", TYPE_FRAGMENT);
  soup_server_message_set_status (msg, SOUP_STATUS_NO_CONTENT, NULL);
}

static void
reply_error (SoupServerMessage * msg, const GError * error)
{
  gint code = error->domain == RTC_AUDIENCE_ERROR ? error->code
      : RTC_AUDIENCE_ERROR_FAILED;

  switch (code) {
    case RTC_AUDIENCE_ERROR_BAD_OFFER:
      rtc_http_reply (msg, SOUP_STATUS_BAD_REQUEST, "%s", error->message);
      break;
    case RTC_AUDIENCE_ERROR_NO_COMMON_CODEC:
      rtc_http_reply (msg, SOUP_STATUS_NOT_ACCEPTABLE, "%s", error->message);
      break;
    case RTC_AUDIENCE_ERROR_FULL:
      rtc_http_reply_retry (msg, SOUP_STATUS_SERVICE_UNAVAILABLE, RETRY_FULL,
          error->message);
      break;
    case RTC_AUDIENCE_ERROR_NOT_READY:
      rtc_http_reply_retry (msg, SOUP_STATUS_SERVICE_UNAVAILABLE,
          RETRY_NOT_READY, error->message);
      break;
    case RTC_AUDIENCE_ERROR_NO_NETWORK:
      rtc_http_reply_retry (msg, SOUP_STATUS_SERVICE_UNAVAILABLE,
          RETRY_NO_NETWORK, error->message);
      break;
    default:
      rtc_http_reply (msg, SOUP_STATUS_INTERNAL_SERVER_ERROR, "%s",
          error->message);
      break;
  }
}

static void
reply_answer (Exchange * exchange, const gchar * answer)
{
  SoupServerMessage *msg = exchange->msg;
  SoupMessageHeaders *h = soup_server_message_get_response_headers (msg);
  g_autofree gchar *location = g_strdup_printf ("%s/%s",
      exchange->stream_path, exchange->viewer_id);

  rtc_http_reply_headers (msg);
  soup_message_headers_replace (h, "Location", location);
  soup_message_headers_replace (h, "ETag", ICE_ETAG);
  soup_message_headers_replace (h, "Accept-Patch", TYPE_FRAGMENT);
  if (exchange->ice_link != NULL)
    soup_message_headers_append (h, "Link", exchange->ice_link);
  soup_server_message_set_status (msg, SOUP_STATUS_CREATED, NULL);
  soup_server_message_set_response (msg, TYPE_SDP, SOUP_MEMORY_COPY, answer,
      strlen (answer));
}

static void
answer_written (SoupServerMessage * msg, Exchange * exchange)
{
  exchange->written = TRUE;
}

static void
exchange_finished (SoupServerMessage * msg, Exchange * exchange)
{
  exchange->finished = TRUE;
  if (exchange->viewer_id != NULL && !exchange->written)
    rtc_audience_remove_viewer (exchange->audience, exchange->viewer_id);
}

/* The player may have gone in the meantime, or the whole server */
static void
answered (const gchar * viewer_id, const gchar * answer, const GError * error,
    gpointer user_data)
{
  Exchange *exchange = user_data;
  SoupServerMessage *msg = exchange->msg;

  if (exchange->finished || rtc_http_peer_is_gone (msg)) {
    if (error == NULL)
      rtc_audience_remove_viewer (exchange->audience, viewer_id);
    if (!exchange->finished)
      rtc_http_reply (msg, SOUP_STATUS_GONE, "The player has gone.");
  } else if (error != NULL) {
    reply_error (msg, error);
  } else {
    exchange->viewer_id = g_strdup (viewer_id);
    reply_answer (exchange, answer);
  }
  if (!exchange->finished)
    soup_server_message_unpause (msg);
  exchange->msg = NULL;
  g_object_unref (msg);
  exchange_unref (exchange);
}

/* POST of an offer; its headers are checked */
void
rtc_whep_offer (RtcStream * stream, SoupServerMessage * msg)
{
  SoupMessageBody *body = soup_server_message_get_request_body (msg);
  Exchange *exchange;

  if (body->length == 0) {
    rtc_http_reply (msg, SOUP_STATUS_NOT_ACCEPTABLE,
        "The body is empty: send an SDP offer, this server makes none.");
    return;
  }

  exchange = g_rc_box_new0 (Exchange);
  exchange->msg = g_object_ref (msg);
  exchange->audience = rtc_audience_ref (stream->audience);
  exchange->ice_link = g_strdup (stream->ice_link);
  exchange->stream_path = g_strconcat ("/whep/",
      stream->id != NULL ? stream->id : "-", NULL);
  g_signal_connect_data (msg, "wrote-body", G_CALLBACK (answer_written),
      g_rc_box_acquire (exchange), exchange_closure_unref, 0);
  g_signal_connect_data (msg, "finished", G_CALLBACK (exchange_finished),
      g_rc_box_acquire (exchange), exchange_closure_unref, 0);
  /* a paused message ends with its server without "finished" */
  g_signal_connect_data (msg, "disconnected", G_CALLBACK (exchange_finished),
      g_rc_box_acquire (exchange), exchange_closure_unref, 0);
  soup_server_message_pause (msg);
  rtc_audience_answer (stream->audience, body->data, body->length, answered,
      exchange);
}

static gboolean
find_session (RtcStream * stream, SoupServerMessage * msg,
    const gchar * session)
{
  if (rtc_audience_has_viewer (stream->audience, session))
    return TRUE;
  /* the same words for one that never was and one of another stream */
  rtc_http_reply (msg, SOUP_STATUS_NOT_FOUND,
      "No such session: it has ended or never was; POST a new offer.");
  return FALSE;
}

/* PATCH with candidates.  A restart comes with "If-Match: *" (RFC 9725,
 * Section 4.3.3, which WHEP shares). */
void
rtc_whep_trickle (RtcStream * stream, SoupServerMessage * msg,
    const gchar * session)
{
  SoupMessageBody *body = soup_server_message_get_request_body (msg);
  const gchar *match =
      soup_message_headers_get_list (soup_server_message_get_request_headers
      (msg), "If-Match");
  g_autoptr (GError) error = NULL;

  if (!find_session (stream, msg, session))
    return;
  if (g_strcmp0 (match, "*") == 0) {
    rtc_http_reply (msg, SOUP_STATUS_UNPROCESSABLE_ENTITY,
        "ICE restart is not supported: DELETE the session and POST an offer.");
  } else if (match != NULL && strstr (match, ICE_ETAG) == NULL) {
    rtc_http_reply (msg, SOUP_STATUS_PRECONDITION_FAILED,
        "If-Match names another ICE session: the ETag is " ICE_ETAG ".");
  } else if (body->length == 0) {
    rtc_http_reply (msg, SOUP_STATUS_BAD_REQUEST, "The fragment is empty.");
  } else if (rtc_audience_trickle (stream->audience, session, body->data,
          body->length, &error)) {
    rtc_http_reply_headers (msg);
    soup_server_message_set_status (msg, SOUP_STATUS_NO_CONTENT, NULL);
  } else {
    rtc_http_reply (msg, g_error_matches (error, RTC_AUDIENCE_ERROR,
            RTC_AUDIENCE_ERROR_BAD_OFFER) ? SOUP_STATUS_BAD_REQUEST :
        SOUP_STATUS_UNPROCESSABLE_ENTITY, "%s", error->message);
  }
}

void
rtc_whep_delete (RtcStream * stream, SoupServerMessage * msg,
    const gchar * session)
{
  if (!find_session (stream, msg, session))
    return;
  rtc_audience_remove_viewer (stream->audience, session);
  rtc_http_reply (msg, SOUP_STATUS_OK, "The session has ended.");
}
