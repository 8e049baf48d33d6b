/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcnegotiator
 * @title: rtcnegotiator
 * @short_description: Session descriptions for media that passes
 *
 * Makes and applies offers and answers (RFC 9429) for the RTP that passes through
 * it, untouched, from each sink pad to the src pad of the same number.  What is
 * sent it learns from the caps; what is to be received is asked for by
 * #GstRtcNegotiator::add-transceiver.  Its transceivers are those of webrtcbin,
 * its signals and properties have the same names.
 *
 * It has no transport.  ICE and DTLS are somebody else's: what that one has is
 * told by #GstRtcNegotiator:fingerprint, #GstRtcNegotiator:local-ufrag and
 * #GstRtcNegotiator:local-pwd, what it is to do comes with
 * #GstRtcNegotiator::plan.  rtcpeerbin is made of it; docs/negotiator.md shows
 * it with plain UDP.
 *
 * Before a src pad is linked, what would leave there is dropped.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 videotestsrc is-live=true ! vp8enc deadline=1 ! rtpvp8pay ! rtcnegotiator ! fakesink
 * ]| An offer made by this one would have one section, sendrecv, with VP8.
 *
 * Since: 1.22
 */
#include "rtcnegotiator-private.h"

#include "core/rtcids.h"

GST_DEBUG_CATEGORY (rtc_negotiator_debug);
#define GST_CAT_DEFAULT rtc_negotiator_debug

#define DEFAULT_BUNDLE_POLICY GST_WEBRTC_BUNDLE_POLICY_MAX_BUNDLE

G_DEFINE_FINAL_TYPE_WITH_CODE (GstRtcNegotiator, gst_rtc_negotiator,
    GST_TYPE_ELEMENT, GST_DEBUG_CATEGORY_INIT (rtc_negotiator_debug,
        "rtcnegotiator", 0, "JSEP as an element"));

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE ("sink_%u",
    GST_PAD_SINK, GST_PAD_REQUEST, GST_STATIC_CAPS ("application/x-rtp"));

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src_%u",
    GST_PAD_SRC, GST_PAD_SOMETIMES, GST_STATIC_CAPS ("application/x-rtp"));

/* Where libgstwebrtc is not the one that gst/types expects, there is no such
 * element, and a warning says why. */
static gboolean
register_negotiator (GstPlugin * plugin)
{
  g_autoptr (GError) error = NULL;

  GST_DEBUG_CATEGORY_INIT (rtc_negotiator_debug, "rtcnegotiator", 0,
      "JSEP as an element");
  if (!rtc_types_check (&error)) {
    GST_WARNING ("rtcnegotiator is left out: %s", error->message);
    return TRUE;
  }
  return gst_element_register (plugin, "rtcnegotiator", GST_RANK_NONE,
      GST_TYPE_RTC_NEGOTIATOR);
}

GST_ELEMENT_REGISTER_DEFINE_CUSTOM (rtcnegotiator, register_negotiator);

const gchar *
rtc_negotiator_get_cname (GstRtcNegotiator * self)
{
  return self->cname;
}

static void
gst_rtc_negotiator_dispose (GObject * object)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (object);

  rtc_negotiator_set_watch (self, NULL, NULL);
  G_OBJECT_CLASS (gst_rtc_negotiator_parent_class)->dispose (object);
}

static void
gst_rtc_negotiator_finalize (GObject * object)
{
  GstRtcNegotiator *self = GST_RTC_NEGOTIATOR (object);

  g_ptr_array_unref (self->entries);
  g_clear_pointer (&self->session, rtc_jsep_session_free);
  g_mutex_clear (&self->lock);
  g_free (self->cname);
  g_free (self->ufrag);
  g_free (self->pwd);
  g_free (self->fingerprint);
  G_OBJECT_CLASS (gst_rtc_negotiator_parent_class)->finalize (object);
}

static void
gst_rtc_negotiator_class_init (GstRtcNegotiatorClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);

  object_class->dispose = gst_rtc_negotiator_dispose;
  object_class->finalize = gst_rtc_negotiator_finalize;
  object_class->set_property = rtc_negotiator_set_property;
  object_class->get_property = rtc_negotiator_get_property;
  rtc_negotiator_install (object_class);
  rtc_negotiator_install_signals (G_TYPE_FROM_CLASS (klass));
  element_class->request_new_pad = rtc_negotiator_request_pad;
  element_class->release_pad = rtc_negotiator_release_pad;
  gst_element_class_add_static_pad_template (element_class, &sink_template);
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "WebRTC negotiator",
      "Filter/Network/WebRTC", "Makes and applies session descriptions "
      "(RFC 9429) for the media that passes", "gst-rtc developers");
}

static void
gst_rtc_negotiator_init (GstRtcNegotiator * self)
{
  g_mutex_init (&self->lock);
  self->entries = g_ptr_array_new_with_free_func (rtc_negotiator_entry_free);
  self->next_key = 1;
  self->cname = rtc_random_token (16);
  self->bundle_policy = DEFAULT_BUNDLE_POLICY;
}
