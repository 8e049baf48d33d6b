/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcpath.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

void
rtc_path_init (RtcPath * path)
{
  *path = (RtcPath) {
  .target.fd = -1};
}

/* The socket is duplicated: the agent may close its own at any time, and its
 * number may then be somebody else's. */
void
rtc_path_update (RtcPath * path, RtcIce * ice, const RtcIcePath * to)
{
  gint fd = -1;
  gssize size = 0;

  if (to->direct) {
    size = g_socket_address_get_native_size (to->remote);
    if (size > 0 && (gsize) size <= sizeof (path->target.to)
        && g_socket_address_to_native (to->remote, &path->target.to,
            sizeof (path->target.to), NULL))
      fd = fcntl (to->fd, F_DUPFD_CLOEXEC, 3);
  }

  if (path->target.fd >= 0)
    close (path->target.fd);
  path->target.fd = fd;
  path->target.to_size = size;
  path->target.gso = TRUE;
  path->direct = fd >= 0;
  path->ice = ice;
  path->open = TRUE;
  g_free (path->description);
  path->description = g_strdup_printf ("%s-%s %s", to->local_type,
      to->remote_type, to->protocol);
}

void
rtc_path_close (RtcPath * path)
{
  if (path->target.fd >= 0)
    close (path->target.fd);
  path->target.fd = -1;
  path->direct = path->open = FALSE;
  path->ice = NULL;
  g_clear_pointer (&path->description, g_free);
}

void
rtc_path_send (RtcPath * path, const GOutputVector * packets, guint n)
{
  if (!path->open || n == 0) {
    path->dropped += n;
    return;
  }

  for (guint i = 0; i < n; i++)
    path->bytes += packets[i].size;

  if (path->direct) {
    RtcBatchResult result = rtc_batch_send (packets, n, &path->target);

    path->packets += result.sent;
    path->dropped += result.dropped;
    path->calls += result.calls;
  } else if (path->ice->klass->send (path->ice, packets, n)) {
    path->packets += n;
  } else {
    path->dropped += n;
  }
}

void
rtc_path_flush (RtcPath * path, RtcBatch * batch)
{
  if (batch->n > 0)
    rtc_path_send (path, batch->packets, batch->n);
  rtc_batch_reset (batch);
}

void
rtc_path_flush_locked (RtcPath * path, GMutex * lock, RtcBatch * batch)
{
  g_mutex_lock (lock);
  rtc_path_flush (path, batch);
  g_mutex_unlock (lock);
}

gboolean
rtc_path_collect (RtcPath * path, GMutex * lock, RtcBatch * batch,
    const guint8 * data, gsize size)
{
  guint8 *out;

  if (batch == NULL || size > RTC_BATCH_MAX_PACKET)
    return FALSE;
  out = rtc_batch_reserve (batch);
  if (out == NULL) {
    rtc_path_flush_locked (path, lock, batch);
    out = rtc_batch_reserve (batch);
  }
  memcpy (out, data, size);
  rtc_batch_commit (batch, size);
  return TRUE;
}
