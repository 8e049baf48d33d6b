/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtccrc32c.h"

#include <string.h>
#include <usrsctp.h>

/* SCTP's checksum (RFC 9260 appendix A).  usrsctp looks it up in tables, which
 * was a fifth of all that a message costs; processors have an instruction. */

#define FIELD 8                 /* where it stands; there it counts as zero */

#if defined (__x86_64__) && G_BYTE_ORDER == G_LITTLE_ENDIAN
__attribute__((target ("sse4.2")))
     static guint32 with_instruction (const guint8 * data, gsize size)
{
  guint64 crc = G_MAXUINT32, word;
  gsize at;

  for (at = 0; at + sizeof (word) <= size; at += sizeof (word)) {
    memcpy (&word, data + at, sizeof (word));
    if (at == FIELD)
      word &= ~(guint64) G_MAXUINT32;
    crc = __builtin_ia32_crc32di (crc, word);
  }
  for (; at < size; at++)
    crc = __builtin_ia32_crc32qi (crc, at >= FIELD && at < FIELD + 4 ? 0 :
        data[at]);
  return ~(guint32) crc;
}

static gboolean
has_instruction (void)
{
  return __builtin_cpu_supports ("sse4.2");
}
#else
static guint32
with_instruction (const guint8 * data, gsize size)
{
  return 0;
}

static gboolean
has_instruction (void)
{
  return FALSE;
}
#endif

/* Any thread.  The checksum of a packet of at least 12 bytes, as it stands in
 * it: in the network's byte order, its own field counted as zero */
guint32
rtc_crc32c (const guint8 * data, gsize size)
{
  g_autofree guint8 *copy = NULL;

  if (has_instruction ())
    return with_instruction (data, size);
  copy = g_memdup2 (data, size);
  memset (copy + FIELD, 0, sizeof (guint32));
  return usrsctp_crc32c (copy, size);
}
