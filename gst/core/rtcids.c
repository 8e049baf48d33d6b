/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcids.h"

#include <errno.h>
#include <sys/random.h>

/* getrandom () without flags cannot fail for requests that the kernel can map,
 * but a signal may cut a long one short. */
void
rtc_random_bytes (gpointer out, gsize size)
{
  guint8 *p = out;

  while (size > 0) {
    gssize got = getrandom (p, size, 0);

    if (got < 0) {
      if (errno == EINTR)
        continue;
      g_error ("the kernel gives no random bytes: %s", g_strerror (errno));
    }
    p += got;
    size -= got;
  }
}

/* 0 is left out: it means "no stream" in this house */
guint32
rtc_random_ssrc (void)
{
  guint32 ssrc;

  do
    rtc_random_bytes (&ssrc, sizeof (ssrc));
  while (ssrc == 0);
  return ssrc;
}

/* Six bits a character, all of them allowed in an ICE ufrag or password
 * (RFC 8839 section 5.4) and in a URL path once '+' and '/' are left out, so
 * the last two values of the alphabet stand for a letter again. */
gchar *
rtc_random_token (gsize n_chars)
{
  static const gchar alphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789aZ";
  gchar *token = g_malloc (n_chars + 1);

  rtc_random_bytes (token, n_chars);
  for (gsize i = 0; i < n_chars; i++)
    token[i] = alphabet[token[i] & 63];
  token[n_chars] = '\0';
  return token;
}
