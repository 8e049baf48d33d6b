/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/webrtc/webrtc.h>

#include "blocks.h"

G_BEGIN_DECLS

/* Two transports with data elements in one process, over loopback: "a" is the
 * DTLS client and controls ICE.  Elements have the names of their jobs: "sink",
 * "src", "in" (an appsrc) and "out" (an appsink). */

#define IN "appsrc name=in max-bytes=65536 block=true ! "
#define OUT "! appsink name=out sync=false max-buffers=1"

/* AddressSanitizer notes a stack at each malloc (): megabytes take minutes */
#ifdef __SANITIZE_ADDRESS__
#define HAVE_TIME_FOR_MEGABYTES FALSE
#else
#define HAVE_TIME_FOR_MEGABYTES TRUE
#endif

/* What makes an element one of "a" or of "b"; free */
gchar *channels_a (const Identities * who);
gchar *channels_b (const Identities * who);

/* "IN rtcdatasink name=sink …@sink" of a and "rtcdatasrc name=src …@src OUT" of
 * b, both PLAYING */
typedef struct
{
  Identities who;
  GstElement *a, *b;
} Ends;
void ends_init (Ends * ends, const gchar * in, const gchar * sink,
    const gchar * src, const gchar * out);
void ends_clear (Ends * ends);

/* By "in": @caps may be NULL */
void feed_caps (GstElement * pipeline, const gchar * caps);
GstFlowReturn feed (GstElement * pipeline, gconstpointer data, gsize size);
void feed_end (GstElement * pipeline);
/* By "out"; transfer: full; NULL: EOS */
GstSample *take (GstElement * pipeline);
/* The next one is this */
void take_bytes (GstElement * pipeline, const gchar * caps,
    gconstpointer data, gsize size);

G_END_DECLS
