/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mediarig.h"

#include <string.h>

#include "rtp/rtcbytes.h"

#define VP8 "application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000"

/* The transceiver's key of the only pad */
static guint
first_key (Rig * rig)
{
  g_autoptr (GstWebRTCRTPTransceiver) transceiver =
      rtc_negotiator_get_nth (rig->negotiator, 0);

  return rtc_transceiver_get_key (transceiver);
}

static RtcEdgeStream
get_stream (Rig * rig, guint32 ssrc)
{
  RtcEdgeStream stream = { 0, }, *found;

  g_mutex_lock (&rig->lock);
  found = g_hash_table_lookup (rig->streams, GUINT_TO_POINTER (ssrc));
  if (found != NULL)
    stream = *found;
  g_mutex_unlock (&rig->lock);
  return stream;
}

GST_START_TEST (test_waits_for_negotiation)
{
  Rig rig;
  GstPad *source;
  GThread *thread;
  RtcEdgeStream stream;

  rig_init (&rig);
  source = rig_add_source (&rig, "sink_0", VP8 ",payload=100");
  thread = rig_push_later (source, 0x11, 100, 5, 3);
  rig_add_section (&rig, RTC_MEDIA_VIDEO, first_key (&rig),
      RTC_DIRECTION_SENDONLY);
  fail_unless_equals_int (rig.sent->len, 0);
  rig_apply (&rig);
  rig_wait_sent (&rig, 3);
  fail_unless_equals_int (GPOINTER_TO_INT (g_thread_join (thread)),
      GST_FLOW_OK);

  /* a list has stayed one, and the edge knew of it before it came */
  fail_unless_equals_int (rig.n_lists, 1);
  fail_unless_equals_int (rig_sent_seq (&rig, 0), 5);
  stream = get_stream (&rig, 0x11);
  fail_unless_equals_int (stream.ssrc, 0x11);
  fail_unless_equals_int (stream.pt_map[100], 96);
  fail_unless_equals_int (stream.pt_map[96], -1);
  fail_unless_equals_int (stream.mid_id, 1);
  fail_unless_equals_string (stream.mid, "m0");
  fail_unless_equals_int (stream.rid_id, 0);

  /* it says so when the section stops sending, and when it sends again */
  ((RtcJsepPlanSection *) g_ptr_array_index (rig.plan->sections,
          0))->current = RTC_DIRECTION_INACTIVE;
  rig_apply (&rig);
  fail_unless_equals_int (get_stream (&rig, 0x11).ssrc, 0);
  ((RtcJsepPlanSection *) g_ptr_array_index (rig.plan->sections,
          0))->current = RTC_DIRECTION_SENDRECV;
  rig_apply (&rig);
  fail_unless_equals_int (get_stream (&rig, 0x11).ssrc, 0x11);
  fail_unless_equals_int (rtc_peer_media_find_mline (rig.media, 0x11, FALSE),
      0);

  gst_object_unref (source);
  rig_clear (&rig);
}

GST_END_TEST;

/* A NACK of one packet (RFC 4585 6.2.1) after an empty RR */
static void
receive_nack (Rig * rig, guint32 ssrc, guint16 seq)
{
  guint8 rtcp[8 + 16] = { 0x80, 201, 0, 1, 0, 0, 0, 9, 0x81, 205, 0, 3, 0, 0,
    0, 9
  };

  rtc_put_u32 (rtcp + 16, ssrc);
  rtc_put_u16 (rtcp + 20, seq);
  rig_receive (rig, rtcp, sizeof (rtcp), TRUE);
}

GST_START_TEST (test_nack)
{
  Rig rig;
  GstPad *source;
  guint32 rtx_ssrc;

  rig_init (&rig);
  source = rig_add_source (&rig, "sink_0", VP8 ",payload=100");
  rig_add_section (&rig, RTC_MEDIA_VIDEO, first_key (&rig),
      RTC_DIRECTION_SENDONLY);
  rig_apply (&rig);
  fail_unless_equals_int (rig_push (source, 0x11, 100, 7, 4), GST_FLOW_OK);
  rig_wait_sent (&rig, 4);

  receive_nack (&rig, 0x11, 8);
  rig_wait_sent (&rig, 5);
  fail_unless_equals_int (rig_sent_pt (&rig, 4), 97);
  rtx_ssrc = rig_sent_ssrc (&rig, 4);
  fail_unless (rtx_ssrc != 0x11);
  fail_unless_equals_int (get_stream (&rig, rtx_ssrc).ssrc, rtx_ssrc);
  fail_unless_equals_int (get_stream (&rig, rtx_ssrc).pt_map[97], -1);
  /* nothing that never was */
  receive_nack (&rig, 0x11, 11);
  receive_nack (&rig, 0x12, 8);
  receive_nack (&rig, 0x11, 9);
  rig_wait_sent (&rig, 6);
  fail_unless_equals_int (rig_sent_seq (&rig, 5),
      (guint16) (rig_sent_seq (&rig, 4) + 1));

  gst_object_unref (source);
  rig_clear (&rig);
}

GST_END_TEST;

