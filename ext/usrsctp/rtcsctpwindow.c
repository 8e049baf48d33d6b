/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsctppriv.h"

/* How much may be under way.  What usrsctp sends and nobody acknowledges stays
 * in its send buffer, and that is all that bounds it on a path that loses
 * nothing: on a short one the rest waits in the peer's socket, which holds some
 * 200 KiB and drops what is more.  A long one needs what its time takes. */

#define PER_MS (25 * 1024)      /* bytes: 25 MB/s */
#define MOST (2 * 1024 * 1024)
#define INTERVAL (100 * G_TIME_SPAN_MILLISECOND)

/* FALSE: not measured yet */
static gboolean
get_rtt (struct socket *socket, guint * ms)
{
  struct sctp_status status = { 0 };
  socklen_t size = sizeof (status);

  if (usrsctp_getsockopt (socket, IPPROTO_SCTP, SCTP_STATUS, &status,
          &size) < 0 || status.sstat_primary.spinfo_rto == RTC_SCTP_FIRST_RTO)
    return FALSE;
  *ms = status.sstat_primary.spinfo_srtt;
  return TRUE;
}

/* Its loop, when the send buffer is full.  Goes by the shortest time there was:
 * what waits in queues is not the path's length. */
void
rtc_sctp_fit_window (RtcSctp * sctp)
{
  gint64 now = rtc_loop_now ();
  guint ms;
  gint size;

  if (now < sctp->next_fit)
    return;
  sctp->next_fit = now + INTERVAL;
  rtc_sctp_stack_enter (sctp);
  if (get_rtt (sctp->socket, &ms)) {
    sctp->least_rtt = MIN (sctp->least_rtt, ms);
    size = CLAMP ((gint64) sctp->least_rtt * PER_MS, RTC_SCTP_SEND_BUFFER,
        MOST);
    usrsctp_setsockopt (sctp->socket, SOL_SOCKET, SO_SNDBUF, &size,
        sizeof (size));
  }
  rtc_sctp_stack_leave (sctp);
}
