/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include "fixture.h"

/* What a page is told of data channels before it offers any */

static void
check (const RtcServerStream * stream, const gchar * json)
{
  Fixture f = fixture_open ("127.0.0.1", stream);
  HttpAnswer a = http_request (f.port, "GET", "/streams", NULL, NULL);

  fail_unless (http_has (&a, json), "%s", a.text);
  http_clear (&a);
  fixture_close (&f);
}

GST_START_TEST (test_nothing_unless_enabled)
{
  check (NULL, ",\"chat\":false,\"files\":0,\"control\":false}]");
}

GST_END_TEST;

GST_START_TEST (test_each_by_itself)
{
  const RtcServerStream chat = {.chat = TRUE };
  const RtcServerStream files = {.files = G_GUINT64_CONSTANT (1) << 40 };
  const RtcServerStream control = {.control = TRUE };

  check (&chat, ",\"chat\":true,\"files\":0,\"control\":false}]");
  check (&files, ",\"chat\":false,\"files\":1099511627776,\"control\":false}]");
  check (&control, ",\"chat\":false,\"files\":0,\"control\":true}]");
}

GST_END_TEST;

static Suite *
talk_suite (void)
{
  Suite *suite = suite_create ("talk");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_nothing_unless_enabled);
  tcase_add_test (tc, test_each_by_itself);
  return suite;
}

GST_CHECK_MAIN (talk);
