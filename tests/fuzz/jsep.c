/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>

#include "jsep/rtcjsepsession.h"

/* Any description may come as an offer, first or later, or as the answer to an
 * offer of ours: it is refused, or there is a plan, and what we say to it can be
 * read. */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

static RtcJsepFormat audio[] = {
  {{(gchar *) "OPUS", 48000, 2, 96, NULL}, NULL},
  {{(gchar *) "PCMU", 8000, 1, 0, NULL}, NULL},
};

static RtcJsepFormat video[] = {
  {{(gchar *) "VP8", 90000, 1, 97, NULL}, NULL},
  {{(gchar *) "H264", 90000, 1, 98,
          (gchar *) "packetization-mode=1;profile-level-id=42e01f"}, NULL},
};

static const guint32 ssrcs[] = { 1 };
static const guint32 rtx_ssrcs[] = { 2 };
static const gchar *const rids[] = { "hi", "lo", NULL };

static const RtcJsepTransceiver transceivers[] = {
  {1, "webrtctransceiver0", TRUE, RTC_MEDIA_AUDIO, RTC_DIRECTION_SENDRECV,
        FALSE, TRUE, -1, audio, 2, FALSE, RTC_FEC_NONE, "s", "a", "c", ssrcs,
      NULL, 1},
  {2, "webrtctransceiver1", TRUE, RTC_MEDIA_VIDEO, RTC_DIRECTION_SENDRECV,
        FALSE, TRUE, -1, video, 2, TRUE, RTC_FEC_ULP_RED, "s", "v", "c", ssrcs,
      rtx_ssrcs, 1, rids},
  {3, "webrtctransceiver2", TRUE, RTC_MEDIA_VIDEO, RTC_DIRECTION_RECVONLY,
      FALSE, FALSE, -1},
};

static const RtcJsepMedia media = { transceivers, 3, TRUE };

static void
make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  *ufrag = g_strdup ("ufrag");
  *pwd = g_strdup ("passwordpasswordpassword");
}

static RtcJsepSession *
make_session (RtcBundlePolicy policy)
{
  const RtcJsepConfig config = { policy, FALSE, "sha-256 00", 1, TRUE, 5000,
    65536, make_credentials, NULL
  };

  return rtc_jsep_session_new (&config);
}

static void
read_again (const RtcSdp * sdp)
{
  g_autofree gchar *text = rtc_sdp_print (sdp);
  g_autoptr (RtcSdp) copy = rtc_sdp_parse (text, -1, NULL);

  if (copy == NULL)
    abort ();
}

/* FALSE: it was refused, and nothing has changed */
static gboolean
set_remote (RtcJsepSession * session, RtcSdpType type, const RtcSdp * sdp)
{
  RtcSignalingState before = rtc_jsep_session_get_state (session);
  g_autoptr (RtcJsepPlan) plan = NULL;
  guint key = 4;

  plan = rtc_jsep_session_set_remote (session, type, sdp, &media, &key, NULL);
  if (!plan && (rtc_jsep_session_get_state (session) != before || key != 4))
    abort ();
  if (plan && plan->sections->len != rtc_sdp_n_media (sdp))
    abort ();
  return plan != NULL;
}

static void
set_local (RtcJsepSession * session, RtcSdpType type)
{
  g_autoptr (RtcSdp) sdp = type == RTC_SDP_TYPE_OFFER ?
      rtc_jsep_session_create_offer (session, &media, NULL, NULL) :
      rtc_jsep_session_create_answer (session, &media, NULL, NULL);
  g_autoptr (RtcJsepPlan) plan = NULL;

  if (!sdp)
    return;
  read_again (sdp);
  plan = rtc_jsep_session_set_local (session, type, sdp, &media, NULL);
  if (plan)
    rtc_jsep_session_needs_negotiation (session, &media);
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  g_autoptr (RtcSdp) sdp = NULL;

  if (size > RTC_SDP_MAX_SIZE / 4)
    return 0;
  sdp = rtc_sdp_parse ((const gchar *) data, size, NULL);
  for (guint policy = 0; sdp && policy < 4; policy++) {
    g_autoptr (RtcJsepSession) answerer = make_session (policy);
    g_autoptr (RtcJsepSession) offerer = make_session (policy);

    if (set_remote (answerer, RTC_SDP_TYPE_OFFER, sdp)) {
      set_local (answerer, RTC_SDP_TYPE_ANSWER);
      set_local (answerer, RTC_SDP_TYPE_OFFER);
      set_remote (answerer, RTC_SDP_TYPE_ANSWER, sdp);
      set_remote (answerer, RTC_SDP_TYPE_OFFER, sdp);
      set_local (answerer, RTC_SDP_TYPE_PRANSWER);
      set_local (answerer, RTC_SDP_TYPE_ANSWER);
    }
    set_local (offerer, RTC_SDP_TYPE_OFFER);
    set_remote (offerer, RTC_SDP_TYPE_PRANSWER, sdp);
    set_remote (offerer, RTC_SDP_TYPE_ANSWER, sdp);
    set_remote (offerer, RTC_SDP_TYPE_OFFER, sdp);
  }
  return 0;
}
