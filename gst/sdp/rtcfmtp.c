/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcfmtp.h"
#include "rtcsdpscan.h"

#include <string.h>

typedef struct
{
  const gchar *start;           /* of the key */
  gsize key_len;
  const gchar *value;           /* NULL: no '=' */
  gsize value_len;
} Parameter;

static gsize
trimmed (const gchar * text, gsize len)
{
  while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'))
    len--;
  return len;
}

/* The next parameter at *@pos, which is moved behind it; FALSE at the end */
static gboolean
next_parameter (const gchar ** pos, Parameter * p)
{
  gsize len;
  const gchar *equals;

  if (*pos == NULL)
    return FALSE;
  *pos += strspn (*pos, " \t;");
  len = strcspn (*pos, ";");
  if (len == 0)
    return FALSE;

  p->start = *pos;
  *pos += len;
  equals = memchr (p->start, '=', len);
  if (equals == NULL) {
    p->key_len = trimmed (p->start, len);
    p->value = NULL;
    p->value_len = 0;
  } else {
    gsize skip = strspn (equals + 1, " \t");

    p->key_len = trimmed (p->start, equals - p->start);
    p->value = equals + 1 + skip;
    p->value_len = p->value < *pos ? trimmed (p->value, *pos - p->value) : 0;
  }
  return TRUE;
}

static gboolean
has_key (const Parameter * p, const gchar * key)
{
  return strlen (key) == p->key_len
      && g_ascii_strncasecmp (p->start, key, p->key_len) == 0;
}

gchar *
rtc_fmtp_get (const gchar * fmtp, const gchar * key)
{
  Parameter p;

  while (next_parameter (&fmtp, &p)) {
    if (has_key (&p, key))
      return p.value ? g_strndup (p.value, p.value_len) : g_strdup ("");
  }
  return NULL;
}

guint
rtc_fmtp_get_uint (const gchar * fmtp, const gchar * key, guint fallback)
{
  g_autofree gchar *value = rtc_fmtp_get (fmtp, key);
  guint64 number;

  return rtc_sdp_number (value, 0, G_MAXUINT, &number) ? number : fallback;
}

gchar *
rtc_fmtp_set (const gchar * fmtp, const gchar * key, const gchar * value)
{
  GString *out = g_string_new (NULL);
  gboolean done = FALSE;
  Parameter p;

  while (next_parameter (&fmtp, &p)) {
    gboolean replaced = has_key (&p, key);

    if (replaced && done)
      continue;
    if (out->len > 0)
      g_string_append_c (out, ';');
    g_string_append_len (out, p.start, p.key_len);
    if (replaced)
      g_string_append_printf (out, "=%s", value);
    else if (p.value)
      g_string_append_printf (out, "=%.*s", (int) p.value_len, p.value);
    done |= replaced;
  }
  if (!done)
    g_string_append_printf (out, "%s%s=%s", out->len > 0 ? ";" : "", key,
        value);
  return g_string_free (out, FALSE);
}
