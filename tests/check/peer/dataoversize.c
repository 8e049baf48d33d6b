/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A peer that sends messages larger than we said that we take: the association is
 * over, the bus says why and what to do, and the media over the same transport go
 * on.  webrtcbin believes the larger size that it is told here. */
#include "duo.h"

#include <string.h>

#define TOO_LARGE 1000000

static void
allow_more (GstSDPMessage * sdp)
{
  for (guint i = 0; i < gst_sdp_message_medias_len (sdp); i++) {
    GstSDPMedia *media = (GstSDPMedia *) gst_sdp_message_get_media (sdp, i);
    GstSDPAttribute size;

    if (!g_str_equal (gst_sdp_media_get_media (media), "application"))
      continue;
    for (guint k = 0; k < gst_sdp_media_attributes_len (media); k++)
      if (g_str_equal (gst_sdp_media_get_attribute (media, k)->key,
              "max-message-size"))
        gst_sdp_media_remove_attribute (media, k);
    gst_sdp_attribute_set (&size, "max-message-size", G_STRINGIFY (TOO_LARGE));
    gst_sdp_media_insert_attribute (media, -1, &size);
  }
}

static void
on_open (GstWebRTCDataChannel * channel, gpointer user_data)
{
  g_autoptr (GBytes) data = g_bytes_new_take (g_malloc0 (TOO_LARGE), TOO_LARGE);
  g_autoptr (GError) error = NULL;

  fail_unless (gst_webrtc_data_channel_send_data_full (channel, data, &error),
      "%s", error != NULL ? error->message : "?");
}

static void
on_channel (GstElement * peer, GstWebRTCDataChannel * channel,
    gboolean is_local, gpointer user_data)
{
  g_signal_connect (channel, "on-open", G_CALLBACK (on_open), NULL);
}

static void
wait_failure (Duo * duo)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (duo->pipeline);
  gboolean found = FALSE;

  /* webrtcbin may post an error of its own, of an association that is lost */
  while (!found) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
        GST_CLOCK_TIME_NONE, GST_MESSAGE_ELEMENT);
    const GstStructure *s = gst_message_get_structure (message);

    if (!gst_structure_has_name (s, "rtc-peer-failure"))
      continue;
    fail_unless (strstr (gst_structure_get_string (s, "reason"),
            "a=max-message-size") != NULL);
    found = TRUE;
  }
}

GST_START_TEST (test_oversize)
{
  g_autoptr (GstWebRTCDataChannel) channel = NULL;
  GstWebRTCDataChannelState state = 0;
  Duo duo;

  duo_init (&duo, "rtcpeerbin", "webrtcbin", DUO_SOUND);
  duo.edit = allow_more;
  g_signal_connect (duo.peers[1], "prepare-data-channel",
      G_CALLBACK (on_channel), NULL);
  duo_play (&duo);
  g_signal_emit_by_name (duo.peers[0], "create-data-channel", "chat", NULL,
      &channel);
  duo_negotiate (&duo);
  wait_failure (&duo);
  while (state != GST_WEBRTC_DATA_CHANNEL_STATE_CLOSED)
    g_object_get (channel, "ready-state", &state, NULL);
  duo_wait_buffers (&duo, 10);
  duo_clear (&duo);
}

GST_END_TEST;

static Suite *
dataoversize_suite (void)
{
  Suite *s = suite_create ("dataoversize");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_oversize);
  return s;
}

GST_CHECK_MAIN (dataoversize);
