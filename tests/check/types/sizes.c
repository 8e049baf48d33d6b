/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The types are derived from what libgstwebrtc has at run time, under names of
 * our own, and the library is the one that they were made for. */
#include <gst/check/gstcheck.h>
#include <gst/webrtc/sctptransport.h>
#include "types/rtctypes.h"

typedef struct
{
  const gchar *name;
  GType type, parent;
} Derived;

static void
fill (Derived * all)
{
  Derived these[] = {
    {"GstRtcTransceiver", rtc_transceiver_get_type (),
        GST_TYPE_WEBRTC_RTP_TRANSCEIVER},
    {"GstRtcSender", rtc_sender_get_type (), GST_TYPE_WEBRTC_RTP_SENDER},
    {"GstRtcReceiver", rtc_receiver_get_type (), GST_TYPE_WEBRTC_RTP_RECEIVER},
    {"GstRtcDTLSTransport", rtc_dtls_transport_get_type (),
        GST_TYPE_WEBRTC_DTLS_TRANSPORT},
    {"GstRtcICETransport", rtc_ice_transport_get_type (),
        GST_TYPE_WEBRTC_ICE_TRANSPORT},
    {"GstRtcICE", rtc_ice_agent_get_type (), GST_TYPE_WEBRTC_ICE},
    {"GstRtcDataChannel", rtc_data_channel_get_type (),
        GST_TYPE_WEBRTC_DATA_CHANNEL},
    {"GstRtcSCTPTransport", rtc_sctp_transport_get_type (),
        GST_TYPE_WEBRTC_SCTP_TRANSPORT},
  };

  memcpy (all, these, sizeof these);
}

GST_START_TEST (test_library)
{
  g_autoptr (GError) error = NULL;

  fail_unless (rtc_types_check (&error), "%s", error ? error->message : "");
}

GST_END_TEST;

GST_START_TEST (test_channel_class)
{
  GTypeQuery query;

  /* three slots and four pointers of padding after GObjectClass */
  g_type_query (GST_TYPE_WEBRTC_DATA_CHANNEL, &query);
  fail_unless_equals_int (query.class_size,
      sizeof (GObjectClass) + 7 * sizeof (gpointer));
}

GST_END_TEST;

GST_START_TEST (test_derived)
{
  Derived all[8];

  fill (all);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++) {
    GTypeQuery ours, theirs;

    fail_unless_equals_string (g_type_name (all[i].type), all[i].name);
    fail_unless (g_type_is_a (all[i].type, all[i].parent));
    g_type_query (all[i].type, &ours);
    g_type_query (all[i].parent, &theirs);
    fail_unless (ours.class_size >= theirs.class_size);
    fail_unless (ours.instance_size >= theirs.instance_size);
  }
}

GST_END_TEST;

static Suite *
types_sizes_suite (void)
{
  Suite *suite = suite_create ("types-sizes");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_library);
  tcase_add_test (tc, test_channel_class);
  tcase_add_test (tc, test_derived);
  return suite;
}

GST_CHECK_MAIN (types_sizes);
