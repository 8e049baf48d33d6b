/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcbranch.h"
#include "rtcinput.h"

G_BEGIN_DECLS

#define RTC_INPUT_MAX_CODECS 4

/* One codec that the track can be had in */
typedef struct
{
  RtcInput *input;
  const RtcCodecInfo *codec;    /* under lock until the track knows it */
  /* the control loop's */
  guint users;
  RtcFanout *fanout;
  RtcBranch *branch;
  RtcTimer *linger;
} RtcInputSlot;

struct _RtcInput
{
  GstBin parent;

  RtcMediaKind kind;
  GstElement *clocksync, *tee, *parser;
  GstPad *ghost;

  RtcTimeline *timeline;        /* from PAUSED on */
  guint flush;                  /* sequence number of the last, atomic */

  /* set by start, constant until stop */
  GstCaps *allowed;
  RtcInputConfig config;
  RtcLoopPool *pool;
  GThreadPool *jobs;            /* one at a time, in order */

  GMutex lock;                  /* of what follows; a leaf */
  gboolean running;
  RtcTrack *track;
  gchar *media_type;
  gboolean raw;
  guint n_slots;
  RtcInputSlot slots[RTC_INPUT_MAX_CODECS];
};

G_END_DECLS
