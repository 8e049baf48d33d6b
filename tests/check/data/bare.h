/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "data/rtcdcep.h"
#include "pair.h"
#include "usrsctp/rtcsctp.h"

/* Data channels (the first side of a pair) whose peer is a bare association that
 * says what it likes, or a forger who sends chunks in its name. */
typedef struct
{
  Pair *pair;
  Side *side;
  RtcSctp *sctp;                /* the loop's */
  /* the loop's: of what has been sent by the peer */
  guint8 header[12];
  guint32 tsn;                  /* of its last chunk of data */
  gint lose;                    /* packets of the peer's, the next ones */
  gint deaf;                    /* the peer hears nothing from now on */
  gint n_resets;                /* streams of ours that were reset */
  gint abort_cause;             /* of our ABORT: 0 without, -1 none yet */
} Bare;

Bare *bare_new (void);
/* @reset_timeout: as in RtcDataLink */
Bare *bare_new_with (gint64 reset_timeout);
void bare_free (Bare * bare);
void bare_say (Bare * bare, guint16 stream, guint32 ppid, gconstpointer bytes,
    gsize size);
void bare_open (Bare * bare, guint16 stream, const gchar * label);
void bare_reset (Bare * bare, guint16 stream);
/* A packet of the peer's with these chunks; the test is on its own from now on */
void bare_forge (Bare * bare, gconstpointer chunks, gsize size);
/* until our side's loop has done what it has got so far */
void bare_settle (Bare * bare);
