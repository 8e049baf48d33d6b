/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcslab.h"

void
rtc_slab_init (RtcSlab * slab, gsize size)
{
  slab->data = g_malloc (size);
  slab->size = size;
  slab->used = 0;
}

void
rtc_slab_clear (RtcSlab * slab)
{
  g_clear_pointer (&slab->data, g_free);
  slab->size = slab->used = 0;
}
