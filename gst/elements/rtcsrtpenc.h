/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "rtcblockuser.h"
#include "rtcelements.h"
#include "srtp/rtcsrtp.h"

G_BEGIN_DECLS

#define RTC_SRTP_ENC_MAX_RECORDS 32

struct _GstRtcSrtpEnc
{
  GstElement parent;
  RtcBlockUser user;
  GstPad *src;

  /* under the object lock */
  guint next_pad[2];            /* by rtcp */
  GQueue records;               /* DTLS on its way out */
  gboolean delivering;          /* somebody is at it */
  gboolean keyed;               /* and nobody was told yet */
  gboolean ended;               /* the peer has said goodbye */
};

/* The private part of a sink pad */
typedef struct
{
  gboolean rtcp;
  gboolean ended;               /* under the stream lock of the src pad */
  GstSegment segment;
} RtcSrtpEncPad;

/* rtcsrtpenc.c */
GstFlowReturn gst_rtc_srtp_enc_chain (GstPad * pad, GstObject * parent,
    GstBuffer * buffer);
GstFlowReturn gst_rtc_srtp_enc_chain_list (GstPad * pad, GstObject * parent,
    GstBufferList * list);

/* rtcsrtpencpads.c */
gboolean rtc_srtp_enc_start (GstRtcSrtpEnc * self);
GstPad *gst_rtc_srtp_enc_request_new_pad (GstElement * element,
    GstPadTemplate * templ, const gchar * wanted, const GstCaps * caps);
void gst_rtc_srtp_enc_release_pad (GstElement * element, GstPad * pad);

/* rtcsrtpprotect.c */
GstBufferList *rtc_srtp_enc_protect (RtcSrtp * srtp, RtcSrtpEncPad * pad,
    GstBufferList * list, gsize * bytes);
void rtc_srtp_enc_request_key_frames (GstElement * element);

G_END_DECLS
