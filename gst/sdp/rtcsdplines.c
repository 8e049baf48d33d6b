/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

#include <string.h>

G_DEFINE_QUARK (rtc_sdp_error_quark, rtc_sdp_error);

RtcSdpRead
rtc_sdp_malformed (GError ** error, const gchar * what)
{
  g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX, "malformed %s",
      what);
  return RTC_SDP_READ_FAILED;
}

static gboolean
check_text (const gchar * text, gsize size, GError ** error)
{
  const gchar *bad;

  if (size > RTC_SDP_MAX_SIZE) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_LIMIT,
        "longer than %u bytes", RTC_SDP_MAX_SIZE);
    return FALSE;
  }
  /* also finds NUL bytes */
  if (!g_utf8_validate_len (text, size, &bad)) {
    guint line = 1;

    for (const gchar * p = text; p < bad; p++)
      line += *p == '\n';
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX, "line %u: %s",
        line, *bad ? "not UTF-8" : "a NUL byte");
    return FALSE;
  }
  return TRUE;
}

static gboolean
read_line (gchar * line, gsize len, RtcSdpLineFunc func, gpointer user_data,
    GError ** error)
{
  if (len > RTC_SDP_MAX_LINE) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_LIMIT,
        "longer than %u bytes", RTC_SDP_MAX_LINE);
    return FALSE;
  }
  if (len < 2 || line[1] != '=' || !g_ascii_islower (line[0])
      || memchr (line, '\r', len)) {
    rtc_sdp_malformed (error, "line, expected <letter>=<value>");
    return FALSE;
  }
  return func (user_data, line[0], line + 2, error);
}

/* Lines end in CRLF; a bare LF is taken as well, as is an empty line at the
 * end (RFC 8866 section 5). */
gboolean
rtc_sdp_each_line (const gchar * text, gssize size, RtcSdpLineFunc func,
    gpointer user_data, GError ** error)
{
  g_autofree gchar *copy = NULL;
  gchar *line, *end;
  guint number = 1;

  if (size < 0)
    size = strlen (text);
  if (!check_text (text, size, error))
    return FALSE;

  copy = g_strndup (text, size);
  for (line = copy; *line; line = end, number++) {
    gsize len = strcspn (line, "\n");

    end = line + len + (line[len] == '\n');
    if (len > 0 && line[len - 1] == '\r')
      len--;
    line[len] = '\0';
    if (len == 0 && end[strspn (end, "\r\n")] == '\0')
      break;
    if (!read_line (line, len, func, user_data, error)) {
      g_prefix_error (error, "line %u: ", number);
      return FALSE;
    }
  }
  return TRUE;
}

gboolean
rtc_sdp_split_attribute (gchar * text, const gchar ** name,
    const gchar ** value, GError ** error)
{
  gchar *colon = strchr (text, ':');

  if (colon)
    *colon = '\0';
  if (*text == '\0' || strpbrk (text, " \t")) {
    rtc_sdp_malformed (error, "attribute name");
    return FALSE;
  }
  *name = text;
  *value = colon ? colon + 1 : NULL;
  return TRUE;
}
