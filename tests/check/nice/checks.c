/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pair.h"

#include <stun/stunagent.h>

#define REMOTE_UFRAG "remote"
#define REMOTE_PWD "0123456789012345678901"

static void
set_remote (gpointer data)
{
  RtcIce *ice = ((Side *) data)->ice;

  fail_unless (ice->klass->set_remote_credentials (ice, REMOTE_UFRAG,
          REMOTE_PWD));
}

static bool
find_password (StunAgent * agent, StunMessage * message, uint8_t * username,
    uint16_t username_len, uint8_t ** password, size_t *password_len,
    void *user_data)
{
  gchar *expected = user_data;

  fail_unless_equals_int (username_len, strlen (expected));
  fail_unless (memcmp (username, expected, username_len) == 0);
  *password = (uint8_t *) REMOTE_PWD;
  *password_len = strlen (REMOTE_PWD);
  return TRUE;
}

/* TRUE: a request with good credentials that nominates nothing.  The agent of
 * the controlling side nominates with each of its own. */
static gboolean
is_own_check (const guint8 * data, gsize size, gchar * username)
{
  static const guint16 known[] = {
    STUN_ATTRIBUTE_USERNAME, STUN_ATTRIBUTE_MESSAGE_INTEGRITY,
    STUN_ATTRIBUTE_PRIORITY, STUN_ATTRIBUTE_USE_CANDIDATE,
    STUN_ATTRIBUTE_ICE_CONTROLLING, 0
  };
  StunAgent agent;
  StunMessage message;

  stun_agent_init (&agent, known, STUN_COMPATIBILITY_RFC5389,
      STUN_AGENT_USAGE_SHORT_TERM_CREDENTIALS |
      STUN_AGENT_USAGE_USE_FINGERPRINT);
  fail_unless_equals_int (stun_agent_validate (&agent, &message, data, size,
          find_password, username), STUN_VALIDATION_SUCCESS);
  fail_unless (stun_message_has_attribute (&message,
          STUN_ATTRIBUTE_ICE_CONTROLLING));
  fail_unless (stun_message_has_attribute (&message, STUN_ATTRIBUTE_PRIORITY));
  return !stun_message_has_attribute (&message, STUN_ATTRIBUTE_USE_CANDIDATE);
}

/* The peer is a plain socket that answers nothing: 40 of our own checks arrive
 * there, 50 ms apart, and then no more. */
GST_START_TEST (test_own_checks)
{
  const gchar *addresses[] = { "127.0.0.1", NULL };
  g_autoptr (GInetAddress) ip = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (ip, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4,
      G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
  g_autofree gchar *candidate = NULL;
  g_autofree gchar *username = NULL;
  guint8 data[1500];
  guint n = 0;
  gint64 first = 0, last = 0;
  Pair pair;

  fail_unless (g_socket_bind (socket, any, FALSE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  candidate = g_strdup_printf ("candidate:1 1 UDP 1 127.0.0.1 %u typ host",
      g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));

  pair_init (&pair);
  pair.side[0].config.local_addresses = addresses;
  pair.side[0].mute = TRUE;
  pair_new_agents (&pair);
  username = g_strdup_printf ("%s:%s", REMOTE_UFRAG,
      pair.side[0].ice->klass->get_local_ufrag (pair.side[0].ice));
  rtc_loop_call (pair.side[0].loop, set_remote, &pair.side[0]);
  pair_start (&pair);
  pair_wait_gathered (&pair, 0);
  fail_unless (side_add_candidate (&pair.side[0], candidate));

  while (g_socket_condition_timed_wait (socket, G_IO_IN, G_USEC_PER_SEC,
          NULL, NULL)) {
    gssize size = g_socket_receive (socket, (gchar *) data, sizeof (data),
        NULL, NULL);

    fail_unless (size > 0);
    if (!is_own_check (data, size, username)) {
      if (n == 40)
        break;
      continue;
    }
    last = g_get_monotonic_time ();
    if (n++ == 0)
      first = last;
  }
  fail_unless_equals_int (n, 40);
  fail_unless (last - first > 1900 * 1000);
  pair_clear (&pair);
}

GST_END_TEST;

static Suite *
checks_suite (void)
{
  Suite *suite = suite_create ("checks");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_test (tc, test_own_checks);
  return suite;
}

GST_CHECK_MAIN (checks);
