/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

#include <string.h>

/* The plan of a state.  While an offer has no answer what runs goes on as it
 * was agreed: the picture is that of the stable state, and what the offer adds
 * to it. */

#define MAX_SOURCES 256         /* a section */

static gboolean
is_settled (const RtcJsepState * state, guint mline)
{
  return state->answered && mline < state->lines->len;
}

/* The state whose agreement on the m-line is in force; NULL: there is none */
static const RtcJsepState *
find_settled (const RtcJsepState * stable, const RtcJsepState * now,
    guint mline)
{
  if (is_settled (now, mline))
    return now;
  if (is_settled (stable, mline) && rtc_jsep_line (stable, mline)->key ==
      rtc_jsep_line (now, mline)->key)
    return stable;
  return NULL;
}

/* --- transports --------------------------------------------------------------- */

static gboolean
has_transport (const RtcJsepState * state, guint id)
{
  for (guint i = 0; i < state->lines->len; i++) {
    const RtcSdpMedia *media = rtc_jsep_state_section (state, i);

    if (rtc_jsep_line (state, i)->transport == id && media
        && !rtc_jsep_is_rejected (media)
        && !rtc_jsep_state_is_free (state, i))
      return TRUE;
  }
  return FALSE;
}

static gboolean
set_local (RtcJsepPlanTransport * transport, const RtcJsepState * state)
{
  const gchar *ufrag, *pwd;

  if (!rtc_jsep_state_get_credentials (state, transport->id, &ufrag, &pwd))
    return FALSE;
  transport->local_ufrag = g_strdup (ufrag);
  transport->local_pwd = g_strdup (pwd);
  transport->gather = TRUE;
  return TRUE;
}

static gboolean
set_remote (RtcJsepPlanTransport * transport, const RtcJsepState * state,
    GError ** error)
{
  gint tag = rtc_jsep_state_find_tagged (state, state->remote, transport->id);

  transport->remote_mline = tag;
  return tag < 0
      || rtc_jsep_read_remote (state->remote->sdp, tag, transport, error);
}

/* An offer of ours with other credentials is a restart: what the other side
 * said before is of the generation that ends. */
static gboolean
goes_on (const RtcJsepState * stable, const RtcJsepPlanTransport * transport)
{
  const gchar *ufrag, *pwd;

  return stable->answered && has_transport (stable, transport->id)
      && rtc_jsep_state_get_credentials (stable, transport->id, &ufrag, &pwd)
      && g_strcmp0 (ufrag, transport->local_ufrag) == 0
      && g_strcmp0 (pwd, transport->local_pwd) == 0;
}

static gboolean
fill_transport (RtcJsepPlanTransport * transport, const RtcJsepState * stable,
    const RtcJsepState * now, GError ** error)
{
  gboolean was = stable->answered && has_transport (stable, transport->id);

  if (now->answered) {
    set_local (transport, now);
    return set_remote (transport, now, error);
  }
  if (now->offered && has_transport (now, transport->id)) {
    set_local (transport, now);
    return !goes_on (stable, transport)
        || set_remote (transport, stable, error);
  }
  if (was) {
    set_local (transport, stable);
    return set_remote (transport, stable, error);
  }
  return set_remote (transport, now, error);
}

static gboolean
add_transport (RtcJsepPlan * plan, guint id, const RtcJsepState * stable,
    const RtcJsepState * now, GError ** error)
{
  RtcJsepPlanTransport *transport;
  const RtcJsepLink *link = rtc_jsep_state_find_link (now, id);

  if (rtc_jsep_plan_find_transport (plan, id))
    return TRUE;
  if (!link)
    link = rtc_jsep_state_find_link (stable, id);
  transport = rtc_jsep_plan_transport_new (id);
  g_ptr_array_add (plan->transports, transport);
  if (link) {
    transport->controlling = link->controlling;
    transport->has_role = link->has_role;
    transport->dtls_client = link->dtls_client;
  }
  return fill_transport (transport, stable, now, error);
}

/* Those of @of; a pending offer ends none of the stable state's */
static gboolean
add_transports (RtcJsepPlan * plan, const RtcJsepState * of,
    const RtcJsepState * stable, const RtcJsepState * now, GError ** error)
{
  for (guint i = 0; i < of->lines->len; i++) {
    const RtcSdpMedia *media = rtc_jsep_state_section (of, i);

    if (!media || rtc_jsep_is_rejected (media) || rtc_jsep_state_is_free (of,
            i) || (media->kind == RTC_MEDIA_APPLICATION ?
            !rtc_jsep_is_data (media) : !rtc_jsep_can_carry (media)))
      continue;
    if (!add_transport (plan, rtc_jsep_line (of, i)->transport, stable, now,
            error))
      return FALSE;
  }
  return TRUE;
}

/* --- sections ------------------------------------------------------------------ */

static RtcJsepPlanSource *
get_source (GPtrArray * sources, GHashTable * known, guint32 ssrc)
{
  RtcJsepPlanSource *source =
      g_hash_table_lookup (known, GUINT_TO_POINTER (ssrc));

  if (!source && sources->len < MAX_SOURCES) {
    source = g_new0 (RtcJsepPlanSource, 1);
    source->ssrc = ssrc;
    g_ptr_array_add (sources, source);
    g_hash_table_insert (known, GUINT_TO_POINTER (ssrc), source);
  }
  return source;
}

/* a=ssrc-group of RFC 5576: the first is the one, the second its helper, which
 * is no source of its own */
