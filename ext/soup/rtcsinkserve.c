/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsink and those who watch: the audience, its server, and the tracks that
 * the inputs bring to it. */
#include "rtcsink.h"

#include <gst/webrtc/webrtc.h>

GST_DEBUG_CATEGORY_EXTERN (gst_rtc_sink_debug);
#define GST_CAT_DEFAULT gst_rtc_sink_debug

/* microseconds, for what is being written or told to come to its end */
#define TALK_TIMEOUT G_USEC_PER_SEC
/* long enough for a page to be reloaded onto the same encoder */
#define LINGER (2 * G_USEC_PER_SEC)

/* On the control loop, without locks */
static void
viewer_added (const gchar * viewer_id, gpointer user_data)
{
  g_signal_emit (user_data, gst_rtc_sink_signals[GST_RTC_SINK_VIEWER_ADDED],
      0, viewer_id);
}

static void
viewer_removed (const gchar * viewer_id, gpointer user_data)
{
  g_signal_emit (user_data, gst_rtc_sink_signals[GST_RTC_SINK_VIEWER_REMOVED],
      0, viewer_id);
}

/* In a thread of its own, before the encoder starts */
static void
encoder_setup (RtcInput * input, GstElement * encoder, gpointer user_data)
{
  g_signal_emit (user_data, gst_rtc_sink_signals[GST_RTC_SINK_ENCODER_SETUP],
      0, GST_OBJECT_NAME (input), encoder);
}

static gchar **
list_turn_servers (const GstRtcSinkSettings * s)
{
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  if (s->turn_server != NULL)
    g_strv_builder_add (list, s->turn_server);
  for (guint i = 0; i < gst_value_array_get_size (&s->turn_servers); i++)
    g_strv_builder_add (list, g_value_get_string (gst_value_array_get_value
            (&s->turn_servers, i)));
  return g_strv_builder_end (list);
}

static RtcAudience *
make_audience (GstRtcSink * self, RtcLoopPool * pool, RtcTalk * talk)
{
  static const RtcAudienceEvents events = { viewer_added, viewer_removed };
  const GstRtcSinkSettings *s = &self->settings;
  g_auto (GStrv) turn = NULL;
  RtcAudienceConfig config = { 0 };
  RtcAudience *audience;

  GST_OBJECT_LOCK (self);
  turn = list_turn_servers (s);
  config.max_viewers = s->max_viewers;
  config.stun_server = s->stun_server;
  config.turn_servers = turn;
  config.relay_only = s->ice_transport_policy ==
      GST_WEBRTC_ICE_TRANSPORT_POLICY_RELAY;
  config.min_port = s->min_rtp_port;
  config.max_port = s->max_rtp_port;
  config.local_addresses = s->local_addresses;
  config.talk = talk;
  audience = rtc_audience_new (pool, &config, &events, self);
  GST_OBJECT_UNLOCK (self);
  return audience;
}

static void
post_server_error (GstRtcSink * self, const GError * error)
{
  GstRtcSinkSettings *s = &self->settings;

  if (g_error_matches (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_IN_USE))
    GST_ELEMENT_ERROR (self, RESOURCE, BUSY,
        ("Port %u of %s is taken: set port to another one, or to 0 to have "
            "one picked.", s->port, s->address), ("%s", error->message));
  else if (g_error_matches (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_ADDRESS))
    GST_ELEMENT_ERROR (self, RESOURCE, OPEN_READ_WRITE,
        ("Cannot listen on address \"%s\": set address to one of this "
            "machine (127.0.0.1: only this machine, 0.0.0.0: all).",
            s->address), ("%s", error->message));
  else if (g_error_matches (error, RTC_SERVER_ERROR,
          RTC_SERVER_ERROR_STREAM_ID))
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS,
        ("Cannot serve stream-id \"%s\": %s. Give each rtcsink on one port a "
            "stream-id of its own.", s->stream_id != NULL ? s->stream_id : "",
            error->message), (NULL));
  else if (g_error_matches (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_ACCESS))
    GST_ELEMENT_ERROR (self, RESOURCE, NOT_AUTHORIZED,
        ("Address %s is open to other machines: set token to a secret that "
            "viewers must give, or insecure=true to let anybody watch.",
            s->address), ("%s", error->message));
  else
    GST_ELEMENT_ERROR (self, RESOURCE, OPEN_READ_WRITE,
        ("Cannot serve on %s port %u: %s", s->address, s->port,
            error->message), (NULL));
}

