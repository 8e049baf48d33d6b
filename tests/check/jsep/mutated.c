/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"
#include "../mutate.h"

/* Offers with bytes and lines changed at random, always the same ones: nothing
 * may crash, and an answer always has the sections of its offer.  Criticals are
 * fatal in tests. */

#define N_MUTATIONS 12000

static const gchar *const seeds[] = {
  "chromium-recvonly.sdp", "firefox-recvonly.sdp", "aiortc-recvonly.sdp",
  "safari-recvonly.sdp", "chromium-sendrecv.sdp", "firefox-sendrecv.sdp",
};

static gboolean
answer_or_refuse (const GString * text)
{
  g_auto (RtcJsepResult) result = { NULL, };
  g_autoptr (GError) error = NULL;
  g_autoptr (RtcSdp) offer = rtc_sdp_parse (text->str, text->len, &error);
  g_autofree gchar *printed = NULL;

  if (!offer) {
    fail_unless (error && *error->message);
    return FALSE;
  }
  if (!rtc_jsep_answer (offer, tracks, 2, &our_transport, 7, &result, &error)) {
    fail_unless (error && *error->message);
    return FALSE;
  }
  fail_unless_equals_int (rtc_sdp_n_media (result.sdp),
      rtc_sdp_n_media (offer));
  fail_unless (result.n_sends > 0 && result.remote_fingerprints->len > 0);
  printed = rtc_sdp_print (result.sdp);
  rtc_sdp_free (parse (printed));
  return TRUE;
}

GST_START_TEST (test_mutations)
{
  GRand *rand = g_rand_new_with_seed (20140611);
  guint n_answered = 0;
  /* a memory checker takes its time */
  guint n_mutations = N_MUTATIONS / (g_getenv ("VALGRIND") != NULL ? 20 : 1);

  for (guint i = 0; i < n_mutations; i++) {
    g_autofree gchar *seed = read_text (seeds[i % G_N_ELEMENTS (seeds)]);
    g_autoptr (GString) text = g_string_new (seed);

    mutate_text (rand, text);
    n_answered += answer_or_refuse (text);
  }
  /* both ways were taken often enough to mean something */
  fail_unless (n_answered > n_mutations / 20
      && n_answered < n_mutations * 19 / 20, "%u answered", n_answered);
  g_rand_free (rand);
}

GST_END_TEST;

JSEP_TEST (mutated, test_mutations);
