/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtctypes-private.h"

#include <gio/gio.h>

GST_DEBUG_CATEGORY_STATIC (rtc_ice_agent_debug);
#define GST_CAT_DEFAULT rtc_ice_agent_debug

/* GstRtcICE: what the application may set of ICE.  Streams and candidates are
 * rtcpeerbin's own; the class functions for these do nothing.  The struct of
 * GstWebRTCICE is public, so this one is derived the usual way. */

typedef struct
{
  GstWebRTCICE parent;

  /* GST_OBJECT_LOCK */
  gchar *stun_server, *turn_server, *http_proxy;
  GPtrArray *more_turn_servers; /* gchar * */
  GPtrArray *local_addresses;   /* gchar * */
  gboolean force_relay;
} GstRtcICE;

typedef struct
{
  GstWebRTCICEClass parent_class;
} GstRtcICEClass;

G_DEFINE_TYPE (GstRtcICE, rtc_ice_agent, GST_TYPE_WEBRTC_ICE);

#define SELF(ice) ((GstRtcICE *) (ice))
#define IS_OURS(ice) G_TYPE_CHECK_INSTANCE_TYPE ((ice), \
    rtc_ice_agent_get_type ())

static gchar *
dup_locked (GstWebRTCICE * ice, gchar * const *field)
{
  gchar *copy;

  GST_OBJECT_LOCK (ice);
  copy = g_strdup (*field);
  GST_OBJECT_UNLOCK (ice);
  return copy;
}

/* @uri is NULL or has been checked */
static void
set_locked (GstWebRTCICE * ice, gchar ** field, const gchar * uri)
{
  GST_OBJECT_LOCK (ice);
  g_free (*field);
  *field = g_strdup (uri);
  GST_OBJECT_UNLOCK (ice);
}

static gboolean
check_server (GstWebRTCICE * ice, const gchar * uri, gboolean turn)
{
  g_autoptr (GError) error = NULL;

  if (uri == NULL || rtc_ice_uri_check (uri, turn, &error))
    return TRUE;
  GST_WARNING_OBJECT (ice, "ignored: %s", error->message);
  return FALSE;
}

static void
rtc_ice_agent_set_stun_server (GstWebRTCICE * ice, const gchar * uri)
{
  if (check_server (ice, uri, FALSE))
    set_locked (ice, &SELF (ice)->stun_server, uri);
}

static gchar *
rtc_ice_agent_get_stun_server (GstWebRTCICE * ice)
{
  return dup_locked (ice, &SELF (ice)->stun_server);
}

static void
rtc_ice_agent_set_turn_server (GstWebRTCICE * ice, const gchar * uri)
{
  if (check_server (ice, uri, TRUE))
    set_locked (ice, &SELF (ice)->turn_server, uri);
}

static gchar *
rtc_ice_agent_get_turn_server (GstWebRTCICE * ice)
{
  return dup_locked (ice, &SELF (ice)->turn_server);
}

static gboolean
rtc_ice_agent_add_turn (GstWebRTCICE * ice, const gchar * uri)
{
  GPtrArray *servers = SELF (ice)->more_turn_servers;

  if (uri == NULL || !check_server (ice, uri, TRUE))
    return FALSE;
  GST_OBJECT_LOCK (ice);
  if (!g_ptr_array_find_with_equal_func (servers, uri, g_str_equal, NULL))
    g_ptr_array_add (servers, g_strdup (uri));
  GST_OBJECT_UNLOCK (ice);
  return TRUE;
}

static void
rtc_ice_agent_set_http_proxy (GstWebRTCICE * ice, const gchar * uri)
{
  if (uri != NULL && !g_str_has_prefix (uri, "http://")) {
    GST_WARNING_OBJECT (ice, "ignored: not the address of an HTTP proxy: write "
        "http://[user:password@]host[:port]");
    return;
  }
  set_locked (ice, &SELF (ice)->http_proxy, uri);
}

static gchar *
rtc_ice_agent_get_http_proxy (GstWebRTCICE * ice)
{
  return dup_locked (ice, &SELF (ice)->http_proxy);
}

static void
rtc_ice_agent_set_force_relay (GstWebRTCICE * ice, gboolean force_relay)
{
  GST_OBJECT_LOCK (ice);
  SELF (ice)->force_relay = force_relay;
  GST_OBJECT_UNLOCK (ice);
}

