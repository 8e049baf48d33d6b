/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

/* Counts the notifications of one property */
static inline void
count_notice (GObject * object, GParamSpec * pspec, guint * count)
{
  (*count)++;
}

static inline void
count_notices (gpointer object, const gchar * property, guint * count)
{
  g_autofree gchar *signal = g_strdup_printf ("notify::%s", property);

  *count = 0;
  g_signal_connect (object, signal, G_CALLBACK (count_notice), count);
}
