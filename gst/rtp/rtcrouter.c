/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcrouter.h"

#include <string.h>

#define MAX_LEARNT 256
#define MAX_NAME 32             /* of a MID or RID: RFC 8285 says 16, we 32 */

typedef struct
{
  guint mline;
  gchar *mid;
  guint8 mid_id, rid_id, repaired_rid_id;
  guint64 pts[2];               /* one bit a payload type */
  gchar **rids;
  gboolean receives;
} Section;

/* Who sends under an SSRC */
typedef struct
{
  guint32 ssrc;
  guint section;
  gboolean announced;
  gboolean seen;
  gboolean repair;
  gboolean left;
  const gchar *rid;             /* one of its section's, or NULL */
} Source;

struct _RtcRouter
{
  Section *sections;
  guint n_sections;
  guint8 pt_section[128];       /* index, or one of the two below */
  GHashTable *sources;          /* ssrc -> Source */
  Source *last;                 /* that of the last packet, or NULL */
  guint32 learnt[MAX_LEARNT];   /* ring of those not announced, oldest first */
  guint first_learnt, n_learnt;
};

#define PT_NOBODY 0xff
#define PT_SEVERAL 0xfe
#define MAX_SECTIONS PT_SEVERAL

/* transfer: full.  One thread at a time, as all of this. */
RtcRouter *
rtc_router_new (void)
{
  RtcRouter *router = g_new0 (RtcRouter, 1);

  router->sources = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  memset (router->pt_section, PT_NOBODY, sizeof (router->pt_section));
  return router;
}

static void
free_sections (Section * sections, guint n_sections)
{
  for (guint i = 0; i < n_sections; i++) {
    g_free (sections[i].mid);
    g_strfreev (sections[i].rids);
  }
  g_free (sections);
}

void
rtc_router_free (RtcRouter * router)
{
  free_sections (router->sections, router->n_sections);
  g_hash_table_unref (router->sources);
  g_free (router);
}

static gboolean
has_pt (const Section * section, guint8 pt)
{
  return section->pts[pt >> 6] >> (pt & 63) & 1;
}

static void
copy_section (RtcRouter * router, guint i, const RtcRouterSection * from)
{
  Section *section = &router->sections[i];

  section->mline = from->mline;
  section->mid = g_strdup (from->mid);
  section->mid_id = from->mid_id;
  section->rid_id = from->rid_id;
  section->repaired_rid_id = from->repaired_rid_id;
  section->rids = g_strdupv ((gchar **) from->rids);
  section->receives = from->receives;
  for (guint n = 0; n < from->n_pts; n++) {
    const guint8 pt = from->pts[n] & 0x7f;

    section->pts[pt >> 6] |= (guint64) 1 << (pt & 63);
    if (router->pt_section[pt] == PT_NOBODY)
      router->pt_section[pt] = i;
    else if (router->pt_section[pt] != i)
      router->pt_section[pt] = PT_SEVERAL;
  }
}

/* The section's own copy of @rid, or NULL: it has no such layer */
static const gchar *
find_rid (const Section * section, const gchar * rid)
{
  if (section->rids == NULL || rid == NULL)
    return NULL;
  for (guint i = 0; section->rids[i] != NULL; i++)
    if (strcmp (section->rids[i], rid) == 0)
      return section->rids[i];
  return NULL;
}

/* Moves what is known of @source to the new sections.  FALSE: its own is gone,
 * or it was announced and may not be any more. */
static gboolean
move_source (RtcRouter * router, const Section * old, Source * source)
{
  const Section *was = &old[source->section];

  if (source->announced)
    return FALSE;
  for (guint i = 0; i < router->n_sections; i++) {
    const Section *section = &router->sections[i];

    if (section->mline == was->mline && !g_strcmp0 (section->mid, was->mid)) {
      source->section = i;
      source->rid = find_rid (section, source->rid);
      return TRUE;
    }
  }
  return FALSE;
}

