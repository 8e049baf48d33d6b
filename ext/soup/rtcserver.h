/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "viewers/rtcaudience.h"

G_BEGIN_DECLS

/* The HTTP server behind a page and its WHEP endpoints.  Sinks of a process
 * that name the same address and port share one.  Runs on the control loop. */
typedef struct _RtcServer RtcServer;

#define RTC_SERVER_ERROR (rtc_server_error_quark ())
GQuark rtc_server_error_quark (void);

typedef enum
{
  RTC_SERVER_ERROR_IN_USE,      /* the port is taken by another process */
  RTC_SERVER_ERROR_ADDRESS,     /* not an address of this machine */
  RTC_SERVER_ERROR_STREAM_ID,   /* taken by another sink, or bad characters */
  RTC_SERVER_ERROR_ACCESS,      /* not loopback, and neither token nor insecure */
} RtcServerError;

typedef struct
{
  const gchar *stream_id;       /* NULL: the only one, /whep */
  const gchar *token;           /* NULL: open */
  gboolean insecure;            /* open beyond loopback, said aloud */
  const gchar *const *allowed_origins;  /* other sites that may play, "*" any; NULL: only our page */
  const gchar *stun_server;     /* stun:// or turn://; players are told its host and port only */
  /* what players may do over data channels */
  gboolean chat, control;
  guint64 files;                /* bytes of one, at most; 0: none are taken */
} RtcServerStream;

/* From any thread but a loop's.  @port 0 picks one.  Transfer full. */
RtcServer *rtc_server_acquire (RtcLoopPool * pool, const gchar * address,
    guint16 port, GError ** error);
void rtc_server_release (RtcServer * server);
guint16 rtc_server_get_port (RtcServer * server);
/* "http://127.0.0.1:8080/": what to open; free it */
gchar *rtc_server_get_url (RtcServer * server);

/* Serve @audience; until rtc_server_remove_stream () */
gboolean rtc_server_add_stream (RtcServer * server,
    const RtcServerStream * stream, RtcAudience * audience, GError ** error);
void rtc_server_remove_stream (RtcServer * server, RtcAudience * audience);

G_END_DECLS
