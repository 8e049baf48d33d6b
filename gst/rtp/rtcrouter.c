/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrouter.h"

struct _RtcRouter
{
  guint n_sections;
};

RtcRouter *
rtc_router_new (void)
{
  return g_new0 (RtcRouter, 1);
}

void
rtc_router_free (RtcRouter * router)
{
  g_free (router);
}

void
rtc_router_set_sections (RtcRouter * router, const RtcRouterSection * sections,
    guint n_sections)
{
}

gboolean
rtc_router_match (RtcRouter * router, const RtcHeader * header,
    RtcRouterMatch * match)
{
  return FALSE;
}

gboolean
rtc_router_find (RtcRouter * router, guint32 ssrc, RtcRouterMatch * match)
{
  return FALSE;
}
