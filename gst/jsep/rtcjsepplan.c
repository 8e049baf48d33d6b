/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepplan.h"
#include "rtcjsepsession-private.h"

void
rtc_jsep_plan_transport_free (RtcJsepPlanTransport * transport)
{
  g_free (transport->local_ufrag);
  g_free (transport->local_pwd);
  g_free (transport->remote_ufrag);
  g_free (transport->remote_pwd);
  g_ptr_array_unref (transport->remote_fingerprints);
  g_ptr_array_unref (transport->remote_candidates);
  g_free (transport);
}

RtcJsepPlanTransport *
rtc_jsep_plan_transport_new (guint id)
{
  RtcJsepPlanTransport *transport = g_new0 (RtcJsepPlanTransport, 1);

  transport->id = id;
  transport->remote_mline = -1;
  transport->remote_fingerprints = g_ptr_array_new_with_free_func (g_free);
  transport->remote_candidates = g_ptr_array_new_with_free_func (g_free);
  return transport;
}

static void
format_free (gpointer data)
{
  RtcJsepPlanFormat *format = data;

  rtc_codec_clear (&format->codec);
  g_strfreev (format->feedback);
  g_free (format);
}

static void
source_free (gpointer data)
{
  g_free (((RtcJsepPlanSource *) data)->cname);
  g_free (data);
}

static void
extmap_free (gpointer data)
{
  RtcSdpExtmap *extmap = data;

  g_free (extmap->uri);
  g_free (extmap->parameters);
  g_free (extmap);
}

static void
section_free (gpointer data)
{
  RtcJsepPlanSection *section = data;

  g_free (section->mid);
  g_ptr_array_unref (section->send);
  g_ptr_array_unref (section->receive);
  g_ptr_array_unref (section->send_extmaps);
  g_ptr_array_unref (section->receive_extmaps);
  g_ptr_array_unref (section->send_rids);
  g_ptr_array_unref (section->receive_rids);
  g_ptr_array_unref (section->sources);
  g_free (section->remote_stream);
  g_free (section->remote_track);
  g_free (section);
}

RtcJsepPlanSection *
rtc_jsep_plan_add_section (RtcJsepPlan * plan)
{
  RtcJsepPlanSection *section = g_new0 (RtcJsepPlanSection, 1);

  section->mline = plan->sections->len;
  section->send = g_ptr_array_new_with_free_func (format_free);
  section->receive = g_ptr_array_new_with_free_func (format_free);
  section->send_extmaps = g_ptr_array_new_with_free_func (extmap_free);
  section->receive_extmaps = g_ptr_array_new_with_free_func (extmap_free);
  section->send_rids = g_ptr_array_new_with_free_func (g_free);
  section->receive_rids = g_ptr_array_new_with_free_func (g_free);
  section->sources = g_ptr_array_new_with_free_func (source_free);
  g_ptr_array_add (plan->sections, section);
  return section;
}

RtcJsepPlan *
rtc_jsep_plan_new (void)
{
  RtcJsepPlan *plan = g_new0 (RtcJsepPlan, 1);

  plan->transports = g_ptr_array_new_with_free_func (
      (GDestroyNotify) rtc_jsep_plan_transport_free);
  plan->sections = g_ptr_array_new_with_free_func (section_free);
  plan->removed = g_array_new (FALSE, FALSE, sizeof (guint));
  plan->disassociated = g_array_new (FALSE, FALSE, sizeof (guint));
  return plan;
}

void
rtc_jsep_plan_free (RtcJsepPlan * plan)
{
  g_ptr_array_unref (plan->transports);
  g_ptr_array_unref (plan->sections);
  g_array_unref (plan->removed);
  g_array_unref (plan->disassociated);
  g_free (plan);
}

const RtcJsepPlanTransport *
rtc_jsep_plan_find_transport (const RtcJsepPlan * plan, guint id)
{
  for (guint i = 0; i < plan->transports->len; i++) {
    const RtcJsepPlanTransport *transport =
        g_ptr_array_index (plan->transports, i);

    if (transport->id == id)
      return transport;
  }
  return NULL;
}

const RtcJsepPlanSection *
rtc_jsep_plan_find_transceiver (const RtcJsepPlan * plan, guint key)
{
  for (guint i = 0; i < plan->sections->len; i++) {
    const RtcJsepPlanSection *section = g_ptr_array_index (plan->sections, i);

    if (key != 0 && section->transceiver == key)
      return section;
  }
  return NULL;
}
