/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* Header extensions, RFC 8285 */

static void
free_extmap (gpointer data)
{
  g_free (((RtcSdpExtmap *) data)->uri);
  g_free (data);
}

static GPtrArray *
wish (guint id, const gchar * uri)
{
  GPtrArray *extmaps = g_ptr_array_new_with_free_func (free_extmap);
  RtcSdpExtmap *extmap = g_new0 (RtcSdpExtmap, 1);

  extmap->id = id;
  extmap->direction = RTC_DIRECTION_SENDRECV;
  extmap->uri = g_strdup (uri);
  g_ptr_array_add (extmaps, extmap);
  return extmaps;
}

static guint
find_id (const GPtrArray * extmaps, const gchar * uri)
{
  for (guint i = 0; i < extmaps->len; i++) {
    const RtcSdpExtmap *extmap = g_ptr_array_index (extmaps, i);

    if (g_str_has_suffix (extmap->uri, uri))
      return extmap->id;
  }
  return 0;
}

/* Without a wish those that we know, the same numbers in each section */
GST_START_TEST (test_offer)
{
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *audio, *video;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO);
  negotiate_full (&a, &b, NULL, &offer, NULL);
  audio = rtc_sdp_get_media (offer, 0);
  video = rtc_sdp_get_media (offer, 1);
  fail_unless (find_id (audio->extmaps, ":mid") > 0);
  fail_unless_equals_int (find_id (audio->extmaps, ":mid"),
      find_id (video->extmaps, ":mid"));
  fail_unless (find_id (video->extmaps, ":repaired-rtp-stream-id") > 0);
  fail_unless_equals_int (find_id (peer_section (&b, 1)->receive_extmaps,
          ":mid"), find_id (video->extmaps, ":mid"));
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A wish is the whole list of its section; others go round its number */
GST_START_TEST (test_wish)
{
  g_autoptr (GPtrArray) extmaps = wish (1, "foobar");
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *audio, *video;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->extmaps = extmaps;
  negotiate_full (&a, &b, NULL, &offer, NULL);
  audio = rtc_sdp_get_media (offer, 0);
  video = rtc_sdp_get_media (offer, 1);
  fail_unless_equals_int (video->extmaps->len, 1);
  fail_unless_equals_int (find_id (video->extmaps, "foobar"), 1);
  fail_unless_equals_int (find_id (audio->extmaps, "foobar"), 0);
  fail_unless (find_id (audio->extmaps, ":mid") > 1);
  /* the other side does not know it */
  fail_unless_equals_int (find_id (peer_section (&a, 1)->send_extmaps,
          "foobar"), 0);
  /* a number stays when a wish comes too late for it */
  a.transceivers[0].extmaps = extmaps;
  b.transceivers[0].extmaps = extmaps;
  negotiate (&b, &a);
  fail_unless_equals_int (find_id (peer_section (&b, 0)->send_extmaps,
          "foobar"), 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Layers of simulcast cannot do without theirs */
GST_START_TEST (test_wish_and_simulcast)
{
  static const gchar *const rids[] = { "hi", "lo", NULL };
  g_autoptr (GPtrArray) extmaps = wish (1, "foobar");
  g_autoptr (RtcSdp) offer = NULL;
  const RtcSdpMedia *video;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_VIDEO)->extmaps = extmaps;
  a.transceivers[0].rids = rids;
  negotiate_full (&a, &b, NULL, &offer, NULL);
  video = rtc_sdp_get_media (offer, 0);
  fail_unless_equals_int (video->extmaps->len, 3);
  fail_unless_equals_int (find_id (video->extmaps, "foobar"), 1);
  fail_unless (find_id (video->extmaps, ":rtp-stream-id") > 1);
  fail_unless (find_id (video->extmaps, ":repaired-rtp-stream-id") > 1);
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* Firefox says who may send one; the answer says the reverse */
GST_START_TEST (test_direction)
{
  g_autoptr (RtcSdp) offer = parse_edited ("chromium-sendrecv.sdp",
      "urn:ietf:params:rtp-hdrext:sdes:mid", "urn:x:gone");
  g_autoptr (RtcSdp) answer = NULL;
  RtcSdpExtmap *extmap;
  Peer a;

  peer_init (&a, 'a');
  extmap = rtc_sdp_media_add_extmap (rtc_sdp_get_media (offer, 0), 11,
      "urn:ietf:params:rtp-hdrext:sdes:mid");
  extmap->has_direction = TRUE;
  extmap->direction = RTC_DIRECTION_SENDONLY;
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&a, NULL);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (find_id (rtc_sdp_get_media (answer, 0)->extmaps,
          ":mid"), 11);
  fail_unless_equals_int (find_id (peer_section (&a, 0)->send_extmaps,
          ":mid"), 0);
  fail_unless_equals_int (find_id (peer_section (&a, 0)->receive_extmaps,
          ":mid"), 11);
  peer_clear (&a);
}

GST_END_TEST;

JSEP_TEST (extensions, test_offer, test_wish, test_wish_and_simulcast,
    test_direction);
