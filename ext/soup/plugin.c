/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsink.h"

static gboolean
plugin_init (GstPlugin * plugin)
{
  return GST_ELEMENT_REGISTER (rtcsink, plugin);
}

#define PACKAGE "gst-rtc"
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, rtcsignalling,
    "WebRTC with signalling of its own: a page and WHEP",
    plugin_init, PACKAGE_VERSION, "LGPL", "gst-rtc",
    "https://gstreamer.freedesktop.org/")
