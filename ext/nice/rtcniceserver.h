/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A STUN or TURN server as the user names it (RFC 7064, RFC 7065, with
 * "//user:password@" as GStreamer writes it). */
typedef struct
{
  gboolean turn;
  gboolean tcp;                 /* TURN over TCP */
  gboolean tls;                 /* over that */
  gchar *host;
  guint16 port;
  gchar *user, *password;       /* "" if none */
} RtcNiceServer;

RtcNiceServer *rtc_nice_server_parse (const gchar * uri, GError ** error);
void rtc_nice_server_free (RtcNiceServer * server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcNiceServer, rtc_nice_server_free)

/* @ip is NULL if the name has no address */
typedef void (*RtcNiceServerFunc) (RtcNiceServer * server, const gchar * ip,
    gpointer user_data);
void rtc_nice_server_resolve (RtcNiceServer * server, RtcNiceServerFunc func,
    gpointer user_data);

G_END_DECLS
