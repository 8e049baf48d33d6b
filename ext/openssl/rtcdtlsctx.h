/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

G_BEGIN_DECLS

SSL_CTX *rtc_dtls_ctx_new (X509 * x509, EVP_PKEY * key, GError ** error);

G_END_DECLS
