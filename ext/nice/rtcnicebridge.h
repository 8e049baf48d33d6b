/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcniceprivate.h"

G_BEGIN_DECLS

/* A way to a TURN server that libnice does not know: by TLS, or through an HTTP
 * proxy.  The agent is told of a server at a port of the loopback interface,
 * and what it connects there is joined with a connection to the real one.  All
 * on the loop's thread. */
typedef struct _RtcNiceBridge RtcNiceBridge;

/* FALSE: no library for TLS is there; the error says which package has it */
gboolean rtc_nice_bridge_check_tls (GError ** error);

RtcNiceBridge *rtc_nice_bridge_new (RtcNice * nice, RtcNiceServer * server,
    GError ** error);
void rtc_nice_bridge_free (RtcNiceBridge * bridge);

const gchar *rtc_nice_bridge_get_ip (RtcNiceBridge * bridge);
guint16 rtc_nice_bridge_get_port (RtcNiceBridge * bridge);

/* rtcnicelink.c: one of its connections */
typedef struct _RtcNiceLink RtcNiceLink;
typedef void (*RtcNiceLinkFunc) (RtcNiceLink * link, const GError * error,
    gpointer user_data);

RtcNiceLink *rtc_nice_link_new (RtcLoop * loop, GSocket * agent_end,
    const RtcNiceServer * server, const gchar * proxy, RtcNiceLinkFunc failed,
    gpointer user_data);
void rtc_nice_link_free (RtcNiceLink * link);

G_END_DECLS
