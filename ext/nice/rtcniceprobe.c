/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcniceprobe.h"

#include <linux/sockios.h>
#include <stun/usages/ice.h>
#include <sys/ioctl.h>
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
  GSocket *socket;              /* the agent's, which may close it; NULL: not
                                 * running */
  gint64 last_stamp;            /* of the kernel's clock */
  gint64 last_heard;            /* rtc_loop_now () */
};

/* The kernel keeps the time of the last datagram that was read from a socket,
 * from the first time on that it is asked.  What it was before, if there is
 * none */
static gint64
read_stamp (RtcNiceProbe * probe)
{
  struct timespec stamp;

  if (g_socket_is_closed (probe->socket)
      || ioctl (g_socket_get_fd (probe->socket), SIOCGSTAMPNS, &stamp) != 0)
    return probe->last_stamp;
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

  if (probe->socket == NULL)
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
rtc_nice_probe_start (RtcNiceProbe * probe, GSocket * socket)
{
  rtc_nice_probe_stop (probe);
  if (socket == NULL)
    return;
  probe->socket = g_object_ref (socket);
  probe->last_stamp = read_stamp (probe);
  probe->last_heard = rtc_loop_now ();
  rtc_timer_set (probe->timer, probe->last_heard + TICK);
}

void
rtc_nice_probe_stop (RtcNiceProbe * probe)
{
  rtc_timer_set (probe->timer, RTC_NEVER);
  g_clear_object (&probe->socket);
}
