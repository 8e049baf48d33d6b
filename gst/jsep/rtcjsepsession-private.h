/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcjsepsession.h"

G_BEGIN_DECLS

/* plan.c */
RtcJsepPlan *rtc_jsep_plan_new (void);
RtcJsepPlanTransport *rtc_jsep_plan_add_transport (RtcJsepPlan * plan,
    guint id);
/* its m-line is the next one */
RtcJsepPlanSection *rtc_jsep_plan_add_section (RtcJsepPlan * plan);

G_END_DECLS
