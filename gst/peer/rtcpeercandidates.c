/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Candidates, both ways (RFC 8838, RFC 9429 section 4.1.20). */
#include "rtcpeer-private.h"

#include <string.h>

#define GST_CAT_DEFAULT gst_rtc_peer_bin_debug

/* Those that come before their description are kept, so many at most: more than
 * any agent gathers */
#define MAX_EARLY 512
#define MAX_CANDIDATE_LENGTH 1024

typedef struct
{
  guint mline;
  gchar *text;                  /* "candidate:…"; NULL: the end of them */
  GstPromise *promise;
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *candidate = data;

  g_free (candidate->text);
  if (candidate->promise != NULL)
    gst_promise_unref (candidate->promise);
  g_free (candidate);
}

static gboolean
has_remote (GstRtcPeerBin * self)
{
  RtcJsepSession *session = rtc_negotiator_get_session (self->negotiator);

  return rtc_jsep_session_get_remote (session, TRUE, NULL) != NULL
      || rtc_jsep_session_get_remote (session, FALSE, NULL) != NULL;
}

/* FALSE and an error: of no use, and nothing has changed */
static gboolean
add (GstRtcPeerBin * self, const Candidate * candidate, GError ** error)
{
  const RtcJsepPlanSection *section;
  RtcPeerTransport *transport;
  g_autoptr (GError) local = NULL;

  if (!rtc_negotiator_add_remote_candidate (self->negotiator,
          MIN (candidate->mline, G_MAXINT), NULL, candidate->text, &local)) {
    g_set_error_literal (error, GST_WEBRTC_ERROR,
        GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR, local->message);
    return FALSE;
  }
  if (self->plan == NULL || candidate->mline >= self->plan->sections->len)
    return TRUE;
  section = g_ptr_array_index (self->plan->sections, candidate->mline);
  transport = section->rejected ? NULL
      : rtc_peer_find_transport (self, section->transport);
  if (transport != NULL && (candidate->text == NULL
          || rtc_peer_hears_candidate (self, candidate->text)))
    rtc_peer_transport_add_candidate (transport, candidate->text);
  return TRUE;
}

/* Somebody else's text, so that no warning is due */
static void
ignored (GstRtcPeerBin * self, const Candidate * candidate,
    const GError * error)
{
  GST_DEBUG_OBJECT (self, "candidate for m-line %u ignored: %s",
      candidate->mline, error->message);
}

static gboolean
keep (GstRtcPeerBin * self, Candidate * candidate, GError ** error)
{
  Candidate *copy;

  if (g_queue_get_length (&self->early_candidates) >= MAX_EARLY) {
    g_set_error (error, GST_WEBRTC_ERROR, GST_WEBRTC_ERROR_INVALID_STATE,
        "%d candidates are waiting for a remote description already",
        MAX_EARLY);
    return FALSE;
  }
  copy = g_new0 (Candidate, 1);
  copy->mline = candidate->mline;
  copy->text = g_steal_pointer (&candidate->text);
  g_queue_push_tail (&self->early_candidates, copy);
  return TRUE;
}

static void
run (GstRtcPeerBin * self, gpointer data)
{
  Candidate *candidate = data;
  g_autoptr (GError) error = NULL;

  if (rtc_peer_is_down (self)) {
    rtc_peer_reply_closed (self, candidate->promise,
        "Could not add ICE candidate");
    return;
  }
  if (has_remote (self))
    add (self, candidate, &error);
  else
    keep (self, candidate, &error);
  if (error == NULL) {
    rtc_peer_reply (candidate->promise, NULL);
    return;
  }
  ignored (self, candidate, error);
  rtc_peer_reply_error (self, candidate->promise, g_steal_pointer (&error));
}

/* "candidate:…" out of that or of a whole "a=candidate:…" line; "": the end.
 * NULL: neither. */