static gchar *
make_url (GstRtcSink * self, RtcServer * server)
{
  g_autofree gchar *base = rtc_server_get_url (server);
  g_autofree gchar *escaped = NULL;

  if (self->settings.stream_id == NULL)
    return g_steal_pointer (&base);
  escaped = g_uri_escape_string (self->settings.stream_id, NULL, FALSE);
  return g_strconcat (base, "?stream=", escaped, NULL);
}

/* Where players may learn their address: a TURN server answers STUN too */
static const gchar *
pick_stun_server (const GstRtcSinkSettings * s)
{
  if (s->stun_server != NULL)
    return s->stun_server;
  if (s->turn_server != NULL)
    return s->turn_server;
  return gst_value_array_get_size (&s->turn_servers) == 0 ? NULL
      : g_value_get_string (gst_value_array_get_value (&s->turn_servers, 0));
}

static RtcServer *
open_server (GstRtcSink * self, RtcLoopPool * pool, RtcAudience * audience,
    GError ** error)
{
  const GstRtcSinkSettings *s = &self->settings;
  RtcServerStream stream = { s->stream_id, s->token, s->insecure,
    (const gchar * const *) s->allowed_origins, pick_stun_server (s),
    s->chat, s->control, s->drop_directory != NULL ? s->max_drop_size : 0
  };
  RtcServer *server = rtc_server_acquire (pool, s->address, s->port, error);

  if (server == NULL)
    return NULL;
  if (!rtc_server_add_stream (server, &stream, audience, error)) {
    rtc_server_release (server);
    return NULL;
  }
  return server;
}

static void
close_audience (gpointer data)
{
  rtc_audience_close (data);
}

static void
foreach_input (GstRtcSink * self, void (*func) (GstRtcSink *, RtcInput *))
{
  g_autoptr (GPtrArray) inputs = g_ptr_array_new_with_free_func
      (gst_object_unref);

  GST_OBJECT_LOCK (self);
  for (GList * l = GST_BIN_CHILDREN (self); l != NULL; l = l->next) {
    if (RTC_IS_INPUT (l->data))
      g_ptr_array_add (inputs, gst_object_ref (l->data));
  }
  GST_OBJECT_UNLOCK (self);
  for (guint i = 0; i < inputs->len; i++)
    func (self, g_ptr_array_index (inputs, i));
}

/* Bring @input to the audience, if there is one.  Any thread but a loop's. */
void
gst_rtc_sink_start_input (GstRtcSink * self, RtcInput * input)
{
  g_autoptr (RtcAudience) audience = NULL;
  g_autoptr (RtcLoopPool) pool = NULL;
  g_autoptr (RtcTrack) track = NULL;
  g_autoptr (GstCaps) allowed = NULL;
  RtcInputConfig config = {.encoder_setup = encoder_setup,.user_data = self,
    .linger = LINGER
  };

  g_mutex_lock (&self->lock);
  if (self->pool != NULL) {
    pool = rtc_loop_pool_ref (self->pool);
    audience = rtc_audience_ref (self->audience);
  }
  g_mutex_unlock (&self->lock);
  if (pool == NULL)
    return;
  config.kind = rtc_input_get_kind (input);
  GST_OBJECT_LOCK (self);
  config.bitrate = CLAMP (self->settings.start_bitrate,
      self->settings.min_bitrate, self->settings.max_bitrate);
  config.min_bitrate = self->settings.min_bitrate;
  config.max_bitrate = self->settings.max_bitrate;
  allowed = gst_caps_ref (config.kind == RTC_MEDIA_VIDEO ?
      self->settings.video_caps : self->settings.audio_caps);
  GST_OBJECT_UNLOCK (self);
  config.allowed = allowed;
  track = rtc_input_start (input, pool, &config);
  if (track != NULL)
    rtc_audience_add_track (audience, track);
}

