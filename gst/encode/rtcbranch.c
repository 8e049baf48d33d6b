/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtcbranch.h"

#include <gst/video/video-event.h>

GST_DEBUG_CATEGORY_STATIC (rtc_branch_debug);
#define GST_CAT_DEFAULT rtc_branch_debug

struct _RtcBranch
{
  gint refcount;
  GstBin *bin;
  GstElement *tee;
  RtcEncoderConfig config;
  RtcFanout *fanout;
  GstPad *tee_pad;              /* of the thread that starts and stops */
  gint failed;                  /* atomic: it never started */

  GMutex lock;
  GstElement *encoder;          /* under lock */
};

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean done;
} Gate;

static void
gate_clear (gpointer data)
{
  Gate *gate = data;

  g_mutex_clear (&gate->lock);
  g_cond_clear (&gate->cond);
}

static void
gate_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, gate_clear);
}

/* A branch of @bin that will hang on @tee.  Any thread; copies @config. */
RtcBranch *
rtc_branch_new (GstBin * bin, GstElement * tee,
    const RtcEncoderConfig * config, RtcFanout * fanout)
{
  RtcBranch *branch = g_new0 (RtcBranch, 1);

  if (rtc_branch_debug == NULL)
    GST_DEBUG_CATEGORY_INIT (rtc_branch_debug, "rtcbranch", 0,
        "encoder branches coming and going");
  branch->refcount = 1;
  branch->bin = gst_object_ref (bin);
  branch->tee = gst_object_ref (tee);
  branch->config = *config;
  rtc_timeline_ref (config->timeline);
  branch->fanout = rtc_fanout_ref (fanout);
  g_mutex_init (&branch->lock);
  return branch;
}

/* Any thread */
RtcBranch *
rtc_branch_ref (RtcBranch * branch)
{
  g_atomic_int_inc (&branch->refcount);
  return branch;
}

/* Any thread */
void
rtc_branch_unref (RtcBranch * branch)
{
  if (!g_atomic_int_dec_and_test (&branch->refcount))
    return;
  gst_object_unref (branch->bin);
  gst_object_unref (branch->tee);
  rtc_timeline_unref (branch->config.timeline);
  rtc_fanout_unref (branch->fanout);
  g_mutex_clear (&branch->lock);
  g_free (branch);
}

static void
set_encoder (RtcBranch * branch, GstElement * encoder)
{
  g_mutex_lock (&branch->lock);
  gst_object_replace ((GstObject **) & branch->encoder, (GstObject *) encoder);
  g_mutex_unlock (&branch->lock);
}

static void
discard (RtcBranch * branch, GstElement * encoder)
{
  rtc_encoder_detach (RTC_ENCODER (encoder));
  gst_element_set_locked_state (encoder, TRUE);
  gst_element_set_state (encoder, GST_STATE_NULL);
  gst_bin_remove (branch->bin, encoder);
}

/* One candidate, added and running but not linked yet; NULL: try the next */
static GstElement *
try_encoder (RtcBranch * branch, const RtcEncoderInfo * info, GError ** error)
{
  GstElement *encoder = rtc_encoder_new (&branch->config, info,
      branch->fanout, error);
  g_autofree gchar *reason = NULL;

  if (encoder == NULL)
    return NULL;
  gst_bin_add (branch->bin, encoder);
  if (gst_element_sync_state_with_parent (encoder)
      && rtc_encoder_commit (RTC_ENCODER (encoder)))
    return encoder;
  reason = rtc_encoder_dup_reason (RTC_ENCODER (encoder));
  discard (branch, encoder);
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT,
      "%s does not start%s%s", info != NULL ? info->factory :
      branch->config.codec->payloader, reason != NULL ? ": " : "",
      reason != NULL ? reason : "");
  return NULL;
}

static GstElement *
make_encoder (RtcBranch * branch, GError ** error)
{
  const RtcCodecInfo *codec = branch->config.codec;
  const RtcEncoderInfo *info = NULL;
  GstElement *encoder;

  if (!branch->config.raw)
    return try_encoder (branch, NULL, error);
  while ((info = rtc_codec_info_pick_encoder (codec, info)) != NULL) {
    g_clear_error (error);
    encoder = try_encoder (branch, info, error);
    if (encoder != NULL)
      return encoder;
  }
  if (*error == NULL)
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
        "no encoder for %s (%s): apt install %s", codec->name,
        codec->encoders->factory, codec->encoders->package);
  return NULL;
}

/* What a branch says to those above it concerns it alone: a new format or
 * pool would disturb the source and the other branches.  Only key frame
 * requests get through, to whoever encoded the input. */
