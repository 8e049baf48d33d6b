/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

#include <string.h>

/* RTCP feedback of a section, RFC 4585 */

/* What is asked for of every codec */
static const gchar *const usual[] =
    { "transport-cc", "ccm fir", "nack", "nack pli" };

static gint
find_usual (const gchar * value)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if (g_ascii_strcasecmp (usual[i], value) == 0)
      return i;
  }
  return -1;
}

void
rtc_jsep_read_feedback (const RtcSdpMedia * media, RtcJsepFeedback * out)
{
  memset (out, 0, sizeof (*out));
  out->media = media;
  for (guint i = 0; i < media->feedback->len; i++) {
    const RtcSdpFeedback *feedback = g_ptr_array_index (media->feedback, i);
    gint bit = find_usual (feedback->value);

    if (bit >= 0 && feedback->pt < 0)
      out->all |= 1 << bit;
    else if (bit >= 0 && feedback->pt < 128)
      out->of[feedback->pt] |= 1 << bit;
  }
}

gboolean
rtc_jsep_has_feedback (const RtcJsepFeedback * feedback, gint pt,
    const gchar * value)
{
  gint bit = find_usual (value);

  if (bit < 0)
    return rtc_sdp_media_has_feedback (feedback->media, pt, value);
  return (feedback->all | feedback->of[pt]) & 1 << bit;
}

/* The usual, and what the caps say; of an answer: what is @offered of it */
void
rtc_jsep_write_feedback (RtcSdpMedia * media, gint pt,
    const RtcJsepFeedback * offered,
    const RtcJsepTransceiver * transceiver, gchar ** more)
{
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++) {
    if ((i > 0 && media->kind != RTC_MEDIA_VIDEO)
        || (i == 2 && !transceiver->nack))
      continue;
    if (!offered || rtc_jsep_has_feedback (offered, pt, usual[i]))
      rtc_sdp_media_add_feedback (media, pt, usual[i]);
  }
  for (; more && *more; more++) {
    if (g_str_equal (*more, "nack") && !transceiver->nack)
      continue;
    if ((!offered || rtc_jsep_has_feedback (offered, pt, *more))
        && !rtc_sdp_media_has_feedback (media, pt, *more))
      rtc_sdp_media_add_feedback (media, pt, *more);
  }
}
