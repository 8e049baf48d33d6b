/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/base/gstbasesink.h>
#include <gst/base/gstpushsrc.h>

G_BEGIN_DECLS

#define GST_TYPE_RTC_ICE_SRC (gst_rtc_ice_src_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcIceSrc, gst_rtc_ice_src, GST, RTC_ICE_SRC,
    GstPushSrc)
GST_ELEMENT_REGISTER_DECLARE (rtcicesrc);

#define GST_TYPE_RTC_ICE_SINK (gst_rtc_ice_sink_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcIceSink, gst_rtc_ice_sink, GST, RTC_ICE_SINK,
    GstBaseSink)
GST_ELEMENT_REGISTER_DECLARE (rtcicesink);

#define GST_TYPE_RTC_SRTP_ENC (gst_rtc_srtp_enc_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcSrtpEnc, gst_rtc_srtp_enc, GST, RTC_SRTP_ENC,
    GstElement)
GST_ELEMENT_REGISTER_DECLARE (rtcsrtpenc);

#define GST_TYPE_RTC_SRTP_DEC (gst_rtc_srtp_dec_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcSrtpDec, gst_rtc_srtp_dec, GST, RTC_SRTP_DEC,
    GstElement)
GST_ELEMENT_REGISTER_DECLARE (rtcsrtpdec);

#define GST_TYPE_RTC_DATA_SRC (gst_rtc_data_src_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcDataSrc, gst_rtc_data_src, GST, RTC_DATA_SRC,
    GstPushSrc)
GST_ELEMENT_REGISTER_DECLARE (rtcdatasrc);

#define GST_TYPE_RTC_DATA_SINK (gst_rtc_data_sink_get_type ())
G_DECLARE_FINAL_TYPE (GstRtcDataSink, gst_rtc_data_sink, GST, RTC_DATA_SINK,
    GstBaseSink)
GST_ELEMENT_REGISTER_DECLARE (rtcdatasink);

G_END_DECLS