static GstPadProbeReturn
upstream_probe (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

  return GST_EVENT_TYPE (event) == GST_EVENT_CUSTOM_UPSTREAM ?
      GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static void
link_to_tee (RtcBranch * branch, GstElement * encoder)
{
  g_autoptr (GstPad) sink = gst_element_get_static_pad (encoder, "sink");

  branch->tee_pad = gst_element_request_pad_simple (branch->tee, "src_%u");
  gst_pad_add_probe (branch->tee_pad, GST_PAD_PROBE_TYPE_EVENT_UPSTREAM,
      upstream_probe, NULL, NULL);
  gst_pad_link_full (branch->tee_pad, sink,
      GST_PAD_LINK_CHECK_NOTHING | GST_PAD_LINK_CHECK_NO_RECONFIGURE);
}

/* Build the branch, bring it to its bin's state and let the stream in.  Takes
 * as long as an encoder takes to start: never on a loop.  A failure ends as a
 * warning on the bus, and the viewers are let go. */
void
rtc_branch_start (RtcBranch * branch)
{
  g_autoptr (GError) error = NULL;
  GstElement *encoder = make_encoder (branch, &error);

  if (encoder == NULL) {
    g_atomic_int_set (&branch->failed, TRUE);
    GST_ELEMENT_WARNING (branch->bin, LIBRARY, INIT,
        ("Cannot send %s: %s", branch->config.codec->name, error->message),
        ("viewers in other codecs carry on"));
    rtc_fanout_end (branch->fanout);
    return;
  }
  set_encoder (branch, encoder);
  link_to_tee (branch, encoder);
  /* our own encoder begins with a key frame; the application's is in the
   * middle of something */
  if (!branch->config.raw)
    gst_pad_send_event (branch->tee_pad,
        gst_video_event_new_upstream_force_key_unit (GST_CLOCK_TIME_NONE,
            FALSE, 0));
  GST_DEBUG_OBJECT (encoder, "%s started", branch->config.codec->name);
}

static GstPadProbeReturn
unlink_idle (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Gate *gate = user_data;
  g_autoptr (GstPad) peer = gst_pad_get_peer (pad);

  g_mutex_lock (&gate->lock);
  if (!gate->done) {
    if (peer != NULL)
      gst_pad_unlink (pad, peer);
    gate->done = TRUE;
    g_cond_signal (&gate->cond);
  }
  g_mutex_unlock (&gate->lock);
  return GST_PAD_PROBE_REMOVE;
}

/* Unlink between two buffers: one that met a stopped branch half way would
 * come back as "flushing" and stop the source. */
static void
unlink_from_tee (RtcBranch * branch)
{
  /* shared: the probe may still be on its way out when the wait is over */
  Gate *gate = g_atomic_rc_box_new0 (Gate);

  g_mutex_init (&gate->lock);
  g_cond_init (&gate->cond);
  gst_pad_add_probe (branch->tee_pad, GST_PAD_PROBE_TYPE_IDLE, unlink_idle,
      g_atomic_rc_box_acquire (gate), gate_unref);
  g_mutex_lock (&gate->lock);
  while (!gate->done)
    g_cond_wait (&gate->cond, &gate->lock);
  g_mutex_unlock (&gate->lock);
  gate_unref (gate);
  gst_element_release_request_pad (branch->tee, branch->tee_pad);
  gst_clear_object (&branch->tee_pad);
}

/* Take the branch out of the running stream and drop it.  Waits for the
 * encoder: never on a loop; from the thread that started it. */
void
rtc_branch_stop (RtcBranch * branch)
{
  g_autoptr (GstElement) encoder = NULL;

  g_mutex_lock (&branch->lock);
  encoder = g_steal_pointer (&branch->encoder);
  g_mutex_unlock (&branch->lock);
  if (encoder == NULL)
    return;
  rtc_encoder_detach (RTC_ENCODER (encoder));
  unlink_from_tee (branch);
  discard (branch, encoder);
}

/* A new target for the encoder, if it runs.  Never on a loop. */
void
rtc_branch_set_bitrate (RtcBranch * branch, guint64 bitrate)
{
  g_autoptr (GstElement) encoder = NULL;

  g_mutex_lock (&branch->lock);
  if (branch->encoder != NULL)
    encoder = gst_object_ref (branch->encoder);
  g_mutex_unlock (&branch->lock);
  if (encoder == NULL)
    return;
  GST_INFO_OBJECT (encoder, "%s: %" G_GUINT64_FORMAT " bits/s",
      branch->config.codec->name, bitrate);
  rtc_encoder_set_bitrate (RTC_ENCODER (encoder), bitrate);
}

/* Any thread: it never started, or one of its elements posted an error */
gboolean
rtc_branch_has_failed (RtcBranch * branch)
{
  gboolean failed;

  g_mutex_lock (&branch->lock);
  failed = branch->encoder != NULL
      && rtc_encoder_has_failed (RTC_ENCODER (branch->encoder));
  g_mutex_unlock (&branch->lock);
  return failed || g_atomic_int_get (&branch->failed);
}
