/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>
#include <string.h>

#include "rtp/rtcbytes.h"
#include "rtp/rtcrouter.h"

#define MID 1
#define RID 2
#define REPAIRED 3

static const guint8 audio_pts[] = { 0, 96, 111 };
static const guint8 video_pts[] = { 96, 97 };
static const guint32 video_ssrcs[] = { 0xa0, 0xa1 };
static const gchar *const rids[] = { "hi", "lo", NULL };

static const RtcRouterSection sections[] = {
  {.mline = 0,.mid = "audio0",.mid_id = MID,.pts = audio_pts,.n_pts = 3,
      .receives = TRUE},
  {.mline = 2,.mid = "v",.mid_id = MID,.rid_id = RID,
        .repaired_rid_id = REPAIRED,.pts = video_pts,.n_pts = 2,
        .ssrcs = video_ssrcs,.n_ssrcs = 2,.rids = rids,.receives = TRUE},
};

static gsize
add_element (guint8 * packet, gsize at, guint8 id, const gchar * text)
{
  packet[at++] = id << 4 | (strlen (text) - 1);
  memcpy (packet + at, text, strlen (text));
  return at + strlen (text);
}

/* A packet with whatever of @mid and of a layer's name under @rid_id */
static gboolean
receive (RtcRouter * router, guint32 ssrc, guint8 pt, const gchar * mid,
    guint8 rid_id, const gchar * rid, RtcRouterMatch * match)
{
  guint8 packet[128] = { 0x80, pt };
  gsize at = 16;
  RtcHeader header;

  rtc_put_u32 (packet + 8, ssrc);
  if (mid != NULL)
    at = add_element (packet, at, MID, mid);
  if (rid != NULL)
    at = add_element (packet, at, rid_id, rid);
  if (at == 16) {
    at = 12;
  } else {
    packet[0] |= 0x10;
    at = (at + 3) & ~3;
    rtc_put_u16 (packet + 12, 0xbede);
    rtc_put_u16 (packet + 14, (at - 16) / 4);
  }
  fail_unless (rtc_header_read (packet, at + 20, &header));
  return rtc_router_match (router, &header, match);
}

static RtcRouter *
make_router (void)
{
  RtcRouter *router = rtc_router_new ();

  rtc_router_set_sections (router, sections, 2);
  return router;
}

