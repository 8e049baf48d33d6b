/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtp/rtcrouter.h"

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

/* Packets one after the other, each with a byte of length before it */
int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  static const guint8 audio[] = { 0, 96, 111 }, video[] = { 96, 97 };
  static const guint32 announced[] = { 1, 2 };
  static const gchar *const rids[] = { "h", "l", NULL };
  const RtcRouterSection sections[] = {
    {.mid = "0",.mid_id = 1,.pts = audio,.n_pts = 3,.receives = TRUE},
    {.mline = 1,.mid = "1",.mid_id = 1,.rid_id = 2,.repaired_rid_id = 3,
          .pts = video,.n_pts = 2,.ssrcs = announced,.n_ssrcs = 2,
        .rids = rids,.receives = TRUE},
  };
  g_autoptr (RtcRouter) router = rtc_router_new ();
  guint n = 0;

  rtc_router_set_sections (router, sections, 2);
  while (size > 1) {
    const gsize length = MIN (data[0], size - 1);
    RtcRouterMatch match;
    RtcHeader header;

    if (rtc_header_read (data + 1, length, &header)
        && rtc_router_match (router, &header, &match))
      g_assert_true (match.mline < 2);
    /* sections come and go meanwhile */
    if (++n % 7 == 0)
      rtc_router_set_sections (router, sections, 1 + n % 2);
    data += 1 + length;
    size -= 1 + length;
  }
  return 0;
}
