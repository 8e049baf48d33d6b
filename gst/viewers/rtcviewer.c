/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

#include "core/rtcids.h"
#include "rtp/rtcschedule.h"

GST_DEBUG_CATEGORY_STATIC (rtc_viewer_debug);
#define GST_CAT_DEFAULT rtc_viewer_debug

/* A STUN server that does not answer must not hold the answer back */
#define GATHER_TIMEOUT (500 * 1000)
/* From the offer to media; ICE and DTLS have deadlines of their own inside */
#define CONNECT_TIMEOUT (30 * G_USEC_PER_SEC)
/* A browser that watches reports every second or so; one that did and has not
 * for this long is gone, whatever its address still answers.  Of a player that
 * never reports, ICE consent alone tells. */
#define SILENCE_TIMEOUT (15 * G_USEC_PER_SEC)

/* --- notices to the control loop -------------------------------------- */

typedef struct
{
  RtcViewer *viewer;
  enum
  { NOTICE_GATHERED, NOTICE_CONNECTED, NOTICE_GONE } kind;
  gchar *ufrag, *pwd;
  gchar **candidates;
  gboolean complete;
  gchar *reason;
} Notice;

static void
notice_run (gpointer data)
{
  Notice *notice = data;
  RtcViewer *viewer = notice->viewer;

  if (viewer->closed)
    return;
  switch (notice->kind) {
    case NOTICE_GATHERED:
      viewer->events.gathered (viewer, notice->ufrag, notice->pwd,
          notice->candidates, notice->complete, viewer->user_data);
      break;
    case NOTICE_CONNECTED:
      viewer->events.connected (viewer, viewer->user_data);
      break;
    case NOTICE_GONE:
      viewer->events.gone (viewer, notice->reason, viewer->user_data);
      break;
  }
}

static void
notice_free (gpointer data)
{
  Notice *notice = data;

  rtc_viewer_unref (notice->viewer);
  g_free (notice->ufrag);
  g_free (notice->pwd);
  g_strfreev (notice->candidates);
  g_free (notice->reason);
  g_free (notice);
}

static void
notice_post (const Notice * notice)
{
  rtc_viewer_ref (notice->viewer);
  rtc_loop_post (rtc_loop_pool_get_control (notice->viewer->pool), notice_run,
      g_memdup2 (notice, sizeof (*notice)), notice_free);
}

void
rtc_viewer_report_gone (RtcViewer * viewer, const gchar * reason)
{
  if (viewer->reported_gone)
    return;
  viewer->reported_gone = TRUE;
  GST_INFO ("viewer %s is gone: %s", viewer->id, reason);
  notice_post (&(Notice) {
        .viewer = viewer,
        .kind = NOTICE_GONE,
        .reason = g_strdup (reason)
      });
}

/* --- media loop: transport events -------------------------------------- */

