/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Anything as an RTCP packet: events stay inside of it and are no more than it
 * has bytes; a sender takes whatever is reported to it. */

#include <string.h>

#include "rtp/rtcrtcpread.h"
#include "rtp/rtcsender.h"

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

typedef struct
{
  const guint8 *data;
  gsize size;
  gsize n_events;
  RtcSender sender;
} Run;

static void
check_inside (const Run * run, gconstpointer part, gsize size)
{
  const guint8 *p = part;

  if (p < run->data || p > run->data + run->size
      || size > (gsize) (run->data + run->size - p))
    __builtin_trap ();
}

static void
on_report (Run * run, const RtcRtcpEvent * event)
{
  if (event->report.packets_lost < -0x800000
      || event->report.packets_lost > 0x7fffff)
    __builtin_trap ();
  rtc_sender_report (&run->sender, 0, (guint64) event->report.jitter << 16,
      event->report.fraction_lost, event->report.packets_lost,
      event->report.jitter, event->report.lsr, event->report.dlsr);
  if (run->sender.reception.rtt < -1
      || run->sender.reception.rtt > 60 * G_USEC_PER_SEC)
    __builtin_trap ();
}

static void
on_event (const RtcRtcpEvent * event, gpointer user_data)
{
  Run *run = user_data;
  guint64 index;

  run->n_events++;
  switch (event->kind) {
    case RTC_RTCP_REPORT:
      on_report (run, event);
      break;
    case RTC_RTCP_NACK:
      if (rtc_sender_find (&run->sender, event->nack.pid, &index)
          && (index < run->sender.first_index
              || index >= run->sender.next_index))
        __builtin_trap ();
      break;
    case RTC_RTCP_TRANSPORT_CC:
      check_inside (run, event->raw.body, event->raw.size);
      break;
    case RTC_RTCP_SDES_CNAME:
      check_inside (run, event->cname.text, event->cname.size);
      break;
    default:
      break;
  }
}

/* A sender whose newest packets have wrapped, and one SR at time 1 */
static void
start_sender (RtcSender * sender)
{
  const RtcSenderConfig config = {.ssrc = 1,.clock_rate = 90000 };
  guint8 out[64];

  rtc_sender_init (sender, &config);
  sender->started = TRUE;
  sender->seq_offset = 0;
  sender->first_index = 65000;
  sender->next_index = 66000;
  rtc_sender_write_sr (sender, 0, 1 << 16, 0, out, sizeof (out));
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  Run run = {.data = data,.size = size };

  start_sender (&run.sender);
  rtc_rtcp_read (data, size, on_event, &run);
  if (run.n_events > size)
    __builtin_trap ();
  return 0;
}
