/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsrtpunprotect.h"

#include "core/rtcclassify.h"
#include "srtp/rtcsrtp.h"

/* One list on its way through */
typedef struct
{
  RtcBlockUser *user;
  RtcSrtp *srtp;                /* NULL: no keys yet */
  GstBufferList *rtcp;          /* NULL: none */
  guint dropped;
  gsize bytes;
} Pass;

/* What is left of @span: nothing, unless it is authentic */
static RtcPacketKind
unprotect (Pass * pass, RtcSpan * span)
{
  RtcPacketKind kind = rtc_classify (span->data, span->size);
  guint left = 0;

  if (kind == RTC_PACKET_DTLS)
    rtc_block_input (pass->user->block, span->data, span->size);
  else if (kind == RTC_PACKET_RTP && pass->srtp != NULL)
    left = rtc_srtp_unprotect_rtp (pass->srtp, span, 1);
  else if (kind == RTC_PACKET_RTCP && pass->srtp != NULL)
    left = rtc_srtp_unprotect_rtcp (pass->srtp, span, 1);
  if (left == 0)
    span->size = 0;
  pass->dropped += left == 0 && kind != RTC_PACKET_DTLS;
  pass->bytes += span->size;
  return kind;
}

/* Leaves RTP in the list, which is nearly all there is */
static gboolean
pass_buffer (GstBuffer ** buffer, guint index, gpointer user_data)
{
  Pass *pass = user_data;
  RtcPacketKind kind;
  GstMapInfo map;
  RtcSpan span;

  *buffer = gst_buffer_make_writable (*buffer);
  if (!gst_buffer_map (*buffer, &map, GST_MAP_READWRITE)) {
    gst_clear_buffer (buffer);
    return TRUE;
  }
  span = (RtcSpan) {
  map.data, map.size};
  kind = unprotect (pass, &span);
  gst_buffer_unmap (*buffer, &map);
  gst_buffer_set_size (*buffer, span.size);

  if (span.size == 0) {
    gst_clear_buffer (buffer);
  } else if (kind == RTC_PACKET_RTCP) {
    if (pass->rtcp == NULL)
      pass->rtcp = gst_buffer_list_new ();
    gst_buffer_list_add (pass->rtcp, g_steal_pointer (buffer));
  }
  return TRUE;
}

/* Leaves what is authentic RTP in @list, which must be writable, and puts RTCP,
 * or NULL, in @rtcp.  The streaming thread's; DTLS goes on to the loop. */
void
rtc_srtp_dec_unprotect (RtcBlockUser * user, GstBufferList * list,
    GstBufferList ** rtcp)
{
  RtcSecure *secure = rtc_block_get_secure (user->block);
  Pass pass = { user, rtc_secure_begin_in (secure) };
  guint left;

  gst_buffer_list_foreach (list, pass_buffer, &pass);
  if (pass.srtp != NULL)
    rtc_secure_end_in (secure);
  *rtcp = pass.rtcp;
  left = gst_buffer_list_length (list) +
      (pass.rtcp != NULL ? gst_buffer_list_length (pass.rtcp) : 0);
  rtc_block_user_count (user, left, pass.bytes, pass.dropped);
}
