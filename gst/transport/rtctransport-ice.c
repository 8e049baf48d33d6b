/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A transport's ICE: one session, and while ICE restarts a second one that
 * looks for a path beside it.  Sockets, credentials and consent of the first stay
 * as they are until the second has found its path, so nothing is interrupted
 * (RFC 8445 section 9), and a restart that is rolled back has touched
 * nothing. */
#include "rtctransport-private.h"

#include <gst/gst.h>

#define LAST_TIME (2 * G_USEC_PER_SEC)

/* An RtcIceConfig that owns its strings */
struct RtcIceSettings
{
  RtcIceConfig config;
  gchar *strings[5];
  gchar **turn_servers, **local_addresses;
};

static struct RtcIceSettings *
settings_new (const RtcIceConfig * config)
{
  struct RtcIceSettings *own = g_new0 (struct RtcIceSettings, 1);

  own->config = *config;
  own->config.stun_server = own->strings[0] = g_strdup (config->stun_server);
  own->config.http_proxy = own->strings[1] = g_strdup (config->http_proxy);
  own->turn_servers = g_strdupv ((gchar **) config->turn_servers);
  own->config.turn_servers = (const gchar * const *) own->turn_servers;
  own->local_addresses = g_strdupv ((gchar **) config->local_addresses);
  own->config.local_addresses = (const gchar * const *) own->local_addresses;
  own->config.local_ufrag = own->config.local_pwd = NULL;
  return own;
}

static void
settings_free (struct RtcIceSettings *own)
{
  for (guint i = 0; i < G_N_ELEMENTS (own->strings); i++)
    g_free (own->strings[i]);
  g_strfreev (own->turn_servers);
  g_strfreev (own->local_addresses);
  g_free (own);
}

RtcIce *
rtc_transport_newest_ice (RtcTransport * transport)
{
  return transport->next != NULL ? transport->next : transport->ice;
}

/* --- what ICE tells ----------------------------------------------------------- */

/* A session that works counts, whatever becomes of its successor; once it does
 * not, the successor does. */
static RtcIceState
sum_state (RtcTransport * transport)
{
  if (transport->next == NULL || transport->next_own == RTC_ICE_NEW
      || transport->ice_own == RTC_ICE_CONNECTED
      || transport->ice_own == RTC_ICE_DISCONNECTED)
    return transport->ice_own;
  return transport->next_own;
}

static void
close_path (RtcTransport * transport)
{
  g_mutex_lock (&transport->send_lock);
  rtc_path_close (&transport->path);
  g_mutex_unlock (&transport->send_lock);
}

static void
tell_state (RtcTransport * transport)
{
  RtcIceState state = sum_state (transport);
  g_autofree gchar *why = NULL;
  gboolean was_connected = transport->state == RTC_TRANSPORT_CONNECTED;

  if (transport->ice_state == state)
    return;
  transport->ice_state = state;
  if (transport->events.ice_state != NULL)
    transport->events.ice_state (transport, state, transport->user_data);

  if (state == RTC_ICE_CHECKING)
    rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTING, NULL);
  else if (state == RTC_ICE_CONNECTED
      && transport->dtls_state == RTC_DTLS_CONNECTED)
    rtc_transport_set_state (transport, RTC_TRANSPORT_CONNECTED, NULL);
  else if (state == RTC_ICE_FAILED) {
    why = rtc_ice_explain (rtc_transport_newest_ice (transport), was_connected);
    rtc_transport_set_state (transport, RTC_TRANSPORT_FAILED, why);
  }
}

static void
on_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  RtcTransport *transport = user_data;

  if (ice == transport->last)
    return;
  if (ice == transport->next) {
    transport->next_own = state;
    if (state == RTC_ICE_FAILED) {
      transport->dtls_waits = FALSE;
      rtc_transport_start_dtls (transport);
    }
  } else {
    transport->ice_own = state;
    if (state == RTC_ICE_FAILED)
      close_path (transport);
  }
  tell_state (transport);
}

static void
on_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  RtcTransport *transport = user_data;

  if (ice == rtc_transport_newest_ice (transport))
    transport->events.local_candidate (transport, candidate,
        transport->user_data);
}

static void
drop_last (gpointer user_data)
{
  RtcTransport *transport = user_data;

  g_clear_pointer (&transport->last, rtc_ice_free);
}

/* The session that was restarted has found its path.  The other side may not
 * know yet, and what it has sent the old way is still to be read (RFC 8445
 * section 8.3): the old one listens on for a moment. */
static void
adopt_next (RtcTransport * transport)
{
  g_clear_pointer (&transport->last, rtc_ice_free);
  transport->last = transport->ice;
  rtc_timer_set (transport->last_timer, rtc_loop_now () + LAST_TIME);
  transport->ice = g_steal_pointer (&transport->next);
  transport->ice_own = transport->next_own;
  transport->dtls_waits = FALSE;
  /* the end of the old association may have come after the credentials */
  rtc_transport_restart_dtls (transport);
}

static void
on_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  RtcTransport *transport = user_data;

  if (ice == transport->last)
    return;
  g_mutex_lock (&transport->send_lock);
  rtc_path_update (&transport->path, ice, path);
  g_mutex_unlock (&transport->send_lock);
  if (ice == transport->next)
    adopt_next (transport);
  else if (transport->next == NULL)
    transport->dtls_waits = FALSE;

  if (transport->time_ice == 0)
    transport->time_ice = rtc_loop_now ();
  if (transport->events.path_changed != NULL)
    transport->events.path_changed (transport, transport->user_data);
  rtc_transport_start_dtls (transport);
}

