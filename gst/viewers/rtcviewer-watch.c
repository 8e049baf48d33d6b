/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a viewer's media loop does with the events of the transport, and with the
 * time: gathering, connecting, reporting, noticing that nobody is there. */

#include "rtcviewer-private.h"

#include "rtp/rtcschedule.h"

/* An answer without any candidate is of no use, and names of servers are looked
 * up before the first one, for 2 s at most */
#define NO_CANDIDATE_TIMEOUT (3 * G_USEC_PER_SEC)
/* From the offer to media; ICE and DTLS have deadlines of their own inside */
#define CONNECT_TIMEOUT (30 * G_USEC_PER_SEC)
/* A browser that watches reports every second or so; one that did and has not
 * for this long is gone, whatever its address still answers.  Of a player that
 * never reports, ICE consent alone tells. */
#define SILENCE_TIMEOUT (15 * G_USEC_PER_SEC)

static void
hand_over_candidates (RtcViewer * viewer, gboolean complete)
{
  g_autoptr (GPtrArray) candidates = g_steal_pointer (&viewer->candidates);

  if (candidates == NULL)
    return;
  g_ptr_array_add (candidates, NULL);
  rtc_viewer_report_gathered (viewer,
      (gchar **) g_ptr_array_free (g_steal_pointer (&candidates), FALSE),
      complete);
}

static void
on_local_candidate (RtcTransport * transport, const gchar * candidate,
    gpointer user_data)
{
  RtcViewer *viewer = user_data;

  if (candidate == NULL)
    hand_over_candidates (viewer, TRUE);
  else if (viewer->candidates != NULL)
    g_ptr_array_add (viewer->candidates, g_strdup (candidate));
}

static void
on_transport_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason, gpointer user_data)
{
  RtcViewer *viewer = user_data;

  switch (state) {
    case RTC_TRANSPORT_CONNECTED:
      viewer->connected = rtc_loop_now ();
      rtc_pacer_init (&viewer->pacer, viewer->connected);
      rtc_viewer_resume (viewer);
      rtc_timer_set (viewer->tick_timer,
          rtc_schedule_next_report (viewer->connected, TRUE, 0,
              g_random_int ()));
      rtc_viewer_update_stats (viewer);
      rtc_viewer_report_connected (viewer);
      break;
    case RTC_TRANSPORT_FAILED:
      rtc_viewer_report_gone (viewer, reason);
      break;
    case RTC_TRANSPORT_CLOSED:
      rtc_viewer_report_gone (viewer, "it closed the connection");
      break;
    default:
      break;
  }
}

const RtcTransportEvents rtc_viewer_transport_events = {
  .state_changed = on_transport_state,
  .local_candidate = on_local_candidate,
  .rtcp = rtc_viewer_on_rtcp,
  .dtls_state = rtc_viewer_on_dtls_state,
  .data = rtc_viewer_on_data,
};

static guint64
sent_bitrate (RtcViewer * viewer)
{
  return viewer->pacer.measured * 8;
}

static void
tick_connected (RtcViewer * viewer, gint64 now)
{
  rtc_viewer_send_reports (viewer);
  rtc_viewer_update_stats (viewer);

  if (viewer->last_heard != 0 && now - viewer->last_heard > SILENCE_TIMEOUT) {
    gboolean sending = FALSE;

    /* a paused pipeline sends nothing, so nothing is reported either */
    for (guint i = 0; i < viewer->n_streams; i++)
      sending |= now - viewer->streams[i]->sender.last_time < SILENCE_TIMEOUT
          && viewer->streams[i]->sender.started;
    if (sending)
      rtc_viewer_report_gone (viewer, "nothing was heard from it any more");
  }
  rtc_timer_set (viewer->tick_timer, rtc_schedule_next_report (now, FALSE,
          sent_bitrate (viewer), g_random_int ()));
}

void
rtc_viewer_on_tick (gpointer data)
{
  RtcViewer *viewer = data;
  gint64 now = rtc_loop_now ();

  /* it waits for the control loop, maybe without a transport */
  if (viewer->reported_gone)
    return;
  if (viewer->connected != 0) {
    tick_connected (viewer, now);
  } else if (viewer->candidates != NULL && viewer->candidates->len == 0
      && now < viewer->opened + NO_CANDIDATE_TIMEOUT) {
    rtc_timer_set (viewer->tick_timer, now + RTC_VIEWER_GATHER_TIMEOUT / 10);
  } else if (viewer->candidates != NULL) {
    hand_over_candidates (viewer, FALSE);
    rtc_timer_set (viewer->tick_timer, viewer->opened + CONNECT_TIMEOUT);
  } else if (now >= viewer->opened + CONNECT_TIMEOUT) {
    rtc_viewer_report_gone (viewer, "it did not connect within 30 s");
  } else {
    rtc_timer_set (viewer->tick_timer, viewer->opened + CONNECT_TIMEOUT);
  }
}