static const gchar *
clean (const gchar * text)
{
  if (text == NULL || *text == '\0')
    return "";
  if (g_ascii_strncasecmp (text, "a=", 2) == 0)
    text += 2;
  if (g_ascii_strcasecmp (text, "end-of-candidates") == 0)
    return "";
  if (g_ascii_strncasecmp (text, "candidate:", 10) != 0
      || strnlen (text, MAX_CANDIDATE_LENGTH + 1) > MAX_CANDIDATE_LENGTH)
    return NULL;
  return text;
}

/* "add-ice-candidate" and "add-ice-candidate-full"; any thread.  @text NULL or
 * "": the end of them; @promise may be NULL. */
void
rtc_peer_add_candidate (GstRtcPeerBin * self, guint mline, const gchar * text,
    GstPromise * promise)
{
  const gchar *cleaned = clean (text);
  Candidate *candidate;

  if (rtc_peer_is_closed (self)) {
    rtc_peer_reply_closed (self, promise, "Could not add ICE candidate");
    return;
  }
  if (cleaned == NULL) {
    rtc_peer_reply_error (self, promise, g_error_new (GST_WEBRTC_ERROR,
            GST_WEBRTC_ERROR_SDP_SYNTAX_ERROR,
            "Not a candidate: it must begin with \"candidate:\" and have at "
            "most %d characters", MAX_CANDIDATE_LENGTH));
    return;
  }
  candidate = g_new0 (Candidate, 1);
  candidate->mline = mline;
  candidate->text = *cleaned != '\0' ? g_strdup (cleaned) : NULL;
  candidate->promise = promise != NULL ? gst_promise_ref (promise) : NULL;
  rtc_peer_run (self, run, candidate, candidate_free);
}

/* On the strand, after a remote description */
void
rtc_peer_add_early_candidates (GstRtcPeerBin * self)
{
  Candidate *candidate;

  if (!has_remote (self))
    return;
  while ((candidate = g_queue_pop_head (&self->early_candidates)) != NULL) {
    g_autoptr (GError) error = NULL;

    if (!add (self, candidate, &error))
      ignored (self, candidate, error);
    candidate_free (candidate);
  }
}

void
rtc_peer_clear_early_candidates (GstRtcPeerBin * self)
{
  g_queue_clear_full (&self->early_candidates, candidate_free);
}

/* --- ours ------------------------------------------------------------------ */

/* The section that stands for a transport: the tagged one of its BUNDLE group
 * (RFC 9143 section 7.2) */
static guint
get_tagged_mline (GstRtcPeerBin * self, guint transport)
{
  for (guint i = 0; self->plan != NULL && i < self->plan->sections->len; i++) {
    const RtcJsepPlanSection *section = g_ptr_array_index (self->plan->sections,
        i);

    if (!section->rejected && section->transport == transport)
      return section->mline;
  }
  return transport;
}

/* webrtcbin says the end with an empty candidate since 1.24, and applications
 * of this GStreamer expect what its webrtcbin does */
static gboolean
says_end (void)
{
  guint major, minor, micro, nano;

  gst_version (&major, &minor, &micro, &nano);
  return major > 1 || minor >= 24;
}

/* On the strand.  @candidate NULL: no more. */
void
rtc_peer_local_candidate (GstRtcPeerBin * self, guint transport,
    const gchar * candidate)
{
  guint mline = get_tagged_mline (self, transport);
  g_autofree gchar *told = candidate != NULL ?
      rtc_peer_tell_candidate (self, candidate) : NULL;

  if (candidate != NULL && told == NULL)
    return;
  rtc_negotiator_add_local_candidate (self->negotiator, transport, told);
  if (told == NULL && !says_end ())
    return;
  GST_LOG_OBJECT (self, "local candidate for m-line %u%s", mline,
      told != NULL ? "" : ": no more");
  g_signal_emit (self, rtc_peer_signals[RTC_PEER_ON_ICE_CANDIDATE], 0, mline,
      told != NULL ? told : "");
}
