/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtcnegotiator.h"

struct _GstRtcNegotiator
{
  GstElement parent;
};

G_DEFINE_FINAL_TYPE (GstRtcNegotiator, gst_rtc_negotiator, GST_TYPE_ELEMENT);
GST_ELEMENT_REGISTER_DEFINE (rtcnegotiator, "rtcnegotiator", GST_RANK_NONE,
    GST_TYPE_RTC_NEGOTIATOR);

static void gst_rtc_negotiator_class_init (GstRtcNegotiatorClass * klass) {}
static void gst_rtc_negotiator_init (GstRtcNegotiator * self) {}
void rtc_negotiator_configure (GstRtcNegotiator * self,
    const RtcJsepConfig * config) {}
void rtc_negotiator_set_watch (GstRtcNegotiator * self,
    RtcNegotiatorWatch watch, gpointer user_data) {}
GstWebRTCRTPTransceiver *rtc_negotiator_add_transceiver (GstRtcNegotiator *
    self, GstWebRTCRTPTransceiverDirection direction, GstCaps * caps,
    GError ** error) { return NULL; }
GstWebRTCRTPTransceiver *rtc_negotiator_get_transceiver (GstRtcNegotiator *
    self, guint key) { return NULL; }
GstWebRTCRTPTransceiver *rtc_negotiator_get_nth (GstRtcNegotiator * self,
    guint index) { return NULL; }
GPtrArray *rtc_negotiator_list_transceivers (GstRtcNegotiator * self)
{ return g_ptr_array_new (); }
GstWebRTCRTPTransceiver *rtc_negotiator_get_pad_transceiver (GstPad * sink)
{ return NULL; }
GstPad *rtc_negotiator_get_src (GstPad * sink) { return NULL; }
void rtc_negotiator_want_data (GstRtcNegotiator * self) {}
void rtc_negotiator_get_input (GstPad * sink, RtcNegotiatorInput * input) {}
void rtc_negotiator_input_clear (RtcNegotiatorInput * input) {}
GstWebRTCSessionDescription *rtc_negotiator_create (GstRtcNegotiator * self,
    GstWebRTCSDPType type, const GstStructure * options, GError ** error)
{
  g_set_error_literal (error, GST_WEBRTC_ERROR,
      GST_WEBRTC_ERROR_INTERNAL_FAILURE, "not there yet");
  return NULL;
}
gboolean rtc_negotiator_set (GstRtcNegotiator * self, gboolean remote,
    const GstWebRTCSessionDescription * description,
    RtcNegotiatorChange * change, GError ** error)
{
  g_set_error_literal (error, GST_WEBRTC_ERROR,
      GST_WEBRTC_ERROR_INTERNAL_FAILURE, "not there yet");
  return FALSE;
}
void rtc_negotiator_change_clear (RtcNegotiatorChange * change) {}
gboolean rtc_negotiator_is_needed (GstRtcNegotiator * self) { return FALSE; }
RtcJsepSession *rtc_negotiator_get_session (GstRtcNegotiator * self)
{ return NULL; }
GstWebRTCSessionDescription *rtc_negotiator_get_description (
    GstRtcNegotiator * self, gboolean remote, RtcDescriptionAge age)
{ return NULL; }
GArray *rtc_caps_to_formats (const GstCaps * caps) { return NULL; }
void rtc_caps_formats_free (GArray * formats) {}
GPtrArray *rtc_caps_to_extmaps (const GstCaps * caps) { return NULL; }
gboolean rtc_caps_get_kind (const GstCaps * caps, RtcMediaKind * kind)
{ return FALSE; }
GstCaps *rtc_caps_from_format (const RtcJsepPlanFormat * format,
    const RtcJsepPlanSection * section, gboolean send) { return NULL; }
