/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/gst.h>
#include <gst/webrtc/webrtc.h>

typedef struct _Transfer Transfer;

Transfer * transfer_open (const gchar * path, GError ** error);
void transfer_send (Transfer * transfer, GstWebRTCDataChannel * channel);
void transfer_receive (GstWebRTCDataChannel * channel, const gchar * folder);
