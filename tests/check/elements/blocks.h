/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>
#include <gst/check/gstharness.h>

G_BEGIN_DECLS

/* Two pipelines of building blocks in one process, over loopback */

#define KEY "000102030405060708090a0b0c0d0e0f101112131415161718191a1b"
#define OTHER_KEY "ff0102030405060708090a0b0c0d0e0f101112131415161718191a1b"
#define RTP_CAPS "application/x-rtp,media=audio,encoding-name=PCMU," \
    "clock-rate=8000,payload=0"
#define SOURCE "audiotestsrc is-live=true samplesperbuffer=160 ! mulawenc ! " \
    "rtppcmupay ! "
#define N_PACKETS 10

typedef struct
{
  gchar *pem[2], *fingerprint[2];
  guint port[2];
} Identities;

void identities_init (Identities * identities);
void identities_clear (Identities * identities);

GstElement *pipeline_new (const gchar * format, ...) G_GNUC_PRINTF (1, 2);
void pipeline_free (GstElement * pipeline);
GstMessage *pipeline_wait (GstElement * pipeline, GstMessageType types);
/* Until EOS has come to the sink named @name */
void pipeline_wait_end (GstElement * pipeline, const gchar * name);
void pipeline_expect_error (GstElement * pipeline, gint code,
    const gchar * text);
guint64 stat_of (GstElement * pipeline, const gchar * element,
    const gchar * name);

/* An RTP packet whose payload is @size bytes of its number */
GstBuffer *rtp_new (guint16 number, guint size);
GstBufferList *rtp_list_new (guint n, guint size);

G_END_DECLS
