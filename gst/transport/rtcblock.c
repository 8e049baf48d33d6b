/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcblock-private.h"

#include "core/rtcids.h"
#include "rtcregistry.h"

/* DTLS on its way to the loop: more than any handshake's flights */
#define MAX_INPUTS 64

/* A call to the loop, and what it answers */
typedef struct
{
  RtcBlock *block;
  RtcBlockRole role;
  const RtcBlockEvents *events;
  gpointer member;
  RtcIceFactory factory;
  gboolean ok;
  GError *error;
} Call;

/* --- life ------------------------------------------------------------------ */

/* Transfer full.  @id: nullable; its name in the registry, which is the one to
 * ask for a block with a name. */
RtcBlock *
rtc_block_new (const gchar * id)
{
  RtcBlock *block = g_new0 (RtcBlock, 1);

  g_atomic_ref_count_init (&block->refs);
  block->id = g_strdup (id);
  block->pool = rtc_loop_pool_acquire ();
  block->loop_index = rtc_loop_pool_pick (block->pool);
  block->loop = rtc_loop_pool_get_media (block->pool, block->loop_index);
  for (guint i = 0; i < RTC_BLOCK_N_ENDS; i++)
    block->settings[i] = gst_structure_new_empty ("settings");
  block->candidates = g_string_new (NULL);
  g_mutex_init (&block->lock);
  g_mutex_init (&block->path_lock);
  rtc_path_init (&block->path);
  return block;
}

RtcBlock *
rtc_block_ref (RtcBlock * block)
{
  g_atomic_ref_count_inc (&block->refs);
  return block;
}

/* Members hold a reference, so both ends are closed by now. */
void
rtc_block_unref (RtcBlock * block)
{
  if (!rtc_registry_drop (block, block->id, &block->refs))
    return;
  if (block->attached != NULL)
    block->free_attached (block->attached);
  for (guint i = 0; i < RTC_BLOCK_N_ENDS; i++)
    gst_structure_free (block->settings[i]);
  g_string_free (block->candidates, TRUE);
  g_mutex_clear (&block->lock);
  g_mutex_clear (&block->path_lock);
  rtc_loop_pool_release (block->pool, block->loop_index);
  rtc_loop_pool_unref (block->pool);
  g_free (block->id);
  g_free (block);
}

/* @make is called with a lock held: it only allocates. */
gpointer
rtc_block_attach (RtcBlock * block, gpointer (*make) (RtcBlock *),
    GDestroyNotify free_func)
{
  gpointer attached;

  g_mutex_lock (&block->lock);
  if (block->attached == NULL) {
    block->attached = make (block);
    block->free_attached = free_func;
  }
  attached = block->attached;
  g_mutex_unlock (&block->lock);
  return attached;
}

/* Borrowed */
RtcLoop *
rtc_block_get_loop (RtcBlock * block)
{
  return block->loop;
}

/* --- members --------------------------------------------------------------- */

/* The one that speaks for its end.  On the loop; NULL if there is none. */
RtcBlockMember *
rtc_block_get_speaker (RtcBlock * block, RtcBlockEnd end)
{
  for (guint i = 0; i < RTC_BLOCK_N_ROLES; i++) {
    if (rtc_block_end_of (i) == end && block->members[i].open)
      return &block->members[i];
  }
  return NULL;
}

gboolean
rtc_block_is_open (RtcBlock * block, RtcBlockEnd end)
{
  return rtc_block_get_speaker (block, end) != NULL;
}

void
rtc_block_tell_refused (RtcBlock * block, RtcBlockEnd end, const gchar * why)
{
  RtcBlockMember *member = rtc_block_get_speaker (block, end);

  if (member != NULL && member->events->refused != NULL)
    member->events->refused (member->data, why);
}

void
rtc_block_tell_lost (RtcBlock * block, RtcBlockEnd end, const gchar * reason)
{
  RtcBlockMember *member = &block->members[RTC_BLOCK_SECURE_DATA];

  if (member->open && member->events->lost != NULL)
    member->events->lost (member->data, end, reason);
}

static void
do_join (gpointer data)
{
  Call *call = data;
  RtcBlockMember *member = &call->block->members[call->role];

  call->ok = member->events == NULL || member->data == call->member;
  if (!call->ok)
    return;
  member->events = call->events;
  member->data = call->member;
  member->joined++;
}

/* Random credentials, which those of any member replace (RFC 8839 section
 * 5.4: 24 and 128 bits at least) */
