/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcsdpprivate.h"

#include <string.h>

static const gchar *const setup_names[] =
    { NULL, "actpass", "active", "passive", "holdconn" };

/* Bytes of the hashes of RFC 8122 section 5 */
static const struct
{
  const gchar *name;
  guint size;
} hashes[] = {
  {"md2", 16}, {"md5", 16}, {"sha-1", 20}, {"sha-224", 28}, {"sha-256", 32},
  {"sha-384", 48}, {"sha-512", 64},
};

void
rtc_sdp_transport_init (RtcSdpTransport * transport)
{
  transport->fingerprints = g_ptr_array_new_with_free_func (g_free);
  transport->ice_options = g_ptr_array_new_with_free_func (g_free);
}

void
rtc_sdp_transport_clear (RtcSdpTransport * transport)
{
  g_free (transport->ufrag);
  g_free (transport->pwd);
  g_ptr_array_unref (transport->fingerprints);
  g_ptr_array_unref (transport->ice_options);
}

gboolean
rtc_sdp_transport_has_option (const RtcSdpTransport * transport,
    const gchar * option)
{
  return g_ptr_array_find_with_equal_func (transport->ice_options, option,
      g_str_equal, NULL);
}

/* Hex pairs with colons between them, as many as the hash has bytes */
static gboolean
is_fingerprint (const gchar * hash, const gchar * hex)
{
  gsize len = strlen (hex);

  for (gsize i = 0; i < len; i++) {
    if (i % 3 == 2 ? hex[i] != ':' : !g_ascii_isxdigit (hex[i]))
      return FALSE;
  }
  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++) {
    if (g_str_equal (hash, hashes[i].name))
      return len == hashes[i].size * 3 - 1;
  }
  return len % 3 == 2;
}

/* Hash names are to be compared without regard to case, and the hex digits
 * are upper case (RFC 8122 section 5): both are normalised here, so that equal
 * fingerprints are equal strings. */
static RtcSdpRead
read_fingerprint (RtcSdpTransport * transport, const gchar * value,
    GError ** error)
{
  g_auto (GStrv) words = rtc_sdp_words (value);

  if (g_strv_length (words) == 2) {
    g_autofree gchar *hash = g_ascii_strdown (words[0], -1);
    g_autofree gchar *hex = g_ascii_strup (words[1], -1);

    if (is_fingerprint (hash, hex)) {
      g_ptr_array_add (transport->fingerprints,
          g_strconcat (hash, " ", hex, NULL));
      return RTC_SDP_READ_DONE;
    }
  }
  return rtc_sdp_malformed (error, "fingerprint");
}

/* Lengths: RFC 8839 section 5.4 */
static RtcSdpRead
read_credential (gchar ** field, const gchar * value, gsize min,
    const gchar * what, GError ** error)
{
  gsize len = strlen (value);

  if (len < min || len > 256 || strpbrk (value, " \t"))
    return rtc_sdp_malformed (error, what);
  rtc_sdp_set (field, value);
  return RTC_SDP_READ_DONE;
}

static RtcSdpRead
read_setup (RtcSdpTransport * transport, const gchar * value, GError ** error)
{
  for (guint i = 1; i < G_N_ELEMENTS (setup_names); i++) {
    if (g_str_equal (value, setup_names[i])) {
      transport->setup = i;
      return RTC_SDP_READ_DONE;
    }
  }
  return rtc_sdp_malformed (error, "setup");
}

RtcSdpRead
rtc_sdp_transport_read (RtcSdpTransport * transport, const gchar * name,
    const gchar * value, GError ** error)
{
  if (value == NULL)
    return RTC_SDP_READ_UNKNOWN;
  if (g_str_equal (name, "ice-ufrag"))
    return read_credential (&transport->ufrag, value, 4, "ice-ufrag", error);
  if (g_str_equal (name, "ice-pwd"))
    return read_credential (&transport->pwd, value, 22, "ice-pwd", error);
  if (g_str_equal (name, "fingerprint"))
    return read_fingerprint (transport, value, error);
  if (g_str_equal (name, "setup"))
    return read_setup (transport, value, error);
  if (g_str_equal (name, "ice-options")) {
    g_auto (GStrv) words = rtc_sdp_words (value);

    for (guint i = 0; words[i]; i++) {
      if (transport->ice_options->len == 32 || strlen (words[i]) > 256)
        return rtc_sdp_malformed (error, "ice-options, too many");
      g_ptr_array_add (transport->ice_options, g_strdup (words[i]));
    }
    return RTC_SDP_READ_DONE;
  }
  return RTC_SDP_READ_UNKNOWN;
}

void
rtc_sdp_transport_print (const RtcSdpTransport * transport, GString * out)
{
  if (transport->ufrag)
    g_string_append_printf (out, "a=ice-ufrag:%s\r\n", transport->ufrag);
  if (transport->pwd)
    g_string_append_printf (out, "a=ice-pwd:%s\r\n", transport->pwd);
  if (transport->ice_options->len > 0) {
    g_string_append (out, "a=ice-options:");
    for (guint i = 0; i < transport->ice_options->len; i++)
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "",
          (gchar *) g_ptr_array_index (transport->ice_options, i));
    g_string_append (out, "\r\n");
  }
  for (guint i = 0; i < transport->fingerprints->len; i++)
    g_string_append_printf (out, "a=fingerprint:%s\r\n",
        (gchar *) g_ptr_array_index (transport->fingerprints, i));
  if (transport->setup != RTC_SDP_SETUP_NONE)
    g_string_append_printf (out, "a=setup:%s\r\n",
        setup_names[transport->setup]);
}