/* the class handler of the action signal */
static gboolean
rtc_ice_agent_add_local_address (GstWebRTCICE * ice, const gchar * address)
{
  GPtrArray *addresses = SELF (ice)->local_addresses;

  if (address == NULL || !g_hostname_is_ip_address (address)) {
    GST_WARNING_OBJECT (ice, "'%s' is ignored: it is no IP address",
        address != NULL ? address : "");
    return FALSE;
  }
  GST_OBJECT_LOCK (ice);
  if (!g_ptr_array_find_with_equal_func (addresses, address, g_str_equal, NULL))
    g_ptr_array_add (addresses, g_strdup (address));
  GST_OBJECT_UNLOCK (ice);
  return TRUE;
}

/* --- what is rtcpeerbin's own -------------------------------------------- */

static GstWebRTCICEStream *
add_stream (GstWebRTCICE * ice, guint session)
{
  return NULL;
}

static GstWebRTCICETransport *
find_transport (GstWebRTCICE * ice, GstWebRTCICEStream * stream,
    GstWebRTCICEComponent component)
{
  return NULL;
}

static gboolean
gather_candidates (GstWebRTCICE * ice, GstWebRTCICEStream * stream)
{
  return FALSE;
}

static void
add_candidate (GstWebRTCICE * ice, GstWebRTCICEStream * stream,
    const gchar * candidate
#if GST_CHECK_VERSION (1, 24, 0)
    , GstPromise * promise
#endif
    )
{
#if GST_CHECK_VERSION (1, 24, 0)
  if (promise != NULL)
    gst_promise_reply (promise, NULL);
#endif
}

static gboolean
set_credentials (GstWebRTCICE * ice, GstWebRTCICEStream * stream,
    const gchar * ufrag, const gchar * pwd)
{
  return FALSE;
}

static void
set_is_controller (GstWebRTCICE * ice, gboolean controller)
{
}

static gboolean
get_is_controller (GstWebRTCICE * ice)
{
  return FALSE;
}

static void
set_tos (GstWebRTCICE * ice, GstWebRTCICEStream * stream, guint tos)
{
}

static void
set_on_ice_candidate (GstWebRTCICE * ice, GstWebRTCICEOnCandidateFunc func,
    gpointer user_data, GDestroyNotify notify)
{
  if (notify != NULL)
    notify (user_data);
}

static GstWebRTCICECandidateStats **
get_candidates (GstWebRTCICE * ice, GstWebRTCICEStream * stream)
{
  return NULL;
}

static gboolean
get_selected_pair (GstWebRTCICE * ice, GstWebRTCICEStream * stream,
    GstWebRTCICECandidateStats ** local, GstWebRTCICECandidateStats ** remote)
{
  return FALSE;
}

/* ------------------------------------------------------------------------- */

static void
rtc_ice_agent_finalize (GObject * object)
{
  GstRtcICE *self = SELF (object);

  g_free (self->stun_server);
  g_free (self->turn_server);
  g_free (self->http_proxy);
  g_ptr_array_unref (self->more_turn_servers);
  g_ptr_array_unref (self->local_addresses);
  G_OBJECT_CLASS (rtc_ice_agent_parent_class)->finalize (object);
}

static void
rtc_ice_agent_class_init (GstRtcICEClass * klass)
{
  GstWebRTCICEClass *ice_class = &klass->parent_class;

  GST_DEBUG_CATEGORY_INIT (rtc_ice_agent_debug, "rtciceagent", 0,
      "settings of ICE");
  G_OBJECT_CLASS (klass)->finalize = rtc_ice_agent_finalize;
  ice_class->set_stun_server = rtc_ice_agent_set_stun_server;
  ice_class->get_stun_server = rtc_ice_agent_get_stun_server;
  ice_class->set_turn_server = rtc_ice_agent_set_turn_server;
  ice_class->get_turn_server = rtc_ice_agent_get_turn_server;
  ice_class->add_turn_server = rtc_ice_agent_add_turn;
  ice_class->set_http_proxy = rtc_ice_agent_set_http_proxy;
  ice_class->get_http_proxy = rtc_ice_agent_get_http_proxy;
  ice_class->set_force_relay = rtc_ice_agent_set_force_relay;
  g_signal_override_class_handler ("add-local-ip-address",
      G_TYPE_FROM_CLASS (klass), G_CALLBACK (rtc_ice_agent_add_local_address));

  /* the library's functions end the process where a slot is empty */
  ice_class->add_stream = add_stream;
  ice_class->find_transport = find_transport;
  ice_class->gather_candidates = gather_candidates;
  ice_class->add_candidate = add_candidate;
  ice_class->set_local_credentials = set_credentials;
  ice_class->set_remote_credentials = set_credentials;
  ice_class->set_is_controller = set_is_controller;
  ice_class->get_is_controller = get_is_controller;
  ice_class->set_tos = set_tos;
  ice_class->set_on_ice_candidate = set_on_ice_candidate;
  ice_class->get_local_candidates = get_candidates;
  ice_class->get_remote_candidates = get_candidates;
  ice_class->get_selected_pair = get_selected_pair;
}

