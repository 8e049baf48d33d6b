/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* The application sets another text than was created */

GST_START_TEST (test_offer)
{
  g_autoptr (RtcSdp) offer = NULL;
  RtcSdpMedia *audio;
  Peer a, b;

  peer_init (&a, 'a');
  peer_init (&b, 'b');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  audio = rtc_sdp_get_media (offer, 0);
  audio->direction = RTC_DIRECTION_RECVONLY;
  g_free (audio->transport.ufrag);
  audio->transport.ufrag = g_strdup ("munged");
  peer_set_local (&a, RTC_SDP_TYPE_OFFER, offer);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "munged");
  peer_add_pad (&b, RTC_MEDIA_AUDIO);
  peer_set_remote (&b, RTC_SDP_TYPE_OFFER, offer);
  peer_set_local (&b, RTC_SDP_TYPE_ANSWER, NULL);
  peer_set_remote (&a, RTC_SDP_TYPE_ANSWER,
      rtc_jsep_session_get_local (b.session, FALSE, NULL));
  fail_unless_equals_int (peer_section (&a, 0)->current,
      RTC_DIRECTION_RECVONLY);
  fail_unless_equals_string (peer_transport (&a, 0)->local_ufrag, "munged");
  peer_clear (&a);
  peer_clear (&b);
}

GST_END_TEST;

/* A codec is taken out, the role turned round */
GST_START_TEST (test_answer)
{
  g_autoptr (RtcSdp) offer = parse_seed ("chromium-sendrecv.sdp");
  g_autoptr (RtcSdp) answer = NULL;
  RtcSdpMedia *media;
  guint before;
  Peer a;

  peer_init (&a, 'a');
  peer_set_remote (&a, RTC_SDP_TYPE_OFFER, offer);
  answer = peer_create_answer (&a, NULL);
  for (guint i = 0; i < rtc_sdp_n_media (answer); i++)
    rtc_sdp_get_media (answer, i)->transport.setup = RTC_SDP_SETUP_PASSIVE;
  media = rtc_sdp_get_media (answer, 0);
  before = media->codecs->len;
  g_ptr_array_remove_index (media->codecs, 0);
  g_ptr_array_remove_index (media->formats, 0);
  peer_set_local (&a, RTC_SDP_TYPE_ANSWER, answer);
  fail_unless_equals_int (peer_section (&a, 0)->receive->len, before - 1);
  fail_if (peer_transport (&a, 0)->dtls_client);
  peer_clear (&a);
}

GST_END_TEST;

GST_START_TEST (test_other_sections)
{
  g_autoptr (RtcSdp) offer = NULL;
  Peer a;

  peer_init (&a, 'a');
  peer_add_pad (&a, RTC_MEDIA_AUDIO);
  offer = peer_create_offer (&a, NULL);
  rtc_sdp_add_media (offer, "video", 9, "UDP/TLS/RTP/SAVPF");
  peer_fail_local (&a, RTC_SDP_TYPE_OFFER, offer, RTC_JSEP_ERROR_SYNTAX,
      "sections");
  peer_clear (&a);
}

GST_END_TEST;

JSEP_TEST (munged, test_offer, test_answer, test_other_sections);
