/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcaudience-private.h"

#include "nice/rtcnice.h"

G_DEFINE_QUARK (rtc-audience-error-quark, rtc_audience_error);

static void
copy_config (RtcAudienceConfig * dest, const RtcAudienceConfig * src)
{
  *dest = *src;
  dest->stun_server = g_strdup (src->stun_server);
  dest->turn_servers = g_strdupv (src->turn_servers);
  dest->local_addresses = g_strdupv (src->local_addresses);
  if (src->talk != NULL)
    rtc_talk_ref (dest->talk);
}

RtcAudience *
rtc_audience_new (RtcLoopPool * pool, const RtcAudienceConfig * config,
    const RtcAudienceEvents * events, gpointer user_data)
{
  RtcAudience *audience = g_new0 (RtcAudience, 1);

  audience->refcount = 1;
  audience->pool = rtc_loop_pool_ref (pool);
  copy_config (&audience->config, config);
  audience->events = *events;
  audience->user_data = user_data;
  audience->ice_factory = rtc_nice_new;
  g_mutex_init (&audience->lock);
  audience->tracks =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_track_unref);
  audience->members = g_hash_table_new (g_str_hash, g_str_equal);
  return audience;
}

RtcAudience *
rtc_audience_ref (RtcAudience * audience)
{
  g_atomic_int_inc (&audience->refcount);
  return audience;
}

/* Closed before the last reference goes */
void
rtc_audience_unref (RtcAudience * audience)
{
  if (!g_atomic_int_dec_and_test (&audience->refcount))
    return;
  g_hash_table_unref (audience->members);
  g_ptr_array_unref (audience->tracks);
  g_free (audience->config.stun_server);
  g_strfreev (audience->config.turn_servers);
  g_strfreev (audience->config.local_addresses);
  g_clear_pointer (&audience->config.talk, rtc_talk_unref);
  g_mutex_clear (&audience->lock);
  rtc_loop_pool_unref (audience->pool);
  g_free (audience);
}

void
rtc_audience_set_ice_factory (RtcAudience * audience, RtcIceFactory factory)
{
  audience->ice_factory = factory;
}

/* --- tracks ---------------------------------------------------------------- */

void
rtc_audience_add_track (RtcAudience * audience, RtcTrack * track)
{
  g_mutex_lock (&audience->lock);
  g_ptr_array_add (audience->tracks, rtc_track_ref (track));
  g_mutex_unlock (&audience->lock);
}

/* Who watches it keeps its place, without pictures */
void
rtc_audience_remove_track (RtcAudience * audience, RtcTrack * track)
{
  g_mutex_lock (&audience->lock);
  g_ptr_array_remove (audience->tracks, track);
  g_mutex_unlock (&audience->lock);
}

guint
rtc_audience_count_tracks (RtcAudience * audience, RtcMediaKind kind)
{
  guint n = 0;

  g_mutex_lock (&audience->lock);
  for (guint i = 0; i < audience->tracks->len; i++)
    n += rtc_track_get_kind (g_ptr_array_index (audience->tracks, i)) == kind;
  g_mutex_unlock (&audience->lock);
  return n;
}

/* --- viewers --------------------------------------------------------------- */

guint
rtc_audience_count_viewers (RtcAudience * audience)
{
  guint n;

  g_mutex_lock (&audience->lock);
  n = g_hash_table_size (audience->members);
  g_mutex_unlock (&audience->lock);
  return n;
}

static RtcMember *
find_member (RtcAudience * audience, const gchar * viewer_id)
{
  return g_hash_table_lookup (audience->members, viewer_id);
}

static void
add_member (RtcAudience * audience, RtcMember * member)
{
  g_mutex_lock (&audience->lock);
  g_hash_table_insert (audience->members,
      (gpointer) rtc_viewer_get_id (member->viewer), member);
  g_mutex_unlock (&audience->lock);
}

void
rtc_audience_drop (RtcAudience * audience, RtcMember * member)
{
  g_autofree gchar *id = g_strdup (rtc_viewer_get_id (member->viewer));
  gboolean announced = member->announced;

  g_mutex_lock (&audience->lock);
  g_hash_table_remove (audience->members, id);
  g_mutex_unlock (&audience->lock);
  rtc_member_free (member);

  if (announced && !audience->closed && audience->events.viewer_removed != NULL)
    audience->events.viewer_removed (id, audience->user_data);
}

gboolean
rtc_audience_has_viewer (RtcAudience * audience, const gchar * viewer_id)
{
  return find_member (audience, viewer_id) != NULL;
}

