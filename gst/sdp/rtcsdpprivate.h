/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcsdp.h"
#include "rtcsdpscan.h"

G_BEGIN_DECLS

typedef enum
{
  RTC_SDP_READ_FAILED,          /* the error is set */
  RTC_SDP_READ_DONE,
  RTC_SDP_READ_UNKNOWN,         /* keep it as text */
} RtcSdpRead;

/* Sets the error "malformed <what>"; returns FAILED */
RtcSdpRead rtc_sdp_malformed (GError ** error, const gchar * what);

/* Called once a line of the text */
typedef gboolean (*RtcSdpLineFunc) (gpointer user_data, gchar type,
    gchar * value, GError ** error);

/* Cut @text into its lines; errors get "line N: " put before them */
gboolean rtc_sdp_each_line (const gchar * text, gssize size,
    RtcSdpLineFunc func, gpointer user_data, GError ** error);
/* "name:value" is cut in place; *@value is NULL for a flag */
gboolean rtc_sdp_split_attribute (gchar * text, const gchar ** name,
    const gchar ** value, GError ** error);

void rtc_sdp_transport_init (RtcSdpTransport * transport);
void rtc_sdp_transport_clear (RtcSdpTransport * transport);
RtcSdpRead rtc_sdp_transport_read (RtcSdpTransport * transport,
    const gchar * name, const gchar * value, GError ** error);
void rtc_sdp_transport_print (const RtcSdpTransport * transport,
    GString * out);

/* the value of an m= line; NULL and an error if it is malformed */
RtcSdpMedia *rtc_sdp_media_parse (const gchar * value, GError ** error);
RtcSdpRead rtc_sdp_media_read (RtcSdpMedia * media, const gchar * name,
    const gchar * value, GError ** error);
/* after the last line of the section */
void rtc_sdp_media_finish (RtcSdpMedia * media);
void rtc_sdp_media_free (RtcSdpMedia * media);
void rtc_sdp_media_print (const RtcSdpMedia * media, GString * out);

gboolean rtc_sdp_read_direction (const gchar * name, RtcDirection * direction);
const gchar *rtc_sdp_direction_name (RtcDirection direction);
RtcSdpRead rtc_sdp_read_extmap (GPtrArray * extmaps, const gchar * value,
    GError ** error);
void rtc_sdp_extmaps_print (const GPtrArray * extmaps, GString * out);
GPtrArray *rtc_sdp_extmaps_new (void);

GPtrArray *rtc_sdp_attributes_new (void);
void rtc_sdp_add_attribute (GPtrArray * attributes, const gchar * name,
    const gchar * value);
void rtc_sdp_attributes_print (const GPtrArray * attributes, GString * out);

G_END_DECLS
