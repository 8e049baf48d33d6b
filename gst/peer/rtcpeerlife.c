/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer connection's beginning and its end.
 *
 *    NULL -> READY     READY -> NULL, close
 *   (their thread)        (their thread)
 *        │                      │ closed: no new call is taken
 *        │ open                 │ transports say goodbye
 *        ▼                      ▼
 *   ═══ strand ═══════════════════════════════ in order, never waited for
 *    loops, config       what waits is answered "closed", states,
 *    of negotiator       media and transports go
 */
#include "rtcpeer-private.h"

#include "core/rtcids.h"

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

/* As RFC 9429 section 5.2.1 and RFC 8445 section 5.3 want them: 4 and 22
 * characters at least */
static void
make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  *ufrag = rtc_random_token (8);
  *pwd = rtc_random_token (24);
}

static void
configure (GstRtcPeerBin * self)
{
  RtcJsepConfig config = {
    .fingerprint = rtc_certificate_get_fingerprint (self->certificate),
    .data = TRUE,
    .sctp_port = RTC_DATA_SCTP_PORT,
    .max_message_size = RTC_DATA_MAX_MESSAGE,
    .make_credentials = make_credentials,
  };

  rtc_random_bytes (&config.session_id, sizeof (config.session_id));
  config.session_id &= G_MAXINT64;
  GST_OBJECT_LOCK (self);
  config.bundle_policy = (RtcBundlePolicy) self->bundle_policy;
  config.passive = self->dtls_setup == GST_WEBRTC_DTLS_SETUP_PASSIVE;
  GST_OBJECT_UNLOCK (self);
  rtc_negotiator_configure (self->negotiator, &config);
  self->configured = TRUE;
}

static void
set_pool (GstRtcPeerBin * self, RtcLoopPool * pool)
{
  RtcLoopPool *old;

  GST_OBJECT_LOCK (self);
  old = self->pool;
  self->pool = pool;
  GST_OBJECT_UNLOCK (self);
  g_clear_pointer (&old, rtc_loop_pool_unref);
}

static void
open_on_strand (GstRtcPeerBin * self, gpointer certificate)
{
  set_pool (self, rtc_loop_pool_acquire ());
  if (!self->configured) {
    g_clear_pointer (&self->certificate, rtc_certificate_unref);
    self->certificate = rtc_certificate_ref (certificate);
    configure (self);
  }
  rtc_peer_begin_needed (self);
}

static RtcCertificate *
read_certificate (GstRtcPeerBin * self, GError ** error)
{
  g_autofree gchar *pem = NULL;
  RtcCertificate *certificate;

  GST_OBJECT_LOCK (self);
  pem = g_strdup (self->certificate_pem);
  GST_OBJECT_UNLOCK (self);
  if (pem != NULL)
    return rtc_certificate_new_from_pem (pem, error);
  certificate = rtc_certificate_get_default ();
  return certificate != NULL ? certificate : rtc_certificate_new (error);
}

/* In a state change, their thread.  A connection that was negotiated and ended
 * stays closed; any other begins anew.  FALSE: the bus has the reason. */
gboolean
rtc_peer_open (GstRtcPeerBin * self)
{
  g_autoptr (GError) error = NULL;
  RtcCertificate *certificate = read_certificate (self, &error);
  gboolean open;

  if (certificate == NULL) {
    GST_ELEMENT_ERROR (self, RESOURCE, SETTINGS,
        ("The property certificate is of no use: %s. It takes a certificate "
            "and its private key, both in PEM.", error->message), (NULL));
    return FALSE;
  }
  GST_OBJECT_LOCK (self);
  open = !self->closed_for_good;
  g_atomic_int_set (&self->closed, !open);
  GST_OBJECT_UNLOCK (self);
  if (open)
    rtc_peer_run (self, open_on_strand, certificate,
        (GDestroyNotify) rtc_certificate_unref);
  else
    rtc_certificate_unref (certificate);
  return TRUE;
}

static void
forget_transports (GstRtcPeerBin * self)
{
  g_autoptr (GPtrArray) transports = rtc_peer_dup_transports (self);

  g_mutex_lock (&self->transports_lock);
  g_hash_table_remove_all (self->transports);
  g_mutex_unlock (&self->transports_lock);
  for (guint i = 0; i < transports->len; i++)
    rtc_peer_transport_close (g_ptr_array_index (transports, i));
}

static void
end (GstRtcPeerBin * self)
{
  rtc_peer_media_stop (self->media);
  forget_transports (self);
  rtc_peer_clear_early_candidates (self);
  g_clear_pointer (&self->plan, rtc_jsep_plan_free);
  if (self->configured)
    rtc_negotiator_close (self->negotiator);
}

/* TRUE: it is over.  Opened again meanwhile, or nothing was negotiated: it can
 * go on. */
static gboolean
settle_end (GstRtcPeerBin * self, gboolean * closed)
{
  gboolean over;

  GST_OBJECT_LOCK (self);
  *closed = self->closed;
  /* a description that was being set when we were closed */
  if (self->closed && self->used)
    self->closed_for_good = TRUE;
  over = self->closed_for_good;
  GST_OBJECT_UNLOCK (self);
  return over;
}

static void
close_on_strand (GstRtcPeerBin * self, gpointer data)
{
  gboolean closed;
  gboolean over = settle_end (self, &closed);

  if (!closed)
    return;
  rtc_peer_data_close (self);
  if (over)
    end (self);
  self->negotiation_needed = FALSE;
  set_pool (self, NULL);
  if (over) {
    rtc_peer_set_signaling_state (self, GST_WEBRTC_SIGNALING_STATE_CLOSED);
    rtc_peer_update_states (self);
  }
}

static RtcLoopPool *
dup_pool (GstRtcPeerBin * self)
{
  RtcLoopPool *pool;

  GST_OBJECT_LOCK (self);
  pool = self->pool != NULL ? rtc_loop_pool_ref (self->pool) : NULL;
  GST_OBJECT_UNLOCK (self);
  return pool;
}

/* Any thread.  What a peer was told once has an end: @for_good, or if there is
 * something to end.  Waits for the loops alone, so that close_notify is on its
 * way when an application exits; not even for them on the strand, where it has
 * to go on soon. */
void
rtc_peer_close (GstRtcPeerBin * self, gboolean for_good)
{
  g_autoptr (GPtrArray) transports = rtc_peer_dup_transports (self);
  g_autoptr (RtcLoopPool) pool = dup_pool (self);
  gboolean was_closed;

  GST_OBJECT_LOCK (self);
  was_closed = self->closed;
  g_atomic_int_set (&self->closed, TRUE);
  if (for_good || self->used)
    self->closed_for_good = TRUE;
  for_good = self->closed_for_good;
  GST_OBJECT_UNLOCK (self);
  if (for_good)
    for (guint i = 0; i < transports->len; i++)
      rtc_peer_transport_close (g_ptr_array_index (transports, i));
  if (!was_closed || for_good)
    rtc_peer_run (self, close_on_strand, NULL, NULL);
  if (pool != NULL && transports->len > 0
      && !rtc_strand_is_current (self->strand))
    rtc_loop_pool_drain (pool);
}
