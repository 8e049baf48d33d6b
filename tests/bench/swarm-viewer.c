/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "swarm-viewer.h"

#include "core/rtcclassify.h"
#include "nice/rtcnice.h"
#include "openssl/rtcdtls.h"
#include "swarm-post.h"

#include <string.h>

#define REPORT_INTERVAL (G_USEC_PER_SEC)

struct _SwarmViewer
{
  RtcLoop *loop;
  gchar *url;
  SwarmViewerFunc done;         /* NULL: called */
  gpointer user_data;

  RtcIce *ice;
  GString *candidates;          /* a= lines of the offer */
  SwarmPost *post;
  gint64 posted;

  RtcDtls *dtls;
  RtcTimer *timer;
  RtcSrtp *inbound, *outbound;
  RtcSrtpProfile profile;
  RtcTimer *report_timer;
  SwarmCount count;
};

/* What a browser's recvonly offer of video comes down to */
#define OFFER \
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n" \
    "a=group:BUNDLE 0\r\na=msid-semantic: WMS\r\n" \
    "m=video 9 UDP/TLS/RTP/SAVPF 96 97\r\n" \
    "c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\n" \
    "a=ice-ufrag:%s\r\na=ice-pwd:%s\r\na=ice-options:trickle\r\n" \
    "a=fingerprint:%s\r\na=setup:actpass\r\na=mid:0\r\n" \
    "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time\r\n" \
    "a=extmap:3 http://www.ietf.org/id/" \
    "draft-holmer-rmcat-transport-wide-cc-extensions-01\r\n" \
    "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid\r\n" \
    "a=recvonly\r\na=rtcp-mux\r\na=rtcp-rsize\r\n" \
    "a=rtpmap:96 VP8/90000\r\na=rtcp-fb:96 transport-cc\r\n" \
    "a=rtcp-fb:96 ccm fir\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n" \
    "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\n" \
    "%sa=end-of-candidates\r\n"

static void
finish (SwarmViewer * viewer, const gchar * reason)
{
  SwarmViewerFunc done = g_steal_pointer (&viewer->done);

  if (done != NULL)
    done (viewer, (rtc_loop_now () - viewer->posted) / 1000.0, reason,
        viewer->user_data);
}

/* --- DTLS --- */

static void
dtls_output (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
  SwarmViewer *viewer = user_data;
  GOutputVector packet = { data, size };

  viewer->ice->klass->send (viewer->ice, &packet, 1);
}

static void
dtls_state_changed (RtcDtls * dtls, RtcDtlsState state, gpointer user_data)
{
  SwarmViewer *viewer = user_data;
  RtcDtlsKeys keys;

  if (state == RTC_DTLS_FAILED) {
    const GError *error = rtc_dtls_get_error (dtls);

    finish (viewer, error != NULL ? error->message : "DTLS failed");
  } else if (state == RTC_DTLS_CONNECTED) {
    if (rtc_dtls_export_keys (dtls, &keys)) {
      viewer->profile = keys.profile;
      viewer->inbound = rtc_srtp_new_inbound (keys.profile, keys.remote,
          keys.key_size + keys.salt_size, NULL);
      viewer->outbound = rtc_srtp_new_outbound (keys.profile, keys.local,
          keys.key_size + keys.salt_size, NULL);
      rtc_timer_set (viewer->report_timer, rtc_loop_now () + REPORT_INTERVAL);
    }
    finish (viewer, viewer->inbound != NULL ? NULL : "no SRTP keys");
    swarm_post_hang_up (viewer->post);
  }
}

static void
dtls_received (RtcDtls * dtls, const guint8 * data, gsize size,
    gpointer user_data)
{
}

/* Whoever does not report is taken for dead */
static void
on_report_timer (gpointer data)
{
  SwarmViewer *viewer = data;
  guint8 report[SWARM_REPORT_SIZE + RTC_SRTP_MAX_TRAILER];
  RtcSpan span = { report, swarm_count_write_report (&viewer->count, 1,
        report)
  };

  rtc_timer_set (viewer->report_timer, rtc_loop_now () + REPORT_INTERVAL);
  if (viewer->count.packets == 0
      || rtc_srtp_protect_rtcp (viewer->outbound, &span, 1) != 1)
    return;
  viewer->ice->klass->send (viewer->ice, &(GOutputVector) {
      span.data, span.size}, 1);
}

static const RtcDtlsEvents dtls_events = {
  dtls_output, dtls_state_changed, dtls_received
};

static void
on_timer (gpointer data)
{
  SwarmViewer *viewer = data;

  rtc_dtls_timeout (viewer->dtls, rtc_loop_now ());
  rtc_timer_set (viewer->timer, rtc_dtls_deadline (viewer->dtls));
}

/* --- the answer --- */

/* The first "a=NAME:value" of @sdp, or NULL */
static gchar *
attribute (const gchar * sdp, const gchar * name)
{
  g_autofree gchar *prefix = g_strdup_printf ("\na=%s:", name);
  const gchar *value = strstr (sdp, prefix);

  if (value == NULL)
    return NULL;
  value += strlen (prefix);
  return g_strndup (value, strcspn (value, "\r\n"));
}

static void
on_candidate (const gchar * candidate, gpointer user_data)
{
  SwarmViewer *viewer = user_data;

  viewer->ice->klass->add_remote_candidate (viewer->ice, candidate);
}

