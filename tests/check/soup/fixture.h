/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/rtclooppool.h"
#include "fakeaudience.h"
#include "httpclient.h"

/* One server on a free port with one stream */
typedef struct
{
  RtcLoopPool *pool;
  RtcServer *server;
  RtcAudience *audience;
  guint16 port;
} Fixture;

static inline Fixture
fixture_open (const gchar * address, const RtcServerStream * stream)
{
  static const RtcServerStream plain = { NULL };
  Fixture f = { rtc_loop_pool_acquire () };

  f.server = rtc_server_acquire (f.pool, address, 0, NULL);
  fail_unless (f.server != NULL);
  f.audience = fake_audience_new (f.pool, 1, 1);
  fail_unless (rtc_server_add_stream (f.server, stream ? stream : &plain,
          f.audience, NULL));
  f.port = rtc_server_get_port (f.server);
  return f;
}

static inline void
fixture_close (Fixture * f)
{
  rtc_server_remove_stream (f->server, f->audience);
  rtc_server_release (f->server);
  rtc_audience_unref (f->audience);
  rtc_loop_pool_unref (f->pool);
}
