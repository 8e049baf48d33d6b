/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsctp.h"

#include <gio/gio.h>

RtcSctp *
rtc_sctp_new (RtcLoop * loop, const RtcSctpConfig * config,
    const RtcSctpEvents * events, gpointer user_data, GError ** error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not yet");
  return NULL;
}

void
rtc_sctp_free (RtcSctp * sctp)
{
}

void
rtc_sctp_start (RtcSctp * sctp)
{
}

void
rtc_sctp_input (RtcSctp * sctp, const guint8 * data, gsize size)
{
}

RtcSctpResult
rtc_sctp_send (RtcSctp * sctp, const RtcSctpSend * how,
    const guint8 * data, gsize size, GError ** error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "not yet");
  return RTC_SCTP_REFUSED;
}

gboolean
rtc_sctp_reset_streams (RtcSctp * sctp, const guint16 * streams, guint n)
{
  return FALSE;
}

void
rtc_sctp_shutdown (RtcSctp * sctp)
{
}
