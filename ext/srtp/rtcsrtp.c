/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Picks the backend by profile and runs it over lists.
 *
 * Threads: all calls on one RtcSrtp from one thread at a time. */

#include "rtcsrtpbackend.h"

#include <gio/gio.h>

#define MAX_PACKET 65535

static const struct
{
  RtcSrtpProfileInfo info;
  const RtcSrtpBackend *backend;
} profiles[] = {
  {{1, 16, 14}, &rtc_srtp_libsrtp},     /* RFC 5764 section 4.1.2 */
  {{7, 16, 12}, &rtc_srtp_gcm}, /* RFC 7714 section 14.2 */
  {{8, 32, 12}, &rtc_srtp_gcm},
};

/* @backend: NULL for the one that the profile is best served by */
RtcSrtp *
rtc_srtp_new_with (const RtcSrtpBackend * backend, gboolean inbound,
    guint profile, const guint8 * key, gsize key_size, GError ** error)
{
  const RtcSrtpProfileInfo *info;
  guint i;

  for (i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (profiles[i].info.number == profile)
      break;
  }
  if (i == G_N_ELEMENTS (profiles)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        "SRTP profile %u is not supported", profile);
    return NULL;
  }
  info = &profiles[i].info;
  if (key_size != info->key_size + info->salt_size) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "SRTP profile %u needs %" G_GSIZE_FORMAT " bytes of key and salt, "
        "not %" G_GSIZE_FORMAT, profile, info->key_size + info->salt_size,
        key_size);
    return NULL;
  }
  if (backend == NULL)
    backend = profiles[i].backend;
  return backend->create (inbound, info, key, error);
}

/* (transfer full) What we send with.  @key_size counts key and salt.  Any
 * thread.  NULL with an error in the G_IO_ERROR domain. */
RtcSrtp *
rtc_srtp_new_outbound (guint profile, const guint8 * key, gsize key_size,
    GError ** error)
{
  return rtc_srtp_new_with (NULL, FALSE, profile, key, key_size, error);
}

/* (transfer full) What we receive with; as rtc_srtp_new_outbound (). */
RtcSrtp *
rtc_srtp_new_inbound (guint profile, const guint8 * key, gsize key_size,
    GError ** error)
{
  return rtc_srtp_new_with (NULL, TRUE, profile, key, key_size, error);
}

void
rtc_srtp_free (RtcSrtp * self)
{
  if (self != NULL)
    self->backend->destroy (self);
}

static guint
run (RtcSrtp * self, RtcSrtpFunc func, RtcSpan * spans, guint n, gsize header)
{
  guint i, left = 0;

  for (i = 0; i < n; i++) {
    gsize size = spans[i].size;

    spans[i].size = size < header || size > MAX_PACKET ? 0
        : func (self, spans[i].data, size);
    if (spans[i].size > 0)
      left++;
  }
  return left;
}

/* RFC 3711 section 3.3: whole RTP packets to SRTP.
 *
 * A sequence number may come again while it is in the window of 2048 packets,
 * to answer a NACK, and only with the same bytes: under AES-GCM, two packets of
 * one SSRC and index that differ give the key stream and the authentication key
 * away (RFC 7714 section 8.4).  Who writes the packets sees to it. */
guint
rtc_srtp_protect_rtp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  g_return_val_if_fail (!self->inbound, 0);
  return run (self, self->backend->protect_rtp, spans, n, RTC_SRTP_RTP_HEADER);
}

/* RFC 3711 section 3.4: compound RTCP packets to SRTCP */
guint
rtc_srtp_protect_rtcp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  g_return_val_if_fail (!self->inbound, 0);
  return run (self, self->backend->protect_rtcp, spans, n,
      RTC_SRTP_RTCP_HEADER);
}

/* SRTP to RTP; what is forged, replayed or too late gets size 0 */
guint
rtc_srtp_unprotect_rtp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  g_return_val_if_fail (self->inbound, 0);
  return run (self, self->backend->unprotect_rtp, spans, n,
      RTC_SRTP_RTP_HEADER);
}

/* SRTCP to RTCP; as rtc_srtp_unprotect_rtp () */
guint
rtc_srtp_unprotect_rtcp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  g_return_val_if_fail (self->inbound, 0);
  return run (self, self->backend->unprotect_rtcp, spans, n,
      RTC_SRTP_RTCP_HEADER);
}
