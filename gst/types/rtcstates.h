/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/webrtc/webrtc.h>
#include "ice/rtcice.h"
#include "openssl/rtcdtls.h"

G_BEGIN_DECLS

/* The house's states in libgstwebrtc's words */
static inline GstWebRTCICEConnectionState
rtc_ice_state_to_webrtc (RtcIceState state)
{
  switch (state) {
    case RTC_ICE_CHECKING:
      return GST_WEBRTC_ICE_CONNECTION_STATE_CHECKING;
    case RTC_ICE_CONNECTED:
      return GST_WEBRTC_ICE_CONNECTION_STATE_CONNECTED;
    case RTC_ICE_DISCONNECTED:
      return GST_WEBRTC_ICE_CONNECTION_STATE_DISCONNECTED;
    case RTC_ICE_FAILED:
      return GST_WEBRTC_ICE_CONNECTION_STATE_FAILED;
    case RTC_ICE_CLOSED:
      return GST_WEBRTC_ICE_CONNECTION_STATE_CLOSED;
    default:
      return GST_WEBRTC_ICE_CONNECTION_STATE_NEW;
  }
}

static inline GstWebRTCDTLSTransportState
rtc_dtls_state_to_webrtc (RtcDtlsState state)
{
  switch (state) {
    case RTC_DTLS_CONNECTING:
      return GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTING;
    case RTC_DTLS_CONNECTED:
      return GST_WEBRTC_DTLS_TRANSPORT_STATE_CONNECTED;
    case RTC_DTLS_CLOSED:
      return GST_WEBRTC_DTLS_TRANSPORT_STATE_CLOSED;
    case RTC_DTLS_FAILED:
      return GST_WEBRTC_DTLS_TRANSPORT_STATE_FAILED;
    default:
      return GST_WEBRTC_DTLS_TRANSPORT_STATE_NEW;
  }
}

G_END_DECLS