/* Take @input from its viewers.  Any thread but a media loop's. */
void
gst_rtc_sink_stop_input (GstRtcSink * self, RtcInput * input)
{
  g_autoptr (RtcAudience) audience = NULL;
  g_autoptr (RtcTrack) track = NULL;

  g_mutex_lock (&self->lock);
  if (self->audience != NULL)
    audience = rtc_audience_ref (self->audience);
  g_mutex_unlock (&self->lock);
  track = rtc_input_dup_track (input);
  if (audience != NULL && track != NULL)
    rtc_audience_remove_track (audience, track);
  rtc_input_stop (input);
}

/* READY to PAUSED: open for viewers.  FALSE: the bus has been told why. */
gboolean
gst_rtc_sink_open (GstRtcSink * self)
{
  g_autoptr (RtcLoopPool) pool = rtc_loop_pool_acquire ();
  g_autoptr (RtcTalk) talk = NULL;
  g_autoptr (RtcAudience) audience = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *problem = gst_rtc_sink_settings_check (self);
  RtcServer *server;

  if (problem != NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS, ("%s", problem), (NULL));
    return FALSE;
  }
  talk = gst_rtc_sink_make_talk (self);
  audience = make_audience (self, pool, talk);
  server = open_server (self, pool, audience, &error);
  if (server == NULL) {
    rtc_loop_call (rtc_loop_pool_get_control (pool), close_audience, audience);
    post_server_error (self, error);
    return FALSE;
  }
  g_mutex_lock (&self->lock);
  self->pool = g_steal_pointer (&pool);
  self->audience = g_steal_pointer (&audience);
  self->talk = g_steal_pointer (&talk);
  self->server = server;
  self->url = make_url (self, server);
  g_mutex_unlock (&self->lock);
  foreach_input (self, gst_rtc_sink_start_input);
  return TRUE;
}

/* Say the address where nobody misses it: gst-launch prints the debug text of
 * an info message (only that one, so it holds the sentence and no source line),
 * and an application finds "rtc-url" on its bus. */
void
gst_rtc_sink_announce (GstRtcSink * self)
{
  g_autofree gchar *url = NULL;
  g_autofree gchar *text = NULL;
  g_autoptr (GError) info = NULL;

  g_mutex_lock (&self->lock);
  url = g_strdup (self->url);
  g_mutex_unlock (&self->lock);
  text = g_strdup_printf ("Open %s in a browser to watch.", url);
  info = g_error_new_literal (GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_OPEN_READ_WRITE, text);
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_info (GST_OBJECT (self), info, text));
  gst_element_post_message (GST_ELEMENT (self),
      gst_message_new_element (GST_OBJECT (self),
          gst_structure_new ("rtc-url", "url", G_TYPE_STRING, url, NULL)));
  g_object_notify (G_OBJECT (self), "url");
}

/* PAUSED to READY: everybody leaves, and the encoders stop. */
void
gst_rtc_sink_close (GstRtcSink * self)
{
  g_autoptr (RtcLoopPool) pool = NULL;
  g_autoptr (RtcAudience) audience = NULL;
  g_autoptr (RtcTalk) talk = NULL;
  RtcServer *server;

  g_mutex_lock (&self->lock);
  pool = g_steal_pointer (&self->pool);
  audience = g_steal_pointer (&self->audience);
  talk = g_steal_pointer (&self->talk);
  server = g_steal_pointer (&self->server);
  g_clear_pointer (&self->url, g_free);
  g_mutex_unlock (&self->lock);
  if (pool == NULL)
    return;
  rtc_server_remove_stream (server, audience);
  rtc_loop_call (rtc_loop_pool_get_control (pool), close_audience, audience);
  foreach_input (self, gst_rtc_sink_stop_input);
  if (talk != NULL)
    rtc_talk_wait (talk, TALK_TIMEOUT);
  rtc_server_release (server);
  rtc_loop_pool_drain (pool);
}
