/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include <nice/agent.h>

#include "rtcnice.h"
#include "rtcniceserver.h"

G_BEGIN_DECLS

#define RTC_NICE_COMPONENT 1
#define RTC_NICE_MAX_REMOTE 64

typedef struct _RtcNiceTurn RtcNiceTurn;
typedef struct _RtcNiceChecks RtcNiceChecks;
typedef struct _RtcNiceProbe RtcNiceProbe;

/* One agent with one stream of one component.  Everything happens on the loop's
 * thread.  The owner holds one reference, everything that is under way one
 * more; the last one to go finds the agent already closed. */
typedef struct
{
  RtcIce ice;
  guint refcount;
  gboolean closed;              /* the owner is gone: no event any more */

  NiceAgent *agent;
  guint stream;
  GSource *polled;              /* compared, never looked into */
  gboolean relay_only;
  gboolean relay_early;
  gboolean has_ipv4;            /* an address of that kind */
  gchar *ufrag, *pwd;

  /* rtcniceevents.c */
  GQueue events;
  gboolean flush_posted;
  RtcIceState state;
  gboolean was_connected;
  gboolean agent_failed;        /* held back while the grace time runs */
  gint64 started;               /* when checking began, 0: not yet */
  RtcTimer *grace;

  /* rtcnicepath.c: what was told last */
  gchar *path_key;

  /* rtcnicegather.c */
  RtcNiceServer *stun;
  guint n_lookups;              /* that gathering waits for */
  gboolean gather_waits;
  gboolean gathering, gathered;
  RtcTimer *lookup_limit;

  /* rtcniceremote.c */
  gboolean have_remote;         /* credentials */
  gchar *remote_ufrag, *remote_pwd;
  GSList *pending;              /* NiceCandidate, until then */
  guint n_remote;

  /* rtcnicemdns.c */
  gboolean resolve_mdns;
  guint n_names;                /* looked up for this peer */
  GCancellable *lookups;        /* of this peer; NULL: none yet */

  gchar *proxy;                 /* rtcniceproxy.c: its URI; NULL: none */

  RtcNiceTurn *turn;
  RtcNiceChecks *checks;
  RtcNiceProbe *probe;          /* NULL: not wanted */
} RtcNice;

RtcNice *rtc_nice_ref (RtcNice * nice);
void rtc_nice_unref (gpointer nice);

/* rtcniceevents.c */
void rtc_nice_events_init (RtcNice * nice);
void rtc_nice_events_clear (RtcNice * nice);
void rtc_nice_push_state (RtcNice * nice, RtcIceState state);
void rtc_nice_push_candidate (RtcNice * nice, const NiceCandidate * candidate);
gchar *rtc_nice_print_candidate (RtcNice * nice,
    const NiceCandidate * candidate, gboolean remote);
void rtc_nice_push_gathered (RtcNice * nice);
void rtc_nice_start_checking (RtcNice * nice);

/* rtcnicepath.c */
gboolean rtc_nice_has_direct_pair (RtcNice * nice);
void rtc_nice_tell_path (RtcNice * nice);
const gchar *rtc_nice_type_name (NiceCandidateType type);

/* rtcnicestats.c */
void rtc_nice_get_stats (RtcIce * ice, RtcIceStats * stats);

/* rtcnicegather.c */
gboolean rtc_nice_gather_init (RtcNice * nice, const RtcIceConfig * config,
    GError ** error);
gboolean rtc_nice_gather (RtcNice * nice, GError ** error);
void rtc_nice_lookup_begin (RtcNice * nice);
void rtc_nice_lookup_end (RtcNice * nice);

/* rtcniceremote.c */
gboolean rtc_nice_remote_set_credentials (RtcNice * nice, const gchar * ufrag,
    const gchar * pwd);
gboolean rtc_nice_remote_add (RtcNice * nice, const gchar * candidate);
void rtc_nice_remote_clear (RtcNice * nice);
void rtc_nice_remote_take (RtcNice * nice, NiceCandidate * candidate);

/* rtcnicemdns.c */
gboolean rtc_nice_mdns_resolve (RtcNice * nice, NiceCandidate * candidate,
    const gchar * name);
void rtc_nice_mdns_clear (RtcNice * nice);

/* rtcniceproxy.c */
gboolean rtc_nice_proxy_init (RtcNice * nice, const gchar * uri,
    GError ** error);

G_END_DECLS
