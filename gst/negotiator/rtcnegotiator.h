/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jsep/rtcjsepsession.h"
#include "types/rtctypes.h"

G_BEGIN_DECLS

/* rtcnegotiator: JSEP as an element.  Media passes through it untouched, from
 * sink_%u to src_%u; on the way it learns what is sent.
 *
 *              .------------------.
 *   sink_0  ---|--> caps, ssrc ---|--- src_0
 *   sink_1  ---|--> caps, ssrc ---|--- src_1
 *              |   transceivers   |
 *              |   gst/jsep       |---> signal "plan"
 *              '------------------'
 *
 * Alone it takes its ICE and DTLS parameters from properties and tells what the
 * transport must do by the signal "plan"; inside rtcpeerbin the functions below
 * do the same without going through GValues.  Negotiation is one thread at a
 * time (rtcpeerbin: its strand); pads and transceivers may be used from any. */

#define GST_TYPE_RTC_NEGOTIATOR (gst_rtc_negotiator_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcNegotiator, gst_rtc_negotiator, GST, RTC_NEGOTIATOR,
    GstElement)

GST_ELEMENT_REGISTER_DECLARE (rtcnegotiator);

/* @config as for gst/jsep.  Once, before anything else; without it the element
 * makes one from its properties. */
void rtc_negotiator_configure (GstRtcNegotiator * self,
    const RtcJsepConfig * config);

typedef enum
{
  RTC_NEGOTIATOR_NEEDED,        /* "on-negotiation-needed" may have to be sent */
  RTC_NEGOTIATOR_TRANSCEIVER,   /* a new one: @transceiver */
} RtcNegotiatorEvent;

/* Called from any thread, no lock held */
typedef void (*RtcNegotiatorWatch) (GstRtcNegotiator * self,
    RtcNegotiatorEvent event, GstWebRTCRTPTransceiver * transceiver,
    gpointer user_data);
void rtc_negotiator_set_watch (GstRtcNegotiator * self,
    RtcNegotiatorWatch watch, gpointer user_data);

/* The pads that bring what a transceiver receives, which are not ours: what is
 * behind them says which codecs will do.  GstPad *, transfer: full; NULL: none.
 * On the thread that negotiates, no lock held */
typedef GPtrArray *(*RtcNegotiatorOutputs) (GstRtcNegotiator * self,
    guint key, gpointer user_data);
void rtc_negotiator_set_outputs (GstRtcNegotiator * self,
    RtcNegotiatorOutputs outputs, gpointer user_data);

/* --- transceivers: any thread -------------------------------------------- */

/* transfer of all: full; NULL: not there */
GstWebRTCRTPTransceiver *rtc_negotiator_add_transceiver (GstRtcNegotiator *
    self, GstWebRTCRTPTransceiverDirection direction, GstCaps * caps,
    GError ** error);
GstWebRTCRTPTransceiver *rtc_negotiator_get_transceiver (GstRtcNegotiator *
    self, guint key);
GstWebRTCRTPTransceiver *rtc_negotiator_get_nth (GstRtcNegotiator * self,
    guint index);
GPtrArray *rtc_negotiator_list_transceivers (GstRtcNegotiator * self);
/* That of a sink pad of the negotiator; borrowed for the pad's life */
GstWebRTCRTPTransceiver *rtc_negotiator_get_pad_transceiver (GstPad * sink);
/* The src pad that @sink comes out of */
GstPad *rtc_negotiator_get_src (GstPad * sink);
/* "data-channel was created": an application section is wanted from now on */
void rtc_negotiator_want_data (GstRtcNegotiator * self);

/* What a sink pad learnt from its caps and its first packets; any thread */
typedef struct
{
  guint key;                    /* its transceiver */
  guint32 ssrc;                 /* 0: not known yet */
  guint32 rtx_ssrc;             /* what descriptions say of it, if RTX is used */
  gint pt;                      /* of its caps, -1 */
  gchar *rid;                   /* free; NULL: no simulcast */
  GstCaps *caps;                /* unref; NULL: none yet */
} RtcNegotiatorInput;
void rtc_negotiator_get_input (GstPad * sink, RtcNegotiatorInput * input);
void rtc_negotiator_input_clear (RtcNegotiatorInput * input);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcNegotiatorInput,
    rtc_negotiator_input_clear)
