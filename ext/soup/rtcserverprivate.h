/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>

#include "rtchttpaccept.h"
#include "rtchttpguard.h"
#include "rtchttplimit.h"
#include "rtcserver.h"

G_BEGIN_DECLS

typedef struct
{
  gchar *id;                    /* NULL: the stream without one */
  gchar *token;
  gchar **allowed_origins;
  gchar *stun_uri;              /* for players, or NULL */
  gboolean chat, control;
  guint64 files;
  RtcAudience *audience;
} RtcStream;

/* All but the first block lives on the control loop */
struct _RtcServer
{
  RtcLoopPool *pool;
  RtcLoop *loop;                /* pool's */
  GInetAddress *address;
  guint16 port;

  guint refcount;
  gboolean loopback;
  SoupServer *soup;
  RtcHttpLimiter *limiter;
  RtcHttpAcceptor *acceptor;
  GPtrArray *streams;           /* RtcStream */
  GPtrArray *origins;           /* of all streams, ends with NULL; borrowed */
  RtcAttempts attempts;
};

/* rtcserverstun.c */
gchar *rtc_server_make_stun_uri (const gchar * server);

/* rtcrouter.c: which request goes where, and whether it may */
void rtc_router_attach (RtcServer * server);

/* rtchttpreply.c */
void rtc_http_reply (SoupServerMessage * msg, guint status,
    const gchar * format, ...) G_GNUC_PRINTF (3, 4);
void rtc_http_reply_retry (SoupServerMessage * msg, guint status,
    guint seconds, const gchar * reason);
void rtc_http_reply_headers (SoupServerMessage * msg);
void rtc_http_reply_cors (SoupServerMessage * msg, const gchar * origin);

/* rtcpage.c */
void rtc_page_serve (SoupServerMessage * msg);
void rtc_page_serve_streams (RtcServer * server, SoupServerMessage * msg,
    RtcStream ** streams, guint n_streams);

/* rtcwhep.c */
gboolean rtc_whep_check_headers (SoupServerMessage * msg);
void rtc_whep_options (SoupServerMessage * msg);
void rtc_whep_offer (RtcStream * stream, SoupServerMessage * msg);
void rtc_whep_trickle (RtcStream * stream, SoupServerMessage * msg,
    const gchar * session);
void rtc_whep_delete (RtcStream * stream, SoupServerMessage * msg,
    const gchar * session);

G_END_DECLS
