/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SRTP by libsrtp: one session with one template for all SSRCs.  With a
 * template, an inbound SSRC gets a stream of its own only after a packet of it
 * was authentic, so forged SSRCs cost nothing.
 *
 * Threads: all calls on one RtcSrtp from one thread at a time. */

#include "rtcsrtp.h"

#include <gio/gio.h>
#include <gst/gst.h>
#include <srtp2/srtp.h>
#include <string.h>

GST_DEBUG_CATEGORY_STATIC (rtc_srtp_debug);
#define GST_CAT_DEFAULT rtc_srtp_debug

/* Packets: an answer to a NACK may come this late */
#define WINDOW 2048

/* What an authentic peer can make us hold */
#define MAX_STREAMS 256

#define RTP_HEADER 12
#define RTCP_HEADER 8
#define MAX_PACKET 65535

struct _RtcSrtp
{
  srtp_t session;
  gboolean inbound;
  /* inbound: SSRCs that have a stream, in network order; the last one hit in front */
  guint32 streams[MAX_STREAMS];
  guint n_streams;
};

typedef srtp_err_status_t (*SrtpFunc) (srtp_t session, void *packet, int *size);

/* libsrtp prints to stdout without it */
static void
log_message (srtp_log_level_t level, const char *message, void *user_data)
{
  GST_LOG ("libsrtp: %s", message);
}

static gpointer
init_library (gpointer unused)
{
  GST_DEBUG_CATEGORY_INIT (rtc_srtp_debug, "rtcsrtp", 0, "SRTP");
  if (srtp_init () != srtp_err_status_ok)
    return GINT_TO_POINTER (FALSE);
  srtp_install_log_handler (log_message, NULL);
  return GINT_TO_POINTER (TRUE);
}

static gboolean
set_profile (srtp_policy_t * policy, guint number, gsize * key_size,
    GError ** error)
{
  srtp_profile_t profile = number;

  /* the numbers of RFC 5764 and RFC 7714, which are libsrtp's too */
  if ((profile != srtp_profile_aes128_cm_sha1_80
          && profile != srtp_profile_aead_aes_128_gcm
          && profile != srtp_profile_aead_aes_256_gcm)
      || srtp_crypto_policy_set_from_profile_for_rtp (&policy->rtp, profile)
      || srtp_crypto_policy_set_from_profile_for_rtcp (&policy->rtcp, profile)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        "SRTP profile %u is not supported", number);
    return FALSE;
  }
  *key_size = srtp_profile_get_master_key_length (profile)
      + srtp_profile_get_master_salt_length (profile);
  return TRUE;
}

static RtcSrtp *
srtp_new (gboolean inbound, guint profile, const guint8 * key,
    gsize key_size, GError ** error)
{
  static GOnce once = G_ONCE_INIT;
  guint8 copy[SRTP_MAX_KEY_LEN];
  srtp_policy_t policy = { 0 };
  srtp_err_status_t status;
  gsize wanted;
  RtcSrtp *self;

  if (!g_once (&once, init_library, NULL)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "libsrtp's self-test failed");
    return NULL;
  }
  if (!set_profile (&policy, profile, &wanted, error))
    return NULL;
  if (key_size != wanted) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "SRTP profile %u needs %" G_GSIZE_FORMAT " bytes of key and salt, "
        "not %" G_GSIZE_FORMAT, profile, wanted, key_size);
    return NULL;
  }

  memcpy (copy, key, key_size);
  policy.key = copy;
  policy.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
  policy.window_size = WINDOW;
  policy.allow_repeat_tx = 1;   /* the same packet again, to answer a NACK */

  self = g_new0 (RtcSrtp, 1);
  self->inbound = inbound;
  status = srtp_create (&self->session, &policy);
  explicit_bzero (copy, sizeof (copy));
  if (status != srtp_err_status_ok) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "libsrtp cannot make a session (status %d)", status);
    g_free (self);
    return NULL;
  }
  return self;
}

/* (transfer full) What we send with.  @key_size counts key and salt.  Any
 * thread.  NULL with an error in the G_IO_ERROR domain. */
RtcSrtp *
rtc_srtp_new_outbound (guint profile, const guint8 * key, gsize key_size,
    GError ** error)
{
  return srtp_new (FALSE, profile, key, key_size, error);
}

/* (transfer full) What we receive with; as rtc_srtp_new_outbound (). */
RtcSrtp *
rtc_srtp_new_inbound (guint profile, const guint8 * key, gsize key_size,
    GError ** error)
{
  return srtp_new (TRUE, profile, key, key_size, error);
}

void
rtc_srtp_free (RtcSrtp * self)
{
  if (!self)
    return;
  srtp_dealloc (self->session);
  g_free (self);
}

static gboolean
has_stream (RtcSrtp * self, guint32 ssrc)
{
  guint i;

  if (!self->inbound)
    return TRUE;
  for (i = 0; i < self->n_streams; i++) {
    if (self->streams[i] == ssrc) {
      self->streams[i] = self->streams[0];
      self->streams[0] = ssrc;
      return TRUE;
    }
  }
  return FALSE;
}

/* Runs @func over the spans.  The SSRC lies @ssrc_at bytes from the start. */
static guint
run (RtcSrtp * self, SrtpFunc func, RtcSpan * spans, guint n, gsize ssrc_at,
    gsize header)
{
  guint i, left = 0;

  for (i = 0; i < n; i++) {
    gint size = spans[i].size;
    gboolean known;
    guint32 ssrc;

    if (spans[i].size < header || spans[i].size > MAX_PACKET) {
      spans[i].size = 0;
      continue;
    }
    memcpy (&ssrc, spans[i].data + ssrc_at, sizeof (ssrc));
    known = has_stream (self, ssrc);
    if ((!known && self->n_streams == MAX_STREAMS)
        || func (self->session, spans[i].data, &size) != srtp_err_status_ok) {
      spans[i].size = 0;
      continue;
    }
    if (!known)
      self->streams[self->n_streams++] = ssrc;
    spans[i].size = size;
    left++;
  }
  return left;
}

/* RFC 3711 section 3.3: whole RTP packets to SRTP */
guint
rtc_srtp_protect_rtp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  return run (self, srtp_protect, spans, n, 8, RTP_HEADER);
}

/* RFC 3711 section 3.4: compound RTCP packets to SRTCP */
guint
rtc_srtp_protect_rtcp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  return run (self, srtp_protect_rtcp, spans, n, 4, RTCP_HEADER);
}

/* SRTP to RTP; what is forged, replayed or too late gets size 0 */
guint
rtc_srtp_unprotect_rtp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  return run (self, srtp_unprotect, spans, n, 8, RTP_HEADER);
}

/* SRTCP to RTCP; as rtc_srtp_unprotect_rtp () */
guint
rtc_srtp_unprotect_rtcp (RtcSrtp * self, RtcSpan * spans, guint n)
{
  return run (self, srtp_unprotect_rtcp, spans, n, 4, RTCP_HEADER);
}
