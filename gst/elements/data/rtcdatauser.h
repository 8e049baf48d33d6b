/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "../rtcblockuser.h"
#include "rtcdataend.h"

G_BEGIN_DECLS

/* What rtcdatasrc and rtcdatasink have in common: how they come by their
 * channel, and the properties of that. */
typedef struct
{
  GstElement *element;          /* whose part this is */
  RtcDataPort *port;
  RtcDataClaim claim;
  RtcBlockUser ice, secure;
  RtcDataEnd *end;              /* from READY on, of both */
  gboolean open;                /* over the end, in PAUSED */

  /* under the object lock */
  GstWebRTCDataChannel *channel;        /* given, NULL: over a block */
  RtcDataChannelConfig config;  /* its own strings; label may be NULL */
  GstWebRTCPriorityType priority;
} RtcDataUser;

/* Ids of the properties of an element's own begin here */
#define RTC_DATA_USER_N_PROPERTIES 100

/* @lost: of a sink, when its channel has failed */
void rtc_data_user_init (RtcDataUser * user, GstElement * element,
    gboolean is_sink, void (*lost) (GstElement * element));
void rtc_data_user_clear (RtcDataUser * user);
void rtc_data_user_install_properties (GObjectClass * klass);
void rtc_data_user_set_property (RtcDataUser * user, guint id,
    const GValue * value, GParamSpec * pspec);
void rtc_data_user_get_property (RtcDataUser * user, guint id, GValue * value,
    GParamSpec * pspec);
gboolean rtc_data_user_before (RtcDataUser * user, GstStateChange transition);
void rtc_data_user_after (RtcDataUser * user, GstStateChange transition,
    GstStateChangeReturn ret);
/* The given channel is listened to from now on */
void rtc_data_user_attach (RtcDataUser * user);
/* Once: the channel's error, if there is one, on the bus; any thread */
void rtc_data_user_post_error (RtcDataUser * user);

G_END_DECLS
