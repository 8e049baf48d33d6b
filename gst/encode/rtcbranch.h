/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcencoder.h"

G_BEGIN_DECLS

/* An encoder on its way into a running tee, at work there, or on its way out */
typedef struct _RtcBranch RtcBranch;

RtcBranch *rtc_branch_new (GstBin * bin, GstElement * tee,
    const RtcEncoderConfig * config, RtcFanout * fanout);
RtcBranch *rtc_branch_ref (RtcBranch * branch);
void rtc_branch_unref (RtcBranch * branch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcBranch, rtc_branch_unref)

void rtc_branch_start (RtcBranch * branch);
void rtc_branch_stop (RtcBranch * branch);
void rtc_branch_set_bitrate (RtcBranch * branch, guint64 bitrate);
gboolean rtc_branch_has_failed (RtcBranch * branch);

G_END_DECLS
