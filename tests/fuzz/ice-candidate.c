/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>
#include "ice/rtcicecandidate.h"

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

/* What was read and is written again reads as the same value. */
int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  g_autofree gchar *text = g_strndup ((const gchar *) data, size);
  g_autofree gchar *written = NULL;
  RtcIceCandidate c, again;

  if (!rtc_ice_candidate_parse (&c, text) || c.tcp)
    return 0;
  written = rtc_ice_candidate_format (&c);
  if (!rtc_ice_candidate_parse (&again, written)
      || strcmp (again.foundation, c.foundation) != 0
      || strcmp (again.address, c.address) != 0
      || again.port != c.port || again.type != c.type
      || again.priority != c.priority)
    __builtin_trap ();
  return 0;
}
