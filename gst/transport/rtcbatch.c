/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcbatch.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <string.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#ifndef SOL_UDP
#define SOL_UDP 17
#endif

/* Limits of the kernel: segments of one message, and bytes of one datagram
 * before it is cut (65535 less the IPv6 and UDP headers). */
#define MAX_SEGMENTS 64
#define MAX_RUN_BYTES 65487
#define MAX_MESSAGES 16

#define SLAB_SIZE (64 * RTC_BATCH_MAX_PACKET)

static RtcBatch *
new_sized (gsize size)
{
  RtcBatch *batch = g_new (RtcBatch, 1);

  rtc_slab_init (&batch->slab, size);
  batch->n = 0;
  return batch;
}

RtcBatch *
rtc_batch_new (void)
{
  return new_sized (SLAB_SIZE);
}

/* For who sends single packets: it has to be flushed after each */
RtcBatch *
rtc_batch_new_small (void)
{
  return new_sized (RTC_BATCH_MAX_PACKET);
}

void
rtc_batch_free (RtcBatch * batch)
{
  rtc_slab_clear (&batch->slab);
  g_free (batch);
}

/* A batch is empty again before its user returns, so each thread needs one,
 * not each peer. */
RtcBatch *
rtc_batch_get_for_thread (void)
{
  static GPrivate thread_batch =
      G_PRIVATE_INIT ((GDestroyNotify) rtc_batch_free);
  RtcBatch *batch = g_private_get (&thread_batch);

  if (batch == NULL) {
    batch = rtc_batch_new ();
    g_private_set (&thread_batch, batch);
  }
  return batch;
}

/* How many of the @n packets one UDP_SEGMENT message can take: end to end in
 * memory, all of one size, only the last may be shorter. */
guint
rtc_batch_run_length (const GOutputVector * packets, guint n)
{
  const guint8 *end = (const guint8 *) packets[0].buffer + packets[0].size;
  gsize size = packets[0].size;
  gsize total = size;
  guint i;

  for (i = 1; i < n && i < MAX_SEGMENTS; i++) {
    if (packets[i].buffer != end || packets[i].size > size
        || total + packets[i].size > MAX_RUN_BYTES)
      break;
    end += packets[i].size;
    total += packets[i].size;
    if (packets[i].size < size)
      return i + 1;
  }
  return i;
}

typedef struct
{
  struct mmsghdr messages[MAX_MESSAGES];
  struct iovec vectors[MAX_MESSAGES];
  union
  {
    gchar buffer[CMSG_SPACE (sizeof (guint16))];
    struct cmsghdr align;
  } control[MAX_MESSAGES];
  guint lengths[MAX_MESSAGES];  /* packets in each message */
  guint n;
} Messages;

static void
add_message (Messages * m, const GOutputVector * packets, guint length,
    RtcBatchTarget * target)
{
  struct msghdr *header = &m->messages[m->n].msg_hdr;
  const GOutputVector *last = &packets[length - 1];

  m->vectors[m->n].iov_base = (gpointer) packets[0].buffer;
  m->vectors[m->n].iov_len =
      (const guint8 *) last->buffer + last->size -
      (const guint8 *) packets[0].buffer;
  memset (header, 0, sizeof (*header));
  header->msg_name = &target->to;
  header->msg_namelen = target->to_size;
  header->msg_iov = &m->vectors[m->n];
  header->msg_iovlen = 1;

  if (length > 1) {
    guint16 segment = packets[0].size;
    struct cmsghdr *control;

    /* with the padding, which is nobody's */
    memset (&m->control[m->n], 0, sizeof (m->control[m->n]));
    header->msg_control = m->control[m->n].buffer;
    header->msg_controllen = sizeof (m->control[m->n].buffer);
    control = CMSG_FIRSTHDR (header);
    control->cmsg_level = SOL_UDP;
    control->cmsg_type = UDP_SEGMENT;
    control->cmsg_len = CMSG_LEN (sizeof (segment));
    memcpy (CMSG_DATA (control), &segment, sizeof (segment));
  }
  m->lengths[m->n++] = length;
}

/* What sendmsg () says where segmentation cannot be had: an old kernel, a
 * device without checksum offload, a segment above the path MTU. */
static gboolean
is_gso_refusal (gint error)
{
  return error == EIO || error == EINVAL || error == EOPNOTSUPP
      || error == ENOPROTOOPT || error == EMSGSIZE;
}

/* Send everything; what the socket does not take at once is dropped, as the
 * network would do.  Returns counts of packets. */
RtcBatchResult
rtc_batch_send (const GOutputVector * packets, guint n, RtcBatchTarget * target)
{
  RtcBatchResult result = { 0, 0, 0 };
  guint done = 0;

  while (done < n) {
    Messages m;
    guint next = done;
    gint sent;

    m.n = 0;
    while (next < n && m.n < MAX_MESSAGES) {
      guint length = target->gso ?
          rtc_batch_run_length (packets + next, n - next) : 1;

      add_message (&m, packets + next, length, target);
      next += length;
    }

    do
      sent = sendmmsg (target->fd, m.messages, m.n, MSG_DONTWAIT);
    while (sent < 0 && errno == EINTR);
    result.calls++;

    if (sent > 0) {
      for (gint i = 0; i < sent; i++) {
        done += m.lengths[i];
        result.sent += m.lengths[i];
      }
    } else if (target->gso && m.lengths[0] > 1 && is_gso_refusal (errno)) {
      target->gso = FALSE;
    } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == ENOBUFS) {
      result.dropped += n - done;
      break;
    } else {
      /* this one cannot go (no route, refused, too big); the next may */
      done += m.lengths[0];
      result.dropped += m.lengths[0];
    }
  }
  return result;
}
