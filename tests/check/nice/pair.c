/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <unistd.h>

static void
on_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  Side *side = user_data;

  g_mutex_lock (&side->pair->lock);
  side->state = state;
  side->failed_once |= state == RTC_ICE_FAILED;
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
  if (side->hook != NULL)
    side->hook (side);
}

typedef struct
{
  Side *to;
  gchar *candidate;
} Hand;

static void
take_candidate (gpointer data)
{
  Hand *hand = data;

  if (hand->to->ice == NULL)
    return;
  if (hand->candidate != NULL)
    hand->to->ice->klass->add_remote_candidate (hand->to->ice, hand->candidate);
  else
    hand->to->ice->klass->end_of_candidates (hand->to->ice);
}

static void
hand_free (gpointer data)
{
  Hand *hand = data;

  g_free (hand->candidate);
  g_free (hand);
}

static void
on_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  Side *side = user_data;
  Side *to = &side->pair->side[!side->index];

  if (!side->mute && !(side->mute_direct && candidate != NULL
          && strstr (candidate, "typ relay") == NULL)) {
    Hand *hand = g_new (Hand, 1);

    *hand = (Hand) {
    to, g_strdup (candidate)};
    rtc_loop_post (to->loop, take_candidate, hand, hand_free);
  }
  g_mutex_lock (&side->pair->lock);
  if (candidate == NULL) {
    side->gathered = TRUE;
  } else {
    side->n_candidates++;
    if (side->candidate == NULL)
      side->candidate = g_strdup (candidate);
    side->n_relayed += strstr (candidate, "typ relay") != NULL;
  }
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
  if (side->hook != NULL)
    side->hook (side);
}

static void
forget_path (Side * side)
{
  if (side->fd >= 0)
    close (side->fd);
  side->fd = -1;
  g_clear_object (&side->remote);
  g_clear_pointer (&side->local_type, g_free);
  g_clear_pointer (&side->remote_type, g_free);
}

static void
on_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  Side *side = user_data;

  g_mutex_lock (&side->pair->lock);
  forget_path (side);
  side->has_path = TRUE;
  side->direct = path->direct;
  side->fd = path->direct ? dup (path->fd) : -1;
  g_set_object (&side->remote, path->remote);
  side->local_type = g_strdup (path->local_type);
  side->remote_type = g_strdup (path->remote_type);
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
  if (side->hook != NULL)
    side->hook (side);
}

static void
on_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  Side *side = user_data;

  g_mutex_lock (&side->pair->lock);
  g_ptr_array_add (side->received, g_bytes_new (data, size));
  g_cond_broadcast (&side->pair->cond);
  g_mutex_unlock (&side->pair->lock);
  if (side->hook != NULL)
    side->hook (side);
}

static const RtcIceEvents events = {
  on_state, on_candidate, on_path, on_received
};

void
pair_init (Pair * pair)
{
  memset (pair, 0, sizeof (*pair));
  g_mutex_init (&pair->lock);
  g_cond_init (&pair->cond);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair->side[i];

    side->pair = pair;
    side->index = i;
    side->loop = rtc_loop_new (i == 0 ? "test-0" : "test-1");
    side->config.controlling = i == 0;
    side->fd = -1;
    side->received =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  }
}

static void
new_agent (gpointer data)
{
  Side *side = data;

  side->ice = rtc_nice_new (side->loop, &side->config, &events, side,
      &side->error);
}

void
pair_new_agents (Pair * pair)
{
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (pair->side[i].loop, new_agent, &pair->side[i]);
}

static void
set_credentials (gpointer data)
{
  Side *side = data;
  RtcIce *other = side->pair->side[!side->index].ice;

  fail_unless (side->ice->klass->set_remote_credentials (side->ice,
          other->klass->get_local_ufrag (other),
          other->klass->get_local_pwd (other)));
}

void
pair_credentials (Pair * pair)
{
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (pair->side[i].loop, set_credentials, &pair->side[i]);
}

static void
gather (gpointer data)
{
  Side *side = data;

  fail_unless (side->ice->klass->gather (side->ice, &side->error));
}

void
pair_start (Pair * pair)
{
  for (guint i = 0; i < 2; i++)
    rtc_loop_call (pair->side[i].loop, gather, &pair->side[i]);
}

static void
free_agent (gpointer data)
{
  Side *side = data;

  g_clear_pointer (&side->ice, rtc_ice_free);
}

static void
nothing (gpointer data)
{
}

/* The agent closes in later turns of its loop: a post, then an idle call.  More
 * turns than that. */
void
side_free (Side * side)
{
  rtc_loop_call (side->loop, free_agent, side);
  for (guint i = 0; i < 8; i++)
    rtc_loop_call (side->loop, nothing, NULL);
}

void
pair_clear (Pair * pair)
{
  for (guint i = 0; i < 2; i++)
    side_free (&pair->side[i]);
  for (guint i = 0; i < 2; i++) {
    Side *side = &pair->side[i];

    rtc_loop_unref (side->loop);
    forget_path (side);
    g_ptr_array_unref (side->received);
    g_clear_error (&side->error);
    g_free (side->candidate);
  }
  g_mutex_clear (&pair->lock);
  g_cond_clear (&pair->cond);
}

/* Milliseconds until then; fails after @seconds */
gint
pair_wait_state (Pair * pair, guint index, RtcIceState state, guint seconds)
{
  gint64 begin = g_get_monotonic_time ();
  gint64 end = begin + seconds * G_USEC_PER_SEC;

  g_mutex_lock (&pair->lock);
  while (pair->side[index].state != state)
    fail_unless (g_cond_wait_until (&pair->cond, &pair->lock, end),
        "side %u is in state %d, not %d", index, pair->side[index].state,
        state);
  g_mutex_unlock (&pair->lock);
  return (g_get_monotonic_time () - begin) / 1000;
}

void
pair_wait_connected (Pair * pair)
{
  pair_wait_state (pair, 0, RTC_ICE_CONNECTED, 20);
  pair_wait_state (pair, 1, RTC_ICE_CONNECTED, 20);
}

void
pair_wait_gathered (Pair * pair, guint index)
{
  g_mutex_lock (&pair->lock);
  while (!pair->side[index].gathered)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

void
pair_wait_received (Pair * pair, guint index, guint n)
{
  g_mutex_lock (&pair->lock);
  while (pair->side[index].received->len < n)
    g_cond_wait (&pair->cond, &pair->lock);
  g_mutex_unlock (&pair->lock);
}

typedef struct
{
  Side *side;
  const gchar *text;
  gboolean done;
} Request;

static void
send_text (gpointer data)
{
  Request *request = data;
  GOutputVector packet = { request->text, strlen (request->text) };

  request->done = request->side->ice->klass->send (request->side->ice,
      &packet, 1);
}

gboolean
side_send (Side * side, const gchar * text)
{
  Request request = { side, text, FALSE };

  rtc_loop_call (side->loop, send_text, &request);
  return request.done;
}

static void
add_candidate (gpointer data)
{
  Request *request = data;

  request->done = request->side->ice->klass->add_remote_candidate
      (request->side->ice, request->text);
}

gboolean
side_add_candidate (Side * side, const gchar * text)
{
  Request request = { side, text, FALSE };

  rtc_loop_call (side->loop, add_candidate, &request);
  return request.done;
}