static void
read_groups (RtcJsepPlanSection * section, const RtcSdpMedia * remote,
    GHashTable * known, GHashTable * helpers)
{
  for (guint i = 0; i < remote->ssrc_groups->len; i++) {
    const RtcSdpSsrcGroup *group = g_ptr_array_index (remote->ssrc_groups, i);
    gboolean fid = g_str_equal (group->semantics, "FID");
    RtcJsepPlanSource *source;
    guint32 helper;

    if (group->ssrcs->len != 2
        || (!fid && !g_str_equal (group->semantics, "FEC-FR")))
      continue;
    helper = g_array_index (group->ssrcs, guint32, 1);
    source = get_source (section->sources, known,
        g_array_index (group->ssrcs, guint32, 0));
    if (!source)
      return;
    if (fid)
      source->rtx_ssrc = helper;
    else
      source->fec_ssrc = helper;
    g_hash_table_add (helpers, GUINT_TO_POINTER (helper));
  }
}

static void
set_msid (RtcJsepPlanSection * section, const gchar * msid)
{
  const gchar *space = strchr (msid, ' ');

  if (section->remote_stream || g_str_equal (msid, ""))
    return;
  section->remote_stream =
      space ? g_strndup (msid, space - msid) : g_strdup (msid);
  section->remote_track = space ? g_strdup (space + 1) : NULL;
}

static void
read_sources (RtcJsepPlanSection * section, const RtcSdpMedia * remote)
{
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) helpers = g_hash_table_new (NULL, NULL);

  if (remote->msids->len > 0)
    set_msid (section, g_ptr_array_index (remote->msids, 0));
  read_groups (section, remote, known, helpers);
  for (guint i = 0; i < remote->ssrcs->len; i++) {
    const RtcSdpSsrc *line = g_ptr_array_index (remote->ssrcs, i);
    RtcJsepPlanSource *source;

    if (g_hash_table_contains (helpers, GUINT_TO_POINTER (line->ssrc)))
      continue;
    source = get_source (section->sources, known, line->ssrc);
    if (source && !source->cname && g_strcmp0 (line->name, "cname") == 0)
      source->cname = g_strdup (line->value);
    if (line->value && g_strcmp0 (line->name, "msid") == 0)
      set_msid (section, line->value);
  }
}

static void
fill_media (RtcJsepPlanSection * section, const RtcJsepState * state)
{
  const RtcSdpMedia *local = rtc_jsep_section (state->local, section->mline);
  const RtcSdpMedia *remote = rtc_jsep_section (state->remote, section->mline);

  if (section->kind == RTC_MEDIA_APPLICATION) {
    rtc_jsep_read_data (remote, &section->sctp_port,
        &section->max_message_size);
    return;
  }
  rtc_jsep_plan_formats (section, local, remote, state->offered);
  rtc_jsep_plan_extmaps (section, state->local->sdp, local,
      state->remote->sdp, remote);
  rtc_jsep_plan_simulcast (section, local, remote);
  if (remote->direction & RTC_DIRECTION_SENDONLY)
    read_sources (section, remote);
  section->reduced_size = local->rtcp_rsize && remote->rtcp_rsize;
}

static void
add_section (RtcJsepPlan * plan, const RtcJsepState * stable,
    const RtcJsepState * now, const RtcJsepState * before)
{
  RtcJsepPlanSection *section = rtc_jsep_plan_add_section (plan);
  guint mline = section->mline;
  const RtcSdpMedia *newest = rtc_jsep_state_section (now, mline);
  const RtcJsepState *settled = find_settled (stable, now, mline);
  const RtcJsepLine *line = rtc_jsep_line (now, mline);

  section->mid = g_strdup (newest->mid);
  section->kind = newest->kind;
  section->transceiver = line->key;
  section->is_new = line->made && rtc_jsep_state_find (before, line->key) < 0;
  section->offered = RTC_DIRECTION_RECVONLY;
  section->transport = line->transport;
  section->rejected = rtc_jsep_is_rejected (newest);
  if (!settled)
    return;
  line = rtc_jsep_line (settled, mline);
  section->transport = line->transport;
  section->has_current = line->has_current;
  section->current = line->current;
  section->rejected = rtc_jsep_state_is_free (settled, mline);
  section->stopped = section->rejected && line->key != 0;
  if (!section->rejected)
    fill_media (section, settled);
}

/* Without a pad of its own a transceiver that only the other side's offer had
 * made goes with it (RFC 9429 section 4.1.10.2). */
static void
add_differences (RtcJsepPlan * plan, const RtcJsepState * before,
    const RtcJsepState * now, const RtcJsepMedia * media)
{
  for (guint i = 0; i < before->lines->len; i++) {
    const RtcJsepLine *line = rtc_jsep_line (before, i);
    const RtcJsepTransceiver *t;

    if (line->key == 0 || rtc_jsep_state_find (now, line->key) >= 0
        || rtc_jsep_state_is_free (before, i))
      continue;
    t = media ? rtc_jsep_find_transceiver (media, line->key) : NULL;
    if (line->made && !(t && t->has_pad))
      g_array_append_val (plan->removed, line->key);
    else
      g_array_append_val (plan->disassociated, line->key);
  }
}

RtcJsepPlan *
rtc_jsep_build_plan (const RtcJsepState * stable, const RtcJsepState * now,
    const RtcJsepState * before, const RtcJsepMedia * media, GError ** error)
{
  g_autoptr (RtcJsepPlan) plan = rtc_jsep_plan_new ();

  if (!add_transports (plan, now, stable, now, error)
      || (!now->answered && !add_transports (plan, stable, stable, now, error)))
    return NULL;
  for (guint i = 0; i < now->lines->len; i++)
    add_section (plan, stable, now, before);
  add_differences (plan, before, now, media);
  return g_steal_pointer (&plan);
}
