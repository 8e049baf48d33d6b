/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Two associations with a path in memory between them.  The path keeps all
 * datagrams in order and can lose one of them. */
#pragma once

#include <gio/gio.h>
#include <gst/check/gstcheck.h>
#include "core/rtcloop.h"
#include "openssl/rtcdtls.h"
#include "openssl/rtcdtlspriv.h"

typedef struct _Pair Pair;

typedef struct
{
  Pair *pair;
  RtcCertificate *certificate;
  RtcDtls *dtls;
  GString *states;              /* one letter each, as in "NCOXF" */
  GByteArray *received;
} Side;

typedef struct
{
  Side *to;
  GBytes *data;
} Datagram;

struct _Pair
{
  Side side[2];                 /* client, server */
  GQueue path;                  /* of Datagram */
  guint sent;
  gint lose;                    /* number of the datagram to lose, or -1 */
  gsize largest;
};

static inline Side *
pair_other (Side * side)
{
  return &side->pair->side[side == side->pair->side];
}

static inline void
on_output (RtcDtls * dtls, const guint8 * data, gsize size, gpointer user_data)
{
  Side *side = user_data;
  Pair *pair = side->pair;
  Datagram *datagram;

  pair->largest = MAX (pair->largest, size);
  if ((gint) pair->sent++ == pair->lose)
    return;
  datagram = g_new (Datagram, 1);
  datagram->to = pair_other (side);
  datagram->data = g_bytes_new (data, size);
  g_queue_push_tail (&pair->path, datagram);
}

static inline void
on_state (RtcDtls * dtls, RtcDtlsState state, gpointer user_data)
{
  Side *side = user_data;

  fail_unless_equals_int (state, rtc_dtls_get_state (dtls));
  g_string_append_c (side->states, "NCOXF"[state]);
}

static inline void
on_received (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
  Side *side = user_data;

  fail_unless_equals_int (rtc_dtls_get_state (dtls), RTC_DTLS_CONNECTED);
  g_byte_array_append (side->received, data, size);
}

static inline void
pair_init (Pair * pair)
{
  static const RtcDtlsEvents events = { on_output, on_state, on_received };
  guint i;

  memset (pair, 0, sizeof (*pair));
  pair->lose = -1;
  for (i = 0; i < 2; i++) {
    Side *side = &pair->side[i];

    side->pair = pair;
    side->certificate = rtc_certificate_new (NULL);
    side->dtls = rtc_dtls_new (side->certificate, i == 0, &events, side);
    side->states = g_string_new ("");
    side->received = g_byte_array_new ();
  }
}

/* @certificate: (transfer full), in place of the one that @side has */
static inline void
side_set_certificate (Side * side, RtcCertificate * certificate)
{
  static const RtcDtlsEvents events = { on_output, on_state, on_received };

  rtc_dtls_free (side->dtls);
  rtc_certificate_unref (side->certificate);
  side->certificate = certificate;
  side->dtls = rtc_dtls_new (certificate, side == side->pair->side, &events,
      side);
}

/* Each side learns the other's fingerprint */
static inline void
pair_introduce (Pair * pair)
{
  guint i;

  for (i = 0; i < 2; i++)
    fail_unless (rtc_dtls_add_remote_fingerprint (pair->side[i].dtls,
            rtc_certificate_get_fingerprint (pair->side[!i].certificate),
            NULL));
}

static inline void
datagram_free (Datagram * datagram)
{
  g_bytes_unref (datagram->data);
  g_free (datagram);
}

static inline void
pair_clear (Pair * pair)
{
  guint i;

  for (i = 0; i < 2; i++) {
    Side *side = &pair->side[i];

    rtc_dtls_free (side->dtls);
    rtc_certificate_unref (side->certificate);
    g_string_free (side->states, TRUE);
    g_byte_array_unref (side->received);
  }
  g_queue_clear_full (&pair->path, (GDestroyNotify) datagram_free);
}

/* Carries datagrams until none is left */
static inline void
pair_deliver (Pair * pair, gint64 now)
{
  Datagram *datagram;

  while ((datagram = g_queue_pop_head (&pair->path))) {
    gsize size;
    const guint8 *data = g_bytes_get_data (datagram->data, &size);

    rtc_dtls_input (datagram->to->dtls, data, size, now);
    datagram_free (datagram);
  }
}

static inline void
pair_start (Pair * pair, gint64 now)
{
  rtc_dtls_start (pair->side[1].dtls, now);
  rtc_dtls_start (pair->side[0].dtls, now);
}

/* Start, and carry until nothing moves */
static inline void
pair_run (Pair * pair)
{
  pair_start (pair, 1000);
  pair_deliver (pair, 1000);
}

static inline gboolean
pair_is (Pair * pair, RtcDtlsState state)
{
  return rtc_dtls_get_state (pair->side[0].dtls) == state
      && rtc_dtls_get_state (pair->side[1].dtls) == state;
}
