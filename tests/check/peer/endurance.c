/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "endurance.h"
#include "../process.h"

#include <gio/gio.h>
#include <malloc.h>

/* --- states ---------------------------------------------------------------------- */

typedef struct
{
  GstElement *peer;
  GMutex lock;
  GCond cond;
  guint n_open;                 /* promises not answered yet, and the peer */
} Flips;

static void
answered (Flips * flips)
{
  g_mutex_lock (&flips->lock);
  flips->n_open--;
  g_cond_signal (&flips->cond);
  g_mutex_unlock (&flips->lock);
}

static void
on_gone (gpointer user_data, GObject * peer)
{
  answered (user_data);
}

static void
on_set (GstPromise * promise, gpointer user_data)
{
  answered (user_data);
  gst_promise_unref (promise);
}

static GstPromise *
new_promise (Flips * flips, GstPromiseChangeFunc func)
{
  g_mutex_lock (&flips->lock);
  flips->n_open++;
  g_mutex_unlock (&flips->lock);
  return gst_promise_new_with_change_func (func, flips, NULL);
}

/* Sets it at once, from within */
static void
on_offer (GstPromise * promise, gpointer user_data)
{
  Flips *flips = user_data;
  const GstStructure *reply = gst_promise_get_reply (promise);
  GstWebRTCSessionDescription *offer = NULL;

  if (reply != NULL)
    gst_structure_get (reply, "offer", GST_TYPE_WEBRTC_SESSION_DESCRIPTION,
        &offer, NULL);
  if (offer != NULL) {
    g_signal_emit_by_name (flips->peer, "set-local-description", offer,
        new_promise (flips, on_set));
    gst_webrtc_session_description_free (offer);
  }
  answered (flips);
  gst_promise_unref (promise);
}

static void
on_stats (GstPromise * promise, gpointer user_data)
{
  answered (user_data);
  gst_promise_unref (promise);
}

static void
flip (Flips * flips, GRand * random)
{
  GstState state = g_rand_int_range (random, GST_STATE_NULL,
      GST_STATE_PLAYING + 1);

  switch (g_rand_int_range (random, 0, 4)) {
    case 0:
      g_signal_emit_by_name (flips->peer, "create-offer", NULL,
          new_promise (flips, on_offer));
      break;
    case 1:
      g_signal_emit_by_name (flips->peer, "get-stats", NULL,
          new_promise (flips, on_stats));
      break;
  }
  fail_if (gst_element_set_state (flips->peer, state) ==
      GST_STATE_CHANGE_FAILURE);
}

static void
add_transceiver (GstElement * peer)
{
  g_autoptr (GstCaps) caps = gst_caps_from_string ("application/x-rtp,"
      "media=audio,encoding-name=PCMU,clock-rate=8000,payload=0");
  GstWebRTCRTPTransceiver *transceiver = NULL;

  g_signal_emit_by_name (peer, "add-transceiver",
      GST_WEBRTC_RTP_TRANSCEIVER_DIRECTION_RECVONLY, caps, &transceiver);
  fail_unless (transceiver != NULL);
  gst_object_unref (transceiver);
}

void
endure_states (const gchar * factory, GRand * random, guint n)
{
  Flips flips = {.n_open = 1 };

  g_mutex_init (&flips.lock);
  g_cond_init (&flips.cond);
  flips.peer = gst_object_ref_sink (gst_element_factory_make (factory, NULL));
  add_transceiver (flips.peer);
  for (guint i = 0; i < n; i++)
    flip (&flips, random);
  gst_element_set_state (flips.peer, GST_STATE_NULL);
  g_object_weak_ref (G_OBJECT (flips.peer), on_gone, &flips);
  gst_object_unref (flips.peer);
  g_mutex_lock (&flips.lock);
  while (flips.n_open > 0)
    g_cond_wait (&flips.cond, &flips.lock);
  g_mutex_unlock (&flips.lock);
  g_mutex_clear (&flips.lock);
  g_cond_clear (&flips.cond);
}

/* --- connections ------------------------------------------------------------------ */

#define SHORT_SOUND "audiotestsrc is-live=true samplesperbuffer=160 ! " \
    "audio/x-raw,rate=8000 ! mulawenc ! rtppcmupay ! " \
    "application/x-rtp,payload=96 ! first. "

void
endure_connection (const gchar * factory)
{
  Duo duo;

  duo_init (&duo, factory, factory, SHORT_SOUND);
  duo_play (&duo);
  duo_negotiate (&duo);
  duo_wait_connected (&duo);
  duo_wait_buffers (&duo, 3);
  for (guint i = 0; i < 2; i++)
    gst_structure_free (duo_get_stats (duo.peers[i], NULL));
  duo_clear (&duo);
}

/* --- what stays --------------------------------------------------------------------- */

void
endurance_init (Endurance * self, guint rounds)
{
  const EnduranceRange none = { G_MAXUINT64, G_MAXUINT64 };

  /* begins GLib's own worker thread, whose eventfd is nobody's leak */
  g_type_ensure (G_TYPE_TASK);
  *self = (Endurance) { rounds, 0, none, none, none };
}

static void
range_note (const Endurance * self, EnduranceRange * range, guint64 value)
{
  guint fifth = (self->done - 1) * 5 / self->rounds;

  if (fifth == 1)
    range->before = MIN (range->before, value);
  else if (fifth == 4)
    range->after = MIN (range->after, value);
}

void
endurance_measure (Endurance * self)
{
  self->done++;
  range_note (self, &self->threads, count_threads ());
  range_note (self, &self->fds, count_fds ());
  range_note (self, &self->bytes, mallinfo2 ().uordblks);
}

gboolean
endurance_verdict (const Endurance * self, const gchar * what, guint slack)
{
  /* three fifths lie between the two */
  gdouble rounds = self->rounds * 3 / 5.0;
  gdouble bytes = ((gdouble) self->bytes.after - self->bytes.before) / rounds;
  /* pools let their threads go when they like */
  gboolean good = self->threads.after <= self->threads.before + 2
      && self->fds.after <= self->fds.before && bytes <= slack;

  g_print ("%u %s: threads %u -> %u, fds %u -> %u, %.0f KiB -> %.0f KiB, "
      "%.1f bytes a round: %s\n", self->rounds, what,
      (guint) self->threads.before, (guint) self->threads.after,
      (guint) self->fds.before, (guint) self->fds.after,
      self->bytes.before / 1024.0, self->bytes.after / 1024.0, bytes,
      good ? "good" : "BAD: something stays");
  return good;
}
