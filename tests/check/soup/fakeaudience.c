/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fakeaudience.h"

#include "core/rtclooppool.h"

#include <string.h>

struct _RtcAudience
{
  gint refcount;
  RtcLoop *loop;
  guint n_audio, n_video;

  GMutex lock;
  GCond cond;
  GHashTable *viewers;          /* under lock, as all below */
  guint n_made, n_removed;
  struct _Answer *held;
};

typedef struct _Answer
{
  RtcAudience *audience;
  gchar *offer;
  RtcAnswerFunc done;
  gpointer user_data;
} Answer;

GQuark
rtc_audience_error_quark (void)
{
  return g_quark_from_static_string ("fake-audience");
}

RtcAudience *
fake_audience_new (RtcLoopPool * pool, guint n_audio, guint n_video)
{
  RtcAudience *audience = g_new0 (RtcAudience, 1);

  audience->refcount = 1;
  audience->loop = rtc_loop_ref (rtc_loop_pool_get_control (pool));
  audience->n_audio = n_audio;
  audience->n_video = n_video;
  audience->viewers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      NULL);
  g_mutex_init (&audience->lock);
  g_cond_init (&audience->cond);
  return audience;
}

RtcAudience *
rtc_audience_ref (RtcAudience * audience)
{
  g_atomic_int_inc (&audience->refcount);
  return audience;
}

void
rtc_audience_unref (RtcAudience * audience)
{
  if (!g_atomic_int_dec_and_test (&audience->refcount))
    return;
  g_hash_table_unref (audience->viewers);
  rtc_loop_unref (audience->loop);
  g_mutex_clear (&audience->lock);
  g_cond_clear (&audience->cond);
  g_free (audience);
}

guint
rtc_audience_count_viewers (RtcAudience * audience)
{
  guint n;

  g_mutex_lock (&audience->lock);
  n = g_hash_table_size (audience->viewers);
  g_mutex_unlock (&audience->lock);
  return n;
}

guint
rtc_audience_count_tracks (RtcAudience * audience, RtcMediaKind kind)
{
  return kind == RTC_MEDIA_AUDIO ? audience->n_audio : audience->n_video;
}

static GError *
error_for (const gchar * offer)
{
  const struct
  {
    const gchar *offer;
    RtcAudienceError code;
  } errors[] = {
    {"v=0 full", RTC_AUDIENCE_ERROR_FULL},
    {"v=0 codec", RTC_AUDIENCE_ERROR_NO_COMMON_CODEC},
    {"v=0 wait", RTC_AUDIENCE_ERROR_NOT_READY},
    {"v=0 network", RTC_AUDIENCE_ERROR_NO_NETWORK},
    {"v=0 broken", RTC_AUDIENCE_ERROR_FAILED},
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    if (g_str_has_prefix (offer, errors[i].offer))
      return g_error_new (RTC_AUDIENCE_ERROR, errors[i].code, "reason %s",
          errors[i].offer + 4);
  if (!g_str_has_prefix (offer, "v=0"))
    return g_error_new (RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_BAD_OFFER,
        "the offer does not\nbegin with v=0");
  return NULL;
}

static void
answer_now (gpointer data)
{
  Answer *answer = data;
  RtcAudience *audience = answer->audience;
  g_autoptr (GError) error = error_for (answer->offer);
  g_autofree gchar *id = NULL;

  if (error != NULL) {
    answer->done (NULL, NULL, error, answer->user_data);
  } else {
    g_mutex_lock (&audience->lock);
    id = g_strdup_printf ("viewer%u", audience->n_made++);
    g_hash_table_add (audience->viewers, g_strdup (id));
    g_mutex_unlock (&audience->lock);
    answer->done (id, "v=0\r\ns=answer\r\n", NULL, answer->user_data);
  }
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  rtc_audience_unref (answer->audience);
  g_free (answer->offer);
  g_free (answer);
}

void
rtc_audience_answer (RtcAudience * audience, const gchar * offer, gsize size,
    RtcAnswerFunc done, gpointer user_data)
{
  Answer *answer = g_new (Answer, 1);

  *answer = (Answer) {
  rtc_audience_ref (audience), g_strndup (offer, size), done, user_data};
  if (!g_str_has_prefix (answer->offer, "v=0 hold")) {
    rtc_loop_post (audience->loop, answer_now, answer, answer_free);
    return;
  }
  g_mutex_lock (&audience->lock);
  audience->held = answer;
  g_cond_broadcast (&audience->cond);
  g_mutex_unlock (&audience->lock);
}

void
fake_audience_wait_for_held (RtcAudience * audience)
{
  g_mutex_lock (&audience->lock);
  while (audience->held == NULL)
    g_cond_wait (&audience->cond, &audience->lock);
  g_mutex_unlock (&audience->lock);
}

void
fake_audience_answer_held (RtcAudience * audience)
{
  Answer *answer;

  fake_audience_wait_for_held (audience);
  g_mutex_lock (&audience->lock);
  answer = g_steal_pointer (&audience->held);
  g_mutex_unlock (&audience->lock);
  rtc_loop_call (audience->loop, answer_now, answer);
  answer_free (answer);
}

void
fake_audience_wait_for_removed (RtcAudience * audience, guint n)
{
  g_mutex_lock (&audience->lock);
  while (audience->n_removed < n)
    g_cond_wait (&audience->cond, &audience->lock);
  g_mutex_unlock (&audience->lock);
}

gboolean
rtc_audience_trickle (RtcAudience * audience, const gchar * viewer_id,
    const gchar * fragment, gsize size, GError ** error)
{
  if (g_strstr_len (fragment, size, "a=candidate:") != NULL)
    return TRUE;
  if (g_strstr_len (fragment, size, "restart") != NULL)
    g_set_error (error, RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_FAILED,
        "no restart");
  else
    g_set_error (error, RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_BAD_OFFER,
        "not a fragment");
  return FALSE;
}

gboolean
rtc_audience_has_viewer (RtcAudience * audience, const gchar * viewer_id)
{
  gboolean found;

  g_mutex_lock (&audience->lock);
  found = g_hash_table_contains (audience->viewers, viewer_id);
  g_mutex_unlock (&audience->lock);
  return found;
}

gboolean
rtc_audience_remove_viewer (RtcAudience * audience, const gchar * viewer_id)
{
  gboolean found;

  g_mutex_lock (&audience->lock);
  found = g_hash_table_remove (audience->viewers, viewer_id);
  if (found)
    audience->n_removed++;
  g_cond_broadcast (&audience->cond);
  g_mutex_unlock (&audience->lock);
  return found;
}
