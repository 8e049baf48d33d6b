/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

/* GstRtcICETransport.  The library's struct is public here, and its functions
 * set the states and notify; nothing is left to add. */

typedef struct
{
  GstWebRTCICETransport parent;
} GstRtcICETransport;

typedef struct
{
  GstWebRTCICETransportClass parent_class;
} GstRtcICETransportClass;

G_DEFINE_TYPE (GstRtcICETransport, rtc_ice_transport,
    GST_TYPE_WEBRTC_ICE_TRANSPORT);

static gboolean
rtc_ice_transport_gather (GstWebRTCICETransport * transport)
{
  /* it gathers once a local description is set */
  return FALSE;
}

static void
rtc_ice_transport_class_init (GstRtcICETransportClass * klass)
{
  klass->parent_class.gather_candidates = rtc_ice_transport_gather;
}

static void
rtc_ice_transport_init (GstRtcICETransport * self)
{
}

GstWebRTCICETransport *
rtc_ice_transport_new (void)
{
  return gst_object_ref_sink (g_object_new (rtc_ice_transport_get_type (),
          "component", GST_WEBRTC_ICE_COMPONENT_RTP, NULL));
}
