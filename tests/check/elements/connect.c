/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Whole pipelines: ICE and DTLS between two transports of one process */

#include "blocks.h"

#define ICE "local-address=127.0.0.1 min-port=%u max-port=%u "
#define CREDENTIALS_A "ufrag=aaaa pwd=aaaaaaaaaaaaaaaaaaaaaa " \
    "remote-ufrag=bbbb remote-pwd=bbbbbbbbbbbbbbbbbbbbbb "
#define CREDENTIALS_B "ufrag=bbbb pwd=bbbbbbbbbbbbbbbbbbbbbb " \
    "remote-ufrag=aaaa remote-pwd=aaaaaaaaaaaaaaaaaaaaaa "
#define CANDIDATE "remote-candidates=\"candidate:1 1 UDP 2130706431 " \
    "127.0.0.1 %u typ host\" "

static GstElement *
sender_new (const Identities * who, const gchar * fingerprint)
{
  return pipeline_new (SOURCE "rtcsrtpenc name=enc transport-id=a "
      "dtls-client=true certificate=\"%s\" remote-fingerprint=\"%s\" ! "
      "rtcicesink name=sink transport-id=a controlling=true " ICE CREDENTIALS_A
      CANDIDATE, who->pem[0], fingerprint, who->port[0], who->port[0],
      who->port[1]);
}

static GstElement *
receiver_new (const Identities * who, const gchar * fingerprint)
{
  return pipeline_new ("rtcicesrc name=src transport-id=b " ICE CREDENTIALS_B
      "! rtcsrtpdec name=dec transport-id=b certificate=\"%s\" "
      "remote-fingerprint=\"%s\" ! " RTP_CAPS " ! rtppcmudepay ! "
      "identity name=out eos-after=%u ! fakesink", who->port[1], who->port[1],
      who->pem[1], fingerprint, N_PACKETS);
}

static gchar *
dup_string (GstElement * pipeline, const gchar * element, const gchar * name)
{
  g_autoptr (GstElement) found = gst_bin_get_by_name (GST_BIN (pipeline),
      element);
  gchar *text;

  g_object_get (found, name, &text, NULL);
  return text;
}

/* One element of each end a side, and the end of one ends the other */
GST_START_TEST (test_media_arrives)
{
  Identities who;
  GstElement *a, *b;
  g_autofree gchar *cipher = NULL;
  g_autofree gchar *candidates = NULL;

  identities_init (&who);
  a = sender_new (&who, who.fingerprint[1]);
  b = receiver_new (&who, who.fingerprint[0]);
  gst_element_set_state (b, GST_STATE_PLAYING);
  gst_element_set_state (a, GST_STATE_PLAYING);
  gst_message_unref (pipeline_wait (b, GST_MESSAGE_EOS | GST_MESSAGE_ERROR));
  cipher = dup_string (a, "enc", "srtp-cipher");
  fail_unless_equals_string (cipher, "AEAD_AES_128_GCM");
  candidates = dup_string (b, "src", "local-candidates");
  fail_unless (g_str_has_prefix (candidates, "candidate:"));
  fail_unless (stat_of (b, "dec", "packets") >= N_PACKETS);
  fail_unless (stat_of (a, "sink", "packets") >= N_PACKETS);
  pipeline_free (b);
  gst_message_unref (pipeline_wait (a, GST_MESSAGE_EOS));
  pipeline_free (a);
  identities_clear (&who);
}

GST_END_TEST;