GST_START_TEST (test_mid_then_ssrc)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterMatch match;

  /* both sections have 96: nobody knows whose it is */
  fail_if (receive (router, 5, 96, NULL, 0, NULL, &match));
  fail_unless (receive (router, 5, 96, "audio0", 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);
  fail_unless (match.is_new);
  fail_unless (receive (router, 5, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);
  fail_if (match.is_new);
  /* a stream may move to another section, and only MID says so */
  fail_unless (receive (router, 5, 96, "v", 0, NULL, &match));
  fail_unless_equals_int (match.mline, 2);
  fail_unless (receive (router, 5, 97, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 2);
}

GST_END_TEST;

GST_START_TEST (test_what_is_for_nobody)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterSection silent[2];
  RtcRouterMatch match;

  fail_if (receive (router, 5, 96, "other", 0, NULL, &match));
  /* an SSRC that is known does not excuse a MID that is not */
  fail_unless (receive (router, 5, 111, NULL, 0, NULL, &match));
  fail_if (receive (router, 5, 111, "other", 0, NULL, &match));
  /* not a payload type of the section */
  fail_if (receive (router, 6, 97, "audio0", 0, NULL, &match));
  fail_if (receive (router, 0xa0, 111, NULL, 0, NULL, &match));
  fail_if (receive (router, 7, 33, NULL, 0, NULL, &match));
  fail_if (rtc_router_find (router, 6, &match));
  fail_if (rtc_router_find (router, 7, &match));

  memcpy (silent, sections, sizeof (silent));
  silent[0].receives = FALSE;
  rtc_router_set_sections (router, silent, 2);
  fail_if (receive (router, 5, 111, NULL, 0, NULL, &match));
  fail_unless (receive (router, 0xa0, 96, NULL, 0, NULL, &match));
}

GST_END_TEST;

GST_START_TEST (test_payload_type_of_one_section)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterMatch match;

  fail_unless (receive (router, 5, 111, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);
  /* learnt: now the ambiguous one is clear too */
  fail_unless (receive (router, 5, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);
}

GST_END_TEST;

GST_START_TEST (test_announced_ssrc)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterMatch match;

  fail_if (rtc_router_find (router, 0xa1, &match));
  fail_unless (receive (router, 0xa1, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 2);
  fail_unless (match.is_new);
  fail_unless (rtc_router_find (router, 0xa1, &match));
  fail_unless_equals_int (match.mline, 2);
  fail_if (match.is_new);

  /* the same sections again: it is still no new one */
  rtc_router_set_sections (router, sections, 2);
  fail_unless (receive (router, 0xa1, 96, NULL, 0, NULL, &match));
  fail_if (match.is_new);
  /* no longer announced: 96 may be anybody's */
  rtc_router_set_sections (router, NULL, 0);
  rtc_router_set_sections (router, sections, 1);
  fail_unless (receive (router, 0xa1, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);
}

GST_END_TEST;

GST_START_TEST (test_layers)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterMatch match;

  fail_unless (receive (router, 1, 96, "v", RID, "hi", &match));
  fail_unless_equals_string (match.rid, "hi");
  fail_if (match.repair);
  fail_unless (receive (router, 2, 96, "v", RID, "lo", &match));
  fail_unless_equals_string (match.rid, "lo");
  fail_unless (receive (router, 3, 97, "v", REPAIRED, "hi", &match));
  fail_unless_equals_string (match.rid, "hi");
  fail_unless (match.repair);
  /* a browser sends the names only until they are acknowledged */
  fail_unless (receive (router, 2, 96, NULL, 0, NULL, &match));
  fail_unless_equals_string (match.rid, "lo");
  fail_unless (receive (router, 3, 97, NULL, 0, NULL, &match));
  fail_unless (match.repair);
  fail_if (receive (router, 4, 96, "v", RID, "mid", &match));
  /* a RID without MID: which section has it the payload type must say */
  fail_unless (receive (router, 9, 97, NULL, RID, "hi", &match));
  fail_unless_equals_int (match.mline, 2);
  /* no simulcast in the section: a RID says nothing */
  fail_unless (receive (router, 8, 96, "audio0", RID, "hi", &match));
  fail_unless (match.rid == NULL);
}

GST_END_TEST;

GST_START_TEST (test_learnt_survives_renegotiation)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterSection swapped[] = { sections[1], sections[0] };
  RtcRouterMatch match;

  fail_unless (receive (router, 1, 96, "v", RID, "lo", &match));
  fail_unless (receive (router, 2, 96, "audio0", 0, NULL, &match));
  rtc_router_set_sections (router, swapped, 2);
  fail_unless (receive (router, 1, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 2);
  fail_unless_equals_string (match.rid, "lo");
  fail_unless (receive (router, 2, 96, NULL, 0, NULL, &match));
  fail_unless_equals_int (match.mline, 0);

  /* another mid in the same place: another section */
  swapped[0].mid = "w";
  rtc_router_set_sections (router, swapped, 2);
  fail_if (receive (router, 1, 96, NULL, 0, NULL, &match));
}

GST_END_TEST;

GST_START_TEST (test_bounded)
{
  g_autoptr (RtcRouter) router = make_router ();
  RtcRouterMatch match;

  fail_unless (receive (router, 0xa0, 96, NULL, 0, NULL, &match));
  for (guint32 ssrc = 0x1000; ssrc <= 0x1100; ssrc++)
    fail_unless (receive (router, ssrc, 111, NULL, 0, NULL, &match));
  fail_if (rtc_router_find (router, 0x1000, &match));
  fail_unless (rtc_router_find (router, 0x1001, &match));
  fail_unless (rtc_router_find (router, 0x1100, &match));
  /* what was announced is no part of that */
  fail_unless (rtc_router_find (router, 0xa0, &match));
}

GST_END_TEST;

static Suite *
router_suite (void)
{
  Suite *suite = suite_create ("router");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_mid_then_ssrc);
  tcase_add_test (tc, test_what_is_for_nobody);
  tcase_add_test (tc, test_payload_type_of_one_section);
  tcase_add_test (tc, test_announced_ssrc);
  tcase_add_test (tc, test_layers);
  tcase_add_test (tc, test_learnt_survives_renegotiation);
  tcase_add_test (tc, test_bounded);
  return suite;
}

GST_CHECK_MAIN (router);
