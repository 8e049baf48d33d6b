/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Parameters of an a=fmtp line: "key=value;key=value", in any order, spaces
 * around them allowed, keys without regard to case.  @fmtp may be NULL: none. */

/* transfer: full; NULL if @key is not there; "" if it has no value */
gchar *rtc_fmtp_get (const gchar * fmtp, const gchar * key);
/* @fallback if @key is not there or is no decimal number */
guint rtc_fmtp_get_uint (const gchar * fmtp, const gchar * key,
    guint fallback);
/* A copy in which @key is @value; transfer: full */
gchar *rtc_fmtp_set (const gchar * fmtp, const gchar * key,
    const gchar * value);

G_END_DECLS
