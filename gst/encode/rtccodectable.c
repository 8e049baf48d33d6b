/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "rtccodectable.h"

#include <string.h>

/* The UDP payload of a packet stays within 1200 bytes, the size that passes
 * every path a browser uses.  The payloader's 12-byte header is among its
 * mtu; what is added later is not: 28 bytes of one-byte header extensions
 * (mid, transport-cc, abs-send-time, playout-delay), 16 of the SRTP tag, and
 * 2 for the OSN of a retransmission (RFC 4588).  1200 - 46 = 1154. */
#define MTU "mtu=1150 "

#define I420 "video/x-raw,format=I420"
#define I420_NV12 "video/x-raw,format={NV12,I420}"
#define CB_PROFILE "video/x-h264,profile=constrained-baseline"

#define VPX_SETTINGS "deadline=1 error-resilient=default lag-in-frames=0 " \
    "end-usage=cbr keyframe-max-dist=3000 undershoot=95 " \
    "buffer-size=600 buffer-initial-size=300 buffer-optimal-size=400 " \
    "max-quantizer=56 static-threshold=1 auto-alt-ref=false "

/* One thread: those of libvpx's VP8 wait by spinning.  60 frames of 720p take
 * 0.6 s of CPU with one and, on a busy 4-core machine, 13 s with four. */
static const RtcEncoderInfo vp8_encoders[] = {
  {"vp8enc", "gstreamer1.0-plugins-good", VPX_SETTINGS "cpu-used=6 "
        "threads=1", "target-bitrate", 1, I420, NULL},
  {NULL}
};

static const RtcEncoderInfo vp9_encoders[] = {
  {"vp9enc", "gstreamer1.0-plugins-good", VPX_SETTINGS "cpu-used=8 "
        "threads=2 row-mt=true tile-columns=2 aq-mode=cyclic-refresh",
      "target-bitrate", 1, I420, NULL},
  {NULL}
};

/* Hardware first: it leaves the processor to the viewers.  It is in the
 * registry only where a device is there. */
static const RtcEncoderInfo h264_encoders[] = {
  {"vah264enc", "gstreamer1.0-plugins-bad", "b-frames=0 rate-control=cbr "
        "key-int-max=1024", "bitrate", 1000, "video/x-raw,format=NV12",
      CB_PROFILE},
  {"vaapih264enc", "gstreamer1.0-vaapi", "max-bframes=0 rate-control=cbr "
        "keyframe-period=1024", "bitrate", 1000, "video/x-raw,format=NV12",
      CB_PROFILE},
  {"nvh264enc", "gstreamer1.0-plugins-bad", "zerolatency=true bframes=0 "
        "preset=low-latency-hq rc-mode=cbr gop-size=-1", "bitrate", 1000,
      I420_NV12, "video/x-h264,profile=baseline"},
  {"v4l2h264enc", "gstreamer1.0-plugins-good", NULL, NULL, 1, I420_NV12,
      "video/x-h264,level=(string)4"},
  {"x264enc", "gstreamer1.0-plugins-ugly", "tune=zerolatency "
        "speed-preset=superfast bframes=0 key-int-max=3000 "
        "vbv-buf-capacity=300 b-adapt=false", "bitrate", 1000, I420,
      CB_PROFILE},
  {"openh264enc", "gstreamer1.0-plugins-bad", "usage-type=camera "
        "rate-control=bitrate complexity=low gop-size=3000 multi-thread=4",
      "bitrate", 1, I420, CB_PROFILE},
  {NULL}
};

static const RtcEncoderInfo h265_encoders[] = {
  {"x265enc", "gstreamer1.0-plugins-bad", "tune=zerolatency "
        "speed-preset=ultrafast key-int-max=3000", "bitrate", 1000, I420,
      "video/x-h265,profile=main"},
  {NULL}
};

/* 20 ms is what browsers send; the in-band FEC mends single losses, which are
 * not retransmitted for audio. */
static const RtcEncoderInfo opus_encoders[] = {
  {"opusenc", "gstreamer1.0-plugins-base", "audio-type=generic "
        "frame-size=20 bitrate=96000 inband-fec=true "
        "packet-loss-percentage=5 perfect-timestamp=false", NULL, 1,
      "audio/x-raw,rate=48000,channels=[1,2]", NULL},
  {NULL}
};

static const RtcEncoderInfo pcmu_encoders[] = {
  {"mulawenc", "gstreamer1.0-plugins-good", NULL, NULL, 1,
      "audio/x-raw,rate=8000,channels=1", NULL},
  {NULL}
};

static const RtcEncoderInfo pcma_encoders[] = {
  {"alawenc", "gstreamer1.0-plugins-good", NULL, NULL, 1,
      "audio/x-raw,rate=8000,channels=1", NULL},
  {NULL}
};

