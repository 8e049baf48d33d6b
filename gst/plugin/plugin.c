/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "elements/rtcelements.h"
#include "negotiator/rtcnegotiator.h"
#include "peer/rtcpeerbin.h"

static gboolean
plugin_init (GstPlugin * plugin)
{
  return GST_ELEMENT_REGISTER (rtcicesrc, plugin)
      && GST_ELEMENT_REGISTER (rtcicesink, plugin)
      && GST_ELEMENT_REGISTER (rtcsrtpenc, plugin)
      && GST_ELEMENT_REGISTER (rtcsrtpdec, plugin)
      && GST_ELEMENT_REGISTER (rtcdatasrc, plugin)
      && GST_ELEMENT_REGISTER (rtcdatasink, plugin)
      && GST_ELEMENT_REGISTER (rtcnegotiator, plugin)
      && GST_ELEMENT_REGISTER (rtcpeerbin, plugin);
}

#define PACKAGE "gst-rtc"
GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, rtc,
    "WebRTC: peer connections and their building blocks",
    plugin_init, PACKAGE_VERSION, "LGPL", "gst-rtc",
    "https://gstreamer.freedesktop.org/")
