/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcicefake.h"

#include <string.h>
#include "core/rtcids.h"
#include "sdp/rtccandidate.h"

#define FAKE_CANDIDATE "candidate:1 1 UDP 2130706431 127.0.0.1 9 typ host"

/* Everything that a test's thread or the other fake's loop starts reaches this
 * one by a post to its own loop, and the post holds a reference: so no callback
 * runs inside a caller's call, and the last reference, which lets the loop go,
 * is always dropped on that loop. */
typedef struct _FakeIce FakeIce;

struct _FakeIce
{
  RtcIce ice;

  /* loop */
  gint refcount;                /* atomic */
  gboolean closed;
  gboolean gathered;
  RtcIceState state;
  gchar *ufrag, *pwd;

  gint one_in;                  /* atomic: lose every n-th, 0: none */
  guint n_sent;
  FakeIce *peer;                /* weak, under join_lock */
};

typedef struct
{
  FakeIce *fake;
  RtcIceState state;            /* of a state call */
  GBytes *bytes;                /* of a datagram */
} FakeCall;

G_LOCK_DEFINE_STATIC (join_lock);

static FakeIce *
fake_ref (FakeIce * fake)
{
  g_atomic_int_inc (&fake->refcount);
  return fake;
}

static void
fake_unref (gpointer data)
{
  FakeIce *fake = data;

  if (!g_atomic_int_dec_and_test (&fake->refcount))
    return;
  g_free (fake->ufrag);
  g_free (fake->pwd);
  rtc_loop_unref (fake->ice.loop);
  g_free (fake);
}

static void
fake_call_free (gpointer data)
{
  FakeCall *call = data;

  g_clear_pointer (&call->bytes, g_bytes_unref);
  fake_unref (call->fake);
  g_free (call);
}

static void
fake_post (FakeIce * fake, RtcLoopFunc func, RtcIceState state, GBytes * bytes)
{
  FakeCall *call = g_new (FakeCall, 1);

  *call = (FakeCall) {
  fake_ref (fake), state, bytes};
  rtc_loop_post (fake->ice.loop, func, call, fake_call_free);
}

static void
fake_set_state (FakeIce * fake, RtcIceState state)
{
  if (fake->closed || fake->state == state)
    return;
  fake->state = state;
  if (fake->ice.events.state_changed != NULL)
    fake->ice.events.state_changed (&fake->ice, state, fake->ice.user_data);
}

static void
on_checking (gpointer data)
{
  FakeCall *call = data;

  if (call->fake->state == RTC_ICE_NEW)
    fake_set_state (call->fake, RTC_ICE_CHECKING);
}

static void
on_failed (gpointer data)
{
  FakeCall *call = data;

  fake_set_state (call->fake, RTC_ICE_FAILED);
}

static void
on_joined (gpointer data)
{
  FakeCall *call = data;
  FakeIce *fake = call->fake;
  RtcIcePath path = { FALSE, -1, NULL, "host", "host", "udp" };

  if (fake->state == RTC_ICE_NEW)
    fake_set_state (fake, RTC_ICE_CHECKING);
  if (!fake->closed && fake->ice.events.path_changed != NULL)
    fake->ice.events.path_changed (&fake->ice, &path, fake->ice.user_data);
  fake_set_state (fake, RTC_ICE_CONNECTED);
}

static void
on_datagram (gpointer data)
{
  FakeCall *call = data;
  FakeIce *fake = call->fake;
  g_autofree guint8 *copy = NULL;
  gsize size;

  if (fake->closed || fake->state != RTC_ICE_CONNECTED
      || fake->ice.events.received == NULL)
    return;
  copy = g_bytes_unref_to_data (g_steal_pointer (&call->bytes), &size);
  fake->ice.events.received (&fake->ice, copy, size, fake->ice.user_data);
}

static void
on_gathered (gpointer data)
{
  FakeCall *call = data;
  RtcIce *ice = &call->fake->ice;

  if (call->fake->closed || ice->events.local_candidate == NULL)
    return;
  ice->events.local_candidate (ice, FAKE_CANDIDATE, ice->user_data);
  if (!call->fake->closed)
    ice->events.local_candidate (ice, NULL, ice->user_data);
}

static void
fake_free (RtcIce * ice)
{
  FakeIce *fake = (FakeIce *) ice;

  G_LOCK (join_lock);
  if (fake->peer != NULL)
    fake->peer->peer = NULL;
  fake->peer = NULL;
  G_UNLOCK (join_lock);
  fake->closed = TRUE;
  fake->state = RTC_ICE_CLOSED;
  fake_unref (fake);
}

static const gchar *
fake_get_local_ufrag (RtcIce * ice)
{
  return ((FakeIce *) ice)->ufrag;
}

static const gchar *
fake_get_local_pwd (RtcIce * ice)
{
  return ((FakeIce *) ice)->pwd;
}

static gboolean
fake_gather (RtcIce * ice, GError ** error)
{
  FakeIce *fake = (FakeIce *) ice;

  if (!fake->gathered)
    fake_post (fake, on_gathered, RTC_ICE_NEW, NULL);
  fake->gathered = TRUE;
  return TRUE;
}