/* In order of preference for raw input.  VP8 first: every browser decodes it,
 * and its encoder recovers best from what live streams do. */
static const RtcCodecInfo table[] = {
  {"VP8", RTC_MEDIA_VIDEO, 90000, 1, 96, NULL, "video/x-vp8", NULL, NULL,
      "rtpvp8pay", MTU "picture-id-mode=15-bit", vp8_encoders},
  {"H264", RTC_MEDIA_VIDEO, 90000, 1, 98, "level-asymmetry-allowed=1;"
        "packetization-mode=1;profile-level-id=42e01f", "video/x-h264",
      "h264parse", "video/x-h264,alignment=au,stream-format="
        "{avc,byte-stream}", "rtph264pay", MTU "config-interval=-1 "
        "aggregate-mode=zero-latency", h264_encoders},
  {"VP9", RTC_MEDIA_VIDEO, 90000, 1, 100, "profile-id=0", "video/x-vp9", NULL,
      NULL, "rtpvp9pay", MTU "picture-id-mode=15-bit", vp9_encoders},
  {"H265", RTC_MEDIA_VIDEO, 90000, 1, 102, "level-id=93;profile-id=1;"
        "tier-flag=0;tx-mode=SRST", "video/x-h265", "h265parse",
        "video/x-h265,alignment=au,stream-format={hvc1,byte-stream}",
        "rtph265pay", MTU "config-interval=-1 aggregate-mode=zero-latency",
      h265_encoders},
  {"opus", RTC_MEDIA_AUDIO, 48000, 2, 111, "minptime=10;useinbandfec=1",
      "audio/x-opus", NULL, NULL, "rtpopuspay", MTU, opus_encoders},
  {"PCMU", RTC_MEDIA_AUDIO, 8000, 1, 0, NULL, "audio/x-mulaw", NULL, NULL,
        "rtppcmupay", MTU "min-ptime=20000000 max-ptime=20000000",
      pcmu_encoders},
  {"PCMA", RTC_MEDIA_AUDIO, 8000, 1, 8, NULL, "audio/x-alaw", NULL, NULL,
        "rtppcmapay", MTU "min-ptime=20000000 max-ptime=20000000",
      pcma_encoders},
};

/* The whole table, in order of preference.  Any thread. */
const RtcCodecInfo *
rtc_codec_table_get (guint * n)
{
  *n = G_N_ELEMENTS (table);
  return table;
}

/* NULL: not a codec that we carry.  Any thread. */
const RtcCodecInfo *
rtc_codec_table_find_media_type (const gchar * media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    if (g_str_equal (table[i].media_type, media_type))
      return &table[i];
  }
  return NULL;
}

static gboolean
factory_exists (const gchar * name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  return factory != NULL;
}

/* Are the elements there that carry @info once it is encoded?  Any thread. */
gboolean
rtc_codec_info_can_send (const RtcCodecInfo * info)
{
  return factory_exists (info->payloader)
      && (info->parser == NULL || factory_exists (info->parser));
}

/* The first encoder of @info in this process's registry; with @after the next
 * one behind it.  NULL: there is none.  Any thread. */
const RtcEncoderInfo *
rtc_codec_info_pick_encoder (const RtcCodecInfo * info,
    const RtcEncoderInfo * after)
{
  const RtcEncoderInfo *e = after != NULL ? after + 1 : info->encoders;

  for (; e->factory != NULL; e++) {
    if (factory_exists (e->factory))
      return e;
  }
  return NULL;
}

