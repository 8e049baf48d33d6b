/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BARE_TAG_SIZE 16

/* AEAD_AES_128_GCM on RTP (RFC 7714), one SSRC, and nothing else: the least
 * that a sender can do.  Keyed with BENCH_MASTER_KEY. */
typedef struct _BareGcm BareGcm;

/* @evp: straight on OpenSSL's EVP; else by libsrtp */
BareGcm *bare_gcm_new (gboolean evp);
void bare_gcm_free (BareGcm * gcm);
/* In place: @packet, a 12-byte header and a payload, grows by BARE_TAG_SIZE */
void bare_gcm_protect (BareGcm * gcm, guint8 * packet, gsize size);

G_END_DECLS
