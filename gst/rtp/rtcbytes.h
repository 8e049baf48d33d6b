/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* Big-endian numbers at any address.  GStreamer's macros load them through a
 * cast where the processor allows it, which the language does not (UBSan); a
 * memcpy of fixed size compiles to the same instruction. */

static inline guint16
rtc_get_u16 (const guint8 * p)
{
  guint16 v;

  memcpy (&v, p, sizeof (v));
  return GUINT16_FROM_BE (v);
}

static inline guint32
rtc_get_u24 (const guint8 * p)
{
  return (guint32) p[0] << 16 | p[1] << 8 | p[2];
}

static inline guint32
rtc_get_u32 (const guint8 * p)
{
  guint32 v;

  memcpy (&v, p, sizeof (v));
  return GUINT32_FROM_BE (v);
}

static inline guint64
rtc_get_u64 (const guint8 * p)
{
  guint64 v;

  memcpy (&v, p, sizeof (v));
  return GUINT64_FROM_BE (v);
}

static inline void
rtc_put_u16 (guint8 * p, guint16 v)
{
  v = GUINT16_TO_BE (v);
  memcpy (p, &v, sizeof (v));
}

static inline void
rtc_put_u24 (guint8 * p, guint32 v)
{
  p[0] = v >> 16;
  p[1] = v >> 8;
  p[2] = v;
}

static inline void
rtc_put_u32 (guint8 * p, guint32 v)
{
  v = GUINT32_TO_BE (v);
  memcpy (p, &v, sizeof (v));
}

static inline void
rtc_put_u64 (guint8 * p, guint64 v)
{
  v = GUINT64_TO_BE (v);
  memcpy (p, &v, sizeof (v));
}

G_END_DECLS
