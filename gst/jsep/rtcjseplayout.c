/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

/* Which m-line of an offer is whose (RFC 9429 section 5.2.2): those that are in
 * use stay, those that were rejected are used again, new ones come behind. */

typedef struct
{
  const RtcJsepState *stable;
  RtcJsepState *state;
  const RtcJsepMedia *media;
  GArray *slots;                /* RtcJsepSlot */
  gboolean *placed;             /* by transceiver */
  gboolean no_more;             /* one with a locked m-line cannot stand there */
} Layout;

static RtcJsepSlot *
get_slot (Layout * self, guint mline)
{
  return &g_array_index (self->slots, RtcJsepSlot, mline);
}

/* Does the transceiver that had this m-line have it still? */
static gboolean
is_over (const RtcJsepState * stable, guint mline, guint key)
{
  return mline < stable->lines->len && rtc_jsep_state_is_free (stable, mline)
      && rtc_jsep_line (stable, mline)->key == key;
}

static gboolean
keep_lines (Layout * self, GError ** error)
{
  for (guint i = 0; i < self->state->lines->len; i++) {
    const RtcSdpMedia *section = rtc_jsep_state_section (self->state, i);
    guint key = rtc_jsep_line (self->state, i)->key;
    gboolean over = is_over (self->stable, i, key);
    const RtcJsepTransceiver *t =
        rtc_jsep_find_transceiver (self->media, over ? 0 : key);
    RtcJsepSlot slot = { section->kind, };

    if (t && !t->stopping) {
      slot.transceiver = t;
      self->placed[t - self->media->transceivers] = TRUE;
      if (t->locked_mline >= 0 && t->locked_mline != (gint) i) {
        g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_LOCKED,
            "transceiver <%s> with mid %s is at m-line %u, but was locked to "
            "m-line %d", t->name, section->mid ? section->mid : "(null)", i,
            t->locked_mline);
        return FALSE;
      }
    }
    slot.data = key == 0 && !over && rtc_jsep_is_data (section);
    g_array_append_val (self->slots, slot);
  }
  return TRUE;
}

static gboolean
has_data (Layout * self)
{
  for (guint i = 0; i < self->slots->len; i++) {
    if (get_slot (self, i)->data)
      return TRUE;
  }
  return FALSE;
}

/* RFC 9429 section 5.2.2: a section rejected by both, of whatever kind */
static gint
find_free (Layout * self, gint wanted)
{
  for (guint i = 0; i < self->stable->lines->len; i++) {
    RtcJsepSlot *slot = get_slot (self, i);

    if (!slot->transceiver && !slot->data
        && rtc_jsep_state_is_free (self->stable, i)
        && (wanted < 0 || wanted == (gint) i))
      return i;
  }
  return -1;
}

static void
place (Layout * self, gint mline, RtcMediaKind kind,
    const RtcJsepTransceiver * t)
{
  RtcJsepSlot slot = { kind, t, t == NULL, TRUE };

  if (t)
    self->placed[t - self->media->transceivers] = TRUE;
  if (mline >= 0) {
    *get_slot (self, mline) = slot;
    return;
  }
  g_array_append_val (self->slots, slot);
  rtc_jsep_state_set_n_lines (self->state, self->slots->len);
}

/* The next that is not placed: one locked to @mline, or one that is free to go
 * anywhere (@mline -1); @any: one locked to whatever m-line */
static const RtcJsepTransceiver *
next (Layout * self, gint mline, gboolean any)
{
  for (guint i = 0; i < self->media->n_transceivers; i++) {
    const RtcJsepTransceiver *t = &self->media->transceivers[i];

    if (!self->placed[i] && !t->stopping && (any || t->locked_mline == mline))
      return t;
  }
  return NULL;
}

static gboolean
cannot_stand (const RtcJsepTransceiver * t)
{
  return !t->has_kind;
}

static gboolean
recycle (Layout * self)
{
  for (guint i = 0; i < self->media->n_transceivers; i++) {
    const RtcJsepTransceiver *t = &self->media->transceivers[i];
    gint mline;

    if (self->placed[i] || t->stopping || cannot_stand (t))
      continue;
    mline = find_free (self, t->locked_mline);
    if (mline >= 0)
      place (self, mline, t->kind, t);
  }
  if (self->media->data && !has_data (self)) {
    gint mline = find_free (self, -1);

    if (mline >= 0)
      place (self, mline, RTC_MEDIA_APPLICATION, NULL);
  }
  return TRUE;
}

static gboolean
fail_no_more (Layout * self, GError ** error)
{
  g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_LOCKED,
      "Trying to add transceiver at line %u but there is a transceiver with a "
      "locked mline for this line which doesn't have caps", self->slots->len);
  return FALSE;
}

/* New ones in order, each locked one at its place.  The data channels come
 * behind those that may stand anywhere: a locked one may need their m-line. */
static gboolean
append (Layout * self, GError ** error)
{
  while (self->slots->len <= RTC_SDP_MAX_MEDIA) {
    const RtcJsepTransceiver *t = next (self, self->slots->len, FALSE);

    if (!t)
      t = next (self, -1, FALSE);
    if (t && self->no_more)
      return fail_no_more (self, error);
    if (t && cannot_stand (t)) {
      self->no_more |= t->locked_mline >= 0;
      self->placed[t - self->media->transceivers] = t->locked_mline < 0;
      continue;
    }
    if (t) {
      place (self, -1, t->kind, t);
      continue;
    }
    if (self->media->data && !has_data (self)) {
      place (self, -1, RTC_MEDIA_APPLICATION, NULL);
      continue;
    }
    t = next (self, 0, TRUE);
    if (!t)
      return TRUE;
    g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_LOCKED,
        "Tranceiver <%s> with mid (null) has locked mline %d but the offer "
        "only has %u sections", t->name, t->locked_mline, self->slots->len);
    return FALSE;
  }
  g_set_error (error, RTC_JSEP_ERROR, RTC_JSEP_ERROR_INVALID,
      "more than %u sections", RTC_SDP_MAX_MEDIA);
  return FALSE;
}

GArray *
rtc_jsep_layout (const RtcJsepState * stable, RtcJsepState * state,
    const RtcJsepMedia * media, GError ** error)
{
  g_autoptr (GArray) slots = g_array_new (FALSE, TRUE, sizeof (RtcJsepSlot));
  g_autofree gboolean *placed = g_new0 (gboolean, media->n_transceivers + 1);
  Layout self = { stable, state, media, slots, placed, FALSE };

  if (!keep_lines (&self, error) || !recycle (&self) || !append (&self, error))
    return NULL;
  return g_steal_pointer (&slots);
}
