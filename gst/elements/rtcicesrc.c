/* SPDX-License-Identifier: LGPL-2.1-or-later */

/**
 * SECTION:element-rtcicesrc
 * @title: rtcicesrc
 * @short_description: Packets that come in by ICE
 *
 * One ICE component: RTP, RTCP and DTLS of one peer on one UDP port.  Shares it
 * with the rtcicesink of the same #GstRtcIceSrc:transport-id; either may be
 * absent, and what is set on one holds for both.  What has arrived since the
 * last push leaves as one #GstBufferList.
 *
 * Each local candidate is posted as an element message `rtc-ice-candidate` with
 * the string field `candidate`, which is empty once gathering has ended; a
 * change of state as `rtc-ice-state`.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 rtcicesrc ufrag=viewer pwd=a-password-of-the-viewer remote-ufrag=camera remote-pwd=a-password-of-the-camera local-address=127.0.0.1 min-port=5002 max-port=5002 ! rtcsrtpdec remote-fingerprint=4D:15:5B:8E:B1:28:7D:9C:91:06:5C:7F:C6:F7:B8:3E:66:7A:4E:B2:05:97:FB:75:05:4C:7D:C7:98:33:23:8B ! application/x-rtp,media=video,encoding-name=VP8,clock-rate=90000 ! rtpjitterbuffer ! rtpvp8depay ! vp8dec ! videoconvert ! autovideosink
 * ]| Waits for a peer that shows the certificate with this fingerprint, and
 * shows its picture.
 *
 * Since: 1.22
 */

/*
 *   loop: ICE --> queue (bounded) --> src     streaming thread
 */
#include <gst/base/gstqueuearray.h>

#include "rtcblockuser.h"
#include "rtcelements.h"

GST_DEBUG_CATEGORY_STATIC (gst_rtc_ice_src_debug);
#define GST_CAT_DEFAULT gst_rtc_ice_src_debug

/* Some 3 MB: a large frame at a high rate, while downstream is busy */
#define MAX_WAITING 2048

struct _GstRtcIceSrc
{
  GstPushSrc parent;
  RtcBlockUser user;

  GMutex lock;                  /* of what follows; a leaf */
  GCond cond;
  GstQueueArray *waiting;       /* of GstBuffer */
  gboolean flushing, ended;
};

G_DEFINE_FINAL_TYPE (GstRtcIceSrc, gst_rtc_ice_src, GST_TYPE_PUSH_SRC);
GST_ELEMENT_REGISTER_DEFINE (rtcicesrc, "rtcicesrc", GST_RANK_NONE,
    GST_TYPE_RTC_ICE_SRC);

static GQuark list_quark;

