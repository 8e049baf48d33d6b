/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <openssl/bio.h>

G_BEGIN_DECLS

/* Between OpenSSL and the datagrams of one association */
typedef struct
{
  const guint8 *data;           /* the datagram not read yet, or NULL */
  gsize size;
  guint mtu;
  void (*output) (const guint8 * data, gsize size, gpointer user_data);
  gpointer user_data;
} RtcDtlsPipe;

BIO *rtc_dtls_bio_new (RtcDtlsPipe * pipe);

G_END_DECLS
