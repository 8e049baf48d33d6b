/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A cable between two network namespaces that loses and delays: a TUN device
 * named "wire" in each, and this process between them.  Not every kernel has
 * netem, and a filter rule would meet a run of packets that the sender leaves to
 * be cut apart (UDP GSO) as one.
 *
 *   data-wire PID PID        two processes in the namespaces
 *
 * On stdin: PERCENT MILLISECONDS MBIT, each way: what is lost, the delay, and the
 * rate behind a queue of 100 ms; 0 0 0 at first, no rate.
 * On stdout, once: {"ready": true} */

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536              /* packets under way, each direction */
#define LONGEST (100 * 1000 * 1000)     /* ns that the queue is */

typedef struct
{
  gint64 due;                   /* monotonic us */
  gsize size;
  guint8 bytes[];
} Packet;

typedef struct
{
  int from, to;
  GQueue queue;
  gint64 idle;                  /* ns: what has come is through the bottleneck */
} Way;

static gdouble loss;            /* 0 to 1 */
static gint64 delay;            /* us */
static guint rate;              /* Mbit/s; 0: any */

static int
open_device (const gchar * pid)
{
  g_autofree gchar *path = g_strdup_printf ("/proc/%s/ns/net", pid);
  struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI };
  int space = open (path, O_RDONLY | O_CLOEXEC), device;

  strcpy (request.ifr_name, "wire");
  if (space < 0 || setns (space, CLONE_NEWNET) < 0
      || (device = open ("/dev/net/tun", O_RDWR | O_NONBLOCK)) < 0
      || ioctl (device, TUNSETIFF, &request) < 0) {
    g_printerr ("no TUN device: %s\n", g_strerror (errno));
    return -1;
  }
  close (space);
  return device;
}

/* When @size bytes that come now are at the other end, or 0: the queue is full */
static gint64
arrival (Way * way, gsize size)
{
  gint64 now = g_get_monotonic_time () * 1000;

  if (rate > 0) {
    way->idle = MAX (way->idle, now);
    if (way->idle - now > LONGEST)
      return 0;
    way->idle += size * 8000 / rate;
    now = way->idle;
  }
  return now / 1000 + delay;
}

static void
take (Way * way)
{
  static guint8 bytes[65536];
  gssize size;

  while ((size = read (way->from, bytes, sizeof (bytes))) > 0) {
    gint64 due = arrival (way, size);
    Packet *packet;

    if (due == 0 || way->queue.length == MOST || g_random_double () < loss)
      continue;
    packet = g_malloc (sizeof (*packet) + size);
    packet->due = due;
    packet->size = size;
    memcpy (packet->bytes, bytes, size);
    g_queue_push_tail (&way->queue, packet);
  }
}

/* The time of the next one, or G_MAXINT64 */
static gint64
give (Way * way)
{
  gint64 now = g_get_monotonic_time ();
  Packet *packet;

  while ((packet = g_queue_peek_head (&way->queue)) != NULL) {
    if (packet->due > now)
      return packet->due;
    /* one that the other end does not take is lost; EIO: it is not up yet */
    if (write (way->to, packet->bytes, packet->size) < 0 && errno != EAGAIN
        && errno != EIO)
      g_printerr ("not written: %s\n", g_strerror (errno));
    g_free (g_queue_pop_head (&way->queue));
  }
  return G_MAXINT64;
}

/* FALSE: no more will come */
static gboolean
obey (void)
{
  gchar line[64];
  gssize size = read (STDIN_FILENO, line, sizeof (line) - 1);
  guint percent, ms, mbit;

  if (size <= 0)
    return FALSE;
  line[size] = '\0';
  if (sscanf (line, "%u %u %u", &percent, &ms, &mbit) == 3) {
    loss = percent / 100.0;
    delay = ms * G_TIME_SPAN_MILLISECOND;
    rate = mbit;
  }
  return TRUE;
}

static void
wait_for (struct pollfd *fds, guint n, gint64 due)
{
  gint64 us = MAX (due - g_get_monotonic_time (), 0);
  struct timespec time = { us / G_USEC_PER_SEC, us % G_USEC_PER_SEC * 1000 };

  ppoll (fds, n, due == G_MAXINT64 ? NULL : &time, NULL);
}

int
main (int argc, char **argv)
{
  int near = argc == 3 ? open_device (argv[1]) : -1;
  int far = near >= 0 ? open_device (argv[2]) : -1;
  Way ways[] = { {near, far, G_QUEUE_INIT}, {far, near, G_QUEUE_INIT} };
  struct pollfd fds[] = { {near, POLLIN, 0}, {far, POLLIN, 0},
  {STDIN_FILENO, POLLIN, 0}
  };
  gint64 due[2] = { G_MAXINT64, G_MAXINT64 };

  if (far < 0)
    return 1;
  puts ("{\"ready\": true}");
  fflush (stdout);
  do {
    wait_for (fds, G_N_ELEMENTS (fds), MIN (due[0], due[1]));
    for (guint i = 0; i < G_N_ELEMENTS (ways); i++) {
      take (&ways[i]);
      due[i] = give (&ways[i]);
    }
  } while (fds[2].revents == 0 || obey ());
  return 0;
}
