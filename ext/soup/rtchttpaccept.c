/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Why libsoup does not listen by itself: its listener keeps a reference to the
 * GSocket of each connection for ever (3.2, about 0.5 kB a connection), stops
 * for good when accept () fails once, and has no limit.
 *
 * A connection is for one request.  A persistent one that idles is not watched
 * by libsoup 3.2: when its client hangs up it stays open for ever. */

#include "rtchttpaccept.h"

#include "rtchttpguard.h"

#include <string.h>
#include <sys/socket.h>

/* Out of descriptors: until accept () is tried again */
#define PAUSE (G_USEC_PER_SEC / 10)


#define CONNECTION_KEY "rtc-connection"

struct _RtcHttpAcceptor
{
  RtcLoop *loop;
  SoupServer *soup;             /* borrowed; NULL once closed */
  GSocket *listening;
  GSource *source;              /* NULL during a pause */
  RtcTimer *pause;
  guint max_connections;
  guint n_connections;          /* but for those that were told to go */
  GQueue waiting;               /* Connection, the longest wait first */
  gint64 head_time;             /* us until a head is complete */
  GHashTable *heads;            /* Connection, owned: not yet libsoup's */
};

/* Ours until the head of its request is there.  Then it hangs on the remote
 * address, an object that libsoup keeps as long as the connection. */
typedef struct
{
  RtcHttpAcceptor *acceptor;
  GSocket *socket;
  GList link;                   /* in waiting while is_waiting */
  gboolean is_waiting;
  gboolean told_to_go;
  GSource *source;              /* until libsoup has it */
  RtcTimer *deadline;
  gsize seen;
} Connection;

static void
acceptor_clear (gpointer data)
{
  RtcHttpAcceptor *acceptor = data;

  g_hash_table_unref (acceptor->heads);
  g_object_unref (acceptor->listening);
  rtc_loop_unref (acceptor->loop);
}

static void
set_waiting (Connection * c, gboolean waiting)
{
  if (waiting == c->is_waiting)
    return;
  c->is_waiting = waiting;
  if (waiting)
    g_queue_push_tail_link (&c->acceptor->waiting, &c->link);
  else
    g_queue_unlink (&c->acceptor->waiting, &c->link);
}

static void
stop_watching (Connection * c)
{
  if (c->source != NULL)
    g_source_destroy (c->source);
  g_clear_pointer (&c->source, g_source_unref);
  g_clear_pointer (&c->deadline, rtc_timer_free);
}

static void
connection_free (gpointer data)
{
  Connection *c = data;

  stop_watching (c);
  set_waiting (c, FALSE);
  if (!c->told_to_go)
    c->acceptor->n_connections--;
  g_object_unref (c->socket);
  g_rc_box_release_full (c->acceptor, acceptor_clear);
  g_free (c);
}

/* Somebody who opens connections and says nothing must not keep others out, so
 * the one that has waited longest makes room.  FALSE: all are at work. */
static gboolean
make_room (RtcHttpAcceptor * acceptor)
{
  Connection *c = g_queue_peek_head (&acceptor->waiting);

  if (acceptor->n_connections < acceptor->max_connections)
    return TRUE;
  if (c == NULL)
    return FALSE;
  set_waiting (c, FALSE);
  c->told_to_go = TRUE;
  acceptor->n_connections--;
  g_socket_shutdown (c->socket, TRUE, TRUE, NULL);
  return TRUE;
}

static void
drop (Connection * c)
{
  g_socket_close (c->socket, NULL);
  g_hash_table_remove (c->acceptor->heads, c);
}

static void
head_too_late (gpointer data)
{
  drop (data);
}

static void
refuse (Connection * c, const gchar * answer)
{
  gchar rest[RTC_HEAD_LIMIT];

  /* what is left unread turns the end into a reset, which loses the answer */
  recv (g_socket_get_fd (c->socket), rest, sizeof (rest), MSG_DONTWAIT);
  g_socket_send (c->socket, answer, strlen (answer), NULL, NULL);
  drop (c);
}

