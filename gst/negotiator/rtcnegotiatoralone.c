/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The element that stands alone: its properties are what a transport of the
 * application's has. */
#include "rtcnegotiator-private.h"

#include "core/rtcids.h"

static void
make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  *ufrag = rtc_random_token (8);
  *pwd = rtc_random_token (24);
}

RtcJsepSession *
rtc_negotiator_session_from_properties (GstRtcNegotiator * self)
{
  RtcJsepConfig config = { 0, };

  config.bundle_policy = (RtcBundlePolicy) self->bundle_policy;
  config.fingerprint = self->fingerprint;
  config.make_credentials = make_credentials;
  config.user_data = self;
  return rtc_jsep_session_new (&config);
}

void
rtc_negotiator_install (GObjectClass * object_class)
{
}

void
rtc_negotiator_event (GstRtcNegotiator * self, RtcNegotiatorEvent event,
    GstWebRTCRTPTransceiver * transceiver)
{
}
