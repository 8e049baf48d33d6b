/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "rtcserver.h"
#include "encode/rtcinput.h"

G_BEGIN_DECLS

#define GST_TYPE_RTC_SINK (gst_rtc_sink_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcSink, gst_rtc_sink, GST, RTC_SINK, GstBin)
GST_ELEMENT_REGISTER_DECLARE (rtcsink);

/* What properties set; under the object lock, read when the sink starts */
typedef struct
{
  gchar *address;
  guint port;
  gchar *stream_id;
  gchar *token;
  gboolean insecure;
  gchar **allowed_origins;
  gchar *stun_server;
  gchar *turn_server;
  GValue turn_servers;          /* GstValueArray of strings */
  gint ice_transport_policy;
  guint min_rtp_port, max_rtp_port;
  gchar **local_addresses;
  GstCaps *video_caps, *audio_caps;
  guint min_bitrate, max_bitrate, start_bitrate;
  guint max_viewers;
  gboolean chat, control;
  gchar *drop_directory;
  guint64 max_drop_size;
} GstRtcSinkSettings;

struct _GstRtcSink
{
  GstBin parent;

  GstRtcSinkSettings settings;

  GMutex lock;                  /* of what follows; a leaf */
  guint next_pad[2];            /* by kind: RTC_MEDIA_AUDIO, RTC_MEDIA_VIDEO */
  RtcLoopPool *pool;            /* not NULL: open for viewers */
  RtcAudience *audience;
  RtcTalk *talk;                /* NULL: no data channels */
  RtcServer *server;
  gchar *url;
};

enum
{
  GST_RTC_SINK_VIEWER_ADDED,
  GST_RTC_SINK_VIEWER_REMOVED,
  GST_RTC_SINK_ENCODER_SETUP,
  GST_RTC_SINK_CHAT_MESSAGE,
  GST_RTC_SINK_SEND_CHAT,
  GST_RTC_SINK_FILE_RECEIVED,
  GST_RTC_SINK_N_SIGNALS,
};
extern guint gst_rtc_sink_signals[GST_RTC_SINK_N_SIGNALS];

/* rtcsinkprops.c */
void gst_rtc_sink_install_properties (GObjectClass * klass);
void gst_rtc_sink_settings_init (GstRtcSinkSettings * settings);
void gst_rtc_sink_settings_clear (GstRtcSinkSettings * settings);
gchar *gst_rtc_sink_settings_check (GstRtcSink * self);

/* rtcsinkserve.c */
gboolean gst_rtc_sink_open (GstRtcSink * self);
void gst_rtc_sink_announce (GstRtcSink * self);
void gst_rtc_sink_close (GstRtcSink * self);
void gst_rtc_sink_start_input (GstRtcSink * self, RtcInput * input);
void gst_rtc_sink_stop_input (GstRtcSink * self, RtcInput * input);

/* rtcsinktalk.c */
void gst_rtc_sink_install_talk_signals (GType type);
RtcTalk *gst_rtc_sink_make_talk (GstRtcSink * self);

/* rtcsinkcontrol.c */
void gst_rtc_sink_control (GstRtcSink * self, const RtcControl * control);

G_END_DECLS
