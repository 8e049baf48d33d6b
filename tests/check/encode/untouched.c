/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Encoded video goes through bit by bit: each slice that comes out of the
 * packets is one that went in */
#include "fixture.h"

#include <string.h>

typedef struct
{
  GMutex lock;
  GHashTable *sums;             /* of the slices that went in */
  guint n_out, n_strange;
  GByteArray *nal;              /* in reassembly */
  gboolean headers_seen;
} Slices;

static gchar *
sum_of (const guint8 * data, gsize size)
{
  /* zero bytes behind a NAL unit belong to the byte stream, not to it */
  while (size > 0 && data[size - 1] == 0)
    size--;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA1, data, size);
}

static gboolean
is_slice (guint8 header)
{
  return (header & 0x1f) == 1 || (header & 0x1f) == 5;
}

static const guint8 *
find_start (const guint8 * at, const guint8 * end)
{
  for (; at + 3 <= end; at++) {
    if (at[0] == 0 && at[1] == 0 && at[2] == 1)
      return at;
  }
  return end;
}

static GstPadProbeReturn
take_input (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  Slices *slices = data;
  GstMapInfo map;
  const guint8 *at, *end, *next;

  gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ);
  end = map.data + map.size;
  g_mutex_lock (&slices->lock);
  for (at = find_start (map.data, end); at < end; at = next) {
    next = find_start (at + 3, end);
    if (is_slice (at[3]))
      g_hash_table_add (slices->sums, sum_of (at + 3, next - at - 3));
  }
  g_mutex_unlock (&slices->lock);
  gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  return GST_PAD_PROBE_OK;
}

static void
take_nal (Slices * slices, const guint8 * data, gsize size)
{
  g_autofree gchar *sum = NULL;

  if ((data[0] & 0x1f) == 7)
    slices->headers_seen = TRUE;
  if (!is_slice (data[0]))
    return;
  sum = sum_of (data, size);
  g_mutex_lock (&slices->lock);
  slices->n_out++;
  slices->n_strange += !g_hash_table_contains (slices->sums, sum);
  g_mutex_unlock (&slices->lock);
}

/* RFC 6184 section 5: single NAL units, STAP-A, FU-A */
static void
take_payload (Slices * slices, const guint8 * p, gsize size)
{
  switch (p[0] & 0x1f) {
    case 24:
      for (gsize at = 1; at + 2 < size;) {
        gsize n = (p[at] << 8) | p[at + 1];

        take_nal (slices, p + at + 2, n);
        at += 2 + n;
      }
      break;
    case 28:
      if ((p[1] & 0x80) != 0) {
        guint8 header = (p[0] & 0xe0) | (p[1] & 0x1f);

        g_byte_array_set_size (slices->nal, 0);
        g_byte_array_append (slices->nal, &header, 1);
      }
      g_byte_array_append (slices->nal, p + 2, size - 2);
      if ((p[1] & 0x40) != 0)
        take_nal (slices, slices->nal->data, slices->nal->len);
      break;
    default:
      take_nal (slices, p, size);
  }
}

static void
take_frame (RtcFrame * frame, gpointer data)
{
  for (guint i = 0; i < frame->n_items; i++)
    take_payload (data, frame->items[i].payload, frame->items[i].size);
}

#define ENCODER "x264enc name=e tune=zerolatency key-int-max=10 bitrate=4000 " \
    "! capsfilter caps=video/x-h264,stream-format=byte-stream,profile=high"

static const gchar *const formats[] = {
  ENCODER, ENCODER " ! h264parse ! capsfilter "
      "caps=video/x-h264,stream-format=avc",
};

static void
watch_encoder (InputFixture * f, Slices * slices)
{
  g_autoptr (GstElement) encoder = gst_bin_get_by_name (GST_BIN (f->pipeline),
      "e");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (encoder, "src");

  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, take_input, slices, NULL);
}

GST_START_TEST (test_h264_comes_out_as_it_went_in)
{
  InputFixture f;
  Slices slices = {.sums = g_hash_table_new_full (g_str_hash, g_str_equal,
        g_free, NULL),.nal = g_byte_array_new ()
  };
  g_autoptr (GstElementFactory) x264 = gst_element_factory_find ("x264enc");
  g_autofree gchar *source = g_strconcat ("videotestsrc is-live=true "
      "pattern=snow ! videoconvert ! capsfilter caps=video/x-raw,format=I420 "
      "! ", formats[__i__], NULL);
  RtcCodec codec = { 0 };
  RtcFanout *fanout;

  if (x264 == NULL)
    return;
  fixture_prepare (&f, source, RTC_MEDIA_VIDEO, NULL);
  watch_encoder (&f, &slices);
  fixture_play (&f);
  fail_unless_equals_int (fake_track_wait_codecs (f.track), 1);
  fake_track_copy_codec (f.track, 0, &codec);
  fail_unless_equals_string (codec.name, "H264");
  fail_unless (strstr (codec.fmtp, "profile-level-id=6400") != NULL);
  rtc_codec_clear (&codec);
  fanout = fake_track_acquire (f.track, 0, NULL);
  fake_fanout_set_frame_func (fanout, take_frame, &slices);
  fake_fanout_wait (fanout, 40, 2);
  fixture_stop (&f);
  fake_fanout_set_frame_func (fanout, NULL, NULL);
  rtc_fanout_unref (fanout);
  fail_unless (slices.n_out >= 40);
  fail_unless_equals_int (slices.n_strange, 0);
  /* a viewer who comes late needs them with each IDR picture */
  fail_unless (slices.headers_seen);
  g_hash_table_unref (slices.sums);
  g_byte_array_unref (slices.nal);
}

GST_END_TEST;

static Suite *
untouched_suite (void)
{
  Suite *suite = suite_create ("untouched");
  TCase *tc = tcase_create ("general");

  suite_add_tcase (suite, tc);
  tcase_add_loop_test (tc, test_h264_comes_out_as_it_went_in, 0,
      G_N_ELEMENTS (formats));
  return suite;
}

GST_CHECK_MAIN (untouched);
