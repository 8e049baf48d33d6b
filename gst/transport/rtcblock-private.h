/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtclooppool.h"
#include "rtcblock.h"
#include "rtcpath.h"

G_BEGIN_DECLS

#define RTC_BLOCK_MAX_HELD 4

typedef struct
{
  const RtcBlockEvents *events; /* NULL: nobody has this role */
  gpointer data;
  guint joined, open;           /* how often */
  gboolean playing;
} RtcBlockMember;

struct _RtcBlock
{
  gatomicrefcount refs;
  gchar *id;                    /* nullable */
  RtcLoopPool *pool;
  guint loop_index;
  RtcLoop *loop;
  gint n_inputs;                /* posted; atomic */

  /* the loop's */
  RtcBlockMember members[RTC_BLOCK_N_ROLES];
  RtcIce *ice;
  GHashTable *given;            /* remote candidates that ICE has */
  RtcTimer *gather_timer;
  gint64 gather_until;
  RtcSecure *secure;
  gboolean have_remote;         /* fingerprints or keys are set */
  GBytes *held[RTC_BLOCK_MAX_HELD];     /* DTLS that came too early */
  guint n_held;
  GPtrArray *data_out;          /* GBytes *, while datagrams are being read */
  guint n_data_in;
  RtcTimer *data_timer;
  RtcBatch *records;            /* DTLS records are collected */

  GMutex lock;                  /* of what follows; a leaf */
  gpointer attached;
  GDestroyNotify free_attached;
  GstStructure *settings[RTC_BLOCK_N_ENDS];
  RtcIceState ice_state;
  RtcDtlsState secure_state;
  RtcSrtpProfile profile;
  GString *candidates;

  GMutex path_lock;             /* a leaf */
  RtcPath path;
};

RtcBlockMember *rtc_block_get_speaker (RtcBlock * block, RtcBlockEnd end);
void rtc_block_tell_refused (RtcBlock * block, RtcBlockEnd end,
    const gchar * why);
gboolean rtc_block_is_open (RtcBlock * block, RtcBlockEnd end);
void rtc_block_tell_lost (RtcBlock * block, RtcBlockEnd end,
    const gchar * reason);

/* rtcblock-ice.c; on the loop */
gboolean rtc_block_open_ice (RtcBlock * block, RtcIceFactory factory,
    GError ** error);
gboolean rtc_block_apply_ice (RtcBlock * block, GError ** error);
void rtc_block_close_ice (RtcBlock * block);

/* rtcblock-secure.c; on the loop */
gboolean rtc_block_open_secure (RtcBlock * block, GError ** error);
gboolean rtc_block_apply_secure (RtcBlock * block, GError ** error);
void rtc_block_close_secure (RtcBlock * block);
void rtc_block_start_dtls (RtcBlock * block);
void rtc_block_receive_dtls (RtcBlock * block, const guint8 * data,
    gsize size);

/* rtcblock-data.c; on the loop */
void rtc_block_open_data (RtcBlock * block);
void rtc_block_close_data (RtcBlock * block);
void rtc_block_receive_data (RtcBlock * block, const guint8 * data,
    gsize size);

/* rtcblock-settings.c */
gchar *rtc_block_dup_string (RtcBlock * block, RtcBlockEnd end,
    const gchar * name);
gchar **rtc_block_dup_list (RtcBlock * block, RtcBlockEnd end,
    const gchar * name);
gint rtc_block_get_int (RtcBlock * block, RtcBlockEnd end, const gchar * name,
    gint fallback);
gboolean rtc_block_read_key (const gchar * text, guint8 * key, gsize size);

G_END_DECLS
