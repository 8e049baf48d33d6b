/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include "sdp/rtcsdptypes.h"

G_BEGIN_DECLS

/* An encoder that can make a codec, with the settings for a call-like delay */
typedef struct
{
  const gchar *factory;
  const gchar *package;         /* Debian package */
  const gchar *settings;        /* "name=value name=value" or NULL */
  const gchar *bitrate;         /* property that takes the target, or NULL */
  guint bitrate_unit;           /* bits/s of one step of that property */
  const gchar *raw_caps;        /* what it is fed with */
  const gchar *out_caps;        /* what it is held to, or NULL */
} RtcEncoderInfo;

/* All that the house knows of one codec */
typedef struct
{
  const gchar *name;            /* rtpmap encoding name */
  RtcMediaKind kind;
  guint clock_rate;
  guint channels;
  guint8 pt;                    /* for offers; an answer takes the offer's */
  const gchar *fmtp;            /* of what our own encoder makes, or NULL */
  const gchar *media_type;      /* encoded caps */
  const gchar *parser;          /* NULL: needs none */
  const gchar *parsed_caps;     /* what the payloader is fed with, or NULL */
  const gchar *payloader;
  const gchar *pay_settings;    /* as RtcEncoderInfo.settings */
  const RtcEncoderInfo *encoders;       /* best first, ends with a NULL factory */
} RtcCodecInfo;

const RtcCodecInfo *rtc_codec_table_get (guint * n);
const RtcCodecInfo *rtc_codec_table_find_media_type (const gchar * media_type);
gboolean rtc_codec_info_can_send (const RtcCodecInfo * info);
const RtcEncoderInfo *rtc_codec_info_pick_encoder (const RtcCodecInfo * info,
    const RtcEncoderInfo * after);
gchar *rtc_codec_table_what_to_install (RtcMediaKind kind,
    const GstCaps * allowed);
GPtrArray *rtc_codec_table_choose (RtcMediaKind kind, const GstCaps * allowed,
    gboolean need_encoder);
gchar *rtc_codec_info_make_fmtp (const RtcCodecInfo * info,
    const GstCaps * encoded);
void rtc_codec_apply_settings (GstElement * element, const gchar * settings);

G_END_DECLS
