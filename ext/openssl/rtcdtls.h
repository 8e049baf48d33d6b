/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtccertificate.h"

G_BEGIN_DECLS

/* One DTLS 1.2 association over any datagram path (RFC 5764, RFC 8842).  No
 * socket, no thread: datagrams go in by rtc_dtls_input () and come out through
 * the output callback, which is called from inside the other calls. */
typedef struct _RtcDtls RtcDtls;

typedef enum
{
  RTC_DTLS_NEW,
  RTC_DTLS_CONNECTING,
  RTC_DTLS_CONNECTED,
  RTC_DTLS_CLOSED,              /* close_notify came in or went out */
  RTC_DTLS_FAILED,
} RtcDtlsState;

typedef enum
{
  RTC_SRTP_NONE = 0,
  RTC_SRTP_AES128_CM_SHA1_80 = 1,       /* the numbers of RFC 5764 and 7714 */
  RTC_SRTP_AEAD_AES_128_GCM = 7,
  RTC_SRTP_AEAD_AES_256_GCM = 8,
} RtcSrtpProfile;

typedef struct
{
  RtcSrtpProfile profile;
  guint8 local[64];             /* master key, then salt: what we send with */
  guint8 remote[64];
  gsize key_size, salt_size;
} RtcDtlsKeys;

typedef struct
{
  void (*output) (RtcDtls * dtls, const guint8 * data, gsize size,
      gpointer user_data);
  void (*state_changed) (RtcDtls * dtls, RtcDtlsState state,
      gpointer user_data);
  /* application data: SCTP; may be NULL */
  void (*received) (RtcDtls * dtls, const guint8 * data, gsize size,
      gpointer user_data);
} RtcDtlsEvents;

RtcDtls *rtc_dtls_new (RtcCertificate * certificate, gboolean client,
    const RtcDtlsEvents * events, gpointer user_data);
void rtc_dtls_free (RtcDtls * dtls);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcDtls, rtc_dtls_free)

/* Several may be added (RFC 8122 section 5): one that matches is enough.
 * FALSE with an error: unknown or weak hash function, malformed. */
gboolean rtc_dtls_add_remote_fingerprint (RtcDtls * dtls,
    const gchar * fingerprint, GError ** error);

/* The first message of an association's client, in the clear */
gboolean rtc_dtls_is_client_hello (const guint8 * data, gsize size);

void rtc_dtls_start (RtcDtls * dtls, gint64 now);
void rtc_dtls_input (RtcDtls * dtls, const guint8 * data, gsize size,
    gint64 now);
gboolean rtc_dtls_send (RtcDtls * dtls, const guint8 * data, gsize size);
gint64 rtc_dtls_deadline (RtcDtls * dtls);
void rtc_dtls_timeout (RtcDtls * dtls, gint64 now);
void rtc_dtls_close (RtcDtls * dtls);

RtcDtlsState rtc_dtls_get_state (RtcDtls * dtls);
const GError *rtc_dtls_get_error (RtcDtls * dtls);      /* when FAILED */
const gchar *rtc_dtls_get_cipher (RtcDtls * dtls);      /* when CONNECTED */
guint rtc_dtls_get_version (RtcDtls * dtls);    /* 0xfefd; 0: not CONNECTED */
gchar *rtc_dtls_get_remote_pem (RtcDtls * dtls);        /* when CONNECTED; free */
gboolean rtc_dtls_is_client (RtcDtls * dtls);
/* FALSE unless CONNECTED with a fingerprint that matched */
gboolean rtc_dtls_export_keys (RtcDtls * dtls, RtcDtlsKeys * keys);

G_END_DECLS
