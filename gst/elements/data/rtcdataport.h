/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>
#include "data/rtcdata.h"

G_BEGIN_DECLS

/* What an element holds of its data channel: the place where a streaming thread
 * waits for it, until it is told to stop.  The channel comes at any time, once,
 * and is one of gst/data's or any GstWebRTCDataChannel.  Any thread; refcounted,
 * as what the channel tells may come late. */
typedef struct _RtcDataPort RtcDataPort;

/* What a port does to its channel, a handle that is a g_atomic_rc_box_new ().
 * Called with no lock held. */
typedef struct
{
  gboolean (*send) (gpointer channel, GBytes * bytes, gboolean is_string,
      GError ** error);
  guint64 (*get_buffered) (gpointer channel);
  void (*set_low_threshold) (gpointer channel, guint64 bytes);
  void (*close) (gpointer channel);
  /* a message of this size has been used */
  void (*release) (gpointer channel, gsize size);
  /* no more is told, but what has begun */
  void (*stop) (gpointer channel);
  /* its last reference is gone */
  void (*clear) (gpointer channel);
} RtcDataPortClass;

typedef struct
{
  GBytes *bytes;
  gboolean is_string;
} RtcDataMessage;

typedef struct
{
  guint64 messages, bytes, dropped, buffered;
} RtcDataPortStats;

/* @lost: @element's channel has failed, on whatever thread, no lock held; NULL:
 * it will see */
RtcDataPort *rtc_data_port_new (GstElement * element, gboolean receives,
    void (*lost) (GstElement * element));
RtcDataPort *rtc_data_port_ref (RtcDataPort * port);
void rtc_data_port_unref (RtcDataPort * port);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcDataPort, rtc_data_port_unref)
void rtc_data_port_dispose (RtcDataPort * port);

/* --- the element -------------------------------------------------------------- */

void rtc_data_port_start (RtcDataPort * port);
void rtc_data_port_stop (RtcDataPort * port);
void rtc_data_port_set_flushing (RtcDataPort * port, gboolean flushing);
/* Streaming thread.  FLUSHING: told to stop; EOS: the peer has closed it;
 * ERROR: see take_error () */
GstFlowReturn rtc_data_port_pop (RtcDataPort * port, RtcDataMessage * message);
GstFlowReturn rtc_data_port_push (RtcDataPort * port, GBytes * bytes,
    gboolean is_string, guint64 max_buffered);
GstFlowReturn rtc_data_port_drain (RtcDataPort * port);
GstFlowReturn rtc_data_port_close (RtcDataPort * port);
/* transfer: full; once, NULL after that */
GError *rtc_data_port_take_error (RtcDataPort * port);
GstWebRTCDataChannelState rtc_data_port_get_state (RtcDataPort * port);
void rtc_data_port_get_stats (RtcDataPort * port, RtcDataPortStats * stats);

/* --- the channel -------------------------------------------------------------- */

void rtc_data_port_begin (RtcDataPort * port);
/* transfer of @channel: full */
void rtc_data_port_attach (RtcDataPort * port, const RtcDataPortClass * klass,
    gpointer channel);
void rtc_data_port_detach (RtcDataPort * port);
gboolean rtc_data_port_is_attached (RtcDataPort * port);
gboolean rtc_data_port_receives (RtcDataPort * port);
gboolean rtc_data_port_has_failed (RtcDataPort * port);
void rtc_data_port_opened (RtcDataPort * port);
void rtc_data_port_closing (RtcDataPort * port);
/* @complete: properly, nothing is missing; otherwise it has failed */
void rtc_data_port_closed (RtcDataPort * port, gboolean complete);
void rtc_data_port_received (RtcDataPort * port, GBytes * bytes,
    gboolean is_string, gboolean may_block);
/* something has been sent */
void rtc_data_port_wake (RtcDataPort * port);
/* Why it has failed: the first word counts, when it is closed or has not been
 * there at all */
void rtc_data_port_fail (RtcDataPort * port, gint code, const gchar * reason);

/* --- the two kinds ------------------------------------------------------------- */

/* Both: @port holds a reference to the channel and listens to it from now on */
void rtc_data_port_attach_own (RtcDataPort * port, RtcDataChannel * channel);
void rtc_data_port_attach_foreign (RtcDataPort * port,
    GstWebRTCDataChannel * channel);

G_END_DECLS
