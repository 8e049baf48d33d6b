/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "core/rtcloop.h"
#include "ice/rtcice.h"
#include "rtcsecure.h"

G_BEGIN_DECLS

/* What the building blocks of one transport have in common: its ICE end, its
 * secure end, and the media loop both live on.  One member of each role, that
 * may join and open more than once: the data channels are one member, however
 * many elements use them.  An end is made when its first member opens and goes
 * when its last one closes.  Any thread unless said otherwise. */
typedef struct _RtcBlock RtcBlock;

typedef enum
{
  RTC_BLOCK_ICE_SRC,
  RTC_BLOCK_ICE_SINK,
  RTC_BLOCK_ICE_DATA,
  RTC_BLOCK_SRTP_ENC,
  RTC_BLOCK_SRTP_DEC,
  RTC_BLOCK_SECURE_DATA,
  RTC_BLOCK_N_ROLES,
} RtcBlockRole;

typedef enum
{
  RTC_BLOCK_ICE,
  RTC_BLOCK_SECURE,
  RTC_BLOCK_N_ENDS,
} RtcBlockEnd;

static inline RtcBlockEnd
rtc_block_end_of (RtcBlockRole role)
{
  return role < RTC_BLOCK_SRTP_ENC ? RTC_BLOCK_ICE : RTC_BLOCK_SECURE;
}

/* On the block's loop: short, and never into a pad.  The first three are told
 * to one member of the end.  Each may be NULL. */
typedef struct
{
  void (*ice_state) (gpointer member, RtcIceState state, const gchar * reason);
  void (*candidate) (gpointer member, const gchar * candidate);
  void (*secure_state) (gpointer member, RtcDtlsState state,
      const gchar * reason);
  /* what was set while open is no good */
  void (*refused) (gpointer member, const gchar * why);
  /* every member: the peer has said goodbye */
  void (*ended) (gpointer member);
  /* RTC_BLOCK_ICE_SRC: a datagram */
  void (*received) (gpointer member, const guint8 * data, gsize size);
  /* RTC_BLOCK_SRTP_ENC: a DTLS record that no ICE end takes */
  void (*output) (gpointer member, const guint8 * data, gsize size);
  /* RTC_BLOCK_SRTP_ENC, RTC_BLOCK_SECURE_DATA: the handshake is done */
  void (*keyed) (gpointer member);
  /* RTC_BLOCK_SECURE_DATA: application data; @end has failed or, without a
   * @reason, the peer has closed it; the last who had it open is gone */
  void (*data) (gpointer member, const guint8 * data, gsize size);
  void (*lost) (gpointer member, RtcBlockEnd end, const gchar * reason);
  void (*closed) (gpointer member);
} RtcBlockEvents;

typedef struct
{
  RtcIceState ice_state;
  RtcDtlsState secure_state;
  RtcSrtpProfile profile;
  gchar *local_candidates;      /* free these; a line each */
  gchar *candidate_pair;
  guint64 send_calls;
} RtcBlockStatus;

RtcBlock *rtc_block_new (const gchar * id);
RtcBlock *rtc_block_ref (RtcBlock * block);
void rtc_block_unref (RtcBlock * block);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcBlock, rtc_block_unref)

gboolean rtc_block_join (RtcBlock * block, RtcBlockRole role,
    const RtcBlockEvents * events, gpointer member);
void rtc_block_leave (RtcBlock * block, RtcBlockRole role);
void rtc_block_configure (RtcBlock * block, RtcBlockEnd end,
    const GstStructure * settings);
gboolean rtc_block_get_setting (RtcBlock * block, RtcBlockEnd end,
    const gchar * name, GValue * value);
gboolean rtc_block_open (RtcBlock * block, RtcBlockRole role,
    RtcIceFactory factory, GError ** error);
void rtc_block_play (RtcBlock * block, RtcBlockRole role);
void rtc_block_close (RtcBlock * block, RtcBlockRole role);
void rtc_block_get_status (RtcBlock * block, RtcBlockStatus * status);

/* Between open and close of a member of the end */
guint rtc_block_send (RtcBlock * block, const GOutputVector * packets, guint n);
void rtc_block_input (RtcBlock * block, const guint8 * data, gsize size);
RtcSecure *rtc_block_get_secure (RtcBlock * block);

/* rtcblock-data.c; on the loop */
gboolean rtc_block_is_dtls_client (RtcBlock * block);
guint rtc_block_send_data (RtcBlock * block, GBytes * const *packets, guint n);

/* What others keep for as long as there is the block; made the first time */
gpointer rtc_block_attach (RtcBlock * block, gpointer (*make) (RtcBlock *),
    GDestroyNotify free_func);
RtcLoop *rtc_block_get_loop (RtcBlock * block);

/* rtcblock-settings.c */
RtcCertificate *rtc_block_read_certificate (const gchar * pem, GError ** error);

G_END_DECLS