/* The stream that a track is announced in; NULL: the cname.  transfer: full */
void rtc_negotiator_set_pad_msid (GstPad * sink, const gchar * msid);
gchar *rtc_negotiator_get_pad_msid (GstPad * sink);
/* The SDES cname that descriptions name; borrowed, for the element's life */
const gchar *rtc_negotiator_get_cname (GstRtcNegotiator * self);

/* --- negotiation: one thread at a time ----------------------------------- */

/* transfer: full; NULL and a GST_WEBRTC_ERROR.  @options may be NULL. */
GstWebRTCSessionDescription *rtc_negotiator_create (GstRtcNegotiator * self,
    GstWebRTCSDPType type, const GstStructure * options, GError ** error);

/* What a description has changed.  The transceivers have their mid, m-line,
 * direction, current-direction and stopped by then. */
typedef struct
{
  RtcJsepPlan *plan;
  GPtrArray *new_transceivers;  /* GstWebRTCRTPTransceiver *, those of a remote
                                 * offer, not announced yet */
  GPtrArray *removed_transceivers;      /* by a rollback */
  GstWebRTCSignalingState state;
  gboolean state_changed;
} RtcNegotiatorChange;
/* @description is NULL, or has no SDP: a local one is made, as the state asks for
 * (W3C 4.4.1.6) or of that type.  On an error nothing has changed. */
gboolean rtc_negotiator_set (GstRtcNegotiator * self, gboolean remote,
    const GstWebRTCSessionDescription * description,
    RtcNegotiatorChange * change, GError ** error);
void rtc_negotiator_change_clear (RtcNegotiatorChange * change);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RtcNegotiatorChange,
    rtc_negotiator_change_clear)

/* W3C 4.7.3, to be asked on RTC_NEGOTIATOR_NEEDED */
gboolean rtc_negotiator_is_needed (GstRtcNegotiator * self);
/* Any thread.  As rtc_jsep_session_… of the same name */
RtcSignalingState rtc_negotiator_get_state (GstRtcNegotiator * self);
void rtc_negotiator_add_local_candidate (GstRtcNegotiator * self,
    guint transport, const gchar * candidate);
gboolean rtc_negotiator_add_remote_candidate (GstRtcNegotiator * self,
    gint mline, const gchar * mid, const gchar * candidate, GError ** error);
void rtc_negotiator_close (GstRtcNegotiator * self);
/* The session itself, to be read on the thread that negotiates; whoever changes
 * it takes the functions above, since descriptions may be read meanwhile.
 * borrowed */
RtcJsepSession *rtc_negotiator_get_session (GstRtcNegotiator * self);
/* A copy of a description; any thread; NULL: none.  transfer: full */
typedef enum
{
  RTC_DESCRIPTION_CURRENT,
  RTC_DESCRIPTION_PENDING,
  RTC_DESCRIPTION_NEWEST,       /* pending, or else current */
} RtcDescriptionAge;
GstWebRTCSessionDescription *rtc_negotiator_get_description (
    GstRtcNegotiator * self, gboolean remote, RtcDescriptionAge age);

/* --- rtccaps.c: caps and codecs ------------------------------------------ */

/* The RTP formats in @caps, in order, with what else their fields say; those
 * that are no RTP or name no codec are left out.  transfer: full, of
 * RtcJsepFormat; free with rtc_caps_formats_free () */
GArray *rtc_caps_to_formats (const GstCaps * caps);
void rtc_caps_formats_free (GArray * formats);
/* RtcSdpExtmap; transfer: full; NULL: none of them says, or, with an error, what
 * they say is no URI or one number for two of them */
GPtrArray *rtc_caps_to_extmaps (const GstCaps * caps, GError ** error);
/* Simulcast layers to send, or else to receive, in order, NULL-terminated;
 * transfer: full; NULL: none */
gchar **rtc_caps_to_rids (const GstCaps * caps, gboolean send);
/* "a-mid": how the section is to be called; transfer: full; NULL: not said */
gchar *rtc_caps_to_mid (const GstCaps * caps);
gboolean rtc_caps_get_kind (const GstCaps * caps, RtcMediaKind * kind);
/* application/x-rtp as rtpbin's request-pt-map and our src pads want it: fmtp
 * parameters, rtcp-fb-…, extmap-… as fields, the section's mid as a-mid.
 * transfer: full */
GstCaps *rtc_caps_from_format (const RtcJsepPlanFormat * format,
    const RtcJsepPlanSection * section, gboolean send);

G_END_DECLS