/* To libsoup, which reads it all from the beginning */
static void
hand_over (Connection * c)
{
  RtcHttpAcceptor *acceptor = c->acceptor;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (c->socket,
      NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (c->socket,
      NULL);
  g_autoptr (GSocketConnection) stream = NULL;

  /* no address: the client has gone already */
  if (local == NULL || remote == NULL) {
    drop (c);
    return;
  }
  stop_watching (c);
  g_hash_table_steal (acceptor->heads, c);
  g_socket_set_option (c->socket, SOL_SOCKET, SO_RCVLOWAT, 1, NULL);
  g_object_set_data_full (G_OBJECT (remote), CONNECTION_KEY, c,
      connection_free);
  stream = g_socket_connection_factory_create_connection (c->socket);
  soup_server_accept_iostream (acceptor->soup, G_IO_STREAM (stream), local,
      remote, NULL);
}

/* Looks at the head without taking it out of the socket, again whenever there
 * is more of it */
static gboolean
head_came (GSocket * socket, GIOCondition condition, gpointer data)
{
  Connection *c = data;
  gchar head[RTC_HEAD_LIMIT];
  gssize n = recv (g_socket_get_fd (socket), head, sizeof (head),
      MSG_PEEK | MSG_DONTWAIT);

  if (n <= 0 || (gsize) n == c->seen) {
    drop (c);
    return G_SOURCE_REMOVE;
  }
  c->seen = n;
  switch (rtc_guard_head (head, n)) {
    case RTC_HEAD_INCOMPLETE:
      g_socket_set_option (socket, SOL_SOCKET, SO_RCVLOWAT, n + 1, NULL);
      return G_SOURCE_CONTINUE;
    case RTC_HEAD_FINE:
      hand_over (c);
      break;
    case RTC_HEAD_BAD:
      refuse (c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
          "Content-Length: 0\r\n\r\n");
      break;
    case RTC_HEAD_TOO_LARGE:
      refuse (c, "HTTP/1.1 431 Request Header Fields Too Large\r\n"
          "Connection: close\r\nContent-Length: 0\r\n\r\n");
      break;
  }
  return G_SOURCE_REMOVE;
}

static void
take_in (RtcHttpAcceptor * acceptor, GSocket * socket)
{
  Connection *c;

  if (!make_room (acceptor))
    return;
  c = g_new0 (Connection, 1);
  c->acceptor = g_rc_box_acquire (acceptor);
  c->socket = g_object_ref (socket);
  c->link.data = c;
  acceptor->n_connections++;
  set_waiting (c, TRUE);
  g_hash_table_add (acceptor->heads, c);
  c->deadline = rtc_timer_new (acceptor->loop, head_too_late, c);
  rtc_timer_set (c->deadline, rtc_loop_now () + acceptor->head_time);
  c->source = g_socket_create_source (socket, G_IO_IN, NULL);
  g_source_set_callback (c->source, G_SOURCE_FUNC (head_came), c, NULL);
  g_source_attach (c->source, rtc_loop_get_context (acceptor->loop));
}

static void listen_again (gpointer data);

static void
stop_listening (RtcHttpAcceptor * acceptor)
{
  if (acceptor->source == NULL)
    return;
  g_source_destroy (acceptor->source);
  g_clear_pointer (&acceptor->source, g_source_unref);
}

static gboolean
incoming (GSocket * listening, GIOCondition condition, gpointer data)
{
  RtcHttpAcceptor *acceptor = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) socket = g_socket_accept (listening, NULL, &error);

  if (socket != NULL) {
    take_in (acceptor, socket);
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)) {
    stop_listening (acceptor);
    rtc_timer_set (acceptor->pause, rtc_loop_now () + PAUSE);
  }
  return G_SOURCE_CONTINUE;
}

static void
listen_again (gpointer data)
{
  RtcHttpAcceptor *acceptor = data;

  acceptor->source = g_socket_create_source (acceptor->listening, G_IO_IN,
      NULL);
  g_source_set_callback (acceptor->source, G_SOURCE_FUNC (incoming), acceptor,
      NULL);
  g_source_attach (acceptor->source, rtc_loop_get_context (acceptor->loop));
}

/* @loop's thread, as all here.  @soup outlives the acceptor; @listening is
 * closed with it. */
RtcHttpAcceptor *
rtc_http_acceptor_new (RtcLoop * loop, SoupServer * soup, GSocket * listening,
    guint max_connections, gint64 head_time)
{
  RtcHttpAcceptor *acceptor = g_rc_box_new0 (RtcHttpAcceptor);

  acceptor->loop = rtc_loop_ref (loop);
  acceptor->soup = soup;
  acceptor->listening = g_object_ref (listening);
  acceptor->max_connections = max_connections;
  g_queue_init (&acceptor->waiting);
  acceptor->head_time = head_time;
  acceptor->heads = g_hash_table_new_full (NULL, NULL, connection_free, NULL);
  acceptor->pause = rtc_timer_new (loop, listen_again, acceptor);
  g_socket_set_blocking (listening, FALSE);
  listen_again (acceptor);
  return acceptor;
}

/* After the server's soup_server_disconnect ().  The port is free then.  Gives
 * the reference back; what is left of connections has its own. */
void
rtc_http_acceptor_close (RtcHttpAcceptor * acceptor)
{
  stop_listening (acceptor);
  g_clear_pointer (&acceptor->pause, rtc_timer_free);
  g_socket_close (acceptor->listening, NULL);
  g_hash_table_remove_all (acceptor->heads);
  acceptor->soup = NULL;
  g_rc_box_release_full (acceptor, acceptor_clear);
}

static Connection *
find_connection (SoupServerMessage * msg)
{
  GSocketAddress *remote = soup_server_message_get_remote_address (msg);

  return remote != NULL ? g_object_get_data (G_OBJECT (remote),
      CONNECTION_KEY) : NULL;
}

GSocket *
rtc_http_get_socket (SoupServerMessage * msg)
{
  Connection *c = find_connection (msg);

  return c != NULL ? c->socket : NULL;
}

void
rtc_http_set_busy (SoupServerMessage * msg, gboolean busy)
{
  Connection *c = find_connection (msg);

  if (c != NULL && !c->told_to_go)
    set_waiting (c, !busy);
}
