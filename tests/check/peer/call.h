/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/sdp/sdp.h>
#include <gst/webrtc/webrtc.h>

#define OPUS_CAPS "application/x-rtp,media=audio,encoding-name=OPUS," \
    "payload=96,clock-rate=48000,encoding-params=(string)2"
#define VP8_CAPS "application/x-rtp,media=video,encoding-name=VP8," \
    "payload=97,clock-rate=90000"

/* Two peer connections of one process, talking over 127.0.0.1, and what they
 * say on the way */
typedef struct _Call Call;

typedef struct
{
  Call *call;
  GstElement *element;
  GstBus *bus;
  /* under the call's lock */
  GString *log;                 /* "needed transceiver signaling-state=1 …" */
  GPtrArray *candidates;        /* "2 candidate:…": those of on-ice-candidate */
  guint n_needed;
} Side;

struct _Call
{
  GMutex lock;
  GCond cond;
  gboolean trickle;             /* candidates go to the other side; the default */
  Side sides[2];
};

void call_init (Call * call, const gchar * factory_a, const gchar * factory_b);
void call_init_anywhere (Call * call, const gchar * factory_a,
    const gchar * factory_b);
void call_clear (Call * call);
void call_set_state (Call * call, GstState state);

GstWebRTCRTPTransceiver *side_add_transceiver (Side * side,
    GstWebRTCRTPTransceiverDirection direction, const gchar * caps);
void side_release_transceiver (Side * side,
    GstWebRTCRTPTransceiverDirection direction, const gchar * caps);

/* What a promise was told: waits for it.  transfer: full; NULL: nothing */
GstStructure *promise_take (GstPromise * promise);
/* "offer" or "answer"; transfer: full */
GstWebRTCSessionDescription *side_create (Side * side, const gchar * type,
    GstStructure * options);
GError *side_create_error (Side * side, const gchar * type);
/* transfer: full; NULL: it was set */
GError *side_set (Side * side, gboolean remote,
    const GstWebRTCSessionDescription * description);
/* those that must succeed */
void side_set_local (Side * side, const GstWebRTCSessionDescription * d);
void side_set_remote (Side * side, const GstWebRTCSessionDescription * d);
void side_rollback (Side * side, gboolean remote);
GstWebRTCSessionDescription *description_from_text (GstWebRTCSDPType type,
    const gchar * text);
gchar *side_get_description (Side * side, const gchar * property);
/* waits for the answers to all that was asked for before */
void side_settle (Side * side);

/* Offer and answer, both set on both sides.  @options: taken, or NULL */
void call_negotiate_full (Call * call, guint offerer, GstStructure * options);
void call_negotiate (Call * call, guint offerer);
gint side_get (Side * side, const gchar * property);
void side_wait (Side * side, const gchar * property, gint value);
void call_wait_connected (Call * call);
/* audio both ways, connected */
void call_connect (Call * call, const gchar * factory_a,
    const gchar * factory_b);
gchar *side_dup_log (Side * side);
void side_clear_log (Side * side);
