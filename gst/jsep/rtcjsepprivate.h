/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "jsep/rtcjsep.h"
#include "jsep/rtcjsepplan.h"

G_BEGIN_DECLS

/* codecs.c */

/* Can what @ours stands for be sent as @theirs? */
gboolean rtc_jsep_codec_matches (const RtcCodec * ours,
    const RtcCodec * theirs);
/* The first codec of @track that @media has, or NULL; *@index is into the
 * track's codecs */
const RtcCodec *rtc_jsep_choose_codec (const RtcJsepTrack * track,
    const RtcSdpMedia * media, guint * index);
/* The payload type of RFC 4588 that goes with @pt, or -1 */
gint rtc_jsep_find_rtx (const RtcSdpMedia * media, const RtcCodec * codec);
/* "VP8, H264" for messages; transfer: full */
gchar *rtc_jsep_list_codecs (const RtcSdpMedia * media);
gchar *rtc_jsep_list_track_codecs (const RtcJsepTrack * track);

/* h264.c */
gboolean rtc_jsep_h264_matches (const gchar * ours, const gchar * theirs);
/* The fmtp of an answer; transfer: full */
gchar *rtc_jsep_h264_answer (const gchar * ours, const gchar * offered);

/* direction.c */
RtcDirection rtc_jsep_direction_reverse (RtcDirection direction);
gboolean rtc_jsep_direction_receives (RtcDirection direction);
gboolean rtc_jsep_is_rejected (const RtcSdpMedia * media);
/* A section that can carry RTP over DTLS-SRTP with RTCP multiplexed; the
 * reason if not, NULL if so */
const gchar *rtc_jsep_why_unusable (const RtcSdpMedia * media);
/* … whatever its direction */
gboolean rtc_jsep_can_carry (const RtcSdpMedia * media);

/* bundle.c */

/* Leaves only the sections of @accepted that go over one transport.  Returns
 * the m-line whose transport attributes count, -1 if nothing is left. */
gint rtc_jsep_bundle (const RtcSdp * sdp, gboolean * accepted);
/* The m-line that the offerer's transport hangs on, if it is not accepted but
 * could be; -1 otherwise.  @first is what rtc_jsep_bundle () returned. */
gint rtc_jsep_find_carrier (const RtcSdp * sdp, const gboolean * accepted,
    gint first);
gboolean rtc_jsep_check_mids (const RtcSdp * sdp, GError ** error);
/* -1: none that is accepted */
gint rtc_jsep_first_of_group (const RtcSdp * sdp, const RtcSdpGroup * group,
    const gboolean * accepted);
/* Which sections are in the one BUNDLE group of @sdp */
void rtc_jsep_read_group (const RtcSdp * sdp, gboolean * members);
/* FALSE and an error: there are several */
gboolean rtc_jsep_check_groups (const RtcSdp * sdp, GError ** error);
/* The answer's group: those of the offer's that are accepted; @first is one */
void rtc_jsep_write_group (const RtcSdp * offer, const gboolean * accepted,
    gint first, RtcSdp * answer);

/* extmap.c */
void rtc_jsep_read_extmaps (const RtcSdp * sdp, const RtcSdpMedia * media,
    gint8 * extmap);
void rtc_jsep_answer_extmaps (const RtcSdp * sdp, const RtcSdpMedia * offered,
    const gint8 * extmap, RtcSdpMedia * media);

/* remote.c: what of the other side's transport goes into the plan */
gboolean rtc_jsep_read_remote (const RtcSdp * sdp, guint mline,
    RtcJsepPlanTransport * transport, GError ** error);
RtcSdpSetup rtc_jsep_find_setup (const RtcSdp * sdp, guint mline);
gboolean rtc_jsep_find_credentials (const RtcSdp * sdp, guint mline,
    const gchar ** ufrag, const gchar ** pwd);
/* What we say in an answer to it */
RtcSdpSetup rtc_jsep_answer_setup (RtcSdpSetup offered,
    gboolean prefer_passive);
void rtc_jsep_read_send (const RtcSdp * sdp, guint mline,
    const RtcJsepTrack * track, const RtcCodec * theirs, RtcJsepSend * send);

/* data.c: RFC 8841 */
gboolean rtc_jsep_is_data (const RtcSdpMedia * media);
/* @offered NULL: this is an offer */
void rtc_jsep_write_data (RtcSdpMedia * media, const RtcSdpMedia * offered,
    guint port, gint64 max_message_size);
void rtc_jsep_read_data (const RtcSdpMedia * remote, guint * port,
    gint64 * max_message_size);

/* section.c: what a section of ours is made of */
void rtc_jsep_write_transport (RtcSdpMedia * media,
    const RtcJsepTransport * transport, RtcSdpSetup setup);
void rtc_jsep_write_candidates (RtcSdpMedia * media,
    const RtcJsepTransport * transport);
/* @rtx_ssrcs may be NULL */
void rtc_jsep_write_sources (RtcSdpMedia * media, const gchar * stream_id,
    const gchar * track_id, const gchar * cname, const guint32 * ssrcs,
    const guint32 * rtx_ssrcs, guint n_ssrcs);
void rtc_jsep_write_inactive (const RtcSdpMedia * offered,
    RtcSdpMedia * media);

/* plan.c */
RtcJsepPlanTransport *rtc_jsep_plan_transport_new (guint id);
void rtc_jsep_plan_transport_free (RtcJsepPlanTransport * transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcJsepPlanTransport,
    rtc_jsep_plan_transport_free)

/* result.c */
void rtc_jsep_result_take_remote (RtcJsepResult * result,
    RtcJsepPlanTransport * remote);
void rtc_jsep_sends_free (RtcJsepSend * sends, guint n_sends);

G_END_DECLS
