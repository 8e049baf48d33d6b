/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Media leaves as it came, in the same call, lists as lists; questions get to
 * the other side. */
#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

#define VP8 "application/x-rtp,media=video,payload=96,clock-rate=90000," \
  "encoding-name=VP8"

static guint lists;

static GstFlowReturn
count_list (GstPad * pad, GstObject * parent, GstBufferList * list)
{
  lists++;
  gst_buffer_list_unref (list);
  return GST_FLOW_OK;
}

static GstHarness *
make_harness (void)
{
  GstHarness *h = gst_harness_new_with_padnames ("rtcnegotiator", "sink_%u",
      "src_0");

  gst_harness_set_src_caps_str (h, VP8);
  return h;
}

static GstBuffer *
buffer_new (gsize size)
{
  GstBuffer *buffer = gst_buffer_new_allocate (NULL, size, NULL);

  gst_buffer_memset (buffer, 0, 0x80, size);
  return buffer;
}

GST_START_TEST (test_buffer)
{
  GstHarness *h = make_harness ();
  GstBuffer *in = buffer_new (100), *out;

  gst_buffer_memset (in, 0, 0x80, 100);
  fail_unless_equals_int (gst_harness_push (h, in), GST_FLOW_OK);
  out = gst_harness_pull (h);
  fail_unless (out == in);
  gst_buffer_unref (out);
  gst_harness_teardown (h);
}

GST_END_TEST;

GST_START_TEST (test_list)
{
  GstHarness *h = make_harness ();
  GstBufferList *list = gst_buffer_list_new ();

  lists = 0;
  gst_pad_set_chain_list_function (h->sinkpad, count_list);
  for (guint i = 0; i < 3; i++)
    gst_buffer_list_add (list, buffer_new (12));
  fail_unless_equals_int (gst_pad_push_list (h->srcpad, list), GST_FLOW_OK);
  fail_unless_equals_int (lists, 1);
  gst_harness_teardown (h);
}

GST_END_TEST;

GST_START_TEST (test_nobody_behind)
{
  GstHarness *h = gst_harness_new_with_padnames ("rtcnegotiator", "sink_%u",
      NULL);

  gst_harness_set_src_caps_str (h, VP8);
  fail_unless_equals_int (gst_harness_push (h, buffer_new (20)), GST_FLOW_OK);
  /* too short to be RTP */
  fail_unless_equals_int (gst_harness_push (h, buffer_new (2)), GST_FLOW_OK);
  gst_harness_teardown (h);
}

GST_END_TEST;

GST_START_TEST (test_latency)
{
  GstHarness *h = make_harness ();

  gst_harness_set_upstream_latency (h, 40 * GST_MSECOND);
  fail_unless_equals_uint64 (gst_harness_query_latency (h), 40 * GST_MSECOND);
  gst_harness_teardown (h);
}

GST_END_TEST;

GST_START_TEST (test_allocation)
{
  GstHarness *h = make_harness ();
  g_autoptr (GstCaps) caps = gst_caps_from_string (VP8);
  GstQuery *query = gst_query_new_allocation (caps, TRUE);
  GstAllocationParams params;

  gst_allocation_params_init (&params);
  params.align = 15;
  gst_harness_set_propose_allocator (h, gst_allocator_find (NULL), &params);
  fail_unless (gst_pad_peer_query (h->srcpad, query));
  fail_unless_equals_int (gst_query_get_n_allocation_params (query), 1);
  gst_query_unref (query);
  gst_harness_teardown (h);
}

GST_END_TEST;

GST_START_TEST (test_events)
{
  GstHarness *h = make_harness ();
  GstEvent *event;
  gboolean eos = FALSE, fku = FALSE;

  fail_unless (gst_harness_push_event (h, gst_event_new_eos ()));
  while ((event = gst_harness_try_pull_event (h)) != NULL) {
    eos |= GST_EVENT_TYPE (event) == GST_EVENT_EOS;
    gst_event_unref (event);
  }
  fail_unless (eos);

  /* upstream, as for a key frame */
  gst_harness_push_upstream_event (h,
      gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM,
          gst_structure_new_empty ("GstForceKeyUnit")));
  while ((event = gst_harness_try_pull_upstream_event (h)) != NULL) {
    fku |= GST_EVENT_TYPE (event) == GST_EVENT_CUSTOM_UPSTREAM;
    gst_event_unref (event);
  }
  fail_unless (fku);
  gst_harness_teardown (h);
}

GST_END_TEST;

static Suite *
negotiator_passing_suite (void)
{
  Suite *suite = suite_create ("negotiator-passing");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_buffer);
  tcase_add_test (tc, test_list);
  tcase_add_test (tc, test_nobody_behind);
  tcase_add_test (tc, test_latency);
  tcase_add_test (tc, test_allocation);
  tcase_add_test (tc, test_events);
  return suite;
}

GST_CHECK_MAIN (negotiator_passing);
