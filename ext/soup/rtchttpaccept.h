/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <libsoup/soup.h>
#include "core/rtcloop.h"

G_BEGIN_DECLS

/* Takes connections in for a SoupServer, at most so many at a time */
typedef struct _RtcHttpAcceptor RtcHttpAcceptor;

RtcHttpAcceptor *rtc_http_acceptor_new (RtcLoop * loop, SoupServer * soup,
    GSocket * listening, guint max_connections, gint64 head_time);
void rtc_http_acceptor_close (RtcHttpAcceptor * acceptor);

/* The socket of the connection that @msg came by; NULL once that has gone */
GSocket *rtc_http_get_socket (SoupServerMessage * msg);
/* Whether there is something to do for @msg.  Until its headers are in, and when
 * they are refused, its connection may be closed to make room for another. */
void rtc_http_set_busy (SoupServerMessage * msg, gboolean busy);

G_END_DECLS