static void
on_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  RtcTransport *transport = user_data;

  /* an answer would go the old way */
  if (ice == transport->next && rtc_dtls_is_client_hello (data, size))
    rtc_transport_hold_dtls (transport, data, size);
  else
    rtc_transport_receive (transport, data, size);
}

static const RtcIceEvents ice_events = {
  on_state, on_candidate, on_path, on_received,
};

/* --- life ------------------------------------------------------------------------ */

gboolean
rtc_transport_open_ice (RtcTransport * transport, RtcIceFactory factory,
    const RtcIceConfig * config, GError ** error)
{
  transport->factory = factory;
  transport->settings = settings_new (config);
  transport->last_timer = rtc_timer_new (transport->loop, drop_last, transport);
  transport->ice = factory (transport->loop, config, &ice_events, transport,
      error);
  return transport->ice != NULL;
}

void
rtc_transport_close_ice (RtcTransport * transport)
{
  g_clear_pointer (&transport->last_timer, rtc_timer_free);
  g_clear_pointer (&transport->last, rtc_ice_free);
  g_clear_pointer (&transport->next, rtc_ice_free);
  g_clear_pointer (&transport->ice, rtc_ice_free);
  g_clear_pointer (&transport->settings, settings_free);
}

/* --- what ICE is told ------------------------------------------------------------ */

const gchar *
rtc_transport_get_local_ufrag (RtcTransport * transport)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);

  return ice->klass->get_local_ufrag (ice);
}

const gchar *
rtc_transport_get_local_pwd (RtcTransport * transport)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);

  return ice->klass->get_local_pwd (ice);
}

/* Where the ports are too few for two sessions, the one that is there begins
 * again; its path carries on as far as the backend can. */
static gboolean
restart_in_place (RtcTransport * transport)
{
  RtcIce *next = g_steal_pointer (&transport->next);
  RtcIce *ice = transport->ice;
  gboolean done = ice->klass->restart (ice,
      next->klass->get_local_ufrag (next), next->klass->get_local_pwd (next));

  rtc_ice_free (next);
  return done && ice->klass->gather (ice, NULL);
}

gboolean
rtc_transport_gather (RtcTransport * transport, GError ** error)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);
  g_autoptr (GError) why = NULL;

  if (ice->klass->gather (ice, &why)
      || (ice == transport->next && restart_in_place (transport)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&why));
  return FALSE;
}

gboolean
rtc_transport_restart_ice (RtcTransport * transport, const gchar * ufrag,
    const gchar * pwd, GError ** error)
{
  RtcIce *ice = transport->ice;
  RtcIceConfig config = transport->settings->config;

  drop_last (transport);
  g_clear_pointer (&transport->next, rtc_ice_free);
  transport->dtls_waits = FALSE;
  if (g_strcmp0 (ufrag, ice->klass->get_local_ufrag (ice)) != 0
      || g_strcmp0 (pwd, ice->klass->get_local_pwd (ice)) != 0) {
    config.local_ufrag = ufrag;
    config.local_pwd = pwd;
    transport->next_own = RTC_ICE_NEW;
    transport->next = transport->factory (transport->loop, &config,
        &ice_events, transport, error);
    if (transport->next == NULL)
      return FALSE;
    if (transport->dtls_state < RTC_DTLS_CLOSED)
      rtc_transport_revive (transport);
  }
  tell_state (transport);
  return TRUE;
}

gboolean
rtc_transport_set_remote_ice (RtcTransport * transport, const gchar * ufrag,
    const gchar * pwd)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);

  if (transport->dtls_state != RTC_DTLS_NEW)
    rtc_transport_restart_dtls (transport);
  return ice->klass->set_remote_credentials (ice, ufrag, pwd);
}

/* In place: the peer knows our ports, and nobody would tell it of others */
gboolean
rtc_transport_begin_again (RtcTransport * transport)
{
  RtcIce *ice = transport->ice;
  g_autofree gchar *ufrag = NULL;
  g_autofree gchar *pwd = NULL;

  if (ice == NULL || transport->next != NULL)
    return FALSE;
  ufrag = g_strdup (ice->klass->get_local_ufrag (ice));
  pwd = g_strdup (ice->klass->get_local_pwd (ice));
  if (!ice->klass->restart (ice, ufrag, pwd))
    return FALSE;
  transport->dtls_waits = TRUE;
  rtc_secure_restart (transport->secure);
  rtc_transport_revive (transport);
  return TRUE;
}

/* FALSE: of no use to us (an mDNS name, TCP); not an error */
gboolean
rtc_transport_add_remote_candidate (RtcTransport * transport,
    const gchar * candidate)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);

  return ice->klass->add_remote_candidate (ice, candidate);
}

void
rtc_transport_end_of_candidates (RtcTransport * transport)
{
  RtcIce *ice = rtc_transport_newest_ice (transport);

  ice->klass->end_of_candidates (ice);
}

RtcIce *
rtc_transport_get_ice (RtcTransport * transport)
{
  return rtc_transport_newest_ice (transport);
}