gboolean
rtc_audience_remove_viewer (RtcAudience * audience, const gchar * viewer_id)
{
  RtcMember *member = find_member (audience, viewer_id);

  if (member == NULL)
    return FALSE;
  if (member->offer != NULL) {
    g_autoptr (GError) error = g_error_new_literal (RTC_AUDIENCE_ERROR,
        RTC_AUDIENCE_ERROR_FAILED, "the viewer has left");

    rtc_member_fail (member, error);
  } else {
    rtc_audience_drop (audience, member);
  }
  return TRUE;
}

void
rtc_audience_close (RtcAudience * audience)
{
  GHashTableIter iter;
  gpointer id;

  audience->closed = TRUE;
  for (;;) {
    g_hash_table_iter_init (&iter, audience->members);
    if (!g_hash_table_iter_next (&iter, &id, NULL))
      break;
    rtc_audience_remove_viewer (audience, id);
  }
}

/* --- offers ---------------------------------------------------------------- */

/* An answer never comes from inside the call, so a refusal is posted */
typedef struct
{
  RtcAnswerFunc done;
  gpointer user_data;
  GError *error;
} Refusal;

static void
refusal_run (gpointer data)
{
  Refusal *refusal = data;

  refusal->done (NULL, NULL, refusal->error, refusal->user_data);
}

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_error_free (refusal->error);
  g_free (refusal);
}

static void
refuse (RtcAudience * audience, RtcAnswerFunc done, gpointer user_data,
    GError * error)
{
  Refusal *refusal = g_new (Refusal, 1);

  *refusal = (Refusal) {
  done, user_data, error};
  rtc_loop_post (rtc_loop_pool_get_control (audience->pool), refusal_run,
      refusal, refusal_free);
}

static gboolean
has_room (RtcAudience * audience, GError ** error)
{
  guint max = audience->config.max_viewers;

  if (audience->closed) {
    g_set_error_literal (error, RTC_AUDIENCE_ERROR,
        RTC_AUDIENCE_ERROR_NOT_READY, "the stream has ended");
    return FALSE;
  }
  if (max > 0 && rtc_audience_count_viewers (audience) >= max) {
    g_set_error (error, RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_FULL,
        "no place is free: max-viewers is %u", max);
    return FALSE;
  }
  return TRUE;
}

void
rtc_audience_answer (RtcAudience * audience, const gchar * offer, gsize size,
    RtcAnswerFunc done, gpointer user_data)
{
  GError *error = NULL;
  RtcMember *member;
  RtcSdp *sdp;

  if (!has_room (audience, &error)) {
    refuse (audience, done, user_data, error);
    return;
  }

  sdp = rtc_sdp_parse (offer, size, &error);
  if (sdp == NULL) {
    refuse (audience, done, user_data,
        g_error_new_literal (RTC_AUDIENCE_ERROR, RTC_AUDIENCE_ERROR_BAD_OFFER,
            error->message));
    g_error_free (error);
    return;
  }

  member = rtc_member_new (audience, sdp, done, user_data);
  if (!rtc_member_check (member, &error)) {
    refuse (audience, done, user_data, error);
    rtc_member_free (member);
    return;
  }
  add_member (audience, member);
  rtc_member_open (member);
}

/* --- stats ----------------------------------------------------------------- */

/* "viewers": how many; "viewer-stats": a structure each.  An array, for the name
 * of a field is never freed and viewers come and go.  Transfer full. */
GstStructure *
rtc_audience_get_stats (RtcAudience * audience)
{
  g_autoptr (GPtrArray) viewers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) rtc_viewer_unref);
  GValue list = G_VALUE_INIT;
  GstStructure *stats;
  GHashTableIter iter;
  gpointer member;

  g_mutex_lock (&audience->lock);
  g_hash_table_iter_init (&iter, audience->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    g_ptr_array_add (viewers, rtc_viewer_ref (((RtcMember *) member)->viewer));
  g_mutex_unlock (&audience->lock);

  stats = gst_structure_new ("application/x-rtc-stats",
      "viewers", G_TYPE_UINT, viewers->len, NULL);
  gst_value_array_init (&list, viewers->len);
  for (guint i = 0; i < viewers->len; i++)
    rtc_viewer_take_structure (&list,
        rtc_viewer_get_stats (g_ptr_array_index (viewers, i)));
  gst_structure_take_value (stats, "viewer-stats", &list);
  return stats;
}
