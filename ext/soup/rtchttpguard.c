/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtchttpguard.h"

#include <string.h>

#define ATTEMPTS_PER_SECOND 10

/* "name", "name:8080", "[::1]:8080" -> "name" or "::1"; NULL when malformed */
static gchar *
host_without_port (const gchar * host)
{
  const gchar *end, *rest;

  if (host[0] == '[') {
    end = strchr (++host, ']');
    if (end == NULL)
      return NULL;
    rest = end + 1;
  } else {
    end = rest = host + strcspn (host, ":");
  }
  if (*rest == ':') {
    rest++;
    rest += strspn (rest, "0123456789");
  }
  if (*rest != '\0' || end == host)
    return NULL;
  return g_ascii_strdown (host, end - host);
}

static const gchar *
origin_authority (const gchar * origin)
{
  const gchar *sep = strstr (origin, "://");

  return sep != NULL ? sep + 3 : NULL;
}

static gboolean
is_host_of_an_origin (const gchar * host, const gchar * const *origins)
{
  for (guint i = 0; origins != NULL && origins[i] != NULL; i++) {
    const gchar *authority = origin_authority (origins[i]);
    g_autofree gchar *name = NULL;

    if (g_str_equal (origins[i], "*"))
      return TRUE;
    name = authority != NULL ? host_without_port (authority) : NULL;
    if (g_strcmp0 (name, host) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_own_hostname (const gchar * host)
{
  const gchar *name = g_get_host_name ();
  g_autofree gchar *local = g_strconcat (name, ".local", NULL);

  return g_ascii_strcasecmp (host, name) == 0
      || g_ascii_strcasecmp (host, local) == 0;
}

/* DNS rebinding: a foreign site whose name is made to point here still sends
 * its own name.  The port is not looked at, so that forwarded ports work; an
 * attacker gains nothing by it.  Any thread. */
gboolean
rtc_guard_host (const gchar * host, gboolean loopback,
    const gchar * const *allowed_origins)
{
  g_autofree gchar *name = host != NULL ? host_without_port (host) : NULL;
  g_autoptr (GInetAddress) ip = NULL;

  if (name == NULL)
    return FALSE;
  if (g_str_equal (name, "localhost")
      || is_host_of_an_origin (name, allowed_origins))
    return TRUE;
  ip = g_inet_address_new_from_string (name);
  if (ip != NULL)
    return !loopback || g_inet_address_get_is_loopback (ip);
  return !loopback && is_own_hostname (name);
}

/* Any thread.  @origin NULL: the request has none.  A sandboxed page's "null"
 * passes only where every origin does. */
RtcOrigin
rtc_guard_origin (const gchar * origin, const gchar * host,
    const gchar * const *allowed_origins)
{
  const gchar *authority;

  if (origin == NULL)
    return RTC_ORIGIN_NONE;
  authority = origin_authority (origin);
  /* behind a proxy that speaks TLS the scheme differs, the authority does not */
  if (authority != NULL && host != NULL
      && g_ascii_strcasecmp (authority, host) == 0)
    return RTC_ORIGIN_SAME;
  for (guint i = 0; allowed_origins != NULL && allowed_origins[i] != NULL; i++)
    if (g_str_equal (allowed_origins[i], "*")
        || g_ascii_strcasecmp (allowed_origins[i], origin) == 0)
      return RTC_ORIGIN_ALLOWED;
  return RTC_ORIGIN_REFUSED;
}

/* Digests are compared, all of them: neither the length nor the first byte
 * that differs shows in the time it takes */
static gboolean
equal_in_constant_time (const gchar * a, const gchar * b)
{
  g_autofree gchar *x = g_compute_checksum_for_string (G_CHECKSUM_SHA256, a,
      -1);
  g_autofree gchar *y = g_compute_checksum_for_string (G_CHECKSUM_SHA256, b,
      -1);
  guint difference = 0;

  for (gsize i = 0; x[i] != '\0'; i++)
    difference |= (guchar) x[i] ^ (guchar) y[i];
  return difference == 0;
}

/* RFC 6750, Section 2.1.  @token NULL: everybody may come in.  Any thread. */
RtcTokenCheck
rtc_guard_token (const gchar * token, const gchar * authorization)
{
  if (token == NULL)
    return RTC_TOKEN_OK;
  if (authorization == NULL
      || g_ascii_strncasecmp (authorization, "Bearer ", 7) != 0)
    return RTC_TOKEN_MISSING;
  authorization += 7;
  authorization += strspn (authorization, " ");
  return equal_in_constant_time (token, authorization) ? RTC_TOKEN_OK
      : RTC_TOKEN_WRONG;
}

/* Who has one IPv6 address has the 2^64 beside it too */
static void
attempt_name (GInetAddress * peer, guint8 name[16])
{
  static const guint8 mapped[12] = {[10] = 0xff,[11] = 0xff };
  const guint8 *bytes = g_inet_address_to_bytes (peer);

  memset (name, 0, 16);
  if (g_inet_address_get_family (peer) == G_SOCKET_FAMILY_IPV4) {
    memcpy (name, mapped, 12);
    memcpy (name + 12, bytes, 4);
  } else {
    memcpy (name, bytes, memcmp (bytes, mapped, 12) == 0 ? 16 : 8);
  }
}

/* A full table forgets who has been quiet longest */
static RtcAttempt *
attempt_find (RtcAttempts * attempts, GInetAddress * peer)
{
  RtcAttempt *oldest = &attempts->peers[0];
  guint8 name[16];

  attempt_name (peer, name);
  for (guint i = 0; i < RTC_ATTEMPTS_PEERS; i++) {
    RtcAttempt *a = &attempts->peers[i];

    if (a->updated != 0 && memcmp (a->peer, name, sizeof (name)) == 0)
      return a;
    if (a->updated < oldest->updated)
      oldest = a;
  }
  memcpy (oldest->peer, name, sizeof (name));
  oldest->updated = 0;
  return oldest;
}

/* @peer has sent a wrong token at @now, in microseconds.  FALSE: as so many
 * times in the last second that it is told to wait.  A right one is let in all
 * the same: whoever shares an address with a guesser still sees the stream.
 * Any one thread per @attempts. */
gboolean
rtc_guard_wrong_token (RtcAttempts * attempts, GInetAddress * peer, gint64 now)
{
  RtcAttempt *a = attempt_find (attempts, peer);

  if (a->updated == 0)
    a->left = ATTEMPTS_PER_SECOND;
  else
    a->left = MIN (ATTEMPTS_PER_SECOND, a->left +
        (gdouble) (now - a->updated) * ATTEMPTS_PER_SECOND / G_USEC_PER_SEC);
  a->updated = MAX (now, 1);
  if (a->left < 1)
    return FALSE;
  a->left -= 1;
  return TRUE;
}

/* "Content-Length" and a number that fits */
static gboolean
length_line_is_fine (const gchar * line, gsize size)
{
  static const gchar name[] = "content-length:";
  gsize digits = 0;

  if (size < strlen (name) - 1
      || g_ascii_strncasecmp (line, name, strlen (name) - 1) != 0)
    return TRUE;
  if (size < strlen (name) || line[strlen (name) - 1] != ':')
    return FALSE;
  line += strlen (name);
  size -= strlen (name);
  while (size > 0 && *line == ' ')
    line++, size--;
  while (digits < size && g_ascii_isdigit (line[digits]))
    digits++;
  return digits > 0 && digits == size && digits <= 12;
}

static gboolean
head_line_is_fine (const gchar * line, gsize size, gboolean * is_chunked)
{
  static const gchar name[] = "transfer-encoding";
  g_autofree gchar *value = NULL;

  /* a line that goes on hides what it says (RFC 9112, Section 5.2) */
  if (size > 0 && (line[0] == ' ' || line[0] == '\t'))
    return FALSE;
  if (!length_line_is_fine (line, size))
    return FALSE;
  if (size < strlen (name)
      || g_ascii_strncasecmp (line, name, strlen (name)) != 0)
    return TRUE;
  value = g_strndup (line + strlen (name), size - strlen (name));
  g_strstrip (value);
  if (*is_chunked || value[0] != ':')
    return FALSE;
  *is_chunked = TRUE;
  return g_ascii_strcasecmp (g_strchug (value + 1), "chunked") == 0;
}

/* What libsoup must not see: on a Transfer-Encoding or a Content-Length that it
 * does not know it leaks the path (3.2), as much as a client likes.  Any thread. */
RtcHeadCheck
rtc_guard_head (const gchar * data, gsize size)
{
  const gchar *end = data + MIN (size, RTC_HEAD_LIMIT);
  gboolean is_chunked = FALSE;

  /* RFC 9112, Section 2.2: empty lines may come first */
  while (data < end && (*data == '\r' || *data == '\n'))
    data++;
  while (data < end) {
    const gchar *eol = memchr (data, '\n', end - data);
    gsize length;

    if (eol == NULL)
      break;
    length = eol - data;
    if (length > 0 && data[length - 1] == '\r')
      length--;
    if (length == 0)
      return RTC_HEAD_FINE;
    if (memchr (data, '\0', length) != NULL
        || !head_line_is_fine (data, length, &is_chunked))
      return RTC_HEAD_BAD;
    data = eol + 1;
  }
  return size < RTC_HEAD_LIMIT ? RTC_HEAD_INCOMPLETE : RTC_HEAD_TOO_LARGE;
}

/* What may stand in a path as it is.  "-" is the path's word for the stream
 * without an id; clients fold "." and ".." away. */
gboolean
rtc_guard_stream_id (const gchar * stream_id)
{
  gsize size = strlen (stream_id);

  if (size < 1 || size > 64)
    return FALSE;
  if (g_str_equal (stream_id, "-") || g_str_equal (stream_id, ".")
      || g_str_equal (stream_id, ".."))
    return FALSE;
  for (gsize i = 0; i < size; i++)
    if (!g_ascii_isalnum (stream_id[i]) && strchr ("._-", stream_id[i]) == NULL)
      return FALSE;
  return TRUE;
}
