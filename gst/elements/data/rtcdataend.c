/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which element gets which channel:
 *
 *   rtcdatasink                 one that it makes
 *   rtcdatasrc                  one that the peer makes, with its label
 *   both with one label         one for the two: made by the DTLS client
 *   negotiated                  the one with its id, on both sides
 */
#include "rtcdataend-private.h"

#include <gio/gio.h>

static gpointer
make (RtcBlock * block)
{
  RtcDataEnd *end = g_new0 (RtcDataEnd, 1);

  end->block = block;
  end->strand = rtc_strand_new ();
  end->claims = g_ptr_array_new ();
  g_mutex_init (&end->lock);
  return end;
}

static void
end_free (gpointer data)
{
  RtcDataEnd *end = data;

  g_ptr_array_unref (end->claims);
  rtc_strand_unref (end->strand);
  g_mutex_clear (&end->lock);
  g_free (end->over);
  g_free (end);
}

/* Borrowed from @block */
RtcDataEnd *
rtc_data_end_get (RtcBlock * block)
{
  return rtc_block_attach (block, make, end_free);
}

/* transfer: full; NULL: nobody is open */
RtcData *
rtc_data_end_dup_data (RtcDataEnd * end)
{
  RtcData *data;

  g_mutex_lock (&end->lock);
  data = end->data != NULL ? rtc_data_ref (end->data) : NULL;
  g_mutex_unlock (&end->lock);
  return data;
}

/* --- with the lock ----------------------------------------------------------------- */

static gboolean
is_partner (const RtcDataClaim * a, const RtcDataClaim * b)
{
  return a != b && a->is_sink != b->is_sink
      && a->config.negotiated == b->config.negotiated
      && (a->config.negotiated ? a->config.id == b->config.id
      : g_strcmp0 (a->config.label, b->config.label) == 0);
}

static RtcDataClaim *
find_partner (RtcDataEnd * end, const RtcDataClaim * claim)
{
  for (guint i = 0; i < end->claims->len; i++) {
    RtcDataClaim *other = g_ptr_array_index (end->claims, i);

    if (is_partner (claim, other))
      return other;
  }
  return NULL;
}

static void
give (RtcDataClaim * claim, RtcDataChannel * channel)
{
  if (claim == NULL || claim->channel != NULL)
    return;
  claim->channel = rtc_data_channel_ref (channel);
  rtc_data_port_attach_own (claim->port, channel);
}

static gboolean
makes_its_own (RtcDataEnd * end, const RtcDataClaim * claim,
    const RtcDataClaim * partner)
{
  g_auto (GValue) client = G_VALUE_INIT;

  if (claim->config.negotiated)
    return TRUE;
  if (!claim->is_sink || partner == NULL)
    return claim->is_sink;
  g_value_init (&client, G_TYPE_BOOLEAN);
  return rtc_block_get_setting (end->block, RTC_BLOCK_SECURE, "dtls-client",
      &client) && g_value_get_boolean (&client);
}

/* It begins with the watch: the ports hear of all of it */
static gboolean
make_channel (RtcDataEnd * end, RtcDataClaim * claim, RtcDataClaim * partner,
    GError ** error)
{
  static const RtcDataChannelEvents none = { NULL };
  g_autoptr (RtcDataChannel) channel =
      rtc_data_create_channel (end->data, &claim->config, error);

  if (channel == NULL)
    return FALSE;
  give (claim, channel);
  give (partner, channel);
  rtc_data_channel_watch (channel, &none, NULL, NULL);
  return TRUE;
}

static void
clear_config (RtcDataClaim * claim)
{
  g_free ((gchar *) claim->config.label);
  g_free ((gchar *) claim->config.protocol);
}

static void
set_config (RtcDataClaim * claim, const RtcDataChannelConfig * config)
{
  clear_config (claim);
  claim->config = *config;
  claim->config.label = g_strdup (config->label);
  claim->config.protocol = g_strdup (config->protocol);
}

static gboolean
activate (RtcDataEnd * end, RtcDataClaim * claim, GError ** error)
{
  RtcDataClaim *partner = find_partner (end, claim);

  if (end->over != NULL) {
    g_set_error_literal (error, GST_RESOURCE_ERROR, end->over_code, end->over);
    return FALSE;
  }
  if (end->data == NULL)
    end->data = rtc_data_new (end->strand, &rtc_data_end_data_events, end);
  if (partner != NULL && partner->channel != NULL)
    give (claim, partner->channel);
  if (claim->channel != NULL)
    return TRUE;
  return !makes_its_own (end, claim, partner)
      || make_channel (end, claim, partner, error);
}

/* --- elements: any thread ---------------------------------------------------------- */

void
rtc_data_end_add (RtcDataEnd * end, RtcDataClaim * claim,
    const RtcDataChannelConfig * config)
{
  g_mutex_lock (&end->lock);
  set_config (claim, config);
  g_ptr_array_add (end->claims, claim);
  g_mutex_unlock (&end->lock);
}

