/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "swarm-plain.h"

#include "bench-key.h"
#include "openssl/rtcdtls.h"

#include <gio/gio.h>

struct _SwarmPlain
{
  GSocket *socket;
  GSource *source;
  RtcSrtp *srtp;
  SwarmCount count;
};

static gboolean
on_readable (GSocket * socket, GIOCondition condition, gpointer user_data)
{
  SwarmPlain *plain = user_data;
  guint8 packet[2048];
  gssize size;

  while ((size = g_socket_receive (socket, (gchar *) packet, sizeof (packet),
              NULL, NULL)) > 0)
    swarm_count_packet (&plain->count, plain->srtp, packet, size);
  return G_SOURCE_CONTINUE;
}

SwarmPlain *
swarm_plain_new (RtcLoop * loop, guint16 port, GError ** error)
{
  SwarmPlain *plain = g_new0 (SwarmPlain, 1);
  g_autoptr (GSocketAddress) address =
      g_inet_socket_address_new_from_string ("127.0.0.1", port);

  plain->srtp = rtc_srtp_new_inbound (RTC_SRTP_AEAD_AES_128_GCM,
      (const guint8 *) BENCH_MASTER_KEY, BENCH_MASTER_KEY_SIZE, error);
  plain->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM,
      G_SOCKET_PROTOCOL_UDP, error);
  if (plain->srtp == NULL || plain->socket == NULL
      || !g_socket_bind (plain->socket, address, FALSE, error)) {
    swarm_plain_free (plain);
    return NULL;
  }
  g_socket_set_blocking (plain->socket, FALSE);
  plain->source = g_socket_create_source (plain->socket, G_IO_IN, NULL);
  g_source_set_callback (plain->source, G_SOURCE_FUNC (on_readable), plain,
      NULL);
  g_source_attach (plain->source, rtc_loop_get_context (loop));
  return plain;
}

void
swarm_plain_free (SwarmPlain * plain)
{
  if (plain->source != NULL)
    g_source_destroy (plain->source);
  g_clear_pointer (&plain->source, g_source_unref);
  g_clear_object (&plain->socket);
  g_clear_pointer (&plain->srtp, rtc_srtp_free);
  g_free (plain);
}

const SwarmCount *
swarm_plain_get_count (SwarmPlain * plain)
{
  return &plain->count;
}
