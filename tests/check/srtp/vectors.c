/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* RFC 7714 sections 16 and 17, which begin at the session keys, RFC 3711
 * appendix B.3 and RFC 6188 section 7.2 for what is before */

#include "packets.h"
#include "openssl/rtcaead.h"

#define RTP "8040f17b8041f8d35501a0b2" \
  "47616c6c696120657374206f6d6e69732064697669736120696e20706172746573207472" \
  "6573"
/* what sections 17.1 to 17.4 work on: section 17 itself prints another */
#define RTCP "81c8000d4d617273" \
  "4e5450314e545032525450200000042a0000e9304c756e61" \
  "deadbeefdeadbeefdeadbeefdeadbeefdeadbeef"
#define RTCP_INDEX 0x5d4

static const struct
{
  gsize key_size;
  const gchar *srtp, *srtcp, *readable;
} vectors[] = {
  {16,
        "8040f17b8041f8d35501a0b2"
        "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b"
        "36de3adf8833899d7f27beb16a9152cf765ee4390cce",
        "81c8000d4d617273"
        "63e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
        "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
      RTCP "841dd9683dd78ec92ae58790125f62b3000005d4"},
  {32,
        "8040f17b8041f8d35501a0b2"
        "32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f"
        "1ba63799b87b7aa3db36dfffd6b0f9bb7878d7a76c13",
        "81c8000d4d617273"
        "d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be"
        "8415f658c61de0476f1b6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4",
      RTCP "91db4afbfeee5a978fab4393ed2615fe000005d4"},
};

static gsize
from_hex (const gchar * hex, guint8 * out)
{
  gsize i;

  for (i = 0; hex[2 * i] != '\0'; i++)
    out[i] = g_ascii_xdigit_value (hex[2 * i]) << 4
        | g_ascii_xdigit_value (hex[2 * i + 1]);
  return i;
}

static void
assert_equals (const guint8 * data, gsize size, const gchar * hex)
{
  guint8 wanted[256];

  g_assert_cmpuint (size, ==, from_hex (hex, wanted));
  fail_unless (memcmp (data, wanted, size) == 0);
}

static RtcSrtp *
vector_session (gboolean inbound, gsize key_size)
{
  RtcSrtpKeys keys = {.key_size = key_size };
  RtcSrtp *srtp;
  guint i;

  for (i = 0; i < key_size; i++)
    keys.rtp_key[i] = keys.rtcp_key[i] = i;
  memcpy (keys.rtp_salt, "Quid pro quo", 12);
  memcpy (keys.rtcp_salt, "Quid pro quo", 12);
  srtp = rtc_srtp_gcm_new_with_keys (inbound, &keys, NULL);
  fail_unless (srtp != NULL);
  return srtp;
}

GST_START_TEST (test_rtp)
{
  gsize key_size = vectors[__i__].key_size;
  g_autoptr (RtcSrtp) out = vector_session (FALSE, key_size);
  g_autoptr (RtcSrtp) in = vector_session (TRUE, key_size);
  guint8 data[256];
  RtcSpan span = { data, from_hex (RTP, data) };

  fail_unless_equals_int (rtc_srtp_protect_rtp (out, &span, 1), 1);
  assert_equals (data, span.size, vectors[__i__].srtp);
  fail_unless_equals_int (rtc_srtp_unprotect_rtp (in, &span, 1), 1);
  assert_equals (data, span.size, RTP);
}

GST_END_TEST;

GST_START_TEST (test_rtcp)
{
  gsize key_size = vectors[__i__].key_size;
  g_autoptr (RtcSrtp) out = vector_session (FALSE, key_size);
  g_autoptr (RtcSrtp) in = vector_session (TRUE, key_size);
  guint8 data[256];
  RtcSpan span;
  guint i;

  /* the index counts from 0 */
  for (i = 0; i <= RTCP_INDEX; i++) {
    span = make_span (data, from_hex (RTCP, data));
    fail_unless_equals_int (rtc_srtp_protect_rtcp (out, &span, 1), 1);
  }
  assert_equals (data, span.size, vectors[__i__].srtcp);
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 1);
  assert_equals (data, span.size, RTCP);
}

GST_END_TEST;

/* Sections 17.3 and 17.4: without the E flag */
GST_START_TEST (test_readable_rtcp)
{
  g_autoptr (RtcSrtp) in = vector_session (TRUE, vectors[__i__].key_size);
  guint8 data[256];
  RtcSpan span = { data, from_hex (vectors[__i__].readable, data) };

  data[20] ^= 1;
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
  span.size = from_hex (vectors[__i__].readable, data);
  data[span.size - 4] ^= 0x80;
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 0);
  span.size = from_hex (vectors[__i__].readable, data);
  fail_unless_equals_int (rtc_srtp_unprotect_rtcp (in, &span, 1), 1);
  assert_equals (data, span.size, RTCP);
}

GST_END_TEST;

GST_START_TEST (test_key_derivation)
{
  static const struct
  {
    const gchar *key, *salt, *session_key, *session_salt;
  } prf[] = {
    {"e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6",
        "c61e7a93744f39ee10734afe3ff7a087", "30cbbc08863d8c85d49db34a9ae1"},
    {"f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6",
          "3b04803de51ee7c96423ab5b78d2",
          "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4",
        "fa31791685ca444a9e07c6c64e93"},
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (prf); i++) {
    guint8 key[32], counter[16] = { 0 }, out[32];
    gsize key_size = from_hex (prf[i].key, key);

    from_hex (prf[i].salt, counter);
    fail_unless (rtc_aes_keystream (key, key_size, counter, out, key_size));
    assert_equals (out, key_size, prf[i].session_key);
    counter[7] ^= 2;
    fail_unless (rtc_aes_keystream (key, key_size, counter, out, 14));
    assert_equals (out, 14, prf[i].session_salt);
  }
}

GST_END_TEST;

static Suite *
vectors_suite (void)
{
  Suite *suite = suite_create ("srtp-vectors");
  TCase *tc = tcase_create ("general");
  guint n = G_N_ELEMENTS (vectors);

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_rtp, 0, n);
  tcase_add_loop_test (tc, test_rtcp, 0, n);
  tcase_add_loop_test (tc, test_readable_rtcp, 0, n);
  tcase_add_test (tc, test_key_derivation);
  return suite;
}

GST_CHECK_MAIN (vectors);
