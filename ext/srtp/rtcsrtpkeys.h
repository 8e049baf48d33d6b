/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Session keys of the AEAD profiles; wipe with rtc_srtp_keys_clear () */
typedef struct
{
  gsize key_size;               /* 16 or 32 */
  guint8 rtp_key[32], rtcp_key[32];
  guint8 rtp_salt[12], rtcp_salt[12];
} RtcSrtpKeys;

gboolean rtc_srtp_keys_derive (RtcSrtpKeys * self, const guint8 * master,
    gsize key_size, GError ** error);
void rtc_srtp_keys_clear (RtcSrtpKeys * self);

G_END_DECLS