static gboolean
caps_rank (const GstCaps * allowed, const RtcCodecInfo * info, guint * rank)
{
  if (allowed == NULL || gst_caps_is_any (allowed)) {
    *rank = info - table;
    return TRUE;
  }
  for (guint i = 0; i < gst_caps_get_size (allowed); i++) {
    if (gst_structure_has_name (gst_caps_get_structure (allowed, i),
            info->media_type)) {
      *rank = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* The codecs of @kind that @allowed names (NULL: all) and that can be sent
 * here, in the order of @allowed; with @need_encoder those that can also be
 * made from raw media.  Transfer container.  Any thread. */
GPtrArray *
rtc_codec_table_choose (RtcMediaKind kind, const GstCaps * allowed,
    gboolean need_encoder)
{
  GPtrArray *chosen = g_ptr_array_new ();
  guint n = allowed == NULL || gst_caps_is_any (allowed) ?
      G_N_ELEMENTS (table) : gst_caps_get_size (allowed);

  for (guint rank = 0; rank < n; rank++) {
    for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
      const RtcCodecInfo *info = &table[i];
      guint own;

      if (info->kind != kind || !caps_rank (allowed, info, &own) || own != rank)
        continue;
      if (rtc_codec_info_can_send (info) && (!need_encoder
              || rtc_codec_info_pick_encoder (info, NULL) != NULL))
        g_ptr_array_add (chosen, (gpointer) info);
    }
  }
  return chosen;
}

static void
add_package (GString * packages, const gchar * package)
{
  if (strstr (packages->str, package) == NULL)
    g_string_append_printf (packages, " %s", package);
}

/* One line for whoever has no encoder for @kind: which is missing, and the
 * command that installs it.  Any thread; transfer full. */
gchar *
rtc_codec_table_what_to_install (RtcMediaKind kind, const GstCaps * allowed)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autoptr (GString) packages = g_string_new (NULL);
  guint rank;

  for (guint i = 0; i < G_N_ELEMENTS (table); i++) {
    const RtcCodecInfo *info = &table[i];
    const RtcEncoderInfo *software;

    if (info->kind != kind || !caps_rank (allowed, info, &rank))
      continue;
    /* what everybody can install: the one that needs no device */
    for (software = info->encoders; software[1].factory != NULL
        && !g_str_equal (software->factory, "x264enc"); software++);
    g_string_append_printf (missing, "%s%s (%s, %s)",
        missing->len > 0 ? ", " : "", info->name, software->factory,
        info->payloader);
    add_package (packages, software->package);
    add_package (packages, "gstreamer1.0-plugins-good");
    if (info->parser != NULL)
      add_package (packages, "gstreamer1.0-plugins-bad");
  }
  if (missing->len == 0)
    return g_strdup_printf ("%s names no codec that can be sent",
        kind == RTC_MEDIA_VIDEO ? "video-caps" : "audio-caps");
  return g_strdup_printf ("no encoder for %s: apt install%s", missing->str,
      packages->str);
}

static gchar *
h264_fmtp (const GstCaps * encoded)
{
  const GstStructure *s = gst_caps_get_structure (encoded, 0);
  const gchar *profile = gst_structure_get_string (s, "profile");
  const gchar *level = gst_structure_get_string (s, "level");
  const GValue *codec_data = gst_structure_get_value (s, "codec_data");
  /* RFC 6184 section 8.1: profile_idc, constraint flags, level_idc; ISO
   * 14496-15 has the same three bytes at 1 of the avcC */
  guint8 id[3] = { 0x42, 0xe0, 0x1f };

  if (codec_data != NULL && GST_VALUE_HOLDS_BUFFER (codec_data)
      && gst_buffer_extract (gst_value_get_buffer (codec_data), 1, id, 3) == 3) {
    /* constrained-baseline says so with constraint_set1 as well */
    if (g_strcmp0 (profile, "constrained-baseline") == 0)
      id[1] = 0xe0;
  } else if (profile != NULL) {
    if (g_str_equal (profile, "baseline"))
      id[1] = 0x00;
    else if (g_str_equal (profile, "main"))
      id[0] = 0x4d, id[1] = 0x00;
    else if (g_str_equal (profile, "high"))
      id[0] = 0x64, id[1] = 0x00;
    else if (g_str_equal (profile, "constrained-high"))
      id[0] = 0x64, id[1] = 0x0c;
    if (level != NULL)
      id[2] = (guint8) (g_ascii_strtod (level, NULL) * 10 + 0.5);
  }
  return g_strdup_printf ("level-asymmetry-allowed=1;packetization-mode=1;"
      "profile-level-id=%02x%02x%02x", id[0], id[1], id[2]);
}

/* The fmtp of a stream that comes in already encoded as @encoded, or of our
 * own encoder's with NULL.  Any thread; transfer full, nullable. */
gchar *
rtc_codec_info_make_fmtp (const RtcCodecInfo * info, const GstCaps * encoded)
{
  if (encoded != NULL && g_str_equal (info->name, "H264"))
    return h264_fmtp (encoded);
  if (encoded != NULL && g_str_equal (info->name, "VP9")) {
    const gchar *profile =
        gst_structure_get_string (gst_caps_get_structure (encoded, 0),
        "profile");

    if (profile != NULL)
      return g_strdup_printf ("profile-id=%s", profile);
  }
  return g_strdup (info->fmtp);
}

/* Set "name=value name=value" on @element; what this version of it does not
 * have is passed over.  Before it runs, any thread. */
void
rtc_codec_apply_settings (GstElement * element, const gchar * settings)
{
  g_auto (GStrv) list = g_strsplit (settings != NULL ? settings : "", " ", -1);

  for (guint i = 0; list[i] != NULL; i++) {
    gchar *value = strchr (list[i], '=');

    if (value == NULL)
      continue;
    *value++ = '\0';
    if (g_object_class_find_property (G_OBJECT_GET_CLASS (element), list[i]))
      gst_util_set_object_arg (G_OBJECT (element), list[i], value);
  }
}
