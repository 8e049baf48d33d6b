/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "viewers/rtcaudience.h"

G_BEGIN_DECLS

/* An audience without media.  It accepts any offer that begins with "v=0" and
 * fails as the rest of the first line says: "v=0 full", "v=0 codec", "v=0
 * wait", "v=0 network", "v=0 broken".  "v=0 hold" is answered only by
 * fake_audience_answer_held (). */
RtcAudience *fake_audience_new (RtcLoopPool * pool, guint n_audio,
    guint n_video);
void fake_audience_answer_held (RtcAudience * audience);
void fake_audience_wait_for_held (RtcAudience * audience);
void fake_audience_wait_for_removed (RtcAudience * audience, guint n);

G_END_DECLS
