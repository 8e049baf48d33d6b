/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The limit the benchmarks compare with: no GStreamer, no ICE, no RTCP.  For
 * each frame and each viewer: copy 14 packets into one area, rewrite their
 * headers, encrypt in place, one sendmsg () with UDP GSO.
 *
 * Commands on stdin: "add N" makes N viewers and starts sending. */

#include "bare-gcm.h"
#include "bench-source.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/udp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

/* What rtpvp8pay makes of a frame: full packets and a short last one, each
 * with 12 bytes of RTP header and one of VP8 descriptor */
#define PAYLOAD_SIZE (BENCH_MTU - 13)
#define LAST_PACKET_SIZE \
    (13 + BENCH_FRAME_SIZE - (BENCH_PACKETS_PER_FRAME - 1) * PAYLOAD_SIZE)
#define SEGMENT_SIZE (BENCH_MTU + BARE_TAG_SIZE)

static gboolean evp;
static gint port = 20000;

static GOptionEntry options[] = {
  {"evp", 'e', 0, G_OPTION_ARG_NONE, &evp, "OpenSSL's EVP, not libsrtp", NULL},
  {"port", 'p', 0, G_OPTION_ARG_INT, &port, "The first receiver's port",
      "PORT"},
  {NULL}
};

typedef struct
{
  int fd;
  BareGcm *gcm;
  guint32 ssrc;
  guint16 sequence;
} Viewer;

G_LOCK_DEFINE_STATIC (viewers);
static GArray *viewers;         /* under lock */

static void
send_run (int fd, guint8 * data, gsize size)
{
  struct iovec iov = { data, size };
  guint8 control[CMSG_SPACE (sizeof (guint16))] = { 0, };
  struct msghdr message = {.msg_iov = &iov,.msg_iovlen = 1,
    .msg_control = control,.msg_controllen = sizeof (control)
  };
  struct cmsghdr *cmsg = CMSG_FIRSTHDR (&message);
  guint16 segment = SEGMENT_SIZE;

  cmsg->cmsg_level = SOL_UDP;
  cmsg->cmsg_type = UDP_SEGMENT;
  cmsg->cmsg_len = CMSG_LEN (sizeof (segment));
  memcpy (CMSG_DATA (cmsg), &segment, sizeof (segment));
  /* nobody listens yet, or no more: not this program's business */
  if (sendmsg (fd, &message, 0) < 0 && errno != ECONNREFUSED)
    perror ("sendmsg");
}

static void
send_frame (Viewer * viewer, const guint8 * packets, guint8 * slab,
    guint32 timestamp)
{
  guint8 *out = slab;

  for (guint i = 0; i < BENCH_PACKETS_PER_FRAME; i++) {
    gboolean last = i == BENCH_PACKETS_PER_FRAME - 1;
    gsize size = last ? LAST_PACKET_SIZE : BENCH_MTU;

    memcpy (out, packets + i * BENCH_MTU, size);
    GST_WRITE_UINT16_BE (out + 2, viewer->sequence++);
    GST_WRITE_UINT32_BE (out + 4, timestamp);
    GST_WRITE_UINT32_BE (out + 8, viewer->ssrc);
    bare_gcm_protect (viewer->gcm, out, size);
    out += size + BARE_TAG_SIZE;
  }
  send_run (viewer->fd, slab, out - slab);
}

static gpointer
sender_thread (gpointer data)
{
  guint8 *packets = g_malloc0 (BENCH_PACKETS_PER_FRAME * BENCH_MTU);
  guint8 *slab = g_malloc (BENCH_PACKETS_PER_FRAME * SEGMENT_SIZE);
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < BENCH_PACKETS_PER_FRAME; i++) {
    packets[i * BENCH_MTU] = 0x80;
    packets[i * BENCH_MTU + 1] =
        i == BENCH_PACKETS_PER_FRAME - 1 ? 0x80 | 96 : 96;
  }
  for (guint64 n = 0;; n++) {
    gint64 due = start + n * G_USEC_PER_SEC / BENCH_FPS;

    g_usleep (MAX (due - g_get_monotonic_time (), 0));
    G_LOCK (viewers);
    for (guint i = 0; i < viewers->len; i++)
      send_frame (&g_array_index (viewers, Viewer, i), packets, slab,
          n * (90000 / BENCH_FPS));
    G_UNLOCK (viewers);
  }
  return NULL;
}

static void
add (guint n)
{
  G_LOCK (viewers);
  for (guint i = 0; i < n; i++) {
    struct sockaddr_in address = {.sin_family = AF_INET,
      .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
      .sin_port = htons (port + viewers->len)
    };
    Viewer viewer = {.fd = socket (AF_INET, SOCK_DGRAM, 0),
      .gcm = bare_gcm_new (evp),.ssrc = 0x1000 + viewers->len
    };

    if (viewer.fd < 0 || connect (viewer.fd, (struct sockaddr *) &address,
            sizeof (address)) < 0)
      g_error ("no socket: %s", g_strerror (errno));
    g_array_append_val (viewers, viewer);
  }
  G_UNLOCK (viewers);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  gchar line[64];

  g_option_context_add_main_entries (context, options, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  viewers = g_array_new (FALSE, FALSE, sizeof (Viewer));
  g_thread_unref (g_thread_new ("bench-sender", sender_thread, NULL));
  puts ("{}");
  fflush (stdout);
  while (fgets (line, sizeof (line), stdin) != NULL) {
    if (g_str_has_prefix (line, "add "))
      add (strtoul (line + 4, NULL, 10));
  }
  return 0;
}
