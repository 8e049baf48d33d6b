/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcsdp.h"

G_BEGIN_DECLS

/* application/trickle-ice-sdpfrag, RFC 8840 section 9: candidates of a running
 * session, as WHIP and WHEP send them in a PATCH. */

typedef struct
{
  gchar *word;                  /* of its m= line; NULL: before the first one */
  gchar *mid;                   /* NULL: not said */
  gchar *ufrag, *pwd;           /* NULL: the fragment's */
  GPtrArray *candidates;        /* RtcCandidate * */
  gboolean end_of_candidates;
} RtcSdpFragMedia;

typedef struct
{
  gchar *ufrag, *pwd;           /* NULL: not said */
  gboolean end_of_candidates;   /* of every section */
  GPtrArray *media;             /* RtcSdpFragMedia * */
} RtcSdpFrag;

RtcSdpFrag *rtc_sdp_frag_parse (const gchar * text, gssize size,
    GError ** error);
gchar *rtc_sdp_frag_print (const RtcSdpFrag * frag);
RtcSdpFrag *rtc_sdp_frag_new (const gchar * ufrag, const gchar * pwd);
/* the section is owned by @frag; @word and @mid may be NULL */
RtcSdpFragMedia *rtc_sdp_frag_add_media (RtcSdpFrag * frag,
    const gchar * word, const gchar * mid);
void rtc_sdp_frag_free (RtcSdpFrag * frag);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcSdpFrag, rtc_sdp_frag_free)

G_END_DECLS
