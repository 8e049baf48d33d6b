/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"

#include <string.h>

G_DEFINE_QUARK (rtc_jsep_error_quark, rtc_jsep_error);

void
rtc_jsep_sends_free (RtcJsepSend * sends, guint n_sends)
{
  for (guint i = 0; i < n_sends; i++) {
    g_free (sends[i].mid);
    rtc_codec_clear (&sends[i].codec);
  }
  g_free (sends);
}

/* Frees what @result holds and leaves it all zero; fine on one that is. */
void
rtc_jsep_result_clear (RtcJsepResult * result)
{
  g_clear_pointer (&result->sdp, rtc_sdp_free);
  g_free (result->remote_ufrag);
  g_free (result->remote_pwd);
  g_clear_pointer (&result->remote_fingerprints, g_ptr_array_unref);
  g_clear_pointer (&result->remote_candidates, g_ptr_array_unref);
  rtc_jsep_sends_free (result->sends, result->n_sends);
  memset (result, 0, sizeof (*result));
}

void
rtc_jsep_result_take_remote (RtcJsepResult * result,
    RtcJsepPlanTransport * remote)
{
  result->remote_ufrag = g_steal_pointer (&remote->remote_ufrag);
  result->remote_pwd = g_steal_pointer (&remote->remote_pwd);
  result->remote_fingerprints = g_ptr_array_ref (remote->remote_fingerprints);
  result->remote_candidates = g_ptr_array_ref (remote->remote_candidates);
  result->remote_end_of_candidates = remote->remote_end_of_candidates;
  result->remote_ice_lite = remote->remote_ice_lite;
}
