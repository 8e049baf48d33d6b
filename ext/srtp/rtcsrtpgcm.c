/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SRTP and SRTCP with AES-GCM, RFC 7714, on the cipher of ext/openssl */

#include "rtcsrtpbackend.h"
#include "rtcsrtpstreams.h"
#include "rtcsrtpwindow.h"
#include "openssl/rtcaead.h"
#include "rtp/rtcbytes.h"

#include <string.h>

#define TAG RTC_AEAD_TAG_SIZE
#define WORD 4                  /* E flag and SRTCP index, RFC 3711 section 3.4 */
#define E_FLAG 0x80000000u
#define RTCP_INDICES 0x80000000u

typedef struct
{
  RtcAead *aead;
  guint8 salt[RTC_AEAD_IV_SIZE];
} Key;

typedef struct
{
  RtcSrtp parent;
  Key rtp, rtcp;
  RtcSrtpStreams streams;
} GcmSrtp;

static void
destroy (RtcSrtp * srtp)
{
  GcmSrtp *self = (GcmSrtp *) srtp;

  rtc_aead_free (self->rtp.aead);
  rtc_aead_free (self->rtcp.aead);
  rtc_srtp_streams_clear (&self->streams);
  rtc_aead_wipe (self, sizeof (*self));
  g_free (self);
}

static gboolean
set_key (Key * self, gboolean inbound, const guint8 * key, gsize key_size,
    const guint8 * salt, GError ** error)
{
  memcpy (self->salt, salt, sizeof (self->salt));
  self->aead = rtc_aead_new (!inbound, key, key_size, error);
  return self->aead != NULL;
}

RtcSrtp *
rtc_srtp_gcm_new_with_keys (gboolean inbound, const RtcSrtpKeys * keys,
    GError ** error)
{
  GcmSrtp *self = g_new0 (GcmSrtp, 1);

  self->parent.backend = &rtc_srtp_gcm;
  self->parent.inbound = inbound;
  rtc_srtp_streams_init (&self->streams,
      inbound ? RTC_SRTP_MAX_INBOUND : G_MAXUINT,
      inbound ? RTC_SRTP_WINDOW : 0);
  if (!set_key (&self->rtp, inbound, keys->rtp_key, keys->key_size,
          keys->rtp_salt, error)
      || !set_key (&self->rtcp, inbound, keys->rtcp_key, keys->key_size,
          keys->rtcp_salt, error)) {
    destroy (&self->parent);
    return NULL;
  }
  return &self->parent;
}

static RtcSrtp *
create (gboolean inbound, const RtcSrtpProfileInfo * profile,
    const guint8 * key, GError ** error)
{
  RtcSrtp *self = NULL;
  RtcSrtpKeys keys;

  g_return_val_if_fail (profile->salt_size == RTC_AEAD_IV_SIZE, NULL);
  if (rtc_srtp_keys_derive (&keys, key, profile->key_size, error)) {
    self = rtc_srtp_gcm_new_with_keys (inbound, &keys, error);
    rtc_srtp_keys_clear (&keys);
  }
  return self;
}

/* RFC 7714 sections 8.1 and 9.1: two zeros, the SSRC and six bytes of index,
 * under the salt */
static void
write_iv (const Key * key, guint32 ssrc, guint64 index, guint8 * iv)
{
  guint i;

  rtc_put_u16 (iv, 0);
  rtc_put_u32 (iv + 2, ssrc);
  rtc_put_u16 (iv + 6, index >> 32);
  rtc_put_u32 (iv + 8, (guint32) index);
  for (i = 0; i < RTC_AEAD_IV_SIZE; i++)
    iv[i] ^= key->salt[i];
}

/* RFC 3550 section 5.1: what stays readable and is authenticated, CSRCs and
 * extension included.  0 when the packet ends before. */
static gsize
rtp_header_size (const guint8 * data, gsize size)
{
  gsize header = RTC_SRTP_RTP_HEADER + 4 * (data[0] & 0x0f);

  if (data[0] & 0x10) {
    if (size < header + 4)
      return 0;
    header += 4 + 4 * rtc_get_u16 (data + header + 2);
  }
  return header <= size ? header : 0;
}

static RtcSrtpStream *
outbound_stream (GcmSrtp * self, guint32 ssrc)
{
  RtcSrtpStream *stream = rtc_srtp_streams_find (&self->streams, ssrc);

  return stream != NULL ? stream : rtc_srtp_streams_add (&self->streams, ssrc);
}

/* RFC 7714 section 8.  An index comes again only with the same packet: see
 * rtc_srtp_protect_rtp (). */
static gsize
protect_rtp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  GcmSrtp *self = (GcmSrtp *) srtp;
  guint32 ssrc = rtc_get_u32 (data + 8);
  gsize header = rtp_header_size (data, size);
  guint8 iv[RTC_AEAD_IV_SIZE];
  RtcSrtpStream *stream;
  guint64 index;

  if (header == 0)
    return 0;
  stream = outbound_stream (self, ssrc);
  index = rtc_srtp_guess_index (stream->rtp_top, rtc_get_u16 (data + 2));
  /* what nobody would take any more, and what RFC 3711 section 9.2 forbids */
  if (index + RTC_SRTP_WINDOW <= stream->rtp_top
      || index >= RTC_SRTP_RTP_INDICES)
    return 0;
  stream->rtp_top = MAX (stream->rtp_top, index);
  write_iv (&self->rtp, ssrc, index, iv);
  if (!rtc_aead_seal (self->rtp.aead, iv, data, header, data + header,
          size - header, data + size))
    return 0;
  return size + TAG;
}

