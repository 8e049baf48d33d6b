/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "swarm-post.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_BODY 65536

struct _SwarmPost
{
  RtcLoop *loop;
  gchar *host;                  /* "127.0.0.1:8080" */
  gchar *path;
  gchar *offer;
  gchar *location;              /* written by the thread, read after join */
  SwarmPostEvents events;
  gpointer user_data;           /* on the loop; NULL: freed */
  GCancellable *cancellable;
  GThread *thread;
  gint refcount;                /* one for each event on its way */
};

typedef struct
{
  SwarmPost *post;
  gchar *answer, *reason, *candidate;
} Event;

static void
post_unref (SwarmPost * post)
{
  if (!g_atomic_int_dec_and_test (&post->refcount))
    return;
  g_object_unref (post->cancellable);
  g_free (post->host);
  g_free (post->path);
  g_free (post->offer);
  g_free (post->location);
  g_free (post);
}

static void
event_run (gpointer data)
{
  Event *event = data;
  SwarmPost *post = event->post;

  if (post->user_data == NULL)
    return;
  if (event->candidate != NULL)
    post->events.candidate (event->candidate, post->user_data);
  else
    post->events.answer (event->answer, event->reason, post->user_data);
}

static void
event_free (gpointer data)
{
  Event *event = data;

  post_unref (event->post);
  g_free (event->answer);
  g_free (event->reason);
  g_free (event->candidate);
  g_free (event);
}

/* All strings transfer full */
static void
emit (SwarmPost * post, gchar * answer, gchar * reason, gchar * candidate)
{
  Event *event = g_new (Event, 1);

  g_atomic_int_inc (&post->refcount);
  *event = (Event) {
  post, answer, reason, candidate};
  rtc_loop_post (post->loop, event_run, event, event_free);
}

/* On loopback, so never through a proxy */
static GSocketConnection *
dial (SwarmPost * post, GError ** error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect_to_host (client, post->host, 80,
      post->cancellable, error);
}

static GDataInputStream *
request (SwarmPost * post, GSocketConnection * connection,
    const gchar * text, GError ** error)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GDataInputStream *in;

  if (!g_output_stream_write_all (out, text, strlen (text), NULL,
          post->cancellable, error))
    return NULL;
  in = g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM
          (connection)));
  g_data_input_stream_set_newline_type (in, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  return in;
}

/* The body of a 201, or NULL with an error.  Both senders state its length. */
static gchar *
read_answer (SwarmPost * post, GDataInputStream * in, GError ** error)
{
  g_autofree gchar *status = NULL, *body = NULL;
  gchar *line;
  gsize size = 0, got;

  status = g_data_input_stream_read_line (in, NULL, post->cancellable, error);
  if (status == NULL)
    return NULL;
  while ((line = g_data_input_stream_read_line (in, NULL, post->cancellable,
              error)) != NULL && *line != '\0') {
    if (g_ascii_strncasecmp (line, "Content-Length:", 15) == 0)
      size = MIN (strtoul (line + 15, NULL, 10), MAX_BODY);
    else if (g_ascii_strncasecmp (line, "Location:", 9) == 0)
      post->location = g_strstrip (g_strdup (line + 9));
    g_free (line);
  }
  if (line == NULL)
    return NULL;
  g_free (line);

  body = g_malloc0 (size + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (in), body, size, &got,
          post->cancellable, error))
    return NULL;
  if (strstr (status, " 201") == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", status, body);
    return NULL;
  }
  return g_steal_pointer (&body);
}

static gpointer
post_thread (gpointer data)
{
  SwarmPost *post = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = dial (post, &error);
  g_autoptr (GDataInputStream) in = NULL;
  g_autofree gchar *text = NULL;
  gchar *answer = NULL, *line;

  text = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: %s\r\n"
      "Content-Type: application/sdp\r\nContent-Length: %zu\r\n\r\n%s",
      post->path, post->host, strlen (post->offer), post->offer);
  if (connection != NULL)
    in = request (post, connection, text, &error);
  if (in != NULL)
    answer = read_answer (post, in, &error);
  emit (post, answer, error != NULL ? g_strdup (error->message) : NULL, NULL);
  if (answer == NULL)
    return NULL;

  while ((line = g_data_input_stream_read_line (in, NULL, post->cancellable,
              NULL)) != NULL) {
    const gchar *candidate = strstr (line, "candidate:");

    if (candidate != NULL)
      emit (post, NULL, NULL, g_strdup (candidate));
    g_free (line);
  }
  return NULL;
}

SwarmPost *
swarm_post_new (RtcLoop * loop, const gchar * url, const gchar * offer,
    const SwarmPostEvents * events, gpointer user_data)
{
  SwarmPost *post = g_new0 (SwarmPost, 1);
  const gchar *host = g_str_has_prefix (url, "http://") ? url + 7 : url;
  const gchar *path = strchr (host, '/');

  post->refcount = 1;
  post->loop = loop;
  post->host = path != NULL ? g_strndup (host, path - host) : g_strdup (host);
  post->path = g_strdup (path != NULL ? path : "/");
  post->offer = g_strdup (offer);
  post->events = *events;
  post->user_data = user_data;
  post->cancellable = g_cancellable_new ();
  post->thread = g_thread_new ("swarm-post", post_thread, post);
  return post;
}

void
swarm_post_hang_up (SwarmPost * post)
{
  g_cancellable_cancel (post->cancellable);
}

static void
send_delete (SwarmPost * post)
{
  g_autoptr (GSocketConnection) connection = dial (post, NULL);
  const gchar *path = strstr (post->location, "://");
  g_autofree gchar *text = NULL;
  g_autoptr (GDataInputStream) in = NULL;

  if (connection == NULL)
    return;
  path = path != NULL ? strchr (path + 3, '/') : post->location;
  text = g_strdup_printf ("DELETE %s HTTP/1.1\r\nHost: %s\r\n\r\n", path,
      post->host);
  in = request (post, connection, text, NULL);
  if (in != NULL)
    g_free (g_data_input_stream_read_line (in, NULL, NULL, NULL));
}

void
swarm_post_free (SwarmPost * post)
{
  swarm_post_hang_up (post);
  g_thread_join (post->thread);
  g_cancellable_reset (post->cancellable);
  if (post->location != NULL)
    send_delete (post);
  post->user_data = NULL;
  post_unref (post);
}
