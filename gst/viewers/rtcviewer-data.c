/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The association of a viewer's data channels over its transport: it begins with
 * DTLS and ends with it.  Without an offer of channels there is none. */
#include "rtcviewer-private.h"

GST_DEBUG_CATEGORY_EXTERN (rtc_viewer_debug);
#define GST_CAT_DEFAULT rtc_viewer_debug

/* --- the control loop ----------------------------------------------------------- */

void
rtc_viewer_open_data (RtcViewer * viewer, RtcTalk * talk)
{
  RtcGuest *guest = rtc_guest_new (talk, viewer->id);

  g_mutex_lock (&viewer->stats_lock);
  viewer->guest = guest;
  g_mutex_unlock (&viewer->stats_lock);
}

/* --- the media loop -------------------------------------------------------------- */

static void
send_packets (GBytes * const *packets, guint n, gpointer user_data)
{
  RtcViewer *viewer = user_data;

  rtc_transport_send_data_many (viewer->transport, packets, n);
}

/* Before DTLS can be connected */
void
rtc_viewer_set_data_link (RtcViewer * viewer, const RtcJsepResult * plan)
{
  viewer->data_link = (RtcDataLink) {
    .local_port = RTC_DATA_SCTP_PORT,
    .remote_port = plan->remote_sctp_port,
    .remote_max_message_size = plan->remote_max_message_size,
    .dtls_client = plan->dtls_client,
    .send = send_packets,
    .user_data = viewer,
    .streams = RTC_GUEST_STREAMS,
  };
}

void
rtc_viewer_disconnect_data (RtcViewer * viewer)
{
  if (!viewer->data_connected)
    return;
  viewer->data_connected = FALSE;
  rtc_data_disconnect (rtc_guest_get_data (viewer->guest));
}

/* The pictures go on without channels, if those cannot be had */
void
rtc_viewer_on_dtls_state (RtcTransport * transport, RtcDtlsState state,
    const gchar * reason, gpointer user_data)
{
  RtcViewer *viewer = user_data;
  g_autoptr (GError) error = NULL;

  if (viewer->guest == NULL)
    return;
  rtc_viewer_disconnect_data (viewer);
  if (state != RTC_DTLS_CONNECTED)
    return;
  viewer->data_connected = rtc_data_connect (rtc_guest_get_data
      (viewer->guest), viewer->loop, &viewer->data_link, &error);
  if (!viewer->data_connected)
    GST_WARNING ("viewer %s has no data channels: %s", viewer->id,
        error->message);
}

void
rtc_viewer_on_data (RtcTransport * transport, const guint8 * data, gsize size,
    gpointer user_data)
{
  RtcViewer *viewer = user_data;

  if (viewer->data_connected)
    rtc_data_input (rtc_guest_get_data (viewer->guest), data, size);
}
