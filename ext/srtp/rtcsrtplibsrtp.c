/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SRTP by libsrtp: one session with one template for all SSRCs.  With a
 * template, an inbound SSRC gets a stream of its own only after a packet of it
 * was authentic, so forged SSRCs cost nothing. */

#include "rtcsrtpbackend.h"

#include <gio/gio.h>
#include <gst/gst.h>
#include <srtp2/srtp.h>
#include <string.h>

GST_DEBUG_CATEGORY_STATIC (rtc_srtp_debug);
#define GST_CAT_DEFAULT rtc_srtp_debug

typedef struct
{
  RtcSrtp parent;
  srtp_t session;
  /* inbound: SSRCs that have a stream, in network order; the last one hit in front */
  guint32 streams[RTC_SRTP_MAX_INBOUND];
  guint n_streams;
} LibSrtp;

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

static RtcSrtp *
create (gboolean inbound, const RtcSrtpProfileInfo * profile,
    const guint8 * key, GError ** error)
{
  static GOnce once = G_ONCE_INIT;
  guint8 copy[SRTP_MAX_KEY_LEN];
  srtp_policy_t policy = { 0 };
  srtp_err_status_t status;
  LibSrtp *self;

  if (!g_once (&once, init_library, NULL)) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "libsrtp's self-test failed");
    return NULL;
  }
  /* the numbers are libsrtp's too */
  if (srtp_crypto_policy_set_from_profile_for_rtp (&policy.rtp,
          (srtp_profile_t) profile->number)
      || srtp_crypto_policy_set_from_profile_for_rtcp (&policy.rtcp,
          (srtp_profile_t) profile->number)) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
        "libsrtp does not support SRTP profile %u", profile->number);
    return NULL;
  }

  memcpy (copy, key, profile->key_size + profile->salt_size);
  policy.key = copy;
  policy.ssrc.type = inbound ? ssrc_any_inbound : ssrc_any_outbound;
  policy.window_size = RTC_SRTP_WINDOW;
  policy.allow_repeat_tx = 1;   /* the same packet again, to answer a NACK */

  self = g_new0 (LibSrtp, 1);
  self->parent.backend = &rtc_srtp_libsrtp;
  self->parent.inbound = inbound;
  status = srtp_create (&self->session, &policy);
  explicit_bzero (copy, sizeof (copy));
  if (status != srtp_err_status_ok) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
        "libsrtp cannot make a session (status %d)", status);
    g_free (self);
    return NULL;
  }
  return &self->parent;
}

static void
destroy (RtcSrtp * srtp)
{
  LibSrtp *self = (LibSrtp *) srtp;

  srtp_dealloc (self->session);
  g_free (self);
}

static gboolean
has_stream (LibSrtp * self, guint32 ssrc)
{
  guint i;

  for (i = 0; i < self->n_streams; i++) {
    if (self->streams[i] == ssrc) {
      self->streams[i] = self->streams[0];
      self->streams[0] = ssrc;
      return TRUE;
    }
  }
  return FALSE;
}

static gsize
protect (RtcSrtp * srtp, SrtpFunc func, guint8 * data, gsize size)
{
  LibSrtp *self = (LibSrtp *) srtp;
  int length = size;

  return func (self->session, data, &length) == srtp_err_status_ok ? length : 0;
}

/* The SSRC lies @ssrc_at bytes from the start */
static gsize
unprotect (RtcSrtp * srtp, SrtpFunc func, guint8 * data, gsize size,
    gsize ssrc_at)
{
  LibSrtp *self = (LibSrtp *) srtp;
  gboolean known;
  guint32 ssrc;

  memcpy (&ssrc, data + ssrc_at, sizeof (ssrc));
  known = has_stream (self, ssrc);
  if (!known && self->n_streams == RTC_SRTP_MAX_INBOUND)
    return 0;
  size = protect (srtp, func, data, size);
  if (size > 0 && !known)
    self->streams[self->n_streams++] = ssrc;
  return size;
}

static gsize
protect_rtp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  return protect (srtp, srtp_protect, data, size);
}

static gsize
protect_rtcp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  return protect (srtp, srtp_protect_rtcp, data, size);
}

static gsize
unprotect_rtp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  return unprotect (srtp, srtp_unprotect, data, size, 8);
}

static gsize
unprotect_rtcp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  return unprotect (srtp, srtp_unprotect_rtcp, data, size, 4);
}

const RtcSrtpBackend rtc_srtp_libsrtp = {
  "libsrtp", create, destroy,
  protect_rtp, protect_rtcp, unprotect_rtp, unprotect_rtcp
};
