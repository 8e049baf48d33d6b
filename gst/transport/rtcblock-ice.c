/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A block's ICE end.  All of it on the loop. */
#include "rtcblock-private.h"

#include <gio/gio.h>
#include "core/rtcclassify.h"

/* A port of one's own may still be held by an end that is closing */
#define GATHER_RETRY (20 * G_TIME_SPAN_MILLISECOND)
#define GATHER_LIMIT G_TIME_SPAN_SECOND

/* --- what ICE tells -------------------------------------------------------- */

static void
set_state (RtcBlock * block, RtcIceState state, const gchar * reason)
{
  RtcBlockMember *member = rtc_block_get_speaker (block, RTC_BLOCK_ICE);

  g_mutex_lock (&block->lock);
  block->ice_state = state;
  g_mutex_unlock (&block->lock);
  if (member != NULL && member->events->ice_state != NULL)
    member->events->ice_state (member->data, state, reason);
  if (state == RTC_ICE_FAILED || state == RTC_ICE_CLOSED)
    rtc_block_tell_lost (block, RTC_BLOCK_ICE,
        state == RTC_ICE_FAILED ? reason : NULL);
}

static void
close_path (RtcBlock * block)
{
  g_mutex_lock (&block->path_lock);
  rtc_path_close (&block->path);
  g_mutex_unlock (&block->path_lock);
}

static void
on_state (RtcIce * ice, RtcIceState state, gpointer user_data)
{
  RtcBlock *block = user_data;
  g_autofree gchar *reason = NULL;

  /* after the peer's goodbye its silence is no failure */
  if (state == RTC_ICE_FAILED && block->secure_state == RTC_DTLS_CLOSED)
    state = RTC_ICE_CLOSED;
  if (state == RTC_ICE_FAILED || state == RTC_ICE_CLOSED) {
    reason = rtc_ice_explain (ice, block->path.open);
    close_path (block);
  }
  set_state (block, state, reason);
}

static void
on_candidate (RtcIce * ice, const gchar * candidate, gpointer user_data)
{
  RtcBlock *block = user_data;
  RtcBlockMember *member = rtc_block_get_speaker (block, RTC_BLOCK_ICE);

  if (candidate != NULL) {
    g_mutex_lock (&block->lock);
    g_string_append_printf (block->candidates, "%s%s",
        block->candidates->len > 0 ? "\n" : "", candidate);
    g_mutex_unlock (&block->lock);
  }
  if (member != NULL && member->events->candidate != NULL)
    member->events->candidate (member->data, candidate);
}

static void
on_path (RtcIce * ice, const RtcIcePath * path, gpointer user_data)
{
  RtcBlock *block = user_data;

  g_mutex_lock (&block->path_lock);
  rtc_path_update (&block->path, ice, path);
  g_mutex_unlock (&block->path_lock);
  rtc_block_start_dtls (block);
}

/* DTLS goes straight to the secure end of the same block, where there is one */
static void
on_received (RtcIce * ice, guint8 * data, gsize size, gpointer user_data)
{
  RtcBlock *block = user_data;
  RtcBlockMember *member = &block->members[RTC_BLOCK_ICE_SRC];

  if (block->secure != NULL && rtc_classify (data, size) == RTC_PACKET_DTLS)
    rtc_block_receive_dtls (block, data, size);
  else if (member->open && member->events->received != NULL)
    member->events->received (member->data, data, size);
}

/* --- what ICE is told ------------------------------------------------------ */

static void
give_candidate (RtcBlock * block, const gchar * text, GError ** error)
{
  if (g_str_has_prefix (text, "a="))
    text += 2;
  if (!g_hash_table_add (block->given, g_strdup (text)))
    return;
  if (g_str_has_prefix (text, "end-of-candidates"))
    block->ice->klass->end_of_candidates (block->ice);
  else if (!block->ice->klass->add_remote_candidate (block->ice, text)
      && *error == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "\"%s\" is no remote candidate that can be used: UDP, an IP address "
        "and component 1 are wanted, as in \"candidate:1 1 UDP 2130706431 "
        "192.0.2.1 5000 typ host\"", text);
}

/* What is set and not yet told.  FALSE with an error for what is no good; the
 * rest of it is told all the same. */