void
rtc_data_end_remove (RtcDataEnd * end, RtcDataClaim * claim)
{
  g_mutex_lock (&end->lock);
  g_ptr_array_remove (end->claims, claim);
  clear_config (claim);
  claim->config.label = claim->config.protocol = NULL;
  g_mutex_unlock (&end->lock);
}

/* FALSE: the channel cannot be made; not open then. */
gboolean
rtc_data_end_open (RtcDataEnd * end, RtcDataClaim * claim,
    const RtcDataChannelConfig * config, GError ** error)
{
  g_mutex_lock (&end->lock);
  set_config (claim, config);
  claim->active = activate (end, claim, error);
  g_mutex_unlock (&end->lock);
  return claim->active;
}

/* One that was cut short is not closed while others keep the association: for
 * the peer that would be its proper end.  Who stops receiving says so. */
void
rtc_data_end_close (RtcDataEnd * end, RtcDataClaim * claim)
{
  g_autoptr (RtcDataChannel) channel = NULL;
  const RtcDataClaim *partner;

  g_mutex_lock (&end->lock);
  claim->active = FALSE;
  channel = g_steal_pointer (&claim->channel);
  partner = find_partner (end, claim);
  if (channel != NULL && !claim->is_sink
      && (partner == NULL || partner->channel == NULL))
    rtc_data_channel_close (channel);
  g_mutex_unlock (&end->lock);
  rtc_data_port_detach (claim->port);
}

/* --- what the peer does: the strand ------------------------------------------------ */

static gboolean
is_free (const RtcDataClaim * claim)
{
  return claim->channel == NULL && !claim->config.negotiated;
}

/* The exact label goes before any */
static RtcDataClaim *
find_taker (RtcDataEnd * end, const gchar * label)
{
  RtcDataClaim *any = NULL;

  for (guint i = 0; i < end->claims->len; i++) {
    RtcDataClaim *claim = g_ptr_array_index (end->claims, i);

    if (claim->is_sink || !is_free (claim))
      continue;
    if (g_strcmp0 (claim->config.label, label) == 0)
      return claim;
    if (claim->config.label == NULL && any == NULL)
      any = claim;
  }
  return any;
}

/* Who speaks for all of them.  transfer: full; NULL: nobody is there */
GstElement *
rtc_data_end_dup_speaker (RtcDataEnd * end)
{
  GstElement *element = NULL;

  g_mutex_lock (&end->lock);
  if (end->claims->len > 0)
    element = gst_object_ref (((RtcDataClaim *)
            g_ptr_array_index (end->claims, 0))->element);
  g_mutex_unlock (&end->lock);
  return element;
}

/* One that nobody here takes is closed, so that its sender does not wait */
static void
refuse (RtcDataEnd * end, RtcDataChannel * channel)
{
  g_autoptr (GstElement) element = rtc_data_end_dup_speaker (end);

  rtc_data_channel_close (channel);
  if (element != NULL)
    GST_ELEMENT_WARNING (element, RESOURCE, NOT_FOUND,
        ("The peer's data channel \"%.64s\" is closed: no rtcdatasrc here "
            "waits for this label.",
            rtc_data_channel_get_config (channel)->label), (NULL));
}

void
rtc_data_end_accept (RtcDataEnd * end, RtcDataChannel * channel)
{
  static const RtcDataChannelEvents none = { NULL };
  RtcDataClaim *taker;

  g_mutex_lock (&end->lock);
  taker = find_taker (end, rtc_data_channel_get_config (channel)->label);
  if (taker != NULL) {
    give (taker, channel);
    give (find_partner (end, taker), channel);
  }
  rtc_data_channel_watch (channel, &none, NULL, NULL);
  g_mutex_unlock (&end->lock);
  if (taker == NULL)
    refuse (end, channel);
}

/* Nothing comes any more, for none of them; unless it has been closed since it
 * was at @n_closed */
void
rtc_data_end_fail (RtcDataEnd * end, guint n_closed, gint code,
    const gchar * why)
{
  g_autoptr (GPtrArray) ports =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_data_port_unref);

  g_mutex_lock (&end->lock);
  if (end->over == NULL && end->n_closed == n_closed) {
    end->over = g_strdup (why);
    end->over_code = code;
  }
  for (guint i = 0; i < end->claims->len && end->n_closed == n_closed; i++) {
    RtcDataClaim *claim = g_ptr_array_index (end->claims, i);

    if (claim->active)
      g_ptr_array_add (ports, rtc_data_port_ref (claim->port));
  }
  g_mutex_unlock (&end->lock);
  for (guint i = 0; i < ports->len; i++)
    rtc_data_port_fail (g_ptr_array_index (ports, i), code, why);
}