static void
move_sources (RtcRouter * router, const Section * old)
{
  GHashTableIter iter;
  gpointer value;
  guint n = 0;

  g_hash_table_iter_init (&iter, router->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (!move_source (router, old, value))
      g_hash_table_iter_remove (&iter);

  for (guint i = 0; i < router->n_learnt; i++) {
    const guint32 ssrc =
        router->learnt[(router->first_learnt + i) % MAX_LEARNT];

    if (g_hash_table_contains (router->sources, GUINT_TO_POINTER (ssrc)))
      router->learnt[(router->first_learnt + n++) % MAX_LEARNT] = ssrc;
  }
  router->n_learnt = n;
}

static void
forget_learnt (RtcRouter * router, guint32 ssrc)
{
  guint n = 0;

  for (guint i = 0; i < router->n_learnt; i++) {
    const guint32 at = router->learnt[(router->first_learnt + i) % MAX_LEARNT];

    if (at != ssrc)
      router->learnt[(router->first_learnt + n++) % MAX_LEARNT] = at;
  }
  router->n_learnt = n;
}

static Source *
add_source (RtcRouter * router, guint32 ssrc, guint section)
{
  Source *source = g_new0 (Source, 1);

  source->ssrc = ssrc;
  source->section = section;
  g_hash_table_insert (router->sources, GUINT_TO_POINTER (ssrc), source);
  return source;
}

static void
announce (RtcRouter * router, guint32 ssrc, guint section, gboolean seen)
{
  Source *source;

  source = g_hash_table_lookup (router->sources, GUINT_TO_POINTER (ssrc));
  if (source == NULL)
    source = add_source (router, ssrc, section);
  else if (!source->announced)
    forget_learnt (router, ssrc);
  if (source->section != section)
    source->rid = NULL;
  source->section = section;
  source->announced = TRUE;
  source->seen |= seen;
}

/* See the header.  What is announced twice belongs to the last who says so. */
void
rtc_router_set_sections (RtcRouter * router, const RtcRouterSection * sections,
    guint n_sections)
{
  Section *old = router->sections;
  const guint n_old = router->n_sections;
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer value;

  n_sections = MIN (n_sections, MAX_SECTIONS);
  router->last = NULL;
  router->sections = g_new0 (Section, n_sections);
  router->n_sections = n_sections;
  memset (router->pt_section, PT_NOBODY, sizeof (router->pt_section));
  for (guint i = 0; i < n_sections; i++)
    copy_section (router, i, &sections[i]);

  g_hash_table_iter_init (&iter, router->sources);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((Source *) value)->seen)
      g_hash_table_add (seen, GUINT_TO_POINTER (((Source *) value)->ssrc));

  move_sources (router, old);
  for (guint i = 0; i < n_sections; i++)
    for (guint n = 0; n < sections[i].n_ssrcs; n++) {
      const guint32 ssrc = sections[i].ssrcs[n];

      announce (router, ssrc, i,
          g_hash_table_contains (seen, GUINT_TO_POINTER (ssrc)));
    }
  free_sections (old, n_old);
}

static Source *
learn (RtcRouter * router, guint32 ssrc, guint section)
{
  if (router->n_learnt == MAX_LEARNT) {
    const guint32 oldest = router->learnt[router->first_learnt];

    g_hash_table_remove (router->sources, GUINT_TO_POINTER (oldest));
    router->first_learnt = (router->first_learnt + 1) % MAX_LEARNT;
    router->n_learnt--;
  }
  router->learnt[(router->first_learnt + router->n_learnt++) % MAX_LEARNT] =
      ssrc;
  return add_source (router, ssrc, section);
}

/* An SDES item as header extension (RFC 7941): text, not terminated */
static gboolean
read_name (const RtcHeader * header, guint8 id, gchar name[MAX_NAME + 1])
{
  gsize size;
  const guint8 *data = rtc_header_find_extension (header, id, &size);

  if (data == NULL || size == 0 || size > MAX_NAME)
    return FALSE;
  memcpy (name, data, size);
  name[size] = '\0';
  return TRUE;
}