gboolean
rtc_block_apply_ice (RtcBlock * block, GError ** error)
{
  g_autofree gchar *ufrag =
      rtc_block_dup_string (block, RTC_BLOCK_ICE, "remote-ufrag");
  g_autofree gchar *pwd =
      rtc_block_dup_string (block, RTC_BLOCK_ICE, "remote-pwd");
  g_auto (GStrv) candidates =
      rtc_block_dup_list (block, RTC_BLOCK_ICE, "remote-candidates");
  GError *problem = NULL;

  if (ufrag != NULL && pwd != NULL
      && !block->ice->klass->set_remote_credentials (block->ice, ufrag, pwd))
    g_set_error_literal (&problem, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "remote-ufrag must have 4 to 256 characters and remote-pwd 22 to 256");
  for (guint i = 0; candidates[i] != NULL; i++)
    give_candidate (block, candidates[i], &problem);
  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, problem);
  return FALSE;
}

static void
gather (gpointer data)
{
  RtcBlock *block = data;
  g_autoptr (GError) error = NULL;

  if (block->ice->klass->gather (block->ice, &error))
    return;
  if (rtc_loop_now () < block->gather_until)
    rtc_timer_set (block->gather_timer, rtc_loop_now () + GATHER_RETRY);
  else
    set_state (block, RTC_ICE_FAILED, error->message);
}

/* --- life ------------------------------------------------------------------ */

static RtcIce *
make_ice (RtcBlock * block, RtcIceFactory factory, GError ** error)
{
  static const RtcIceEvents events = {
    on_state, on_candidate, on_path, on_received,
  };
  g_autofree gchar *ufrag =
      rtc_block_dup_string (block, RTC_BLOCK_ICE, "ufrag");
  g_autofree gchar *pwd = rtc_block_dup_string (block, RTC_BLOCK_ICE, "pwd");
  g_autofree gchar *stun =
      rtc_block_dup_string (block, RTC_BLOCK_ICE, "stun-server");
  g_auto (GStrv) turn =
      rtc_block_dup_list (block, RTC_BLOCK_ICE, "turn-server");
  g_auto (GStrv) addresses =
      rtc_block_dup_list (block, RTC_BLOCK_ICE, "local-address");
  const RtcIceConfig config = {
    .controlling = rtc_block_get_int (block, RTC_BLOCK_ICE, "controlling", 0),
    .stun_server = stun,
    .turn_servers = (const gchar * const *) turn,
    .relay_only =
        rtc_block_get_int (block, RTC_BLOCK_ICE, "ice-transport-policy", 0),
    .min_port = rtc_block_get_int (block, RTC_BLOCK_ICE, "min-port", 0),
    .max_port = rtc_block_get_int (block, RTC_BLOCK_ICE, "max-port", 0),
    .local_addresses = (const gchar * const *) addresses,
    .local_ufrag = ufrag,
    .local_pwd = pwd,
  };

  if (strlen (ufrag) < 4 || strlen (ufrag) > 256 || strlen (pwd) < 22
      || strlen (pwd) > 256) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
        "ufrag must have 4 to 256 characters and pwd 22 to 256");
    return NULL;
  }
  return factory (block->loop, &config, &events, block, error);
}

gboolean
rtc_block_open_ice (RtcBlock * block, RtcIceFactory factory, GError ** error)
{
  if (block->ice != NULL)
    return TRUE;
  block->ice = make_ice (block, factory, error);
  if (block->ice == NULL)
    return FALSE;
  block->given = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  block->gather_timer = rtc_timer_new (block->loop, gather, block);
  block->gather_until = rtc_loop_now () + GATHER_LIMIT;
  gather (block);
  return rtc_block_apply_ice (block, error);
}

/* Not inside one of its events */
void
rtc_block_close_ice (RtcBlock * block)
{
  if (block->ice == NULL)
    return;
  close_path (block);
  g_clear_pointer (&block->ice, rtc_ice_free);
  g_clear_pointer (&block->gather_timer, rtc_timer_free);
  g_clear_pointer (&block->given, g_hash_table_unref);
  g_mutex_lock (&block->lock);
  block->ice_state = RTC_ICE_NEW;
  g_string_truncate (block->candidates, 0);
  g_mutex_unlock (&block->lock);
}