static void
hand_over_candidates (RtcViewer * viewer, gboolean complete)
{
  g_autoptr (GPtrArray) candidates = g_steal_pointer (&viewer->candidates);

  if (candidates == NULL)
    return;
  g_ptr_array_add (candidates, NULL);
  notice_post (&(Notice) {
        .viewer = viewer,
        .kind = NOTICE_GATHERED,
        .ufrag = g_strdup (rtc_transport_get_local_ufrag (viewer->transport)),
        .pwd = g_strdup (rtc_transport_get_local_pwd (viewer->transport)),
        .candidates =
            (gchar **) g_ptr_array_free (g_steal_pointer (&candidates), FALSE),
        .complete = complete
      });
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
      notice_post (&(Notice) {
            .viewer = viewer,
            .kind = NOTICE_CONNECTED
          });
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

/* --- media loop: time --------------------------------------------------- */

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

static void
on_tick (gpointer data)
{
  RtcViewer *viewer = data;
  gint64 now = rtc_loop_now ();

  if (viewer->connected != 0) {
    tick_connected (viewer, now);
  } else if (viewer->candidates != NULL) {
    hand_over_candidates (viewer, FALSE);
    rtc_timer_set (viewer->tick_timer, viewer->opened + CONNECT_TIMEOUT);
  } else if (now >= viewer->opened + CONNECT_TIMEOUT) {
    rtc_viewer_report_gone (viewer, "it did not connect within 30 s");
  } else {
    rtc_timer_set (viewer->tick_timer, viewer->opened + CONNECT_TIMEOUT);
  }
}

/* --- opening ------------------------------------------------------------ */

typedef struct
{
  RtcViewer *viewer;
  RtcIceFactory factory;
  RtcIceConfig config;          /* strings owned */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_free ((gchar *) opening->config.stun_server);
  g_strfreev ((gchar **) opening->config.turn_servers);
  g_strfreev ((gchar **) opening->config.local_addresses);
  rtc_viewer_unref (opening->viewer);
  g_free (opening);
}

static void
open_on_loop (gpointer data)
{
  static const RtcTransportEvents events = {
    on_transport_state, on_local_candidate, NULL, rtc_viewer_on_rtcp,
  };
  Opening *opening = data;
  RtcViewer *viewer = opening->viewer;
  g_autoptr (GError) error = NULL;

  viewer->opened = rtc_loop_now ();
  viewer->candidates = g_ptr_array_new_with_free_func (g_free);
  viewer->pace_timer = rtc_timer_new (viewer->loop, rtc_viewer_on_pace, viewer);
  viewer->tick_timer = rtc_timer_new (viewer->loop, on_tick, viewer);
  viewer->transport = rtc_transport_new (viewer->loop, opening->factory,
      &opening->config, rtc_certificate_get_default (), &events, viewer,
      &error);
  rtc_timer_set (viewer->tick_timer, viewer->opened + GATHER_TIMEOUT);
  if (viewer->transport == NULL
      || !rtc_transport_gather (viewer->transport, &error))
    rtc_viewer_report_gone (viewer, error->message);
}

void
rtc_viewer_open (RtcViewer * viewer, RtcIceFactory factory,
    const RtcIceConfig * config)
{
  Opening *opening = g_new (Opening, 1);

  *opening = (Opening) {
    rtc_viewer_ref (viewer), factory, *config
  };
  opening->config.stun_server = g_strdup (config->stun_server);
  opening->config.turn_servers =
      (const gchar * const *) g_strdupv ((gchar **) config->turn_servers);
  opening->config.local_addresses =
      (const gchar * const *) g_strdupv ((gchar **) config->local_addresses);
  rtc_loop_post (viewer->loop, open_on_loop, opening, opening_free);
}

/* --- starting ----------------------------------------------------------- */

typedef struct
{
  RtcViewer *viewer;
  RtcJsepResult plan;
  RtcSenderConfig senders[RTC_VIEWER_MAX_STREAMS];
  gboolean paced[RTC_VIEWER_MAX_STREAMS];
  RtcFanout *fanouts[RTC_VIEWER_MAX_STREAMS];
  guint n;
} Starting;

static void
starting_free (gpointer data)
{
  Starting *starting = data;

  rtc_viewer_unref (starting->viewer);
  rtc_jsep_result_clear (&starting->plan);
  for (guint i = 0; i < starting->n; i++)
    rtc_fanout_unref (starting->fanouts[i]);
  g_free (starting);
}

static void
start_on_loop (gpointer data)
{
  Starting *starting = data;
  RtcViewer *viewer = starting->viewer;
  RtcJsepResult *plan = &starting->plan;
  g_autoptr (GError) error = NULL;
  RtcTransportRemote remote;

  if (viewer->transport == NULL || viewer->reported_gone)
    return;

  for (guint i = 0; i < starting->n; i++)
    viewer->streams[viewer->n_streams++] =
        rtc_viewer_stream_new (viewer, starting->fanouts[i],
        viewer->loop_index, &starting->senders[i],
        plan->sends[i].codec.name, starting->paced[i]);
  if (starting->n > 0)
    viewer->report_ssrc = starting->senders[0].ssrc;

  g_ptr_array_add (plan->remote_fingerprints, NULL);
  remote = (RtcTransportRemote) {
    .ufrag = plan->remote_ufrag,
    .pwd = plan->remote_pwd,
    .fingerprints = (const gchar * const *) plan->remote_fingerprints->pdata,
    .dtls_client = plan->dtls_client
  };
  if (!rtc_transport_set_remote (viewer->transport, &remote, &error)) {
    rtc_viewer_report_gone (viewer, error->message);
    return;
  }
  for (guint i = 0; i < plan->remote_candidates->len; i++)
    rtc_transport_add_remote_candidate (viewer->transport,
        g_ptr_array_index (plan->remote_candidates, i));
  if (plan->remote_end_of_candidates)
    rtc_transport_end_of_candidates (viewer->transport);
}

static void
sender_config (const RtcJsepSend * send, const RtcJsepTrack * track,
    RtcSenderConfig * config)
{
  *config = (RtcSenderConfig) {
    .ssrc = track->ssrc,
    .rtx_ssrc = send->rtx_pt >= 0 ? track->rtx_ssrc : 0,
    .pt = send->codec.pt,
    .rtx_pt = MAX (send->rtx_pt, 0),
    .clock_rate = send->codec.clock_rate,
    .ext_mid = send->mid != NULL ? send->extmap[RTC_EXT_MID] : 0,
    .ext_transport_cc = send->extmap[RTC_EXT_TRANSPORT_CC],
    .ext_abs_send_time = send->extmap[RTC_EXT_ABS_SEND_TIME],
    .ext_playout_delay = send->extmap[RTC_EXT_PLAYOUT_DELAY],
    .ext_audio_level = send->extmap[RTC_EXT_AUDIO_LEVEL],
    .playout_delay_min = 0,
    .playout_delay_max = 40,    /* 400 ms: room for a retransmission or two */
  };
  if (config->ext_mid != 0
      && g_strlcpy (config->mid, send->mid, sizeof (config->mid))
      >= sizeof (config->mid))
    config->ext_mid = 0;        /* longer than an element can be (RFC 8285) */
}

void
rtc_viewer_start (RtcViewer * viewer, RtcJsepResult * plan,
    const RtcJsepTrack * tracks, RtcFanout ** fanouts)
{
  Starting *starting = g_new0 (Starting, 1);

  starting->viewer = rtc_viewer_ref (viewer);
  starting->plan = *plan;
  *plan = (RtcJsepResult) {
  0};
  starting->n = MIN (starting->plan.n_sends, RTC_VIEWER_MAX_STREAMS);
  for (guint i = 0; i < starting->n; i++) {
    const RtcJsepSend *send = &starting->plan.sends[i];

    sender_config (send, &tracks[send->track], &starting->senders[i]);
    starting->paced[i] = tracks[send->track].kind == RTC_MEDIA_VIDEO;
    starting->fanouts[i] = rtc_fanout_ref (fanouts[i]);
  }
  rtc_loop_post (viewer->loop, start_on_loop, starting, starting_free);
}

/* --- trickle ------------------------------------------------------------ */

typedef struct
{
  RtcViewer *viewer;
  gchar *candidate;             /* NULL: end of candidates */
} Trickle;

static void
trickle_free (gpointer data)
{
  Trickle *trickle = data;

  rtc_viewer_unref (trickle->viewer);
  g_free (trickle->candidate);
  g_free (trickle);
}

static void
trickle_on_loop (gpointer data)
{
  Trickle *trickle = data;
  RtcTransport *transport = trickle->viewer->transport;

  if (transport == NULL || trickle->viewer->reported_gone)
    return;
  if (trickle->candidate != NULL)
    rtc_transport_add_remote_candidate (transport, trickle->candidate);
  else
    rtc_transport_end_of_candidates (transport);
}

static void
trickle_post (RtcViewer * viewer, const gchar * candidate)
{
  Trickle *trickle = g_new (Trickle, 1);

  *trickle = (Trickle) {
    rtc_viewer_ref (viewer), g_strdup (candidate)
  };
  rtc_loop_post (viewer->loop, trickle_on_loop, trickle, trickle_free);
}

void
rtc_viewer_add_candidate (RtcViewer * viewer, const gchar * candidate)
{
  trickle_post (viewer, candidate);
}

void
rtc_viewer_end_of_candidates (RtcViewer * viewer)
{
  trickle_post (viewer, NULL);
}

/* --- life --------------------------------------------------------------- */

static void
close_on_loop (gpointer data)
{
  RtcViewer *viewer = data;

  viewer->reported_gone = TRUE;
  viewer->connected = 0;
  if (viewer->transport != NULL)
    rtc_viewer_send_bye (viewer);
  while (viewer->n_streams > 0)
    rtc_viewer_stream_free (viewer->streams[--viewer->n_streams],
        viewer->loop_index);
  g_clear_pointer (&viewer->transport, rtc_transport_free);
  g_clear_pointer (&viewer->pace_timer, rtc_timer_free);
  g_clear_pointer (&viewer->tick_timer, rtc_timer_free);
  g_clear_pointer (&viewer->candidates, g_ptr_array_unref);
}

/* BYE and close_notify go out; the last reference may go after it */
void
rtc_viewer_close (RtcViewer * viewer)
{
  if (viewer->closed)
    return;
  viewer->closed = TRUE;
  rtc_loop_post (viewer->loop, close_on_loop, rtc_viewer_ref (viewer),
      (GDestroyNotify) rtc_viewer_unref);
}

RtcViewer *
rtc_viewer_new (RtcLoopPool * pool, const gchar * id,
    const RtcViewerEvents * events, gpointer user_data)
{
  static gsize once = 0;
  RtcViewer *viewer = g_new0 (RtcViewer, 1);

  if (g_once_init_enter (&once)) {
    GST_DEBUG_CATEGORY_INIT (rtc_viewer_debug, "rtcviewer", 0, "a viewer");
    g_once_init_leave (&once, 1);
  }
  viewer->refcount = 1;
  viewer->pool = rtc_loop_pool_ref (pool);
  viewer->id = g_strdup (id);
  viewer->cname = rtc_random_token (16);
  viewer->events = *events;
  viewer->user_data = user_data;
  viewer->loop_index = rtc_loop_pool_pick (pool);
  viewer->loop = rtc_loop_pool_get_media (pool, viewer->loop_index);
  g_mutex_init (&viewer->stats_lock);
  return viewer;
}

RtcViewer *
rtc_viewer_ref (RtcViewer * viewer)
{
  g_atomic_int_inc (&viewer->refcount);
  return viewer;
}

/* Whoever made it closes it before */
void
rtc_viewer_unref (RtcViewer * viewer)
{
  if (!g_atomic_int_dec_and_test (&viewer->refcount))
    return;

  rtc_viewer_clear_stats (viewer);
  g_mutex_clear (&viewer->stats_lock);
  rtc_loop_pool_release (viewer->pool, viewer->loop_index);
  rtc_loop_pool_unref (viewer->pool);
  g_free (viewer->cname);
  g_free (viewer->id);
  g_free (viewer);
}

const gchar *
rtc_viewer_get_id (RtcViewer * viewer)
{
  return viewer->id;
}

const gchar *
rtc_viewer_get_cname (RtcViewer * viewer)
{
  return viewer->cname;
}
