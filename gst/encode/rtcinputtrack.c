/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The input as a source of a track: who wants which codec, and the branches
 * that follow from it.
 *
 *   acquire:  none -> starting/running (a job builds the branch)
 *   release:  last user -> lingering -> a job takes the branch out
 */
#include "rtcinput-private.h"

typedef struct
{
  RtcBranch *branch;            /* owned */
  enum
  { JOB_START, JOB_STOP, JOB_BITRATE } kind;
  guint64 bitrate;
} Job;

/* In a thread of the pool: an encoder may take its time */
static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;

  switch (job->kind) {
    case JOB_START:
      rtc_branch_start (job->branch);
      break;
    case JOB_STOP:
      rtc_branch_stop (job->branch);
      break;
    case JOB_BITRATE:
      rtc_branch_set_bitrate (job->branch, job->bitrate);
      break;
  }
  rtc_branch_unref (job->branch);
  g_free (job);
}

static void
push_job (RtcInputSlot * slot, const Job * job)
{
  rtc_branch_ref (job->branch);
  g_thread_pool_push (slot->input->jobs, g_memdup2 (job, sizeof (*job)), NULL);
}

/* On the control loop: the viewers want another bitrate */
static void
on_bitrate (guint64 bitrate, gpointer data)
{
  RtcInputSlot *slot = data;

  push_job (slot, &(Job) {slot->branch, JOB_BITRATE, bitrate});
}

static void
stop_slot (RtcInputSlot * slot)
{
  if (slot->branch != NULL) {
    rtc_fanout_set_bitrate_func (slot->fanout, 0, 0, 0, NULL, NULL);
    push_job (slot, &(Job) {slot->branch, JOB_STOP});
  }
  g_clear_pointer (&slot->branch, rtc_branch_unref);
  g_clear_pointer (&slot->fanout, rtc_fanout_unref);
}

static void
linger_over (gpointer data)
{
  RtcInputSlot *slot = data;

  if (slot->users == 0)
    stop_slot (slot);
}

static void
emit_setup (GstElement * encoder, gpointer user_data)
{
  RtcInput *self = user_data;

  if (self->config.encoder_setup != NULL)
    self->config.encoder_setup (self, encoder, self->config.user_data);
}

static void
start_slot (RtcInputSlot * slot)
{
  RtcInput *self = slot->input;
  RtcEncoderConfig config = { slot->codec, self->raw, self->config.bitrate,
    self->timeline, emit_setup, self
  };

  slot->fanout = rtc_fanout_new (self->pool, slot->codec->clock_rate);
  slot->branch = rtc_branch_new (GST_BIN (self), self->tee, &config,
      slot->fanout);
  push_job (slot, &(Job) {slot->branch, JOB_START});
  if (self->raw && self->kind == RTC_MEDIA_VIDEO)
    rtc_fanout_set_bitrate_func (slot->fanout, self->config.min_bitrate,
        self->config.bitrate, self->config.max_bitrate, on_bitrate, slot);
}

/* On the control loop: the fan-out is there at once, its frames follow */
static RtcFanout *
acquire (gpointer owner, guint codec, GError ** error)
{
  RtcInput *self = owner;
  RtcInputSlot *slot;
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_slots;
  g_mutex_unlock (&self->lock);
  if (codec >= n) {
    g_set_error (error, GST_CORE_ERROR, GST_CORE_ERROR_FAILED,
        "the track has no codec %u", codec);
    return NULL;
  }
  slot = &self->slots[codec];
  /* a new viewer is the occasion for a new attempt */
  if (slot->branch != NULL && rtc_branch_has_failed (slot->branch))
    stop_slot (slot);
  if (slot->branch == NULL)
    start_slot (slot);
  if (slot->linger != NULL)
    rtc_timer_set (slot->linger, RTC_NEVER);
  slot->users++;
  return rtc_fanout_ref (slot->fanout);
}

/* On the control loop */
static void
release (gpointer owner, guint codec)
{
  RtcInput *self = owner;
  RtcInputSlot *slot = &self->slots[codec];

  if (codec >= RTC_INPUT_MAX_CODECS || slot->users == 0 || --slot->users > 0)
    return;
  if (slot->linger == NULL)
    slot->linger = rtc_timer_new (rtc_loop_pool_get_control (self->pool),
        linger_over, slot);
  rtc_timer_set (slot->linger, rtc_loop_now () + self->config.linger);
}

/* Open for viewers: the track that the audience gets.  Before data flows, any
 * thread but a loop's; copies @config, transfer full, NULL when it is open
 * already. */
RtcTrack *
rtc_input_start (RtcInput * self, RtcLoopPool * pool,
    const RtcInputConfig * config)
{
  static const RtcTrackSource source = { acquire, release };
  RtcTrack *track;
  gboolean running;

  g_mutex_lock (&self->lock);
  running = self->running;
  self->running = TRUE;
  g_mutex_unlock (&self->lock);
  if (running)
    return NULL;
  track = rtc_track_new (self->kind, GST_OBJECT_NAME (self), &source, self);
  gst_caps_take (&self->allowed, config->allowed != NULL ?
      gst_caps_copy (config->allowed) : NULL);
  self->config = *config;
  self->config.allowed = self->allowed;
  self->pool = rtc_loop_pool_ref (pool);
  self->jobs = g_thread_pool_new (run_job, self, 1, FALSE, NULL);
  for (guint i = 0; i < RTC_INPUT_MAX_CODECS; i++)
    self->slots[i] = (RtcInputSlot) {
    .input = self};
  g_mutex_lock (&self->lock);
  self->n_slots = 0;
  g_clear_pointer (&self->media_type, g_free);
  self->track = rtc_track_ref (track);
  g_mutex_unlock (&self->lock);
  return track;
}

static void
stop_on_loop (gpointer data)
{
  RtcInput *self = data;

  rtc_track_disown (self->track);
  for (guint i = 0; i < RTC_INPUT_MAX_CODECS; i++) {
    RtcInputSlot *slot = &self->slots[i];

    g_clear_pointer (&slot->linger, rtc_timer_free);
    slot->users = 0;
    stop_slot (slot);
  }
}

/* No viewer is served after this, and the encoders are gone when it returns.
 * From any thread but a media loop's, before the input goes to READY; a second
 * call does nothing. */
void
rtc_input_stop (RtcInput * self)
{
  GThreadPool *jobs;

  g_mutex_lock (&self->lock);
  jobs = self->running ? self->jobs : NULL;
  self->running = FALSE;
  g_mutex_unlock (&self->lock);
  if (jobs == NULL)
    return;
  rtc_loop_call (rtc_loop_pool_get_control (self->pool), stop_on_loop, self);
  g_thread_pool_free (jobs, FALSE, TRUE);
  g_mutex_lock (&self->lock);
  self->jobs = NULL;
  g_clear_pointer (&self->track, rtc_track_unref);
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->pool, rtc_loop_pool_unref);
}

/* Any thread */
RtcMediaKind
rtc_input_get_kind (RtcInput * self)
{
  return self->kind;
}

/* Any thread; transfer full, NULL while it is not open for viewers. */
RtcTrack *
rtc_input_dup_track (RtcInput * self)
{
  RtcTrack *track = NULL;

  g_mutex_lock (&self->lock);
  if (self->track != NULL)
    track = rtc_track_ref (self->track);
  g_mutex_unlock (&self->lock);
  return track;
}
