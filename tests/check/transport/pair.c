/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

static void
on_state (RtcTransport * transport, RtcTransportState state,
    const gchar * reason, gpointer user_data)
{
  End *end = user_data;

  g_mutex_lock (&end->pair->lock);
  end->state = state;
  g_free (end->reason);
  end->reason = g_strdup (reason);
  g_cond_broadcast (&end->pair->cond);
  g_mutex_unlock (&end->pair->lock);
}

static void
on_candidate (RtcTransport * transport, const gchar * candidate,
    gpointer user_data)
{
}

static void
keep (End * end, GByteArray * last, guint * n, const guint8 * data, gsize size)
{
  g_mutex_lock (&end->pair->lock);
  g_byte_array_set_size (last, 0);
  g_byte_array_append (last, data, size);
  (*n)++;
  g_cond_broadcast (&end->pair->cond);
  g_mutex_unlock (&end->pair->lock);
}

static void
on_rtp (RtcTransport * transport, guint8 * data, gsize size, gpointer user_data)
{
  End *end = user_data;

  keep (end, end->last_rtp, &end->n_rtp, data, size);
}

static void
on_rtcp (RtcTransport * transport, guint8 * data, gsize size,
    gpointer user_data)
{
  End *end = user_data;

  keep (end, end->last_rtcp, &end->n_rtcp, data, size);
}

static void
on_data (RtcTransport * transport, const guint8 * data, gsize size,
    gpointer user_data)
{
  End *end = user_data;

  keep (end, end->last_data, &end->n_data, data, size);
}

/* the factory has no user data of its own: the end under construction */
static End *making;

static RtcIce *
make_ice (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  making->ice = rtc_ice_fake_new (loop, config, events, user_data, error);
  return making->ice;
}

static void
end_open (gpointer data)
{
  static const RtcTransportEvents events = {
    on_state, on_candidate, on_rtp, on_rtcp,.data = on_data,
  };
  End *end = data;
  RtcIceConfig config = { 0 };

  making = end;
  end->transport = rtc_transport_new (end->loop, make_ice, &config,
      end->certificate, &events, end, NULL);
  fail_unless (end->transport != NULL);
  fail_unless (rtc_transport_gather (end->transport, NULL));
}

void
pair_init (Pair * pair)
{
  pair->turned = FALSE;
  g_mutex_init (&pair->lock);
  g_cond_init (&pair->cond);
  for (guint i = 0; i < 2; i++) {
    End *end = &pair->ends[i];

    *end = (End) {
    .pair = pair,.loop = rtc_loop_new (i == 0 ? "end-0" : "end-1")};
    end->certificate = rtc_certificate_new (NULL);
    end->last_rtp = g_byte_array_new ();
    end->last_rtcp = g_byte_array_new ();
    end->last_data = g_byte_array_new ();
    rtc_loop_call (end->loop, end_open, end);
  }
}

static void
end_close (gpointer data)
{
  End *end = data;

  rtc_transport_free (end->transport);
}

void
pair_reopen (Pair * pair, guint end)
{
  rtc_loop_call (pair->ends[end].loop, end_close, &pair->ends[end]);
  pair->ends[end].state = RTC_TRANSPORT_NEW;
  rtc_loop_call (pair->ends[end].loop, end_open, &pair->ends[end]);
}

static void
end_restart (gpointer data)
{
  End *end = data;
  g_autofree gchar *ufrag = g_uuid_string_random ();

  making = end;
  fail_unless (rtc_transport_restart_ice (end->transport, ufrag, ufrag, NULL));
  fail_unless (rtc_transport_gather (end->transport, NULL));
}

void
pair_restart (Pair * pair, guint end)
{
  rtc_loop_call (pair->ends[end].loop, end_restart, &pair->ends[end]);
}

void
pair_clear (Pair * pair)
{
  for (guint i = 0; i < 2; i++) {
    End *end = &pair->ends[i];

    rtc_loop_call (end->loop, end_close, end);
    rtc_loop_unref (end->loop);
    rtc_certificate_unref (end->certificate);
    g_byte_array_unref (end->last_rtp);
    g_byte_array_unref (end->last_rtcp);
    g_byte_array_unref (end->last_data);
    g_free (end->reason);
  }
  g_mutex_clear (&pair->lock);
  g_cond_clear (&pair->cond);
}

typedef struct
{
  End *end, *other;
  const gchar *fingerprint;
} Remote;

static void
end_set_remote (gpointer data)
{
  Remote *r = data;
  const gchar *fingerprints[] = { r->fingerprint, NULL };
  const RtcTransportRemote remote = {
    .ufrag = "ufrag",.pwd = "0123456789012345678901",
    .fingerprints = fingerprints,
    .dtls_client = r->end == &r->end->pair->ends[0] && !r->end->pair->turned
  };

  fail_unless (rtc_transport_set_remote (r->end->transport, &remote, NULL));
}

void
pair_set_remote (Pair * pair, guint end, const gchar * fingerprint)
{
  Remote remote = { &pair->ends[end], &pair->ends[1 - end],
    fingerprint != NULL ? fingerprint :
        rtc_certificate_get_fingerprint (pair->ends[1 - end].certificate)
  };

  rtc_loop_call (pair->ends[end].loop, end_set_remote, &remote);
}

static void
end_pass (gpointer data)
{
}

void
pair_join (Pair * pair)
{
  rtc_ice_fake_join (pair->ends[0].ice, pair->ends[1].ice);
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (pair->ends[i].loop, end_pass, NULL);
}

void
pair_start (Pair * pair, const gchar * fingerprint)
{
  pair_set_remote (pair, 0, fingerprint);
  pair_set_remote (pair, 1, NULL);
  pair_join (pair);
}

void
pair_wait_state (Pair * pair, guint end, RtcTransportState state)
{
  g_mutex_lock (&pair->lock);
  while (pair->ends[end].state != state)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

void
pair_call (Pair * pair, guint end, RtcLoopFunc func, gpointer data)
{
  rtc_loop_call (pair->ends[end].loop, func, data);
}

void
pair_send_rtp (Pair * pair, guint from, guint n, gsize size)
{
  RtcTransport *transport = pair->ends[from].transport;
  RtcBatch *batch = rtc_batch_get_for_thread ();

  fail_unless (rtc_transport_send_begin (transport));
  for (guint i = 0; i < n; i++) {
    guint8 *out = rtc_transport_reserve (transport, batch);

    memset (out, 0xab, size);
    out[0] = 0x80;
    out[1] = 96;
    GST_WRITE_UINT16_BE (out + 2, i);
    GST_WRITE_UINT32_BE (out + 4, 1000);
    GST_WRITE_UINT32_BE (out + 8, 0x12345678);
    rtc_transport_commit_rtp (transport, batch, size);
  }
  rtc_transport_send_end (transport, batch);
}

void
pair_wait_rtp (Pair * pair, guint end, guint n)
{
  g_mutex_lock (&pair->lock);
  while (pair->ends[end].n_rtp < n)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

void
pair_wait_data (Pair * pair, guint end, guint n)
{
  g_mutex_lock (&pair->lock);
  while (pair->ends[end].n_data < n)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}
