/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <stdlib.h>

#include "jsep/rtcjsepsession.h"

/* A peer connection's descriptions, one after the other, with blank lines
 * between them: each is taken as an offer, and where none may come as an answer
 * to one of ours.  Whatever was taken can be answered, printed and read again;
 * what was refused has changed nothing. */

int LLVMFuzzerTestOneInput (const guint8 * data, gsize size);

#define MAX_DESCRIPTIONS 4

static RtcJsepFormat formats[] = {
  {{(gchar *) "VP8", 90000, 1, 96, NULL}, NULL},
  {{(gchar *) "H264", 90000, 1, 200,
          (gchar *) "packetization-mode=1;profile-level-id=42e01f"}, NULL},
};

static const guint32 ssrcs[] = { 1 };
static const guint32 rtx_ssrcs[] = { 2 };

static const RtcJsepTransceiver transceivers[] = {
  {.key = 1,.name = "video",.has_kind = TRUE,.kind = RTC_MEDIA_VIDEO,
        .direction = RTC_DIRECTION_SENDRECV,.has_pad = TRUE,.locked_mline = -1,
        .formats = formats,.n_formats = 2,.nack = TRUE,.stream_id = "stream",
        .track_id = "track",.cname = "cname",.ssrcs = ssrcs,
      .rtx_ssrcs = rtx_ssrcs,.n_ssrcs = 1},
  /* takes whatever comes */
  {.key = 2,.name = "any",.direction = RTC_DIRECTION_SENDRECV,
      .locked_mline = -1},
};

static const RtcJsepMedia media = { transceivers, 2, TRUE };

static const RtcJsepOptions options = { FALSE, -1, -1 };

static void
make_credentials (gchar ** ufrag, gchar ** pwd, gpointer user_data)
{
  guint *n = user_data;

  *ufrag = g_strdup_printf ("ufrag%u", ++*n);
  *pwd = g_strdup_printf ("passwordpasswordpassword%u", *n);
}

/* transfer of @sdp: full */
static void
set_local (RtcJsepSession * session, RtcSdpType type, RtcSdp * sdp)
{
  g_autofree gchar *text = rtc_sdp_print (sdp);
  g_autoptr (RtcJsepPlan) plan = NULL;
  g_autoptr (RtcSdp) copy = rtc_sdp_parse (text, -1, NULL);

  if (copy == NULL)
    abort ();
  plan = rtc_jsep_session_set_local (session, type, sdp, &media, NULL);
  /* what was made here can be set here */
  if (plan == NULL)
    abort ();
  rtc_sdp_free (sdp);
}

static gboolean
set_remote (RtcJsepSession * session, RtcSdpType type, const RtcSdp * sdp,
    guint * next_key)
{
  RtcSignalingState state = rtc_jsep_session_get_state (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (RtcJsepPlan) plan = rtc_jsep_session_set_remote (session, type,
      sdp, &media, next_key, &error);

  if (plan != NULL)
    return TRUE;
  if (error == NULL || rtc_jsep_session_get_state (session) != state)
    abort ();
  return FALSE;
}

static void
describe (RtcJsepSession * session, const RtcSdp * sdp, guint * next_key)
{
  RtcSdp *ours;

  if (set_remote (session, RTC_SDP_TYPE_OFFER, sdp, next_key)) {
    ours = rtc_jsep_session_create_answer (session, &media, &options, NULL);
    if (ours != NULL)
      set_local (session, RTC_SDP_TYPE_ANSWER, ours);
    return;
  }
  ours = rtc_jsep_session_create_offer (session, &media, &options, NULL);
  if (ours == NULL)
    return;
  set_local (session, RTC_SDP_TYPE_OFFER, ours);
  if (!set_remote (session, RTC_SDP_TYPE_ANSWER, sdp, next_key))
    rtc_jsep_plan_free (rtc_jsep_session_set_local (session,
            RTC_SDP_TYPE_ROLLBACK, NULL, &media, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 * data, gsize size)
{
  guint n_credentials = 0, next_key = 3;
  const RtcJsepConfig config = {
    .bundle_policy = RTC_BUNDLE_POLICY_MAX_BUNDLE,.fingerprint = "sha-256 00",
    .session_id = 1,.data = TRUE,.sctp_port = 5000,
    .make_credentials = make_credentials,.user_data = &n_credentials,
  };
  g_autoptr (RtcJsepSession) session = NULL;
  g_autofree gchar *text = NULL;
  g_auto (GStrv) parts = NULL;

  if (size > RTC_SDP_MAX_SIZE / 4)
    return 0;
  session = rtc_jsep_session_new (&config);
  text = g_strndup ((const gchar *) data, size);
  parts = g_strsplit (text, "\n\n", MAX_DESCRIPTIONS);
  for (guint i = 0; parts[i] != NULL; i++) {
    g_autoptr (RtcSdp) sdp = rtc_sdp_parse (parts[i], -1, NULL);

    if (sdp != NULL)
      describe (session, sdp, &next_key);
  }
  return 0;
}