static void
make_credentials (RtcBlock * block)
{
  GstStructure *settings = block->settings[RTC_BLOCK_ICE];
  g_autofree gchar *ufrag = rtc_random_token (8);
  g_autofree gchar *pwd = rtc_random_token (24);

  g_mutex_lock (&block->lock);
  if (!gst_structure_has_field (settings, "ufrag"))
    gst_structure_set (settings, "ufrag", G_TYPE_STRING, ufrag, NULL);
  if (!gst_structure_has_field (settings, "pwd"))
    gst_structure_set (settings, "pwd", G_TYPE_STRING, pwd, NULL);
  g_mutex_unlock (&block->lock);
}

/* FALSE: somebody else has this role.  @member goes to the @events, until
 * leave. */
gboolean
rtc_block_join (RtcBlock * block, RtcBlockRole role,
    const RtcBlockEvents * events, gpointer member)
{
  Call call = { block, role, events, member };

  rtc_loop_call (block->loop, do_join, &call);
  if (call.ok && rtc_block_end_of (role) == RTC_BLOCK_ICE)
    make_credentials (block);
  return call.ok;
}

static gboolean
is_deserted (RtcBlock * block, RtcBlockEnd end)
{
  for (guint i = 0; i < RTC_BLOCK_N_ROLES; i++) {
    if (rtc_block_end_of (i) == end && block->members[i].joined > 0)
      return FALSE;
  }
  return TRUE;
}

/* The block may outlive its members by a call or two: whoever comes then has
 * settings of its own */
static void
do_leave (gpointer data)
{
  Call *call = data;
  RtcBlock *block = call->block;
  RtcBlockMember *member = &block->members[call->role];
  RtcBlockEnd end = rtc_block_end_of (call->role);

  if (--member->joined == 0)
    *member = (RtcBlockMember) {
    NULL};
  if (!is_deserted (block, end))
    return;
  g_mutex_lock (&block->lock);
  gst_structure_remove_all_fields (block->settings[end]);
  g_mutex_unlock (&block->lock);
}

/* After close.  The member is not called any more once this has returned for as
 * often as it has joined. */
void
rtc_block_leave (RtcBlock * block, RtcBlockRole role)
{
  Call call = { block, role };

  rtc_loop_call (block->loop, do_leave, &call);
}

static void
do_open (gpointer data)
{
  Call *call = data;
  RtcBlock *block = call->block;

  block->members[call->role].open++;
  call->ok = rtc_block_end_of (call->role) == RTC_BLOCK_ICE ?
      rtc_block_open_ice (block, call->factory, &call->error) :
      rtc_block_open_secure (block, &call->error);
  if (call->ok && call->role == RTC_BLOCK_SECURE_DATA)
    rtc_block_open_data (block);
}

/* @factory makes the ICE end.  FALSE with an error: a setting is no good, or
 * there is no socket; close it then as well. */
gboolean
rtc_block_open (RtcBlock * block, RtcBlockRole role, RtcIceFactory factory,
    GError ** error)
{
  Call call = { block, role, NULL, NULL, factory };

  rtc_loop_call (block->loop, do_open, &call);
  if (call.error != NULL)
    g_propagate_error (error, call.error);
  return call.ok;
}

static void
do_play (gpointer data)
{
  Call *call = data;
  RtcBlockMember *member = &call->block->members[call->role];

  member->playing = member->open > 0;
  rtc_block_start_dtls (call->block);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  rtc_block_unref (call->block);
  g_free (call);
}

/* Data may flow: without an ICE end this starts the handshake, later. */
void
rtc_block_play (RtcBlock * block, RtcBlockRole role)
{
  Call *call = g_new0 (Call, 1);

  call->block = rtc_block_ref (block);
  call->role = role;
  rtc_loop_post (block->loop, do_play, call, call_free);
}

/* In a later turn of the loop: an event of these very ends may be the one that
 * led here. */
static void
close_unused_ends (gpointer data)
{
  RtcBlock *block = data;

  if (!rtc_block_is_open (block, RTC_BLOCK_SECURE))
    rtc_block_close_secure (block);
  if (!rtc_block_is_open (block, RTC_BLOCK_ICE))
    rtc_block_close_ice (block);
}

static void
do_close (gpointer data)
{
  Call *call = data;
  RtcBlockMember *member = &call->block->members[call->role];

  if (--member->open > 0)
    return;
  member->playing = FALSE;
  if (call->role == RTC_BLOCK_SECURE_DATA)
    rtc_block_close_data (call->block);
  rtc_loop_post (call->block->loop, close_unused_ends,
      rtc_block_ref (call->block), (GDestroyNotify) rtc_block_unref);
}

