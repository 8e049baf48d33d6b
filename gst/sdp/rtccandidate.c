/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdp.h"
#include "rtcsdpscan.h"

#include <gio/gio.h>
#include <string.h>

static const gchar *const type_names[] = { "host", "srflx", "prflx", "relay" };

void
rtc_candidate_free (RtcCandidate * c)
{
  g_free (c->text);
  g_free (c->foundation);
  g_free (c->transport);
  g_free (c->address);
  g_free (c->type_name);
  g_free (c->raddr);
  g_free (c->tcptype);
  g_free (c->ufrag);
  g_clear_pointer (&c->extensions, g_ptr_array_unref);
  g_free (c);
}

gboolean
rtc_candidate_is_udp (const RtcCandidate * candidate)
{
  return g_ascii_strcasecmp (candidate->transport, "udp") == 0;
}

static void
set_type (RtcCandidate * c)
{
  c->type = RTC_CANDIDATE_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (type_names); i++) {
    if (g_str_equal (c->type_name, type_names[i]))
      c->type = i;
  }
}

/* An address that is none is a name: browsers hide host addresses behind
 * <uuid>.local (draft-ietf-mmusic-mdns-ice-candidates). */
static void
set_address_kind (RtcCandidate * c)
{
  gsize len = strlen (c->address);

  c->is_hostname = !g_hostname_is_ip_address (c->address);
  c->is_mdns = c->is_hostname && len > 6
      && g_ascii_strcasecmp (c->address + len - 6, ".local") == 0;
}

/* "raddr" and what follows: pairs of a name and a value */
static gboolean
read_extension (RtcCandidate * c, gchar * name, gchar * value)
{
  guint64 n;
  gboolean is_number = rtc_sdp_number (value, 0, G_MAXINT, &n);

  if (g_str_equal (name, "raddr")) {
    rtc_sdp_set (&c->raddr, value);
  } else if (g_str_equal (name, "rport")) {
    if (!is_number || n > G_MAXUINT16)
      return FALSE;
    c->rport = n;
  } else if (g_str_equal (name, "tcptype")) {
    rtc_sdp_set (&c->tcptype, value);
  } else if (g_str_equal (name, "ufrag")) {
    rtc_sdp_set (&c->ufrag, value);
  } else if (g_str_equal (name, "generation") && is_number) {
    c->generation = n;
  } else if (g_str_equal (name, "network-id") && is_number) {
    c->network_id = n;
  } else if (g_str_equal (name, "network-cost") && is_number) {
    c->network_cost = n;
  } else {
    g_ptr_array_add (c->extensions, g_strdup (name));
    g_ptr_array_add (c->extensions, g_strdup (value));
  }
  return TRUE;
}

/* foundation component transport priority address port "typ" type */
static gboolean
read_fields (RtcCandidate * c, gchar ** words)
{
  guint64 component, priority, port;

  if (g_strv_length (words) < 8 || !g_str_equal (words[6], "typ"))
    return FALSE;
  if (strlen (words[0]) > 32 || strpbrk (words[0], ":=")
      || !rtc_sdp_number (words[1], 1, 256, &component)
      || !rtc_sdp_number (words[3], 0, G_MAXUINT32, &priority)
      || !rtc_sdp_number (words[5], 0, G_MAXUINT16, &port))
    return FALSE;

  c->foundation = g_strdup (words[0]);
  c->component = component;
  c->transport = g_strdup (words[2]);
  c->priority = priority;
  c->address = g_strdup (words[4]);
  c->port = port;
  c->type_name = g_strdup (words[7]);
  set_type (c);
  set_address_kind (c);

  for (words += 8; words[0]; words += 2) {
    /* a name without a value, as some write at the end, says nothing */
    if (!words[1])
      break;
    if (!read_extension (c, words[0], words[1]))
      return FALSE;
  }
  return TRUE;
}

RtcCandidate *
rtc_candidate_parse (const gchar * text, GError ** error)
{
  g_autoptr (RtcCandidate) c = g_new0 (RtcCandidate, 1);
  g_auto (GStrv) words = NULL;

  c->generation = c->network_id = c->network_cost = -1;
  c->extensions = g_ptr_array_new_with_free_func (g_free);

  if (g_str_has_prefix (text, "a="))
    text += 2;
  if (g_str_has_prefix (text, "candidate:"))
    text += 10;

  if (strlen (text) > RTC_SDP_MAX_LINE || strpbrk (text, "\r\n")
      || !g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX,
        "a candidate must be one line of text");
    return NULL;
  }
  words = rtc_sdp_words (text);
  if (!read_fields (c, words)) {
    g_set_error (error, RTC_SDP_ERROR, RTC_SDP_ERROR_SYNTAX,
        "malformed candidate");
    return NULL;
  }
  c->text = g_strconcat ("candidate:", text, NULL);
  return g_steal_pointer (&c);
}

static void
append_number (GString * out, const gchar * name, gint value)
{
  if (value >= 0)
    g_string_append_printf (out, " %s %d", name, value);
}

gchar *
rtc_candidate_print (const RtcCandidate * c)
{
  GString *out = g_string_new (NULL);

  g_string_printf (out, "candidate:%s %u %s %u %s %u typ %s", c->foundation,
      c->component, c->transport, c->priority, c->address, c->port,
      c->type_name);
  if (c->raddr)
    g_string_append_printf (out, " raddr %s rport %u", c->raddr, c->rport);
  if (c->tcptype)
    g_string_append_printf (out, " tcptype %s", c->tcptype);
  append_number (out, "generation", c->generation);
  if (c->ufrag)
    g_string_append_printf (out, " ufrag %s", c->ufrag);
  append_number (out, "network-id", c->network_id);
  append_number (out, "network-cost", c->network_cost);
  for (guint i = 0; c->extensions && i + 1 < c->extensions->len; i += 2)
    g_string_append_printf (out, " %s %s",
        (gchar *) g_ptr_array_index (c->extensions, i),
        (gchar *) g_ptr_array_index (c->extensions, i + 1));
  return g_string_free (out, FALSE);
}
