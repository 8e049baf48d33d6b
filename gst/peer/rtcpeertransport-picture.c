/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpeertransport-private.h"

static gchar **
strv_of (const GPtrArray * list)
{
  guint n = list != NULL ? list->len : 0;
  gchar **strv = g_new0 (gchar *, n + 1);

  for (guint i = 0; i < n; i++)
    strv[i] = g_strdup (g_ptr_array_index (list, i));
  return strv;
}

/* transfer: full.  Any thread. */
RtcPeerPicture *
rtc_peer_picture_new (const RtcJsepPlanTransport * plan)
{
  RtcPeerPicture *picture = g_new0 (RtcPeerPicture, 1);

  picture->local_ufrag = g_strdup (plan->local_ufrag);
  picture->local_pwd = g_strdup (plan->local_pwd);
  picture->remote_ufrag = g_strdup (plan->remote_ufrag);
  picture->remote_pwd = g_strdup (plan->remote_pwd);
  picture->remote_mline = plan->remote_mline;
  picture->fingerprints = strv_of (plan->remote_fingerprints);
  picture->candidates = strv_of (plan->remote_candidates);
  picture->end_of_candidates = plan->remote_end_of_candidates;
  /* the full side of the two controls (RFC 8445 section 6.1.1) */
  picture->controlling = plan->controlling || plan->remote_ice_lite;
  picture->has_role = plan->has_role;
  picture->dtls_client = plan->dtls_client;
  picture->gather = plan->gather;
  return picture;
}

void
rtc_peer_picture_free (RtcPeerPicture * picture)
{
  g_free (picture->local_ufrag);
  g_free (picture->local_pwd);
  g_free (picture->remote_ufrag);
  g_free (picture->remote_pwd);
  g_strfreev (picture->fingerprints);
  g_strfreev (picture->candidates);
  g_free (picture);
}

void
rtc_peer_ice_session_clear (RtcPeerIceSession * session)
{
  g_free (session->local_ufrag);
  g_free (session->local_pwd);
  g_free (session->remote_ufrag);
  g_free (session->remote_pwd);
  *session = (RtcPeerIceSession) { 0 };
}