/* No event comes for this member any more once this has returned for as often
 * as it has opened. */
void
rtc_block_close (RtcBlock * block, RtcBlockRole role)
{
  Call call = { block, role };

  rtc_loop_call (block->loop, do_close, &call);
}

/* --- settings and status --------------------------------------------------- */

static gboolean
merge_field (GQuark field, const GValue * value, gpointer user_data)
{
  gst_structure_id_set_value (user_data, field, value);
  return TRUE;
}

static void
apply (gpointer data)
{
  RtcBlock *block = data;
  g_autoptr (GError) ice_error = NULL;
  g_autoptr (GError) secure_error = NULL;

  if (block->ice != NULL && !rtc_block_apply_ice (block, &ice_error))
    rtc_block_tell_refused (block, RTC_BLOCK_ICE, ice_error->message);
  if (block->secure != NULL && !rtc_block_apply_secure (block, &secure_error))
    rtc_block_tell_refused (block, RTC_BLOCK_SECURE, secure_error->message);
}

/* Adds to what is set; what comes of it while open comes later. */
void
rtc_block_configure (RtcBlock * block, RtcBlockEnd end,
    const GstStructure * settings)
{
  g_mutex_lock (&block->lock);
  gst_structure_foreach (settings, merge_field, block->settings[end]);
  g_mutex_unlock (&block->lock);
  rtc_loop_post (block->loop, apply, rtc_block_ref (block),
      (GDestroyNotify) rtc_block_unref);
}

/* FALSE: not set.  @value is initialised to the setting's type. */
gboolean
rtc_block_get_setting (RtcBlock * block, RtcBlockEnd end, const gchar * name,
    GValue * value)
{
  const GValue *found;

  g_mutex_lock (&block->lock);
  found = gst_structure_get_value (block->settings[end], name);
  if (found != NULL)
    g_value_copy (found, value);
  g_mutex_unlock (&block->lock);
  return found != NULL;
}

void
rtc_block_get_status (RtcBlock * block, RtcBlockStatus * status)
{
  g_mutex_lock (&block->lock);
  *status = (RtcBlockStatus) {
  .ice_state = block->ice_state,.secure_state =
        block->secure_state,.profile = block->profile,.local_candidates =
        g_strdup (block->candidates->str)};
  g_mutex_unlock (&block->lock);

  g_mutex_lock (&block->path_lock);
  status->candidate_pair = g_strdup (block->path.description);
  status->send_calls = block->path.calls;
  g_mutex_unlock (&block->path_lock);
}

/* --- data ------------------------------------------------------------------ */

/* Any one thread at a time or several.  Returns how many have left; before
 * there is a path, none.  Never blocks. */
guint
rtc_block_send (RtcBlock * block, const GOutputVector * packets, guint n)
{
  guint64 before;
  guint sent;

  g_mutex_lock (&block->path_lock);
  before = block->path.packets;
  rtc_path_send (&block->path, packets, n);
  sent = block->path.packets - before;
  g_mutex_unlock (&block->path_lock);
  return sent;
}

typedef struct
{
  RtcBlock *block;
  GBytes *bytes;
} Input;

static void
do_input (gpointer data)
{
  Input *input = data;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (input->bytes, &size);

  rtc_block_receive_dtls (input->block, bytes, size);
}

static void
input_free (gpointer data)
{
  Input *input = data;

  g_atomic_int_add (&input->block->n_inputs, -1);
  g_bytes_unref (input->bytes);
  rtc_block_unref (input->block);
  g_free (input);
}

/* A DTLS record that came by another way than the ICE end; dropped when they
 * come faster than the loop takes them. */
void
rtc_block_input (RtcBlock * block, const guint8 * data, gsize size)
{
  Input *input;

  if (g_atomic_int_add (&block->n_inputs, 1) >= MAX_INPUTS) {
    g_atomic_int_add (&block->n_inputs, -1);
    return;
  }
  input = g_new (Input, 1);
  input->block = rtc_block_ref (block);
  input->bytes = g_bytes_new (data, size);
  rtc_loop_post (block->loop, do_input, input, input_free);
}

/* For begin and end in any thread; the rest of it is the loop's */
RtcSecure *
rtc_block_get_secure (RtcBlock * block)
{
  return block->secure;
}