static void
rtc_ice_agent_init (GstRtcICE * self)
{
  self->more_turn_servers = g_ptr_array_new_with_free_func (g_free);
  self->local_addresses = g_ptr_array_new_with_free_func (g_free);
}

GstWebRTCICE *
rtc_ice_agent_new (void)
{
  return gst_object_ref_sink (g_object_new (rtc_ice_agent_get_type (), NULL));
}

gboolean
rtc_ice_agent_add_turn_server (GstWebRTCICE * agent, const gchar * uri)
{
  if (uri == NULL || !check_server (agent, uri, TRUE))
    return FALSE;
  if (GST_WEBRTC_ICE_GET_CLASS (agent)->add_turn_server == NULL)
    return FALSE;
  return gst_webrtc_ice_add_turn_server (agent, uri);
}

/* NULL-terminated; NULL if there are none */
static gchar **
copy_strings (GPtrArray * strings, const gchar * first)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();

  if (first != NULL)
    g_ptr_array_add (copy, g_strdup (first));
  for (guint i = 0; strings != NULL && i < strings->len; i++)
    if (g_strcmp0 (g_ptr_array_index (strings, i), first) != 0)
      g_ptr_array_add (copy, g_strdup (g_ptr_array_index (strings, i)));
  if (copy->len == 0)
    return NULL;
  g_ptr_array_add (copy, NULL);
  return (gchar **) g_ptr_array_steal (copy, NULL);
}

static void
get_our_settings (GstRtcICE * self, RtcIceAgentSettings * settings)
{
  GST_OBJECT_LOCK (self);
  settings->stun_server = g_strdup (self->stun_server);
  settings->http_proxy = g_strdup (self->http_proxy);
  settings->turn_servers =
      copy_strings (self->more_turn_servers, self->turn_server);
  settings->local_addresses = copy_strings (self->local_addresses, NULL);
  settings->force_relay = self->force_relay;
  GST_OBJECT_UNLOCK (self);
}

/* An agent of the application's: what its class functions tell.  There is none
 * for servers that were added and for local addresses. */
static void
get_foreign_settings (GstWebRTCICE * agent, RtcIceAgentSettings * settings)
{
  GstWebRTCICEClass *klass = GST_WEBRTC_ICE_GET_CLASS (agent);
  g_autofree gchar *turn_server = NULL;

  if (klass->get_stun_server != NULL)
    settings->stun_server = klass->get_stun_server (agent);
  if (klass->get_http_proxy != NULL)
    settings->http_proxy = klass->get_http_proxy (agent);
  if (klass->get_turn_server != NULL)
    turn_server = klass->get_turn_server (agent);
  settings->turn_servers = copy_strings (NULL, turn_server);
}

void
rtc_ice_agent_get_settings (GstWebRTCICE * agent,
    RtcIceAgentSettings * settings)
{
  memset (settings, 0, sizeof *settings);
  g_object_get (agent, "min-rtp-port", &settings->min_port, "max-rtp-port",
      &settings->max_port, NULL);
  if (IS_OURS (agent))
    get_our_settings (SELF (agent), settings);
  else
    get_foreign_settings (agent, settings);
}

void
rtc_ice_agent_settings_clear (RtcIceAgentSettings * settings)
{
  g_clear_pointer (&settings->stun_server, g_free);
  g_clear_pointer (&settings->turn_servers, g_strfreev);
  g_clear_pointer (&settings->http_proxy, g_free);
  g_clear_pointer (&settings->local_addresses, g_strfreev);
}
