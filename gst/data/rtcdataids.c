/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcdatapriv.h"

/* Stream ids.  RFC 8832 section 6: the DTLS client has the even ones, so that
 * two who open at once do not meet.  65535 is none (W3C 6.1). */

/* With the lock; borrowed; NULL: none is open with it */
RtcDataChannel *
rtc_data_id_lookup (RtcData * data, gint id)
{
  return g_hash_table_lookup (data->channels, GINT_TO_POINTER (id));
}

/* With the lock */
gboolean
rtc_data_id_is_free (RtcData * data, gint id)
{
  GList *item;

  if (rtc_data_id_lookup (data, id) != NULL)
    return FALSE;
  for (item = data->waiting.head; item != NULL; item = item->next)
    if (((RtcDataChannel *) item->data)->config.id == id)
      return FALSE;
  return TRUE;
}

/* With the lock, connected: the lowest of ours that is free, or -1 */
gint
rtc_data_id_next (RtcData * data)
{
  for (guint id = data->link.dtls_client ? 0 : 1; id < data->max_streams;
      id += 2)
    if (rtc_data_id_is_free (data, id))
      return id;
  return -1;
}
