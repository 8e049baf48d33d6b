/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What stands behind rtcsrtp.h; for this room and its tests alone */
#pragma once

#include "rtcsrtp.h"
#include "rtcsrtpkeys.h"

G_BEGIN_DECLS

typedef struct
{
  guint number;                 /* of RFC 5764 and RFC 7714 */
  gsize key_size, salt_size;
} RtcSrtpProfileInfo;

/* One packet in place: the size that it has now, 0 when it is dropped.  The
 * packet has its fixed header at least, 65535 bytes at most. */
typedef gsize (*RtcSrtpFunc) (RtcSrtp * srtp, guint8 * data, gsize size);

typedef struct
{
  const gchar *name;
  RtcSrtp *(*create) (gboolean inbound, const RtcSrtpProfileInfo * profile,
      const guint8 * key, GError ** error);
  void (*destroy) (RtcSrtp * srtp);
  RtcSrtpFunc protect_rtp, protect_rtcp, unprotect_rtp, unprotect_rtcp;
} RtcSrtpBackend;

/* A backend's session begins with this */
struct _RtcSrtp
{
  const RtcSrtpBackend *backend;
  gboolean inbound;
};

#define RTC_SRTP_WINDOW 2048    /* packets: an answer to a NACK may be so late */
#define RTC_SRTP_MAX_INBOUND 256        /* SSRCs an authentic peer can make us hold */
#define RTC_SRTP_RTP_HEADER 12
#define RTC_SRTP_RTCP_HEADER 8

extern const RtcSrtpBackend rtc_srtp_libsrtp;   /* every profile */
extern const RtcSrtpBackend rtc_srtp_gcm;       /* the AEAD profiles */

/* (transfer full) As rtc_srtp_new_outbound () and rtc_srtp_new_inbound (), with
 * a backend of the caller's choice */
RtcSrtp *rtc_srtp_new_with (const RtcSrtpBackend * backend, gboolean inbound,
    guint profile, const guint8 * key, gsize key_size, GError ** error);

/* (transfer full) A session of rtc_srtp_gcm with session keys from elsewhere */
RtcSrtp *rtc_srtp_gcm_new_with_keys (gboolean inbound,
    const RtcSrtpKeys * keys, GError ** error);

G_END_DECLS
