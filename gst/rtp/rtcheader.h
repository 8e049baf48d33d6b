/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An RTP header (RFC 3550 5.1), read without copying */
typedef struct
{
  guint8 marker, pt;
  guint16 seq;
  guint32 timestamp, ssrc;
  const guint8 *extension;      /* RFC 8285 data, NULL: none */
  guint16 extension_profile;
  gsize extension_size;
  const guint8 *payload;
  gsize payload_size;           /* padding cut off */
} RtcHeader;

/* FALSE: malformed */
gboolean rtc_header_read (const guint8 * data, gsize size, RtcHeader * header);
/* a one-byte (0xBEDE) or two-byte extension element; NULL: not there */
const guint8 *rtc_header_find_extension (const RtcHeader * header, guint8 id,
    gsize * size);

G_END_DECLS
