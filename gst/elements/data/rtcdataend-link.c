/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Between the block and gst/data.
 *
 *   block's loop                                          strand
 *   keyed ──► rtc_data_connect                 channel ──► a claim's port
 *   data  ──► rtc_data_input ──► association ─────────────► ports
 *   lost  ─────────────────────────────────────── fail ──► ports
 *         ──► rtc_data_disconnect ──────────── CLOSED ────► ports
 */
#include "rtcdataend-private.h"

#include "../rtcblockuser.h"

/* --- gst/data, on the strand ---------------------------------------------------- */

/* A call that has begun may be overtaken by all elements closing, and another
 * one opening */
static gboolean
is_current (RtcDataEnd * end, RtcData * data, guint * n_closed)
{
  gboolean current;

  g_mutex_lock (&end->lock);
  current = end->data == data;
  *n_closed = end->n_closed;
  g_mutex_unlock (&end->lock);
  return current;
}

static void
on_channel (RtcData * data, RtcDataChannel * channel, gpointer user_data)
{
  RtcDataEnd *end = user_data;
  guint n_closed;

  if (is_current (end, data, &n_closed))
    rtc_data_end_accept (end, channel);
}

static void
on_closed (RtcData * data, const gchar * reason, gpointer user_data)
{
  RtcDataEnd *end = user_data;
  guint n_closed;
  g_autofree gchar *why = g_strdup_printf ("The connection for data channels "
      "has ended: %s.", reason != NULL ? reason : "the peer has closed it");

  if (is_current (end, data, &n_closed))
    rtc_data_end_fail (end, n_closed, GST_RESOURCE_ERROR_FAILED, why);
}

const RtcDataEvents rtc_data_end_data_events = {
  .channel = on_channel,
  .closed = on_closed,
};

/* --- to the strand, behind what it has been told ---------------------------------- */

typedef struct
{
  RtcBlock *block;              /* keeps the end */
  RtcDataEnd *end;
  guint n_closed;
  gint code;
  gchar *why;
} Loss;

static void
fail (gpointer data)
{
  Loss *loss = data;

  rtc_data_end_fail (loss->end, loss->n_closed, loss->code, loss->why);
}

static void
loss_free (gpointer data)
{
  Loss *loss = data;

  rtc_block_unref (loss->block);
  g_free (loss->why);
  g_free (loss);
}

static void
nothing (gpointer data)
{
}

/* --- the block, on its loop --------------------------------------------------------- */

static void
send_packets (GBytes * const *packets, guint n, gpointer user_data)
{
  rtc_block_send_data (((RtcDataEnd *) user_data)->block, packets, n);
}

static void
post_loss (RtcDataEnd * end, gint code, gchar * why)
{
  Loss *loss = g_new (Loss, 1);

  *loss = (Loss) { rtc_block_ref (end->block), end, 0, code, why };
  g_mutex_lock (&end->lock);
  loss->n_closed = end->n_closed;
  g_mutex_unlock (&end->lock);
  rtc_strand_post (end->strand, fail, loss, loss_free);
}

static void
disconnect (RtcDataEnd * end)
{
  if (end->connected == NULL)
    return;
  rtc_data_disconnect (end->connected);
  g_clear_pointer (&end->connected, rtc_data_unref);
}

static void
on_keyed (gpointer member)
{
  RtcDataEnd *end = member;
  RtcDataLink link = {
    /* there is nobody to agree with on another */
    .local_port = RTC_DATA_SCTP_PORT,
    .remote_port = RTC_DATA_SCTP_PORT,
    .dtls_client = rtc_block_is_dtls_client (end->block),
    .send = send_packets,
    .user_data = end,
  };
  g_autoptr (RtcData) data = rtc_data_end_dup_data (end);
  g_autoptr (GError) error = NULL;

  if (end->connected != NULL || data == NULL)
    return;
  if (rtc_data_connect (data, rtc_block_get_loop (end->block), &link, &error))
    end->connected = g_steal_pointer (&data);
  else
    post_loss (end, GST_RESOURCE_ERROR_FAILED, g_strdup (error->message));
}

static void
on_data (gpointer member, const guint8 * data, gsize size)
{
  RtcDataEnd *end = member;

  if (end->connected != NULL)
    rtc_data_input (end->connected, data, size);
}

static void
on_lost (gpointer member, RtcBlockEnd which, const gchar * reason)
{
  RtcDataEnd *end = member;
  gint code;
  gchar *why = rtc_block_describe_loss (which, reason, &code);

  post_loss (end, code, why);
  disconnect (end);
}

/* The end may go as soon as the strand is through with it */
static void
on_closed_all (gpointer member)
{
  RtcDataEnd *end = member;
  RtcData *data;

  g_mutex_lock (&end->lock);
  data = g_steal_pointer (&end->data);
  g_clear_pointer (&end->over, g_free);
  end->n_closed++;
  g_mutex_unlock (&end->lock);
  if (data != NULL)
    rtc_data_close (data);
  disconnect (end);
  g_clear_pointer (&data, rtc_data_unref);
  rtc_strand_post (end->strand, nothing, rtc_block_ref (end->block),
      (GDestroyNotify) rtc_block_unref);
}

/* --- what the first of its elements says ---------------------------------------------- */

static void
on_ice_state (gpointer member, RtcIceState state, const gchar * reason)
{
  g_autoptr (GstElement) element = rtc_data_end_dup_speaker (member);

  if (element != NULL)
    rtc_block_post_ice_state (element, state);
}

static void
on_candidate (gpointer member, const gchar * candidate)
{
  g_autoptr (GstElement) element = rtc_data_end_dup_speaker (member);

  if (element != NULL)
    rtc_block_post_candidate (element, candidate);
}

static void
on_secure_state (gpointer member, RtcDtlsState state, const gchar * reason)
{
  g_autoptr (GstElement) element = rtc_data_end_dup_speaker (member);

  if (element != NULL)
    rtc_block_post_secure_state (element, state);
}

static void
on_refused (gpointer member, const gchar * why)
{
  g_autoptr (GstElement) element = rtc_data_end_dup_speaker (member);

  if (element != NULL)
    GST_ELEMENT_WARNING (element, RESOURCE, SETTINGS, ("%s.", why), (NULL));
}

const RtcBlockEvents rtc_data_end_events = {
  .ice_state = on_ice_state,
  .candidate = on_candidate,
  .secure_state = on_secure_state,
  .refused = on_refused,
  .keyed = on_keyed,
  .data = on_data,
  .lost = on_lost,
  .closed = on_closed_all,
};
