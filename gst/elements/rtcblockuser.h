/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "transport/rtcblock.h"

G_BEGIN_DECLS

/* An element as a member of a block: what rtcicesrc, rtcicesink, rtcsrtpenc and
 * rtcsrtpdec have in common; rtcdatasrc and rtcdatasink are two, one of each end,
 * or rather parts of the one member that all of these are.  Their properties are kept by name, here until
 * READY, then in the block, where the other element of the end finds them. */
typedef struct
{
  GstElement *element;          /* whose part this is */
  RtcBlockRole role;
  RtcBlockEvents events;
  /* what it is a part of, if it is no member by itself */
  gpointer (*get_member) (RtcBlock * block);
  const RtcBlockEvents *member_events;

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
void rtc_block_user_install_both (GObjectClass * klass, guint first_id);
RtcBlockEnd rtc_block_user_get_end (GParamSpec * pspec);
void rtc_block_user_set_property (RtcBlockUser * user, const GValue * value,
    GParamSpec * pspec);
void rtc_block_user_get_property (RtcBlockUser * user, GValue * value,
    GParamSpec * pspec);

/* rtcblockmessages.c: on the block's loop */
void rtc_block_post_ice_state (GstElement * element, RtcIceState state);
void rtc_block_post_candidate (GstElement * element, const gchar * candidate);
void rtc_block_post_secure_state (GstElement * element, RtcDtlsState state);
gchar *rtc_block_describe_loss (RtcBlockEnd end, const gchar * reason,
    gint * code);
extern const RtcBlockEvents rtc_block_user_messages;
GType gst_rtc_srtp_profile_get_type (void);

G_END_DECLS
