/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The benchmark's sender on rtcsink: the bench's frames to all viewers */

#include "bench-source.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) sink = NULL;
  g_autofree gchar *url = NULL, *whep_url = NULL;

  gst_init (&argc, &argv);
  pipeline = gst_parse_launch (BENCH_SOURCE " ! rtcsink name=sink port=0",
      &error);
  if (error != NULL) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  if (!bench_start (pipeline))
    return 1;

  sink = gst_bin_get_by_name (GST_BIN (pipeline), "sink");
  g_object_get (sink, "url", &url, NULL);
  if (url == NULL) {
    g_printerr ("rtcsink is playing and has no url\n");
    return 1;
  }
  whep_url = g_strconcat (url, g_str_has_suffix (url, "/") ? "" : "/", "whep",
      NULL);
  bench_run (whep_url);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return 0;
}
