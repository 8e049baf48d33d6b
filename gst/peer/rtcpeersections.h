/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "negotiator/rtcnegotiator.h"
#include "rtcpeeredge.h"

G_BEGIN_DECLS

/* Inside the room: what media has to know of a plan, ready to be asked from any
 * thread.  Immutable; a new plan makes a new one. */
typedef struct
{
  guint mline, transport, key;
  gchar *mid;
  gboolean sends, receives;
  gchar *remote_stream;         /* msid */
  gboolean reduced_size;

  GPtrArray *send;              /* RtcCodec * */
  gint send_red, send_ulpfec;   /* payload types, -1: none */
  guint8 send_mid, send_rid, send_repaired_rid; /* extension ids, 0: none */
  guint8 send_transport_cc;
  gchar **send_rids;            /* NULL: no simulcast */

  GstCaps *caps[128];           /* by payload type, as received; or as sent */
  gint16 receive_rtx[128];      /* payload type of its RTX, -1: none */
  gint receive_red, receive_ulpfec;
  gboolean nack;                /* the other side takes "nack" */
  guint8 receive_mid, receive_rid, receive_repaired_rid;
  gchar **receive_rids;
  GArray *pts;                  /* guint8, of receive */
  GArray *sources;              /* guint32, announced, RTX and FEC as well */
  GHashTable *remote_rtx;       /* theirs: ssrc -> rtx ssrc */
} RtcPeerSection;

typedef struct
{
  gint refs;
  GPtrArray *sections;          /* RtcPeerSection *, those of audio and video */
} RtcPeerSections;

/* @plan: NULL: nothing.  transfer: full */
RtcPeerSections *rtc_peer_sections_new (const RtcJsepPlan * plan);
RtcPeerSections *rtc_peer_sections_ref (RtcPeerSections * sections);
void rtc_peer_sections_unref (RtcPeerSections * sections);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcPeerSections, rtc_peer_sections_unref)

/* NULL: none */
const RtcPeerSection *rtc_peer_sections_find (const RtcPeerSections * sections,
    guint key);
const RtcPeerSection *rtc_peer_sections_find_mline (const RtcPeerSections *
    sections, guint mline);
/* borrowed; NULL: no section of @transport has it */
GstCaps *rtc_peer_sections_find_caps (const RtcPeerSections * sections,
    guint transport, guint pt);
void rtc_peer_sections_set_routes (const RtcPeerSections * sections,
    guint transport, RtcEdge * edge);
/* The RTX payload type of what is sent as @pt, -1: none */
gint rtc_peer_section_find_send_rtx (const RtcPeerSection * section, gint pt);

G_END_DECLS
