/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A BIO that keeps datagrams apart and holds none of them: a read takes the one
 * datagram that is being fed, a write is a datagram on its way out. */

#include "rtcdtlsbio.h"

#include <string.h>

static int
pipe_read (BIO * bio, char *buffer, int size)
{
  RtcDtlsPipe *pipe = BIO_get_data (bio);
  int n;

  BIO_clear_retry_flags (bio);
  if (!pipe->data) {
    BIO_set_retry_read (bio);
    return -1;
  }
  /* what does not fit is lost, as with a socket */
  n = MIN (pipe->size, (gsize) size);
  memcpy (buffer, pipe->data, n);
  pipe->data = NULL;
  return n;
}

static int
pipe_write (BIO * bio, const char *data, int size)
{
  RtcDtlsPipe *pipe = BIO_get_data (bio);

  BIO_clear_retry_flags (bio);
  pipe->output ((const guint8 *) data, size, pipe->user_data);
  return size;
}

static long
pipe_ctrl (BIO * bio, int cmd, long number, void *pointer)
{
  RtcDtlsPipe *pipe = BIO_get_data (bio);

  switch (cmd) {
    case BIO_CTRL_FLUSH:
      return 1;
    case BIO_CTRL_PENDING:
      return pipe->data ? pipe->size : 0;
    case BIO_CTRL_DGRAM_QUERY_MTU:
    case BIO_CTRL_DGRAM_GET_FALLBACK_MTU:
      return pipe->mtu;
    default:
      /* BIO_CTRL_DGRAM_GET_MTU_OVERHEAD too: the MTU counts UDP payload */
      return 0;
  }
}

static gpointer
make_method (gpointer unused)
{
  BIO_METHOD *method =
      BIO_meth_new (BIO_get_new_index () | BIO_TYPE_SOURCE_SINK,
      "gst-rtc datagrams");

  if (method) {
    BIO_meth_set_read (method, pipe_read);
    BIO_meth_set_write (method, pipe_write);
    BIO_meth_set_ctrl (method, pipe_ctrl);
  }
  return method;
}

/* (transfer full) (nullable) @pipe must outlive the BIO. */
BIO *
rtc_dtls_bio_new (RtcDtlsPipe * pipe)
{
  static GOnce once = G_ONCE_INIT;
  BIO_METHOD *method = g_once (&once, make_method, NULL);
  BIO *bio = method ? BIO_new (method) : NULL;

  if (bio) {
    BIO_set_data (bio, pipe);
    BIO_set_init (bio, 1);
  }
  return bio;
}
