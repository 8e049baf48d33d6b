/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "call.h"

/* A call with data channels, and what each channel says */
typedef struct
{
  Call *call;
  GstWebRTCDataChannel *channel;        /* a reference */
  gboolean is_local;
  /* under the call's lock */
  GString *log;                 /* "state=2 open string=abc data=16384 …" */
  guint n_messages, n_low;
  GBytes *last;                 /* data that came last, or NULL */
} Ear;

typedef struct
{
  Call call;
  GPtrArray *ears[2];           /* Ear *, in order of prepare-data-channel */
} Talk;

void talk_init (Talk * talk, const gchar * factory_a, const gchar * factory_b);
void talk_clear (Talk * talk);
/* Both PLAYING, offered by the first and answered; not waited for */
void talk_start (Talk * talk);

/* @options: as gst_structure_from_string () reads it, or NULL; transfer: full;
 * NULL: there was none */
GstWebRTCDataChannel *talk_try (Talk * talk, guint side, const gchar * label,
    const gchar * options);
/* One that must come; its ear */
Ear *talk_create (Talk * talk, guint side, const gchar * label,
    const gchar * options);
/* The @n th of @side, which is waited for */
Ear *talk_get (Talk * talk, guint side, guint n);
/* Forgets it */
void talk_drop (Talk * talk, guint side, Ear * ear);
/* One between the two, open on both sides */
void talk_connect (Talk * talk, Ear ** local, Ear ** remote);

/* Until its log has @text in it, that many messages have come, or the buffered
 * amount has been low */
void ear_wait (Ear * ear, const gchar * text);
void ear_wait_messages (Ear * ear, guint n);
void ear_wait_low (Ear * ear);
gint ear_get (Ear * ear, const gchar * property);
gchar *ear_dup_string (Ear * ear, const gchar * property);
