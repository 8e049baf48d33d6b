/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcheader.h"

G_BEGIN_DECLS

/* Which section of a BUNDLE group a received packet belongs to (RFC 9143
 * section 9.2): by MID, by an SSRC that was announced or seen before, by a
 * payload type that only one section has.  RID and repaired RID (RFC 8852) name
 * simulcast layers.  A plain value; bounded: the oldest of 256 learnt SSRCs makes
 * room. */
typedef struct _RtcRouter RtcRouter;

typedef struct
{
  guint mline;
  const gchar *mid;             /* NULL: none */
  guint8 mid_id, rid_id, repaired_rid_id;       /* extension ids, 0: none */
  const guint8 *pts;            /* that it may receive; RTX, RED, FEC as well */
  guint n_pts;
  const guint32 *ssrcs;         /* announced; RTX and FEC as well */
  guint n_ssrcs;
  const gchar *const *rids;     /* to receive, NULL-terminated; NULL: none */
  gboolean receives;            /* FALSE: what is sent here is dropped */
} RtcRouterSection;

typedef struct
{
  gboolean is_new;              /* first packet of this SSRC */
  guint mline;
  const gchar *rid;             /* NULL: none; lives until the next call */
  gboolean repair;              /* RTX by its repaired RID */
  gboolean left;                /* said goodbye, and nothing has come since */
} RtcRouterMatch;

RtcRouter *rtc_router_new (void);
void rtc_router_free (RtcRouter * router);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcRouter, rtc_router_free)
/* Copies; what was learnt stays where its section stays */
void rtc_router_set_sections (RtcRouter * router,
    const RtcRouterSection * sections, guint n_sections);
/* FALSE: for nobody */
gboolean rtc_router_match (RtcRouter * router, const RtcHeader * header,
    RtcRouterMatch * match);
gboolean rtc_router_find (RtcRouter * router, guint32 ssrc,
    RtcRouterMatch * match);
/* An RTCP BYE of @ssrc */
void rtc_router_leave (RtcRouter * router, guint32 ssrc);

G_END_DECLS