/* -1: the packet names none; -2: one that we do not have */
static gint
find_by_mid (const RtcRouter * router, const RtcHeader * header)
{
  gchar mid[MAX_NAME + 1];
  guint8 last_id = 0;
  gboolean named = FALSE;

  if (header->extension == NULL)
    return -1;
  /* one id all over the group (RFC 9143 section 7.1.3), so it is read once */
  for (guint i = 0; i < router->n_sections; i++) {
    const Section *section = &router->sections[i];

    if (section->mid_id == 0 || section->mid == NULL)
      continue;
    if (section->mid_id != last_id) {
      last_id = section->mid_id;
      if (!read_name (header, last_id, mid)) {
        last_id = 0;
        continue;
      }
      named = TRUE;
    }
    if (strcmp (mid, section->mid) == 0)
      return i;
  }
  return named ? -2 : -1;
}

/* FALSE: it is of a layer that was not negotiated */
static gboolean
read_layer (const Section * section, const RtcHeader * header, Source * source)
{
  gchar name[MAX_NAME + 1];

  if (header->extension == NULL || section->rids == NULL)
    return TRUE;
  if (read_name (header, section->rid_id, name))
    source->repair = FALSE;
  else if (read_name (header, section->repaired_rid_id, name))
    source->repair = TRUE;
  else
    return TRUE;
  source->rid = find_rid (section, name);
  return source->rid != NULL;
}

static void
describe (const RtcRouter * router, const Source * source,
    RtcRouterMatch * match)
{
  match->is_new = !source->seen;
  match->mline = router->sections[source->section].mline;
  match->rid = source->rid;
  match->repair = source->repair;
  match->left = source->left;
}

static Source *
find_source (RtcRouter * router, guint32 ssrc)
{
  if (router->last != NULL && router->last->ssrc == ssrc)
    return router->last;
  return g_hash_table_lookup (router->sources, GUINT_TO_POINTER (ssrc));
}

/* RFC 9143 section 9.2: a MID says it, else the SSRC, else the payload type.
 * The payload type must be one of the section's in any case. */
gboolean
rtc_router_match (RtcRouter * router, const RtcHeader * header,
    RtcRouterMatch * match)
{
  Source *source = find_source (router, header->ssrc);
  gint index = find_by_mid (router, header);
  const Section *section;

  if (index == -2)
    return FALSE;
  if (index == -1 && source != NULL)
    index = source->section;
  if (index == -1) {
    const guint8 only = router->pt_section[header->pt];

    if (only == PT_NOBODY || only == PT_SEVERAL)
      return FALSE;
    index = only;
  }

  section = &router->sections[index];
  if (!section->receives || !has_pt (section, header->pt))
    return FALSE;
  if (source == NULL) {
    router->last = NULL;        /* it may be the one that makes room */
    source = learn (router, header->ssrc, index);
  } else if (source->section != (guint) index) {
    source->section = index;
    source->rid = NULL;
  }
  if (!read_layer (section, header, source))
    return FALSE;

  source->left = FALSE;
  describe (router, source, match);
  source->seen = TRUE;
  router->last = source;
  return TRUE;
}

/* What is known of @ssrc; FALSE: no packet of it has come */
gboolean
rtc_router_find (RtcRouter * router, guint32 ssrc, RtcRouterMatch * match)
{
  const Source *source = find_source (router, ssrc);

  if (source == NULL || !source->seen)
    return FALSE;
  describe (router, source, match);
  return TRUE;
}

/* See the header.  Firefox says so of sources that go on, when offer and answer
 * change sides. */
void
rtc_router_leave (RtcRouter * router, guint32 ssrc)
{
  Source *source = find_source (router, ssrc);

  if (source != NULL)
    source->left = TRUE;
}