static gboolean
count_key_request (GstPad * pad, GstObject * parent, GstEvent * event)
{
  Rig *rig = gst_pad_get_element_private (pad);

  if (GST_EVENT_TYPE (event) == GST_EVENT_CUSTOM_UPSTREAM
      && gst_event_has_name (event, "GstForceKeyUnit")) {
    g_mutex_lock (&rig->lock);
    rig->n_key_requests++;
    g_cond_broadcast (&rig->cond);
    g_mutex_unlock (&rig->lock);
  }
  gst_event_unref (event);
  return TRUE;
}

GST_START_TEST (test_pli)
{
  Rig rig;
  GstPad *sources[2];
  guint8 rtcp[8 + 12] = { 0x80, 201, 0, 1, 0, 0, 0, 9, 0x81, 206, 0, 2, 0, 0,
    0, 9, 0, 0, 0, 0x12
  };

  rig_init (&rig);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GstWebRTCRTPTransceiver) transceiver = NULL;
    g_autofree gchar *name = g_strdup_printf ("sink_%u", i);

    sources[i] = rig_add_source (&rig, name, VP8 ",payload=96");
    transceiver = rtc_negotiator_get_nth (rig.negotiator, i);
    rig_add_section (&rig, RTC_MEDIA_VIDEO,
        rtc_transceiver_get_key (transceiver), RTC_DIRECTION_SENDONLY);
  }
  gst_pad_set_element_private (sources[1], &rig);
  gst_pad_set_event_function (sources[1], count_key_request);
  rig_apply (&rig);
  rig_push (sources[0], 0x11, 96, 1, 2);
  rig_push (sources[1], 0x12, 96, 1, 2);
  rig_receive (&rig, rtcp, sizeof (rtcp), TRUE);
  rig_wait (&rig, &rig.n_key_requests, 1);
  /* many at once are one */
  for (guint i = 0; i < 5; i++)
    rig_receive (&rig, rtcp, sizeof (rtcp), TRUE);
  fail_unless (rig.n_key_requests < 3);

  gst_object_unref (sources[0]);
  gst_object_unref (sources[1]);
  rig_clear (&rig);
}

GST_END_TEST;

GST_START_TEST (test_layers)
{
  static const gchar *const rids[] = { "h", "m", "l" };
  Rig rig;
  GstPad *sources[3];
  RtcJsepPlanSection *section = NULL;
  guint key = 0;

  rig_init (&rig);
  for (guint i = 0; i < 3; i++) {
    g_autofree gchar *caps =
        g_strdup_printf (VP8 ",payload=96,a-mid=(string)m0,"
        "rid-%s=(string)send", rids[i]);

    sources[i] = rig_add_source (&rig, NULL, caps);
    key = first_key (&rig);
  }
  section = rig_add_section (&rig, RTC_MEDIA_VIDEO, key,
      RTC_DIRECTION_SENDONLY);
  for (guint i = 0; i < 3; i++)
    g_ptr_array_add (section->send_rids, g_strdup (rids[i]));
  rig_apply (&rig);
  rig_push (sources[0], 0x11, 96, 1, 2);
  rig_wait_sent (&rig, 2);
  fail_unless_equals_string (get_stream (&rig, 0x11).rid, "h");
  fail_unless_equals_int (get_stream (&rig, 0x11).rid_id, 2);

  for (guint i = 0; i < 3; i++)
    gst_object_unref (sources[i]);
  rig_clear (&rig);
}

GST_END_TEST;

GST_START_TEST (test_released_while_it_waits)
{
  Rig rig;
  GstPad *source;
  g_autoptr (GstPad) sink = NULL;
  GThread *thread;

  rig_init (&rig);
  source = rig_add_source (&rig, "sink_0", VP8 ",payload=100");
  sink = gst_pad_get_peer (source);
  thread = rig_push_later (source, 0x11, 100, 5, 3);
  gst_pad_unlink (source, sink);
  rtc_peer_media_release_sink (rig.media, sink);
  g_thread_join (thread);
  fail_unless_equals_int (rig.sent->len, 0);
  gst_object_unref (source);
  rig_clear (&rig);
}

GST_END_TEST;

GST_START_TEST (test_aux)
{
  Rig rig;
  GstPad *source;

  rig_init (&rig);
  rig.aux[0] = gst_object_ref_sink (gst_element_factory_make ("identity",
          "before"));
  rig.aux[1] = gst_object_ref_sink (gst_element_factory_make ("identity",
          "after"));
  source = rig_add_source (&rig, "sink_0", VP8 ",payload=96");
  rig_add_section (&rig, RTC_MEDIA_VIDEO, first_key (&rig),
      RTC_DIRECTION_SENDONLY);
  rig_apply (&rig);
  rig_push (source, 0x11, 96, 1, 1);
  rig_wait_sent (&rig, 1);
  fail_unless (gst_object_has_as_ancestor (GST_OBJECT (rig.aux[0]),
          GST_OBJECT (rig.bin)));
  fail_unless (GST_OBJECT_PARENT (rig.aux[1]) == GST_OBJECT (rig.bin));
  gst_object_unref (source);
  rig_clear (&rig);
}

GST_END_TEST;

static Suite *
media_send_suite (void)
{
  Suite *suite = suite_create ("media-send");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_waits_for_negotiation);
  tcase_add_test (tc, test_nack);
  tcase_add_test (tc, test_pli);
  tcase_add_test (tc, test_layers);
  tcase_add_test (tc, test_released_while_it_waits);
  tcase_add_test (tc, test_aux);
  return suite;
}

GST_CHECK_MAIN (media_send);
