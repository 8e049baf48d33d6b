/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include "soup/rtcserver.h"

G_BEGIN_DECLS

/* One request a connection, byte by byte as the test wants it */
typedef struct
{
  guint status;                 /* 0: closed without an answer */
  gchar *text;                  /* status line, headers and body */
} HttpAnswer;

GSocketConnection *http_connect (guint16 port);
/* @host: an IP address; NULL when nobody is there */
GSocketConnection *http_connect_to (const gchar * host, guint16 port);
void http_write (GSocketConnection * connection, const gchar * text);
HttpAnswer http_read (GSocketConnection * connection);
/* @headers: lines that end in \r\n, or NULL; a Host of localhost and a
 * Content-Length are added unless they are there */
HttpAnswer http_request (guint16 port, const gchar * method,
    const gchar * path, const gchar * headers, const gchar * body);
gboolean http_has (HttpAnswer * answer, const gchar * text);
void http_clear (HttpAnswer * answer);
/* The status alone */
guint http_status (guint16 port, const gchar * method, const gchar * path,
    const gchar * headers, const gchar * body);

#define SDP_TYPE "Content-Type: application/sdp\r\n"
#define FRAGMENT_TYPE "Content-Type: application/trickle-ice-sdpfrag\r\n"

G_END_DECLS
