/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtctypes.h"

G_BEGIN_DECLS

/* Registers @name below @parent with the sizes that @parent has at run time,
 * and @private_size bytes of our own for each instance.  *@private_offset is to
 * be adjusted in @class_init, as G_DEFINE_TYPE does. */
GType rtc_types_derive (GType parent, const gchar * name,
    GClassInitFunc class_init, GInstanceInitFunc instance_init,
    gsize private_size, gint * private_offset);

/* Puts @object (or NULL) into @slot, a GstObject ** of @owner's, under
 * @owner's lock; FALSE: it was there already */
gboolean rtc_types_replace (gpointer owner, gpointer slot, gpointer object);

/* @value into @field under @object's lock; tells of the property @name if it was
 * another one */
#define rtc_types_set(object, field, value, name) G_STMT_START { \
  gboolean changed_; \
  GST_OBJECT_LOCK (object); \
  changed_ = (field) != (value); \
  (field) = (value); \
  GST_OBJECT_UNLOCK (object); \
  if (changed_) \
    g_object_notify (G_OBJECT (object), (name)); \
} G_STMT_END

/* rtciceuri.c: is @uri stun://host:port (@turn FALSE), or
 * turn(s)://user:password@host:port?transport=… (@turn TRUE)?  The error says
 * what is expected and never repeats what was set: it may hold a password. */
gboolean rtc_ice_uri_check (const gchar * uri, gboolean turn, GError ** error);

G_END_DECLS
