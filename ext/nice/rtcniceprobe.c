/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprobe.h"

#include <fcntl.h>
#include <linux/sockios.h>
#include <stun/usages/ice.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "rtcnicechecks.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_nice_debug);
#define GST_CAT_DEFAULT rtc_nice_debug

#define TICK (1 * G_USEC_PER_SEC)
/* Half of the time after which consent ends; a peer is asked once a tick by
 * then, so that one that has nothing to say is not taken for dead */
#define SILENCE (5 * G_USEC_PER_SEC)

struct _RtcNiceProbe
{
  RtcNice *nice;                /* its owner */
  RtcTimer *timer;
  gint fd;                      /* a dup of the agent's; -1: not running */
  gint64 last_stamp;            /* of the kernel's clock */
  gint64 last_heard;            /* rtc_loop_now () */
};

/* The kernel keeps the time of the last datagram that was read from a socket,
 * from the first time on that it is asked.  0: none yet */
static gint64
read_stamp (RtcNiceProbe * probe)
{
  struct timespec stamp;

  if (ioctl (probe->fd, SIOCGSTAMPNS, &stamp) != 0)
    return 0;
  return stamp.tv_sec * G_USEC_PER_SEC + stamp.tv_nsec / 1000;
}

static void
ask_peer (RtcNice * nice)
{
  guint8 request[STUN_MAX_MESSAGE_SIZE];
  StunAgent agent;
  gsize size;

  if (!nice->have_remote)
    return;
  size = rtc_nice_make_check (nice, &agent, 0, request, sizeof (request));
  if (size > 0)
    nice_agent_send (nice->agent, nice->stream, RTC_NICE_COMPONENT, size,
        (const gchar *) request);
}

static void
on_tick (gpointer data)
{
  RtcNiceProbe *probe = data;
  RtcNice *nice = probe->nice;
  gint64 now = rtc_loop_now (), stamp;

  if (probe->fd < 0)
    return;
  stamp = read_stamp (probe);
  if (stamp != probe->last_stamp) {
    probe->last_stamp = stamp;
    probe->last_heard = now;
    if (nice->state == RTC_ICE_DISCONNECTED)
      rtc_nice_push_state (nice, RTC_ICE_CONNECTED);
  } else {
    if (now - probe->last_heard >= SILENCE && nice->state == RTC_ICE_CONNECTED)
      rtc_nice_push_state (nice, RTC_ICE_DISCONNECTED);
    ask_peer (nice);
  }
  rtc_timer_set (probe->timer, now + TICK);
}

RtcNiceProbe *
rtc_nice_probe_new (RtcNice * nice)
{
  RtcNiceProbe *probe = g_new0 (RtcNiceProbe, 1);

  probe->nice = nice;
  probe->fd = -1;
  probe->timer = rtc_timer_new (nice->ice.loop, on_tick, probe);
  return probe;
}

void
rtc_nice_probe_free (RtcNiceProbe * probe)
{
  rtc_nice_probe_stop (probe);
  rtc_timer_free (probe->timer);
  g_free (probe);
}

void
rtc_nice_probe_start (RtcNiceProbe * probe, gint fd)
{
  rtc_nice_probe_stop (probe);
  if (fd >= 0)
    probe->fd = fcntl (fd, F_DUPFD_CLOEXEC, 3);
  if (probe->fd < 0)
    return;
  probe->last_stamp = read_stamp (probe);
  probe->last_heard = rtc_loop_now ();
  rtc_timer_set (probe->timer, probe->last_heard + TICK);
}

void
rtc_nice_probe_stop (RtcNiceProbe * probe)
{
  rtc_timer_set (probe->timer, RTC_NEVER);
  if (probe->fd >= 0)
    close (probe->fd);
  probe->fd = -1;
}
