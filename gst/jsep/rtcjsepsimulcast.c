/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepsession-private.h"

#include <string.h>

/* Simulcast, RFC 8853: "send a;b;c" or "recv a;b;c"; of alternatives ("a,b")
 * the first counts, "~" marks a layer that begins paused. */

#define MAX_LAYERS 16

static const RtcSdpRid *
find_rid (const RtcSdpMedia * media, const gchar * id, gboolean send)
{
  for (guint i = 0; i < media->rids->len; i++) {
    const RtcSdpRid *rid = g_ptr_array_index (media->rids, i);

    if (rid->send == send && g_str_equal (rid->id, id))
      return rid;
  }
  return NULL;
}

/* The layers that @media sends (or receives), in order; those without an
 * a=rid line do not count (section 5.2) */
static GPtrArray *
read_layers (const RtcSdpMedia * media, gboolean send)
{
  GPtrArray *layers = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) words =
      g_strsplit (media->simulcast ? media->simulcast : "", " ", 5);
  g_auto (GStrv) ids = NULL;

  for (guint i = 0; words[i] && words[i + 1]; i += 2) {
    if (g_str_equal (words[i], send ? "send" : "recv")) {
      ids = g_strsplit (words[i + 1], ";", MAX_LAYERS);
      break;
    }
  }
  for (guint i = 0; ids && ids[i]; i++) {
    gchar *id = ids[i] + (ids[i][0] == '~');

    id[strcspn (id, ",")] = '\0';
    if (find_rid (media, id, send)
        && !g_ptr_array_find_with_equal_func (layers, id, g_str_equal, NULL))
      g_ptr_array_add (layers, g_strdup (id));
  }
  return layers;
}

static void
add_rid (RtcSdpMedia * media, const gchar * id, gboolean send,
    const gchar * restrictions)
{
  RtcSdpRid *rid = g_new0 (RtcSdpRid, 1);

  rid->id = g_strdup (id);
  rid->send = send;
  rid->restrictions = g_strdup (restrictions);
  g_ptr_array_add (media->rids, rid);
}

static void
append_layer (GString * list, const gchar * id)
{
  if (list->len > 0)
    g_string_append_c (list, ';');
  g_string_append (list, id);
}

static void
write_simulcast (RtcSdpMedia * media, const gchar * word,
    const GString * layers)
{
  gchar *before = media->simulcast;

  if (layers->len == 0)
    return;
  media->simulcast = g_strdup_printf ("%s%s%s %s", before ? before : "",
      before ? " " : "", word, layers->str);
  g_free (before);
}

/* An id means one layer of the section (RFC 8851 section 4) */
static void
offer_layers (RtcSdpMedia * media, const gchar * const *rids, gboolean send)
{
  g_autoptr (GString) layers = g_string_new (NULL);

  for (guint i = 0; rids && rids[i]; i++) {
    if (find_rid (media, rids[i], TRUE) || find_rid (media, rids[i], FALSE))
      continue;
    add_rid (media, rids[i], send, NULL);
    append_layer (layers, rids[i]);
  }
  write_simulcast (media, send ? "send" : "recv", layers);
}

void
rtc_jsep_offer_simulcast (RtcSdpMedia * media,
    const RtcJsepTransceiver * transceiver)
{
  if (media->direction & RTC_DIRECTION_SENDONLY)
    offer_layers (media, transceiver->rids, TRUE);
  if (rtc_jsep_direction_receives (media->direction))
    offer_layers (media, transceiver->receive_rids, FALSE);
}

void
rtc_jsep_answer_simulcast (RtcSdpMedia * media, const RtcSdpMedia * offered,
    const RtcJsepTransceiver * transceiver)
{
  g_autoptr (GPtrArray) sent = read_layers (offered, TRUE);
  g_autoptr (GPtrArray) wanted = read_layers (offered, FALSE);
  g_autoptr (GString) receive = g_string_new (NULL);
  g_autoptr (GString) send = g_string_new (NULL);

  for (guint i = 0; rtc_jsep_direction_receives (media->direction)
      && i < sent->len; i++) {
    const gchar *id = g_ptr_array_index (sent, i);

    add_rid (media, id, FALSE, find_rid (offered, id, TRUE)->restrictions);
    append_layer (receive, id);
  }
  for (guint i = 0; (media->direction & RTC_DIRECTION_SENDONLY)
      && transceiver->rids && i < wanted->len; i++) {
    const gchar *id = g_ptr_array_index (wanted, i);

    if (!g_strv_contains (transceiver->rids, id))
      continue;
    add_rid (media, id, TRUE, find_rid (offered, id, FALSE)->restrictions);
    append_layer (send, id);
  }
  write_simulcast (media, "recv", receive);
  write_simulcast (media, "send", send);
}

static void
plan_layers (GPtrArray * out, const RtcSdpMedia * sender,
    const RtcSdpMedia * receiver)
{
  g_autoptr (GPtrArray) sent = read_layers (sender, TRUE);
  g_autoptr (GPtrArray) received = read_layers (receiver, FALSE);

  for (guint i = 0; i < sent->len; i++) {
    const gchar *id = g_ptr_array_index (sent, i);

    if (g_ptr_array_find_with_equal_func (received, id, g_str_equal, NULL))
      g_ptr_array_add (out, g_strdup (id));
  }
}

void
rtc_jsep_plan_simulcast (RtcJsepPlanSection * section,
    const RtcSdpMedia * local, const RtcSdpMedia * remote)
{
  plan_layers (section->send_rids, local, remote);
  plan_layers (section->receive_rids, remote, local);
}
