/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* An audience that nobody is in and a server that nobody reaches: enough for
 * rtcsink's own behaviour. */
#include "soup/rtcserver.h"

struct _RtcAudience
{
  gint refcount;
};

struct _RtcServer
{
  gchar *address;
  guint16 port;
};

GQuark
rtc_audience_error_quark (void)
{
  return g_quark_from_static_string ("fake-audience-error");
}

GQuark
rtc_server_error_quark (void)
{
  return g_quark_from_static_string ("fake-server-error");
}

RtcAudience *
rtc_audience_new (RtcLoopPool * pool, const RtcAudienceConfig * config,
    const RtcAudienceEvents * events, gpointer user_data)
{
  RtcAudience *audience = g_new0 (RtcAudience, 1);

  audience->refcount = 1;
  return audience;
}

RtcAudience *
rtc_audience_ref (RtcAudience * audience)
{
  g_atomic_int_inc (&audience->refcount);
  return audience;
}

void
rtc_audience_unref (RtcAudience * audience)
{
  if (g_atomic_int_dec_and_test (&audience->refcount))
    g_free (audience);
}

void
rtc_audience_add_track (RtcAudience * audience, RtcTrack * track)
{
}

void
rtc_audience_remove_track (RtcAudience * audience, RtcTrack * track)
{
}

GstStructure *
rtc_audience_get_stats (RtcAudience * audience)
{
  return gst_structure_new_empty ("fake");
}

void
rtc_audience_close (RtcAudience * audience)
{
}

RtcServer *
rtc_server_acquire (RtcLoopPool * pool, const gchar * address, guint16 port,
    GError ** error)
{
  RtcServer *server;

  if (port == 1) {
    g_set_error (error, RTC_SERVER_ERROR, RTC_SERVER_ERROR_IN_USE, "in use");
    return NULL;
  }
  server = g_new0 (RtcServer, 1);
  server->address = g_strdup (address);
  server->port = port != 0 ? port : 40000;
  return server;
}

void
rtc_server_release (RtcServer * server)
{
  g_free (server->address);
  g_free (server);
}

guint16
rtc_server_get_port (RtcServer * server)
{
  return server->port;
}

gchar *
rtc_server_get_url (RtcServer * server)
{
  return g_strdup_printf ("http://%s:%u/", server->address, server->port);
}

gboolean
rtc_server_add_stream (RtcServer * server, const RtcServerStream * stream,
    RtcAudience * audience, GError ** error)
{
  return TRUE;
}

void
rtc_server_remove_stream (RtcServer * server, RtcAudience * audience)
{
}