/* A stream is made for who has shown the key, not for what came in */
static gsize
unprotect_rtp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  GcmSrtp *self = (GcmSrtp *) srtp;
  guint32 ssrc = rtc_get_u32 (data + 8);
  RtcSrtpStream *stream = rtc_srtp_streams_find (&self->streams, ssrc);
  gsize header = rtp_header_size (data, size);
  guint8 iv[RTC_AEAD_IV_SIZE];
  guint64 index;

  if (header == 0 || size < header + TAG
      || (stream == NULL && rtc_srtp_streams_is_full (&self->streams)))
    return 0;
  index = rtc_srtp_guess_index (stream != NULL ? stream->rtp_top : 0,
      rtc_get_u16 (data + 2));
  if (index >= RTC_SRTP_RTP_INDICES
      || (stream != NULL && !rtc_srtp_window_accepts (stream->rtp_seen,
              RTC_SRTP_WINDOW, stream->rtp_top, index)))
    return 0;
  size -= TAG;
  write_iv (&self->rtp, ssrc, index, iv);
  if (!rtc_aead_open (self->rtp.aead, iv, data, header, data + header,
          size - header, data + size))
    return 0;
  if (stream == NULL)
    stream = rtc_srtp_streams_add (&self->streams, ssrc);
  stream->rtp_top = rtc_srtp_window_add (stream->rtp_seen, RTC_SRTP_WINDOW,
      stream->rtp_top, index);
  return size;
}

/* RFC 7714 section 9: header, encrypted reports, tag, E flag and index.  The
 * last word is authenticated behind the header. */
static gsize
protect_rtcp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  GcmSrtp *self = (GcmSrtp *) srtp;
  guint32 ssrc = rtc_get_u32 (data + 4);
  RtcSrtpStream *stream = outbound_stream (self, ssrc);
  guint8 iv[RTC_AEAD_IV_SIZE], aad[RTC_SRTP_RTCP_HEADER + WORD];

  if (stream->rtcp_top == RTCP_INDICES)
    return 0;
  write_iv (&self->rtcp, ssrc, stream->rtcp_top, iv);
  memcpy (aad, data, RTC_SRTP_RTCP_HEADER);
  rtc_put_u32 (aad + RTC_SRTP_RTCP_HEADER,
      E_FLAG | (guint32) stream->rtcp_top++);
  if (!rtc_aead_seal (self->rtcp.aead, iv, aad, sizeof (aad),
          data + RTC_SRTP_RTCP_HEADER, size - RTC_SRTP_RTCP_HEADER,
          data + size))
    return 0;
  memcpy (data + size + TAG, aad + RTC_SRTP_RTCP_HEADER, WORD);
  return size + TAG + WORD;
}

/* @size without tag and @word */
static gboolean
open_rtcp (GcmSrtp * self, const guint8 * iv, guint8 * data, gsize size,
    guint32 word)
{
  guint8 aad[RTC_SRTP_RTCP_HEADER + WORD], tag[TAG];

  if (word & E_FLAG) {
    memcpy (aad, data, RTC_SRTP_RTCP_HEADER);
    rtc_put_u32 (aad + RTC_SRTP_RTCP_HEADER, word);
    return rtc_aead_open (self->rtcp.aead, iv, aad, sizeof (aad),
        data + RTC_SRTP_RTCP_HEADER, size - RTC_SRTP_RTCP_HEADER, data + size);
  }
  /* readable, section 9.3: all of it is authenticated, then the word, which
   * is put there for that */
  memcpy (tag, data + size, TAG);
  rtc_put_u32 (data + size, word);
  return rtc_aead_open (self->rtcp.aead, iv, data, size + WORD, NULL, 0, tag);
}

static gsize
unprotect_rtcp (RtcSrtp * srtp, guint8 * data, gsize size)
{
  GcmSrtp *self = (GcmSrtp *) srtp;
  guint32 ssrc = rtc_get_u32 (data + 4), word, index;
  RtcSrtpStream *stream = rtc_srtp_streams_find (&self->streams, ssrc);
  guint8 iv[RTC_AEAD_IV_SIZE];

  if (size < RTC_SRTP_RTCP_HEADER + TAG + WORD
      || (stream == NULL && rtc_srtp_streams_is_full (&self->streams)))
    return 0;
  size -= TAG + WORD;
  word = rtc_get_u32 (data + size + TAG);
  index = word & ~E_FLAG;
  if (stream != NULL && !rtc_srtp_window_accepts (stream->rtcp_seen,
          RTC_SRTP_RTCP_WINDOW, stream->rtcp_top, index))
    return 0;
  write_iv (&self->rtcp, ssrc, index, iv);
  if (!open_rtcp (self, iv, data, size, word))
    return 0;
  if (stream == NULL)
    stream = rtc_srtp_streams_add (&self->streams, ssrc);
  stream->rtcp_top = rtc_srtp_window_add (stream->rtcp_seen,
      RTC_SRTP_RTCP_WINDOW, stream->rtcp_top, index);
  return size;
}

const RtcSrtpBackend rtc_srtp_gcm = {
  "gcm", create, destroy,
  protect_rtp, protect_rtcp, unprotect_rtp, unprotect_rtcp
};
