/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcviewer-private.h"

#include "core/rtcids.h"

GST_DEBUG_CATEGORY (rtc_viewer_debug);

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
  Opening *opening = data;
  RtcViewer *viewer = opening->viewer;
  g_autoptr (GError) error = NULL;

  viewer->opened = rtc_loop_now ();
  viewer->candidates = g_ptr_array_new_with_free_func (g_free);
  viewer->pace_timer = rtc_timer_new (viewer->loop, rtc_viewer_on_pace, viewer);
  viewer->tick_timer = rtc_timer_new (viewer->loop, rtc_viewer_on_tick, viewer);
  viewer->transport = rtc_transport_new (viewer->loop, opening->factory,
      &opening->config, rtc_certificate_get_default (),
      &rtc_viewer_transport_events, viewer, &error);
  rtc_timer_set (viewer->tick_timer,
      viewer->opened + RTC_VIEWER_GATHER_TIMEOUT);
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

  rtc_viewer_set_data_link (viewer, plan);
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
  rtc_viewer_disconnect_data (viewer);
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
  if (viewer->guest != NULL)
    rtc_guest_close (viewer->guest);
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

  g_clear_pointer (&viewer->guest, rtc_guest_unref);
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
