/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcicecandidate.h"

#include <gio/gio.h>
#include <string.h>

/* Far more than any browser sends */
#define MAX_LENGTH 512

enum
{
  FOUNDATION, COMPONENT, TRANSPORT, PRIORITY, ADDRESS, PORT, TYP, TYPE,
  N_FIXED
};

static const gchar *const type_names[] = { "host", "srflx", "prflx", "relay" };

const gchar *
rtc_ice_candidate_type_name (RtcIceCandidateType type)
{
  return type_names[type];
}

static gboolean
parse_number (const gchar * text, guint64 max, guint64 * value)
{
  return g_ascii_string_to_unsigned (text, 10, 0, max, value, NULL);
}

/* Only what g_inet_address_new_from_string () takes: names would have to be
 * resolved, and scopes ("fe80::1%eth0") mean nothing on another machine. */
static gboolean
parse_address (const gchar * text, gchar * out, gsize size)
{
  if (strlen (text) >= size || strchr (text, '%') != NULL
      || !g_hostname_is_ip_address (text))
    return FALSE;
  g_strlcpy (out, text, size);
  return TRUE;
}

static gboolean
parse_type (const gchar * text, RtcIceCandidateType * type)
{
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++) {
    if (strcmp (text, type_names[i]) == 0) {
      *type = i;
      return TRUE;
    }
  }
  return FALSE;
}

static gboolean
parse_fixed (RtcIceCandidate * c, gchar ** token)
{
  guint64 component, priority, port;

  if (strlen (token[FOUNDATION]) > 32 || *token[FOUNDATION] == '\0'
      || !parse_number (token[COMPONENT], 256, &component)
      || !parse_number (token[PRIORITY], G_MAXUINT32, &priority)
      || !parse_address (token[ADDRESS], c->address, sizeof (c->address))
      || !parse_number (token[PORT], G_MAXUINT16, &port)
      || strcmp (token[TYP], "typ") != 0 || !parse_type (token[TYPE], &c->type))
    return FALSE;

  if (g_ascii_strcasecmp (token[TRANSPORT], "tcp") == 0)
    c->tcp = TRUE;
  else if (g_ascii_strcasecmp (token[TRANSPORT], "udp") != 0)
    return FALSE;

  g_strlcpy (c->foundation, token[FOUNDATION], sizeof (c->foundation));
  c->component = component;
  c->priority = priority;
  c->port = port;
  return component > 0;
}

/* Pairs of name and value; those without meaning here are skipped.  A related
 * address only informs, so a bad one costs nothing but itself. */
static void
parse_extensions (RtcIceCandidate * c, gchar ** token)
{
  guint64 port;

  for (; token[0] != NULL && token[1] != NULL; token += 2) {
    if (strcmp (token[0], "raddr") == 0)
      parse_address (token[1], c->related_address, sizeof (c->related_address));
    else if (strcmp (token[0], "rport") == 0
        && parse_number (token[1], G_MAXUINT16, &port))
      c->related_port = port;
  }
}

/* Any thread.  Takes the value with or without "a=" and "candidate:".  FALSE:
 * not a candidate, or one with a name for its address. */
gboolean
rtc_ice_candidate_parse (RtcIceCandidate * candidate, const gchar * text)
{
  g_auto (GStrv) tokens = NULL;
  g_autoptr (GPtrArray) words = NULL;

  memset (candidate, 0, sizeof (*candidate));
  if (strnlen (text, MAX_LENGTH + 1) > MAX_LENGTH)
    return FALSE;
  if (g_str_has_prefix (text, "a="))
    text += 2;
  if (g_str_has_prefix (text, "candidate:"))
    text += strlen ("candidate:");

  tokens = g_strsplit_set (text, " \t\r\n", -1);
  words = g_ptr_array_new ();
  for (guint i = 0; tokens[i] != NULL; i++) {
    if (*tokens[i] != '\0')
      g_ptr_array_add (words, tokens[i]);
  }
  if (words->len < N_FIXED)
    return FALSE;
  g_ptr_array_add (words, NULL);

  if (!parse_fixed (candidate, (gchar **) words->pdata))
    return FALSE;
  parse_extensions (candidate, (gchar **) words->pdata + N_FIXED);
  return TRUE;
}

/* Any thread; transfer full.  UDP only: the TCP form needs a tcptype. */
gchar *
rtc_ice_candidate_format (const RtcIceCandidate * c)
{
  g_autofree gchar *related = NULL;

  if (c->type != RTC_ICE_HOST && *c->related_address != '\0')
    related = g_strdup_printf (" raddr %s rport %u", c->related_address,
        c->related_port);
  return g_strdup_printf ("candidate:%s %u UDP %u %s %u typ %s%s",
      c->foundation, c->component, c->priority, c->address, c->port,
      type_names[c->type], related != NULL ? related : "");
}
