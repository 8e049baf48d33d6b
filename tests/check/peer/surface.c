/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an application can name on webrtcbin it can name on rtcpeerbin:
 * properties, signals, actions, pads, with the same types. */
#include "call.h"

static GObjectClass *
class_of (const gchar * factory)
{
  g_autoptr (GstElementFactory) found = gst_element_factory_find (factory);
  g_autoptr (GstElementFactory) loaded = NULL;

  fail_unless (found != NULL, "no %s", factory);
  loaded = GST_ELEMENT_FACTORY (gst_plugin_feature_load (GST_PLUGIN_FEATURE
          (found)));
  return g_type_class_ref (gst_element_factory_get_element_type (loaded));
}

static void
check_property (GObjectClass * ours, GParamSpec * theirs)
{
  GParamSpec *pspec = g_object_class_find_property (ours, theirs->name);
  guint mask = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY;

  fail_unless (pspec != NULL, "no property %s", theirs->name);
  fail_unless (pspec->value_type == theirs->value_type, "%s is a %s, not a %s",
      theirs->name, g_type_name (pspec->value_type),
      g_type_name (theirs->value_type));
  fail_unless ((pspec->flags & mask) == (theirs->flags & mask),
      "flags of %s: %x, not %x", theirs->name, pspec->flags, theirs->flags);
  if (g_strcmp0 (theirs->name, "bundle-policy") != 0)
    fail_unless (g_param_values_cmp (pspec,
            g_param_spec_get_default_value (pspec),
            g_param_spec_get_default_value (theirs)) == 0,
        "default of %s", theirs->name);
}

GST_START_TEST (test_properties)
{
  GObjectClass *theirs = class_of ("webrtcbin");
  GObjectClass *ours = class_of ("rtcpeerbin");
  guint n;
  g_autofree GParamSpec **pspecs = g_object_class_list_properties (theirs, &n);

  for (guint i = 0; i < n; i++)
    check_property (ours, pspecs[i]);
  g_type_class_unref (ours);
  g_type_class_unref (theirs);
}

GST_END_TEST;

static void
check_signal (GType ours, guint id)
{
  GSignalQuery query, mine;

  g_signal_query (id, &query);
  g_signal_query (g_signal_lookup (query.signal_name, ours), &mine);
  fail_unless (mine.signal_id != 0, "no signal %s", query.signal_name);
  fail_unless (mine.return_type == query.return_type, "%s returns",
      query.signal_name);
  fail_unless (mine.signal_flags == query.signal_flags, "flags of %s",
      query.signal_name);
  fail_unless_equals_int (mine.n_params, query.n_params);
  for (guint i = 0; i < query.n_params; i++)
    fail_unless (mine.param_types[i] == query.param_types[i],
        "%s, argument %u", query.signal_name, i);
}

GST_START_TEST (test_signals)
{
  GObjectClass *theirs = class_of ("webrtcbin");
  GObjectClass *ours = class_of ("rtcpeerbin");
  guint n;
  g_autofree guint *ids = g_signal_list_ids (G_TYPE_FROM_CLASS (theirs), &n);

  fail_unless (n > 0);
  for (guint i = 0; i < n; i++)
    check_signal (G_TYPE_FROM_CLASS (ours), ids[i]);
  g_type_class_unref (ours);
  g_type_class_unref (theirs);
}

GST_END_TEST;

/* Those of later webrtcbins */
GST_START_TEST (test_later_names)
{
  static const gchar *signals[] = { "add-ice-candidate-full",
    "request-post-rtp-aux-sender", "close"
  };
  GObjectClass *ours = class_of ("rtcpeerbin");

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    fail_unless (g_signal_lookup (signals[i], G_TYPE_FROM_CLASS (ours)) != 0,
        "no %s", signals[i]);
  fail_unless (g_object_class_find_property (ours, "reuse-source-pads"));
  fail_unless (g_object_class_find_property (ours, "dtls-setup"));
  fail_unless (g_object_class_find_property (ours, "certificate"));
  g_type_class_unref (ours);
}

GST_END_TEST;

static const gchar *
get_klass (GstElement * element)
{
  return gst_element_get_metadata (element, GST_ELEMENT_METADATA_KLASS);
}

GST_START_TEST (test_element)
{
  GstElement *theirs = gst_element_factory_make ("webrtcbin", NULL);
  GstElement *ours = gst_element_factory_make ("rtcpeerbin", NULL);
  g_autoptr (GObject) rtpbin = NULL;
  gint policy;

  fail_unless_equals_string (get_klass (ours), get_klass (theirs));
  fail_unless (GST_IS_BIN (ours) && GST_IS_CHILD_PROXY (ours));
  rtpbin = gst_child_proxy_get_child_by_name (GST_CHILD_PROXY (ours), "rtpbin");
  fail_unless (rtpbin != NULL);
  fail_unless_equals_string (G_OBJECT_TYPE_NAME (rtpbin), "GstRtpBin");
  g_object_get (ours, "bundle-policy", &policy, NULL);
  fail_unless_equals_int (policy, GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE);
  fail_unless_equals_int (GST_OBJECT_FLAGS (ours) &
      (GST_ELEMENT_FLAG_SINK | GST_ELEMENT_FLAG_SOURCE),
      GST_ELEMENT_FLAG_SINK | GST_ELEMENT_FLAG_SOURCE);
  gst_object_unref (ours);
  gst_object_unref (theirs);
}

GST_END_TEST;

GST_START_TEST (test_pad_templates)
{
  static const gchar *names[] = { "sink_%u", "src_%u" };
  GstElement *theirs = gst_element_factory_make ("webrtcbin", NULL);
  GstElement *ours = gst_element_factory_make ("rtcpeerbin", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    GstPadTemplate *a = gst_element_get_pad_template (theirs, names[i]);
    GstPadTemplate *b = gst_element_get_pad_template (ours, names[i]);
    GObjectClass *pads = g_type_class_ref (GST_PAD_TEMPLATE_GTYPE (b));

    fail_unless_equals_int (b->direction, a->direction);
    fail_unless_equals_int (b->presence, a->presence);
    fail_unless (gst_caps_is_equal (a->caps, b->caps));
    fail_unless (g_object_class_find_property (pads, "transceiver"));
    fail_unless (g_object_class_find_property (pads, "msid"));
    g_type_class_unref (pads);
  }
  gst_object_unref (ours);
  gst_object_unref (theirs);
}

GST_END_TEST;

static Suite *
surface_suite (void)
{
  Suite *s = suite_create ("surface");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (s, tc);
  tcase_add_test (tc, test_properties);
  tcase_add_test (tc, test_signals);
  tcase_add_test (tc, test_later_names);
  tcase_add_test (tc, test_element);
  tcase_add_test (tc, test_pad_templates);
  return s;
}

GST_CHECK_MAIN (surface);