static GstStaticPadTemplate src_template = GST_STATIC_PAD_TEMPLATE ("src",
    GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* On the loop.  The time is that of arrival, not of leaving. */
static void
received (gpointer member, const guint8 * data, gsize size)
{
  RtcBlockUser *user = member;
  GstRtcIceSrc *self = GST_RTC_ICE_SRC (user->element);
  GstBuffer *buffer = gst_buffer_new_memdup (data, size);
  GstBuffer *oldest = NULL;

  GST_BUFFER_DTS (buffer) = GST_BUFFER_PTS (buffer) =
      gst_element_get_current_running_time (user->element);
  g_mutex_lock (&self->lock);
  if (gst_queue_array_get_length (self->waiting) == MAX_WAITING)
    oldest = gst_queue_array_pop_head (self->waiting);
  gst_queue_array_push_tail (self->waiting, buffer);
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  if (oldest != NULL)
    gst_buffer_unref (oldest);
  rtc_block_user_count (user, oldest == NULL, size, oldest != NULL);
}

/* On the loop */
static void
ended (gpointer member)
{
  GstRtcIceSrc *self = GST_RTC_ICE_SRC (((RtcBlockUser *) member)->element);

  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

/* A list under way in a buffer.  GstBaseSrc 1.22 has a call for lists, but when
 * it is stopped just then it lets go of the buffer that it did not get. */
static GstBuffer *
wrap_list (GstBufferList * list)
{
  GstBuffer *first = gst_buffer_list_get (list, 0);
  GstBuffer *carrier;

  if (gst_buffer_list_length (list) == 1) {
    carrier = gst_buffer_ref (first);
    gst_buffer_list_unref (list);
    return carrier;
  }
  carrier = gst_buffer_new ();
  GST_BUFFER_PTS (carrier) = GST_BUFFER_PTS (first);
  GST_BUFFER_DTS (carrier) = GST_BUFFER_DTS (first);
  gst_mini_object_set_qdata (GST_MINI_OBJECT (carrier), list_quark, list,
      (GDestroyNotify) gst_buffer_list_unref);
  return carrier;
}

/* On our src pad, in the streaming thread: the list goes on without it */
static GstPadProbeReturn
unwrap_list (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  GstBuffer *carrier = GST_PAD_PROBE_INFO_BUFFER (info);
  GstBufferList *list = gst_mini_object_steal_qdata (GST_MINI_OBJECT (carrier),
      list_quark);

  if (list == NULL)
    return GST_PAD_PROBE_OK;
  gst_buffer_unref (carrier);
  GST_PAD_PROBE_INFO_DATA (info) = NULL;
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = gst_pad_push_list (pad, list);
  return GST_PAD_PROBE_HANDLED;
}

/* Takes all that waits, in one list */
static GstFlowReturn
gst_rtc_ice_src_create (GstPushSrc * base, GstBuffer ** buffer)
{
  GstRtcIceSrc *self = GST_RTC_ICE_SRC (base);
  GstFlowReturn ret = GST_FLOW_OK;
  GstBufferList *list = NULL;
  guint n;

  g_mutex_lock (&self->lock);
  while (!self->flushing && !self->ended
      && gst_queue_array_is_empty (self->waiting))
    g_cond_wait (&self->cond, &self->lock);
  n = gst_queue_array_get_length (self->waiting);
  if (self->flushing) {
    ret = GST_FLOW_FLUSHING;
  } else if (n == 0) {
    ret = GST_FLOW_EOS;
  } else {
    list = gst_buffer_list_new_sized (n);
    while (n-- > 0)
      gst_buffer_list_add (list, gst_queue_array_pop_head (self->waiting));
  }
  g_mutex_unlock (&self->lock);
  if (list != NULL)
    *buffer = wrap_list (list);
  return ret;
}

static void
set_flushing (GstRtcIceSrc * self, gboolean flushing)
{
  g_mutex_lock (&self->lock);
  self->flushing = flushing;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

static gboolean
gst_rtc_ice_src_unlock (GstBaseSrc * base)
{
  set_flushing (GST_RTC_ICE_SRC (base), TRUE);
  return TRUE;
}

static gboolean
gst_rtc_ice_src_unlock_stop (GstBaseSrc * base)
{
  set_flushing (GST_RTC_ICE_SRC (base), FALSE);
  return TRUE;
}

static void
forget (GstRtcIceSrc * self)
{
  g_mutex_lock (&self->lock);
  while (!gst_queue_array_is_empty (self->waiting))
    gst_buffer_unref (gst_queue_array_pop_head (self->waiting));
  self->ended = FALSE;
  g_mutex_unlock (&self->lock);
}

static GstStateChangeReturn
gst_rtc_ice_src_change_state (GstElement * element, GstStateChange transition)
{
  GstRtcIceSrc *self = GST_RTC_ICE_SRC (element);
  GstStateChangeReturn ret;

  if (!rtc_block_user_before (&self->user, transition))
    return GST_STATE_CHANGE_FAILURE;
  ret = GST_ELEMENT_CLASS (gst_rtc_ice_src_parent_class)->change_state (element,
      transition);
  rtc_block_user_after (&self->user, transition, ret);
  if (transition == GST_STATE_CHANGE_PAUSED_TO_READY)
    forget (self);
  return ret;
}

static void
gst_rtc_ice_src_set_property (GObject * object, guint id,
    const GValue * value, GParamSpec * pspec)
{
  rtc_block_user_set_property (&GST_RTC_ICE_SRC (object)->user, value, pspec);
}

static void
gst_rtc_ice_src_get_property (GObject * object, guint id, GValue * value,
    GParamSpec * pspec)
{
  rtc_block_user_get_property (&GST_RTC_ICE_SRC (object)->user, value, pspec);
}

static void
gst_rtc_ice_src_finalize (GObject * object)
{
  GstRtcIceSrc *self = GST_RTC_ICE_SRC (object);

  rtc_block_user_clear (&self->user);
  gst_queue_array_free (self->waiting);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  G_OBJECT_CLASS (gst_rtc_ice_src_parent_class)->finalize (object);
}

static void
gst_rtc_ice_src_class_init (GstRtcIceSrcClass * klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstElementClass *element_class = GST_ELEMENT_CLASS (klass);
  GstBaseSrcClass *base_class = GST_BASE_SRC_CLASS (klass);

  list_quark = g_quark_from_static_string ("gst-rtc-ice-list");

  GST_DEBUG_CATEGORY_INIT (gst_rtc_ice_src_debug, "rtcicesrc", 0,
      "packets that come in by ICE");
  object_class->set_property = gst_rtc_ice_src_set_property;
  object_class->get_property = gst_rtc_ice_src_get_property;
  object_class->finalize = gst_rtc_ice_src_finalize;
  rtc_block_user_install_properties (object_class, RTC_BLOCK_ICE, 1);
  element_class->change_state = gst_rtc_ice_src_change_state;
  base_class->unlock = gst_rtc_ice_src_unlock;
  base_class->unlock_stop = gst_rtc_ice_src_unlock_stop;
  GST_PUSH_SRC_CLASS (klass)->create = gst_rtc_ice_src_create;
  gst_element_class_add_static_pad_template (element_class, &src_template);
  gst_element_class_set_static_metadata (element_class, "ICE source",
      "Source/Network/WebRTC", "Receives the packets of one ICE component "
      "(RFC 8445)", "gst-rtc developers");
}

static void
gst_rtc_ice_src_init (GstRtcIceSrc * self)
{
  static const RtcBlockEvents events = {.received = received,.ended = ended };

  rtc_block_user_init (&self->user, GST_ELEMENT (self), RTC_BLOCK_ICE_SRC,
      &events);
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->waiting = gst_queue_array_new (64);
  gst_base_src_set_live (GST_BASE_SRC (self), TRUE);
  gst_base_src_set_format (GST_BASE_SRC (self), GST_FORMAT_TIME);
  gst_pad_add_probe (GST_BASE_SRC_PAD (self), GST_PAD_PROBE_TYPE_BUFFER,
      unwrap_list, NULL, NULL);
}
