/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* AES-GCM (RFC 5116 section 5) with one key, in one direction. */
typedef struct _RtcAead RtcAead;

#define RTC_AEAD_IV_SIZE 12
#define RTC_AEAD_TAG_SIZE 16

RtcAead *rtc_aead_new (gboolean seal, const guint8 * key, gsize key_size,
    GError ** error);
void rtc_aead_free (RtcAead * aead);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcAead, rtc_aead_free)

/* @data is replaced in place; the tag lies wherever @tag says */
gboolean rtc_aead_seal (RtcAead * aead, const guint8 * iv, const guint8 * aad,
    gsize aad_size, guint8 * data, gsize size, guint8 * tag);
gboolean rtc_aead_open (RtcAead * aead, const guint8 * iv, const guint8 * aad,
    gsize aad_size, guint8 * data, gsize size, const guint8 * tag);

/* AES in counter mode over zeros: what SRTP derives its keys from */
gboolean rtc_aes_keystream (const guint8 * key, gsize key_size,
    const guint8 * counter, guint8 * out, gsize size);
void rtc_aead_wipe (gpointer secret, gsize size);

G_END_DECLS