/* All four blocks a side, media both ways */
GST_START_TEST (test_media_goes_both_ways)
{
  Identities who;
  GstElement *sides[2];

  identities_init (&who);
  for (guint i = 0; i < 2; i++)
    sides[i] = pipeline_new (SOURCE "rtcsrtpenc transport-id=%u "
        "dtls-client=%s certificate=\"%s\" remote-fingerprint=\"%s\" ! "
        "rtcicesink transport-id=%u rtcicesrc transport-id=%u controlling=%s "
        ICE "%s" CANDIDATE "! rtcsrtpdec transport-id=%u ! " RTP_CAPS
        " ! rtppcmudepay ! identity name=out eos-after=%u ! fakesink name=end",
        i, i == 0 ? "true" : "false", who.pem[i], who.fingerprint[1 - i], i, i,
        i == 0 ? "false" : "true", who.port[i], who.port[i],
        i == 0 ? CREDENTIALS_A : CREDENTIALS_B, who.port[1 - i], i, N_PACKETS);
  for (guint i = 0; i < 2; i++)
    gst_element_set_state (sides[i], GST_STATE_PLAYING);
  /* each side's identity ends its own stream: nothing else does */
  for (guint i = 0; i < 2; i++)
    pipeline_wait_end (sides[i], "end");
  for (guint i = 0; i < 2; i++)
    pipeline_free (sides[i]);
  identities_clear (&who);
}

GST_END_TEST;

/* Somebody else's certificate: told soon, and nothing comes out */
GST_START_TEST (test_a_wrong_fingerprint_is_an_error)
{
  Identities who;
  GstElement *a, *b;
  gint64 before = g_get_monotonic_time ();

  identities_init (&who);
  a = sender_new (&who, who.fingerprint[1]);
  b = receiver_new (&who, who.fingerprint[1]);
  gst_element_set_state (b, GST_STATE_PLAYING);
  gst_element_set_state (a, GST_STATE_PLAYING);
  pipeline_expect_error (b, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "fingerprint");
  /* some ten milliseconds; a handshake that hangs takes ten seconds */
  fail_unless (g_get_monotonic_time () - before < 5 * G_USEC_PER_SEC);
  pipeline_expect_error (a, GST_RESOURCE_ERROR_NOT_AUTHORIZED, "");
  fail_unless_equals_uint64 (stat_of (b, "dec", "packets"), 0);
  fail_unless_equals_uint64 (stat_of (a, "enc", "packets"), 0);
  pipeline_free (a);
  pipeline_free (b);
  identities_clear (&who);
}

GST_END_TEST;

/* The records of the handshake go through pads, among the media */
GST_START_TEST (test_dtls_over_udp)
{
  Identities who;
  GstElement *sides[2];

  identities_init (&who);
  for (guint i = 0; i < 2; i++)
    sides[i] = pipeline_new (SOURCE "rtcsrtpenc transport-id=u%u "
        "dtls-client=%s certificate=\"%s\" remote-fingerprint=\"%s\" ! "
        "udpsink host=127.0.0.1 port=%u sync=false async=false "
        "udpsrc address=127.0.0.1 port=%u ! rtcsrtpdec transport-id=u%u ! "
        RTP_CAPS " ! rtppcmudepay ! identity eos-after=%u ! "
        "fakesink name=end", i, i == 0 ? "true" : "false", who.pem[i],
        who.fingerprint[1 - i], who.port[1 - i], who.port[i], i, N_PACKETS);
  for (guint i = 0; i < 2; i++)
    gst_element_set_state (sides[i], GST_STATE_PLAYING);
  for (guint i = 0; i < 2; i++)
    pipeline_wait_end (sides[i], "end");
  for (guint i = 0; i < 2; i++)
    pipeline_free (sides[i]);
  identities_clear (&who);
}

GST_END_TEST;

static Suite *
connect_suite (void)
{
  Suite *s = suite_create ("connect");
  TCase *tc = tcase_create ("connect");

  suite_add_tcase (s, tc);
  tcase_set_timeout (tc, 150);
  tcase_add_test (tc, test_media_arrives);
  tcase_add_test (tc, test_media_goes_both_ways);
  tcase_add_test (tc, test_a_wrong_fingerprint_is_an_error);
  tcase_add_test (tc, test_dtls_over_udp);
  return s;
}

GST_CHECK_MAIN (connect);
