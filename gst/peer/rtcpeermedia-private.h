/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcpeerfunnel.h"
#include "rtcpeermedia.h"
#include "rtcpeerpad.h"
#include "rtcpeerrtx.h"
#include "rtcpeersections.h"

G_BEGIN_DECLS

/* One rtpbin session with its transport's edge.  Opened and closed on the strand;
 * fields do not change while it is in the table unless said otherwise. */
typedef struct
{
  gint refs;
  guint id;
  GstElement *edge;             /* in the bin */
  RtcPeerFunnel *funnel;        /* in the bin */
  RtcPeerRtx *rtx;
  GstElement *rtxreceive, *reddec;      /* in rtpbin, or NULL */
  GstPad *send_src;             /* rtpbin's send_rtp_src */
  gulong probe;                 /* on it, 0: none; strand */
  GstElement *post_aux;         /* in the bin, or NULL */
} RtcPeerSession;

RtcPeerSession *rtc_peer_session_ref (RtcPeerSession * session);
void rtc_peer_session_unref (RtcPeerSession * session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerSession, rtc_peer_session_unref)

/* One sink pad and what hangs on it up to the funnel.  It is connected once, by
 * whoever gets it from WAITING to CONNECTING; what that one has made is taken
 * down by whoever sees RELEASED last. */
typedef enum
{
  RTC_PEER_INPUT_WAITING,
  RTC_PEER_INPUT_CONNECTING,
  RTC_PEER_INPUT_CONNECTED,
  RTC_PEER_INPUT_RELEASED,
} RtcPeerInputState;

typedef struct
{
  gint refs;
  gint state;                   /* atomic, RtcPeerInputState */
  GstPad *pad;                  /* ours */
  GstPad *negotiator_sink, *negotiator_src;
  guint key;                    /* its transceiver's */
  gulong block;                 /* atomic: probe on negotiator_src until it is
                                 * connected, 0: none */
  GstElement *sync, *ulpfecenc, *redenc;        /* in the bin, or NULL */
  GstPad *funnel_sink;
  guint session;                /* of @funnel_sink */
  GArray *ssrcs;                /* guint32; media->lock */
} RtcPeerInput;

/* One src pad */
typedef struct
{
  GstPad *pad;                  /* ours */
  GstPad *target;               /* rtpbin's */
  GstElement *funnel;           /* in the bin; NULL: one payload type so far */
  guint session, key;
  guint32 ssrc;
} RtcPeerOutput;

struct _RtcPeerMedia
{
  GstBin *bin;
  GstElement *rtpbin;
  GstRtcNegotiator *negotiator;
  RtcPeerMediaEvents events;
  gpointer user_data;

  GMutex lock;                  /* leaf, over what follows */
  GHashTable *sessions;         /* id -> RtcPeerSession */
  GPtrArray *inputs;            /* RtcPeerInput */
  GPtrArray *outputs;           /* RtcPeerOutput */
  RtcPeerSections *sections;    /* never NULL */
  GHashTable *numbers;          /* key -> number of its src pad + 1; 0: used */
  guint next_number;
  guint latency;                /* ms */
  gboolean reuse, stopped;
};

/* transfer: full */
RtcPeerSections *rtc_peer_media_get_sections (RtcPeerMedia * media);
/* transfer: full; NULL: none */
RtcPeerSession *rtc_peer_media_find_session (RtcPeerMedia * media, guint id);

/* rtcpeersession.c: on the strand unless said otherwise */
void rtc_peer_session_open (RtcPeerMedia * media, guint id);
/* it is out of the table; its reference is taken */
void rtc_peer_session_close (RtcPeerMedia * media, RtcPeerSession * session);
void rtc_peer_session_update (RtcPeerMedia * media, RtcPeerSession * session,
    const RtcPeerSections * sections);
void rtc_peer_session_connect_rtpbin (RtcPeerMedia * media);

/* rtcpeersend.c */
/* transfer: full; NULL: the negotiator refuses */
RtcPeerInput *rtc_peer_input_new (RtcPeerMedia * media, GstPadTemplate * templ,
    const gchar * name, const GstCaps * caps);
RtcPeerInput *rtc_peer_input_ref (RtcPeerInput * input);
void rtc_peer_input_unref (RtcPeerInput * input);
/* Links @input to its session, once, when @section sends; any thread */
void rtc_peer_input_connect (RtcPeerMedia * media, RtcPeerInput * input,
    const RtcPeerSection * section);
/* it waits for another session; what comes meanwhile is dropped */
void rtc_peer_input_disconnect (RtcPeerMedia * media, RtcPeerInput * input);
/* away with everything but our pad */
void rtc_peer_input_release (RtcPeerMedia * media, RtcPeerInput * input);
/* what the edge and RTX have to know of all that @input sends */
void rtc_peer_input_update (RtcPeerMedia * media, RtcPeerInput * input,
    const RtcPeerSection * section);
void rtc_peer_input_new_ssrc (RtcPeerMedia * media, GstPad * funnel_sink,
    guint32 ssrc);

/* rtcpeerstream.c: how one SSRC of @input is to leave; @section NULL or not
 * sending: not at all */
void rtc_peer_stream_set (RtcPeerSession * session, RtcPeerInput * input,
    const RtcPeerSection * section, guint32 ssrc);

/* rtcpeerparamsets.c: a probe that warns of H.264 and H.265 without parameter
 * sets; 0: @caps are of neither */
gulong rtc_peer_watch_parameter_sets (GstPad * pad, GstElement * bin,
    const GstCaps * caps);

/* rtcpeerfec.c */
/* FALSE: not negotiated; else @first and @last are made and in the bin */
gboolean rtc_peer_fec_make_encoder (GstBin * bin, const RtcPeerSection * section,
    GstWebRTCRTPTransceiver * transceiver, GstElement ** first,
    GstElement ** last);
void rtc_peer_fec_update_encoder (RtcPeerInput * input,
    const RtcPeerSection * section);
void rtc_peer_fec_connect_rtpbin (RtcPeerMedia * media);

/* rtcpeerreceive.c */
void rtc_peer_receive_connect_rtpbin (RtcPeerMedia * media);
void rtc_peer_receive_update (RtcPeerMedia * media,
    const RtcPeerSections * old, const RtcPeerSections * sections);
void rtc_peer_receive_stop (RtcPeerMedia * media);
void rtc_peer_output_free (RtcPeerOutput * output);

G_END_DECLS
