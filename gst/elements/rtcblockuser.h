/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "transport/rtcblock.h"

G_BEGIN_DECLS

/* An element as a member of a block: what rtcicesrc, rtcicesink, rtcsrtpenc and
 * rtcsrtpdec have in common.  Their properties are kept by name, here until
 * READY, then in the block, where the other element of the end finds them. */
typedef struct
{
  GstElement *element;          /* whose part this is */
  RtcBlockRole role;
  RtcBlockEvents events;

  /* under the object lock */
  gchar *transport_id;
  GstStructure *settings;
  RtcBlock *block;              /* from READY on */
  guint64 packets, bytes, dropped;
} RtcBlockUser;

void rtc_block_user_init (RtcBlockUser * user, GstElement * element,
    RtcBlockRole role, const RtcBlockEvents * events);
void rtc_block_user_clear (RtcBlockUser * user);
gboolean rtc_block_user_before (RtcBlockUser * user, GstStateChange transition);
void rtc_block_user_after (RtcBlockUser * user, GstStateChange transition,
    GstStateChangeReturn ret);
void rtc_block_user_count (RtcBlockUser * user, guint packets, gsize bytes,
    guint dropped);

/* rtcblockproperties.c */
void rtc_block_user_install_properties (GObjectClass * klass, RtcBlockEnd end,
    guint first_id);
void rtc_block_user_set_property (RtcBlockUser * user, const GValue * value,
    GParamSpec * pspec);
void rtc_block_user_get_property (RtcBlockUser * user, GValue * value,
    GParamSpec * pspec);

/* rtcblockmessages.c: on the block's loop */
extern const RtcBlockEvents rtc_block_user_messages;
GType gst_rtc_srtp_profile_get_type (void);

G_END_DECLS
