/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a viewer does to the picture arrives where it is made */
#include "sinkfixture.h"
#include "visitor.h"

#include <gst/video/navigation.h>

typedef struct
{
  GMutex lock;
  GCond cond;
  GPtrArray *events;            /* under lock: GstEvent */
} Upstream;

static GstPadProbeReturn
on_event (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Upstream *upstream = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  if (GST_EVENT_TYPE (event) != GST_EVENT_NAVIGATION)
    return GST_PAD_PROBE_OK;
  g_mutex_lock (&upstream->lock);
  g_ptr_array_add (upstream->events, gst_event_ref (event));
  g_cond_broadcast (&upstream->cond);
  g_mutex_unlock (&upstream->lock);
  return GST_PAD_PROBE_OK;
}

static void
upstream_init (Upstream * upstream, Sink * sink)
{
  g_autoptr (GstElement) source = gst_bin_get_by_name
      (GST_BIN (sink->pipeline), "v");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (source, "src");

  *upstream = (Upstream) {
    .events = g_ptr_array_new_with_free_func ((GDestroyNotify)
        gst_event_unref)
  };
  g_mutex_init (&upstream->lock);
  g_cond_init (&upstream->cond);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, on_event, upstream,
      NULL);
}

static void
upstream_clear (Upstream * upstream)
{
  g_ptr_array_unref (upstream->events);
  g_mutex_clear (&upstream->lock);
  g_cond_clear (&upstream->cond);
}

static GstEvent *
upstream_wait (Upstream * upstream, guint n)
{
  GstEvent *event;

  g_mutex_lock (&upstream->lock);
  while (upstream->events->len <= n)
    g_cond_wait (&upstream->cond, &upstream->lock);
  event = g_ptr_array_index (upstream->events, n);
  g_mutex_unlock (&upstream->lock);
  return event;
}

/* fields of the n-th event as GStreamer writes them */
static void
check_event (Upstream * upstream, guint n, const gchar * expected)
{
  g_autofree gchar *text = gst_structure_to_string (gst_event_get_structure
      (upstream_wait (upstream, n)));

  fail_unless (strstr (text, expected) != NULL, "%s in %s", expected, text);
}

#define NUMBERS(x, y) "pointer_x=(double)" x ", pointer_y=(double)" y

static void
check_all (const gchar * line)
{
  Sink sink;
  Upstream upstream;
  Visitor visitor;
  gpointer control;

  sink_init (&sink, line);
  upstream_init (&upstream, &sink);
  sink_play (&sink);
  visitor_init (&visitor);
  control = visitor_open (&visitor, "control");
  visitor_come (&visitor, sink.port);
  visitor_wait (&visitor, "control open");
  visitor_say (control, "mouse-move 1.5 2 1");
  visitor_say (control, "mouse-down 3 63 47 0");
  /* the picture has 64 x 48 */
  visitor_say (control, "mouse-up 3 1000 1000 64");
  visitor_say (control, "no such thing");
  visitor_say (control, "scroll 1 2 -3 4 0");
  visitor_say (control, "key-down Return 2");
  visitor_say (control, "key-up Return 0");
  visitor_say (control, "touch-down 7 1 2 0.5 0");
  visitor_say (control, "touch-move 7 3 4 0.5 0");
  visitor_say (control, "touch-up 7 3 4 0");
  visitor_say (control, "touch-frame 0");
  visitor_say (control, "touch-cancel 12");
  check_event (&upstream, 0, "event=(string)mouse-move, " NUMBERS ("1.5", "2"));
  check_event (&upstream, 0, "SHIFT_MASK");
  check_event (&upstream, 1, "event=(string)mouse-button-press, button=(int)3, "
      NUMBERS ("63", "47"));
  check_event (&upstream, 2, "event=(string)mouse-button-release, "
      "button=(int)3, " NUMBERS ("64", "48"));
  check_event (&upstream, 2, "BUTTON3_MASK");
  check_event (&upstream, 3, "event=(string)mouse-scroll");
  check_event (&upstream, 3, "delta_pointer_x=(double)-3");
  check_event (&upstream, 4, "event=(string)key-press, key=(string)Return");
  check_event (&upstream, 4, "CONTROL_MASK");
  check_event (&upstream, 5, "event=(string)key-release");
  check_event (&upstream, 6, "event=(string)touch-down, identifier=(uint)7");
  check_event (&upstream, 6, "pressure=(double)0.5");
  check_event (&upstream, 7, "event=(string)touch-motion");
  check_event (&upstream, 8, "event=(string)touch-up");
  check_event (&upstream, 9, "event=(string)touch-frame");
  check_event (&upstream, 10, "event=(string)touch-cancel");
  check_event (&upstream, 10, "META_MASK");
  check_event (&upstream, 10, "MOD1_MASK");
  visitor_clear (&visitor);
  gst_object_unref (control);
  sink_check_bus (&sink);
  sink_clear (&sink);
  upstream_clear (&upstream);
}

#define SOURCE "videotestsrc name=v is-live=true ! " \
    "video/x-raw,width=64,height=48,framerate=30/1 ! "
#define END "rtcsink name=s port=0 enable-control-data-channel=true"

GST_START_TEST (test_raw)
{
  check_all (SOURCE END);
}

GST_END_TEST;

/* An encoder lets them pass */
GST_START_TEST (test_encoded)
{
  check_all (SOURCE "vp8enc threads=1 deadline=1 ! " END);
}

GST_END_TEST;

static Suite *
control_suite (void)
{
  Suite *suite = suite_create ("control");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_raw);
  tcase_add_test (tc, test_encoded);
  return suite;
}

GST_CHECK_MAIN (control);
