/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One direction of an SRTP session (RFC 3711, RFC 7714) for any SSRC.  All a
 * backend needs to offer; nothing of libsrtp shows through. */
typedef struct _RtcSrtp RtcSrtp;

#define RTC_SRTP_MAX_TRAILER 24 /* most that protecting adds, RTCP included */

typedef struct
{
  guint8 *data;
  gsize size;                   /* 0: dropped */
} RtcSpan;

/* @profile: a number of RtcSrtpProfile; @key: master key with salt behind it.
 * NULL with an error when the profile is not supported. */
RtcSrtp *rtc_srtp_new_outbound (guint profile, const guint8 * key,
    gsize key_size, GError ** error);
RtcSrtp *rtc_srtp_new_inbound (guint profile, const guint8 * key,
    gsize key_size, GError ** error);
void rtc_srtp_free (RtcSrtp * srtp);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSrtp, rtc_srtp_free)

/* In place, each span has RTC_SRTP_MAX_TRAILER bytes of room behind it.  A span
 * that fails gets size 0.  Returns how many are left. */
guint rtc_srtp_protect_rtp (RtcSrtp * srtp, RtcSpan * spans, guint n);
guint rtc_srtp_protect_rtcp (RtcSrtp * srtp, RtcSpan * spans, guint n);
guint rtc_srtp_unprotect_rtp (RtcSrtp * srtp, RtcSpan * spans, guint n);
guint rtc_srtp_unprotect_rtcp (RtcSrtp * srtp, RtcSpan * spans, guint n);

G_END_DECLS