static gboolean
fake_set_remote_credentials (RtcIce * ice, const gchar * ufrag,
    const gchar * pwd)
{
  if (ufrag == NULL || pwd == NULL)
    return FALSE;
  fake_post ((FakeIce *) ice, on_checking, RTC_ICE_CHECKING, NULL);
  return TRUE;
}

static gboolean
fake_add_remote_candidate (RtcIce * ice, const gchar * candidate)
{
  g_autoptr (RtcCandidate) parsed = rtc_candidate_parse (candidate, NULL);

  return parsed != NULL && rtc_candidate_is_udp (parsed)
      && !parsed->is_hostname;
}

static void
fake_end_of_candidates (RtcIce * ice)
{
}

static gboolean
fake_restart (RtcIce * ice, const gchar * ufrag, const gchar * pwd)
{
  FakeIce *fake = (FakeIce *) ice;

  g_free (fake->ufrag);
  g_free (fake->pwd);
  fake->ufrag = ufrag != NULL ? g_strdup (ufrag) : rtc_random_token (4);
  fake->pwd = pwd != NULL ? g_strdup (pwd) : rtc_random_token (22);
  fake->gathered = FALSE;
  return TRUE;
}


static gboolean
fake_send (RtcIce * ice, const GOutputVector * packets, guint n)
{
  FakeIce *fake = (FakeIce *) ice;
  guint one_in = g_atomic_int_get (&fake->one_in);

  if (fake->state != RTC_ICE_CONNECTED)
    return FALSE;

  /* the lock keeps the peer from being freed, not from being closed */
  G_LOCK (join_lock);
  for (guint i = 0; i < n && fake->peer != NULL; i++) {
    if (one_in != 0 && ++fake->n_sent % one_in == 0)
      continue;
    fake_post (fake->peer, on_datagram, RTC_ICE_NEW,
        g_bytes_new (packets[i].buffer, packets[i].size));
  }
  G_UNLOCK (join_lock);
  return TRUE;
}

static GPtrArray *
list_of (const gchar * candidate)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_free);

  if (candidate != NULL)
    g_ptr_array_add (list, g_strdup (candidate));
  return list;
}

static void
fake_get_stats (RtcIce * ice, RtcIceStats * stats)
{
  FakeIce *fake = (FakeIce *) ice;
  const gchar *own = fake->gathered ? FAKE_CANDIDATE : NULL;
  gboolean connected = fake->state == RTC_ICE_CONNECTED;

  *stats = (RtcIceStats) {
    .local = list_of (own),
    .remote = list_of (connected ? FAKE_CANDIDATE : NULL),
    .selected_local = connected ? g_strdup (FAKE_CANDIDATE) : NULL,
    .selected_remote = connected ? g_strdup (FAKE_CANDIDATE) : NULL,
    .rtt = connected ? 1000 : -1,
  };
}

static const RtcIceClass fake_class = {
  fake_free,
  fake_get_local_ufrag,
  fake_get_local_pwd,
  fake_gather,
  fake_set_remote_credentials,
  fake_add_remote_candidate,
  fake_end_of_candidates,
  fake_restart,
  fake_send,
  fake_get_stats,
};

/* An RtcIceFactory.  Any thread; freed on @loop like every RtcIce.  Never
 * fails. */
RtcIce *
rtc_ice_fake_new (RtcLoop * loop, const RtcIceConfig * config,
    const RtcIceEvents * events, gpointer user_data, GError ** error)
{
  FakeIce *fake = g_new0 (FakeIce, 1);

  fake->ice.klass = &fake_class;
  fake->ice.loop = rtc_loop_ref (loop);
  fake->ice.events = *events;
  fake->ice.user_data = user_data;
  fake->refcount = 1;
  fake->ufrag = config != NULL && config->local_ufrag != NULL ?
      g_strdup (config->local_ufrag) : rtc_random_token (4);
  fake->pwd = config != NULL && config->local_pwd != NULL ?
      g_strdup (config->local_pwd) : rtc_random_token (22);
  return &fake->ice;
}

/* Any thread, while neither is being freed: both go to CONNECTED, whatever
 * credentials and candidates they were given, and carry datagrams to each other
 * until one of them fails or is freed. */
void
rtc_ice_fake_join (RtcIce * a, RtcIce * b)
{
  G_LOCK (join_lock);
  ((FakeIce *) a)->peer = (FakeIce *) b;
  ((FakeIce *) b)->peer = (FakeIce *) a;
  G_UNLOCK (join_lock);
  fake_post ((FakeIce *) a, on_joined, RTC_ICE_CONNECTED, NULL);
  fake_post ((FakeIce *) b, on_joined, RTC_ICE_CONNECTED, NULL);
}

/* Any thread: of what @ice sends every @one_in-th datagram is lost; 0 is none,
 * 1 is all. */
void
rtc_ice_fake_set_loss (RtcIce * ice, guint one_in)
{
  g_atomic_int_set (&((FakeIce *) ice)->one_in, one_in);
}

/* Any thread: @ice loses its path and says so; the other side is not told. */
void
rtc_ice_fake_fail (RtcIce * ice)
{
  fake_post ((FakeIce *) ice, on_failed, RTC_ICE_FAILED, NULL);
}
