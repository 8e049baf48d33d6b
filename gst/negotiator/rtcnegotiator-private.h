/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcnegotiator.h"

G_BEGIN_DECLS

/* One transceiver and what the element knows of it beyond its own state */
typedef struct
{
  GstWebRTCRTPTransceiver *transceiver;
  gint locked_mline;            /* its pad was asked for by number; -1 */
  gboolean made;                /* by an offer of the other side */
  GstPad *sink;                 /* borrowed; NULL: nothing feeds it */
  GstCaps *last_caps;           /* of its last pad or offer; NULL */
} RtcNegotiatorEntry;

struct _GstRtcNegotiator
{
  GstElement parent;

  gchar *cname;                 /* for life */

  /* A leaf: no call out of the element is made with it held, but
   * make_credentials of the configuration. */
  GMutex lock;
  GPtrArray *entries;           /* RtcNegotiatorEntry *, in order of creation */
  guint next_key;
  guint next_serial;            /* of pads */
  gboolean data;
  RtcJsepSession *session;      /* NULL: not made yet */
  gboolean configured;          /* by the owner, not from our properties */
  RtcNegotiatorWatch watch;
  gpointer watch_data;
  RtcNegotiatorOutputs outputs;
  gpointer outputs_data;

  /* GST_OBJECT_LOCK: of the element that stands alone */
  GstWebRTCBundlePolicy bundle_policy;
  gboolean passive;
  gchar *ufrag, *pwd, *fingerprint;
  gboolean fresh;               /* ufrag and pwd have not been used yet */
  gboolean needed;              /* "on-negotiation-needed" was sent */
};

/* --- rtcnegotiatorentries.c ---------------------------------------------- */

/* with the lock held; NULL: none */
RtcNegotiatorEntry *rtc_negotiator_find (GstRtcNegotiator * self, guint key);
RtcNegotiatorEntry *rtc_negotiator_append (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiver * transceiver);
void rtc_negotiator_remove (GstRtcNegotiator * self, guint key);
void rtc_negotiator_entry_free (gpointer entry);

/* without: */
/* transfer: full; NULL: none */
GPtrArray *rtc_negotiator_get_outputs (GstRtcNegotiator * self, guint key);
void rtc_negotiator_tell (GstRtcNegotiator * self, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver);
/* "application/x-rtp, media=…"; UNKNOWN: they do not say */
GstWebRTCKind rtc_negotiator_caps_kind (const GstCaps * caps);

/* --- rtcnegotiatorpad.c -------------------------------------------------- */

/* A sink pad with its src pad, both active and not in the element yet */
GstPad *rtc_negotiator_pad_new (GstRtcNegotiator * self,
    GstPadTemplate * sink_template, GstPadTemplate * src_template, guint serial,
    GstWebRTCRTPTransceiver * transceiver);
/* What it has received, or NULL; transfer: full */
GstCaps *rtc_negotiator_pad_get_caps (GstPad * sink);

/* --- rtcnegotiatorrequest.c ---------------------------------------------- */

GstPad *rtc_negotiator_request_pad (GstElement * element,
    GstPadTemplate * templ, const gchar * name, const GstCaps * caps);
void rtc_negotiator_release_pad (GstElement * element, GstPad * pad);

/* --- rtcnegotiatorsnapshot.c --------------------------------------------- */

/* What gst/jsep is to know of the transceivers.  Pads are queried for it: no
 * lock may be held. */
typedef struct
{
  RtcJsepMedia media;
  GPtrArray *items;
} RtcNegotiatorSnapshot;

/* FALSE: caps and codec-preferences of a pad have nothing in common, with a text
 * that applications know.  Only if @error is given. */
gboolean rtc_negotiator_snapshot (GstRtcNegotiator * self,
    RtcNegotiatorSnapshot * snapshot, GError ** error);
void rtc_negotiator_snapshot_clear (RtcNegotiatorSnapshot * snapshot);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcNegotiatorSnapshot,
    rtc_negotiator_snapshot_clear)

/* --- rtcnegotiatorformats.c ---------------------------------------------- */

/* What the pad @sink carries or could carry, or what will do behind @outputs,
 * narrowed and ordered by what is preferred.  NULL: nothing is known.
 * transfer: full */
GstCaps *rtc_negotiator_find_caps (GstPad * sink, GPtrArray * outputs,
    GstCaps * last_caps, const RtcTransceiverState * state, GError ** error);

/* --- rtcnegotiatorchange.c ----------------------------------------------- */

/* New transceivers and those that have gone, with the lock held */
void rtc_negotiator_change_list (GstRtcNegotiator * self,
    RtcNegotiatorChange * change);
/* What the plan says of each transceiver, without */
void rtc_negotiator_change_write (GstRtcNegotiator * self,
    RtcNegotiatorChange * change);

/* --- rtcnegotiatoralone.c: the element without rtcpeerbin ---------------- */

void rtc_negotiator_install (GObjectClass * object_class);
void rtc_negotiator_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec);
void rtc_negotiator_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec);
/* with the lock held */
RtcJsepSession *rtc_negotiator_session_from_properties (GstRtcNegotiator *
    self);
/* an event that nobody watches */
void rtc_negotiator_event (GstRtcNegotiator * self, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver);
/* a description was set: is another one needed already? */
void rtc_negotiator_settled (GstRtcNegotiator * self);

/* --- rtcnegotiatoractions.c ---------------------------------------------- */

void rtc_negotiator_install_signals (GType type);
void rtc_negotiator_emit_needed (GstRtcNegotiator * self);
void rtc_negotiator_emit_transceiver (GstRtcNegotiator * self,
    GstWebRTCRTPTransceiver * transceiver);

/* --- rtcnegotiatorplan.c ------------------------------------------------- */

/* transfer: full */
GstStructure *rtc_negotiator_plan_to_structure (GstRtcNegotiator * self,
    const RtcJsepPlan * plan);

G_END_DECLS
