/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* rtcsink's remote control: what a viewer does to the picture, as GstNavigation
 * events for whoever makes it */
#include "rtcsink.h"

#include <gst/video/navigation.h>

static GstNavigationModifierType
make_state (guint modifiers)
{
  static const struct
  {
    guint bit;
    GstNavigationModifierType mask;
  } map[] = {
    { RTC_CONTROL_SHIFT, GST_NAVIGATION_MODIFIER_SHIFT_MASK },
    { RTC_CONTROL_CTRL, GST_NAVIGATION_MODIFIER_CONTROL_MASK },
    { RTC_CONTROL_ALT, GST_NAVIGATION_MODIFIER_MOD1_MASK },
    { RTC_CONTROL_META, GST_NAVIGATION_MODIFIER_META_MASK },
    { RTC_CONTROL_BUTTON1, GST_NAVIGATION_MODIFIER_BUTTON1_MASK },
    { RTC_CONTROL_BUTTON2, GST_NAVIGATION_MODIFIER_BUTTON2_MASK },
    { RTC_CONTROL_BUTTON3, GST_NAVIGATION_MODIFIER_BUTTON3_MASK },
  };
  GstNavigationModifierType state = GST_NAVIGATION_MODIFIER_NONE;

  for (guint i = 0; i < G_N_ELEMENTS (map); i++)
    if (modifiers & map[i].bit)
      state |= map[i].mask;
  return state;
}

/* transfer: full */
static GstEvent *
make_event (const RtcControl * c)
{
  GstNavigationModifierType state = make_state (c->modifiers);

  switch (c->kind) {
    case RTC_CONTROL_MOUSE_MOVE:
      return gst_navigation_event_new_mouse_move (c->x, c->y, state);
    case RTC_CONTROL_MOUSE_DOWN:
      return gst_navigation_event_new_mouse_button_press (c->button, c->x,
          c->y, state);
    case RTC_CONTROL_MOUSE_UP:
      return gst_navigation_event_new_mouse_button_release (c->button, c->x,
          c->y, state);
    case RTC_CONTROL_SCROLL:
      return gst_navigation_event_new_mouse_scroll (c->x, c->y, c->dx, c->dy,
          state);
    case RTC_CONTROL_KEY_DOWN:
      return gst_navigation_event_new_key_press (c->key, state);
    case RTC_CONTROL_KEY_UP:
      return gst_navigation_event_new_key_release (c->key, state);
    case RTC_CONTROL_TOUCH_DOWN:
      return gst_navigation_event_new_touch_down (c->touch, c->x, c->y,
          c->pressure, state);
    case RTC_CONTROL_TOUCH_MOVE:
      return gst_navigation_event_new_touch_motion (c->touch, c->x, c->y,
          c->pressure, state);
    case RTC_CONTROL_TOUCH_UP:
      return gst_navigation_event_new_touch_up (c->touch, c->x, c->y, state);
    case RTC_CONTROL_TOUCH_FRAME:
      return gst_navigation_event_new_touch_frame (state);
    case RTC_CONTROL_TOUCH_CANCEL:
      return gst_navigation_event_new_touch_cancel (state);
  }
  g_return_val_if_reached (NULL);
}

/* A place beyond the picture is its edge; encoded video has a size too */
static void
clamp_to_picture (GstPad * pad, RtcControl * control)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  gint width, height;

  if (caps == NULL
      || !gst_structure_get_int (gst_caps_get_structure (caps, 0), "width",
          &width)
      || !gst_structure_get_int (gst_caps_get_structure (caps, 0), "height",
          &height))
    return;
  control->x = MIN (control->x, width);
  control->y = MIN (control->y, height);
}

/* transfer: full; NULL: there is no video */
static GstPad *
find_video_pad (GstRtcSink * self)
{
  GstPad *pad = NULL;

  GST_OBJECT_LOCK (self);
  for (GList * l = GST_ELEMENT (self)->sinkpads; l != NULL && pad == NULL;
      l = l->next)
    if (g_str_has_prefix (GST_OBJECT_NAME (l->data), "video_"))
      pad = gst_object_ref (l->data);
  GST_OBJECT_UNLOCK (self);
  return pad;
}

/* On a viewer's strand: what is upstream may take its time */
void
gst_rtc_sink_control (GstRtcSink * self, const RtcControl * control)
{
  g_autoptr (GstPad) pad = find_video_pad (self);
  RtcControl clamped = *control;

  if (pad == NULL)
    return;
  clamp_to_picture (pad, &clamped);
  gst_pad_push_event (pad, make_event (&clamped));
}
