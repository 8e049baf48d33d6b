/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A byte area that packets are written into one behind the other, then sent
 * and forgotten together: equal sizes lie end to end, as UDP GSO wants them. */
typedef struct
{
  guint8 *data;
  gsize size;
  gsize used;
} RtcSlab;

void rtc_slab_init (RtcSlab * slab, gsize size);
void rtc_slab_clear (RtcSlab * slab);

/* Room for up to @max bytes, or NULL when the slab must be flushed first. */
static inline guint8 *
rtc_slab_reserve (const RtcSlab * slab, gsize max)
{
  return slab->size - slab->used >= max ? slab->data + slab->used : NULL;
}

static inline void
rtc_slab_commit (RtcSlab * slab, gsize size)
{
  slab->used += size;
}

static inline void
rtc_slab_reset (RtcSlab * slab)
{
  slab->used = 0;
}

G_END_DECLS
