/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include "core/rtcloop.h"

G_BEGIN_DECLS

/* One ICE component (RTP and RTCP multiplexed, one BUNDLE group) as the rest of
 * the house sees it.  A backend implements RtcIceClass; ext/nice has the real
 * one, gst/ice/rtcicefake.c one for tests.  Every call and every callback
 * happens on the thread of the loop that the object was made for.  No callback
 * runs inside a call; the owner may free the object inside any callback. */
typedef struct _RtcIce RtcIce;
typedef struct _RtcIceClass RtcIceClass;

typedef enum
{
  RTC_ICE_NEW,
  RTC_ICE_CHECKING,
  RTC_ICE_CONNECTED,            /* a validated pair is in use */
  RTC_ICE_FAILED,               /* no pair works, or consent was lost */
  RTC_ICE_CLOSED,
  RTC_ICE_DISCONNECTED,         /* the pair is in use, but nothing comes back:
                                 * CONNECTED again, or FAILED follows */
} RtcIceState;

/* Where packets of the selected pair go. */
typedef struct
{
  gboolean direct;              /* TRUE: plain UDP, send on @fd to @remote */
  gint fd;                      /* borrowed, -1 unless direct; dup () it */
  GSocketAddress *remote;       /* borrowed, NULL unless direct */
  const gchar *local_type;      /* "host", "srflx", "prflx", "relay" */
  const gchar *remote_type;
  const gchar *protocol;        /* "udp" or "tcp" */
} RtcIcePath;

typedef struct
{
  void (*state_changed) (RtcIce * ice, RtcIceState state, gpointer user_data);
  /* @candidate is the value of an a=candidate line ("candidate:1 1 UDP …"
   * without "a="), NULL once gathering has ended; a relay that is asked for
   * later may still follow */
  void (*local_candidate) (RtcIce * ice, const gchar * candidate,
      gpointer user_data);
  /* the selected pair is new or has changed; @path lives for the call */
  void (*path_changed) (RtcIce * ice, const RtcIcePath * path,
      gpointer user_data);
  /* one datagram from a validated pair; @data may be changed in place and is
   * the callee's until it returns */
  void (*received) (RtcIce * ice, guint8 * data, gsize size,
      gpointer user_data);
} RtcIceEvents;

typedef struct
{
  gboolean controlling;
  const gchar *stun_server;     /* stun://host:port or NULL */
  const gchar *const *turn_servers;     /* NULL-terminated, turn(s)://user:pass@host:port?transport= */
  gboolean relay_only;
  gboolean relay_early;         /* gather relays with the rest: the peer hears of
                                 * our candidates only once */
  guint16 min_port, max_port;   /* 0: any */
  const gchar *const *local_addresses;  /* NULL: all interfaces */
  const gchar *local_ufrag;     /* NULL: random */
  const gchar *local_pwd;
  const gchar *http_proxy;      /* http://user:pass@host:port for TURN over TCP */
  gboolean probe;               /* tell DISCONNECTED, for a small datagram a second
                                 * while the peer is silent */
  gboolean resolve_mdns;        /* look remote names in .local up */
} RtcIceConfig;

/* What there is just now; free by rtc_ice_stats_clear () */
typedef struct
{
  GPtrArray *local, *remote;    /* "candidate:…"; NULL: none */
  gchar *selected_local, *selected_remote;      /* NULL: no pair */
  gint64 rtt;                   /* microseconds; -1: unknown */
} RtcIceStats;

static inline void
rtc_ice_stats_clear (RtcIceStats * stats)
{
  g_clear_pointer (&stats->local, g_ptr_array_unref);
  g_clear_pointer (&stats->remote, g_ptr_array_unref);
  g_clear_pointer (&stats->selected_local, g_free);
  g_clear_pointer (&stats->selected_remote, g_free);
}

struct _RtcIceClass
{
  void (*free) (RtcIce * ice);
  const gchar *(*get_local_ufrag) (RtcIce * ice);
  const gchar *(*get_local_pwd) (RtcIce * ice);
  gboolean (*gather) (RtcIce * ice, GError ** error);
  gboolean (*set_remote_credentials) (RtcIce * ice, const gchar * ufrag,
      const gchar * pwd);
  /* FALSE: not understood or of no use (mDNS name, TCP while off) */
  gboolean (*add_remote_candidate) (RtcIce * ice, const gchar * candidate);
  void (*end_of_candidates) (RtcIce * ice);
  /* RFC 8445 section 9, with new local credentials (NULL: random) */
  gboolean (*restart) (RtcIce * ice, const gchar * ufrag, const gchar * pwd);
  /* through the agent: relayed paths, or before the path is direct; each vector
   * is one datagram */
  gboolean (*send) (RtcIce * ice, const GOutputVector * packets, guint n);
  void (*get_stats) (RtcIce * ice, RtcIceStats * stats);
};

struct _RtcIce
{
  const RtcIceClass *klass;
  RtcLoop *loop;
  RtcIceEvents events;
  gpointer user_data;
  gchar *problem;               /* the backend's: what may be why no path works;
                                 * NULL: it knows of nothing */
};

/* makes an RtcIce; the transport is handed one so that tests can inject a fake */
typedef RtcIce *(*RtcIceFactory) (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error);

/* Why it has failed, for a person.  Transfer full. */
static inline gchar *
rtc_ice_explain (const RtcIce * ice, gboolean was_connected)
{
  if (was_connected)
    return g_strdup ("the peer does not answer any more (consent was lost)");
  return g_strconcat ("no pair of ICE candidates works",
      ice->problem != NULL ? "; " : NULL, ice->problem, NULL);
}

static inline void rtc_ice_free (RtcIce * ice) { ice->klass->free (ice); }
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcIce, rtc_ice_free)

G_END_DECLS