static void
on_answer (const gchar * answer, const gchar * reason, gpointer user_data)
{
  SwarmViewer *viewer = user_data;
  g_autofree gchar *ufrag = NULL, *pwd = NULL, *fingerprint = NULL;
  g_autofree gchar *setup = NULL;

  if (answer == NULL) {
    finish (viewer, reason != NULL ? reason : "no answer");
    return;
  }
  ufrag = attribute (answer, "ice-ufrag");
  pwd = attribute (answer, "ice-pwd");
  fingerprint = attribute (answer, "fingerprint");
  setup = attribute (answer, "setup");
  if (ufrag == NULL || pwd == NULL || fingerprint == NULL || setup == NULL) {
    finish (viewer, "the answer lacks ICE or DTLS attributes");
    return;
  }

  viewer->dtls = rtc_dtls_new (rtc_certificate_get_default (),
      strcmp (setup, "passive") == 0, &dtls_events, viewer);
  viewer->timer = rtc_timer_new (viewer->loop, on_timer, viewer);
  if (!rtc_dtls_add_remote_fingerprint (viewer->dtls, fingerprint, NULL)) {
    finish (viewer, "bad fingerprint");
    return;
  }
  viewer->ice->klass->set_remote_credentials (viewer->ice, ufrag, pwd);
  for (const gchar * line = answer;
      (line = strstr (line, "\na=candidate:")) != NULL; line++) {
    g_autofree gchar *candidate =
        g_strndup (line + 3, strcspn (line + 3, "\r\n"));

    viewer->ice->klass->add_remote_candidate (viewer->ice, candidate);
  }
}

static const SwarmPostEvents post_events = { on_answer, on_candidate };

/* --- ICE --- */

static void
ice_state_changed (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  SwarmViewer *viewer = user_data;

  if (state == RTC_ICE_FAILED)
    finish (viewer, "ICE failed");
  if (state == RTC_ICE_CONNECTED && viewer->dtls != NULL
      && rtc_dtls_get_state (viewer->dtls) == RTC_DTLS_NEW) {
    rtc_dtls_start (viewer->dtls, rtc_loop_now ());
    rtc_timer_set (viewer->timer, rtc_dtls_deadline (viewer->dtls));
  }
}

static void
ice_local_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  SwarmViewer *viewer = user_data;
  g_autofree gchar *offer = NULL;

  if (candidate != NULL) {
    g_string_append_printf (viewer->candidates, "a=%s\r\n", candidate);
    return;
  }
  if (viewer->post != NULL)
    return;
  offer = g_strdup_printf (OFFER, ice->klass->get_local_ufrag (ice),
      ice->klass->get_local_pwd (ice),
      rtc_certificate_get_fingerprint (rtc_certificate_get_default ()),
      viewer->candidates->str);
  viewer->posted = rtc_loop_now ();
  viewer->post = swarm_post_new (viewer->loop, viewer->url, offer,
      &post_events, viewer);
}

static void
ice_path_changed (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
}

static void
ice_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  SwarmViewer *viewer = user_data;

  switch (rtc_classify (data, size)) {
    case RTC_PACKET_RTP:
      swarm_count_packet (&viewer->count, viewer->inbound, data, size);
      break;
    case RTC_PACKET_DTLS:
      if (viewer->dtls == NULL)
        break;
      rtc_dtls_input (viewer->dtls, data, size, rtc_loop_now ());
      rtc_timer_set (viewer->timer, rtc_dtls_deadline (viewer->dtls));
      break;
    default:
      break;
  }
}

static const RtcIceEvents ice_events = {
  ice_state_changed, ice_local_candidate, ice_path_changed, ice_received
};

SwarmViewer *
swarm_viewer_new (RtcLoop * loop, const gchar * url,
    const gchar * local_address, SwarmViewerFunc done, gpointer user_data)
{
  SwarmViewer *viewer = g_new0 (SwarmViewer, 1);
  const gchar *addresses[] = { local_address, NULL };
  RtcIceConfig config = {.controlling = TRUE,.local_addresses = addresses };
  g_autoptr (GError) error = NULL;

  viewer->loop = loop;
  viewer->url = g_strdup (url);
  viewer->done = done;
  viewer->user_data = user_data;
  viewer->candidates = g_string_new (NULL);
  viewer->report_timer = rtc_timer_new (loop, on_report_timer, viewer);
  viewer->ice = rtc_nice_new (loop, &config, &ice_events, viewer, &error);
  if (viewer->ice == NULL || !viewer->ice->klass->gather (viewer->ice, &error))
    finish (viewer, error != NULL ? error->message : "ICE does not start");
  return viewer;
}

void
swarm_viewer_free (SwarmViewer * viewer)
{
  viewer->done = NULL;
  if (viewer->post != NULL)
    swarm_post_free (viewer->post);
  if (viewer->dtls != NULL) {
    rtc_dtls_close (viewer->dtls);
    rtc_dtls_free (viewer->dtls);
    rtc_timer_free (viewer->timer);
  }
  if (viewer->ice != NULL)
    rtc_ice_free (viewer->ice);
  rtc_timer_free (viewer->report_timer);
  g_clear_pointer (&viewer->inbound, rtc_srtp_free);
  g_clear_pointer (&viewer->outbound, rtc_srtp_free);
  g_string_free (viewer->candidates, TRUE);
  g_free (viewer->url);
  g_free (viewer);
}

const SwarmCount *
swarm_viewer_get_count (SwarmViewer * viewer)
{
  return &viewer->count;
}

const gchar *
swarm_viewer_get_profile (SwarmViewer * viewer)
{
  switch (viewer->profile) {
    case RTC_SRTP_AES128_CM_SHA1_80:
      return "AES_128_CM_SHA1_80";
    case RTC_SRTP_AEAD_AES_128_GCM:
      return "AEAD_AES_128_GCM";
    case RTC_SRTP_AEAD_AES_256_GCM:
      return "AEAD_AES_256_GCM";
    default:
      return "none";
  }
}
