/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An ECDSA P-256 certificate and its key, refcounted, immutable. */
typedef struct _RtcCertificate RtcCertificate;

RtcCertificate *rtc_certificate_get_default (void);     /* one a process */
RtcCertificate *rtc_certificate_new (GError ** error);
RtcCertificate *rtc_certificate_new_from_pem (const gchar * pem,
    GError ** error);
RtcCertificate *rtc_certificate_ref (RtcCertificate * certificate);
void rtc_certificate_unref (RtcCertificate * certificate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RtcCertificate, rtc_certificate_unref)
gchar *rtc_certificate_to_pem (RtcCertificate * certificate);
/* without the key: what others may see */
gchar *rtc_certificate_to_public_pem (RtcCertificate * certificate);
/* "sha-256 AA:BB:…", as in a=fingerprint */
const gchar *rtc_certificate_get_fingerprint (RtcCertificate * certificate);

G_END_DECLS
