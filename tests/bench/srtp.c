/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* CPU nanoseconds a packet of protecting and unprotecting lists of 14 packets of
 * 1200 bytes, on one thread and on four with a session each; how many packets
 * all threads together protect and unprotect in a second (a lock shows there);
 * the memory of a session with four SSRCs.  By hand, from the top of the tree:
 *
 *   cc -O2 -D_GNU_SOURCE -Igst -Iext tests/bench/srtp.c ext/srtp/rtcsrtp.c \
 *     $(pkg-config --cflags --libs gstreamer-1.0 gio-2.0 libsrtp2) -o srtp
 *   ./srtp
 */

#include "srtp/rtcsrtp.h"

#include <gst/gst.h>
#include <malloc.h>
#include <string.h>
#include <time.h>

#define LIST 14
#define SIZE 1200               /* bytes of a packet */
#define LISTS 5000
#define SESSIONS 50

typedef struct
{
  guint profile;
  gdouble protect, unprotect;   /* CPU nanoseconds a packet */
} Run;

static const struct
{
  const gchar *name;
  guint profile;
  gsize key_size;
} profiles[] = {
  {"AEAD_AES_128_GCM", 7, 28},
  {"AEAD_AES_256_GCM", 8, 44},
  {"AES128_CM_SHA1_80", 1, 30},
};

static RtcSrtp *
session_new (gboolean inbound, guint profile)
{
  static const guint8 key[64] = { 1, 2, 3 };
  guint i;

  for (i = 0; profiles[i].profile != profile; i++);
  return (inbound ? rtc_srtp_new_inbound : rtc_srtp_new_outbound) (profile,
      key, profiles[i].key_size, NULL);
}

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static void
fill (guint8 (*data)[SIZE + RTC_SRTP_MAX_TRAILER], RtcSpan * spans,
    guint32 ssrc, guint seq)
{
  guint i;

  for (i = 0; i < LIST; i++, seq++) {
    memset (data[i], 0, 12);
    data[i][0] = 0x80;
    GST_WRITE_UINT16_BE (data[i] + 2, seq);
    GST_WRITE_UINT32_BE (data[i] + 8, ssrc);
    spans[i].data = data[i];
    spans[i].size = SIZE;
  }
}

static gpointer
run (gpointer user_data)
{
  Run *result = user_data;
  g_autoptr (RtcSrtp) out = session_new (FALSE, result->profile);
  g_autoptr (RtcSrtp) in = session_new (TRUE, result->profile);
  guint8 data[LIST][SIZE + RTC_SRTP_MAX_TRAILER] = { 0 };
  gint64 spent[2] = { 0 };
  guint list;

  for (list = 0; list < LISTS; list++) {
    RtcSpan spans[LIST];
    gint64 start, middle;

    fill (data, spans, 1 + list % 4, list / 4 * LIST);
    start = cpu_time ();
    g_assert_cmpuint (rtc_srtp_protect_rtp (out, spans, LIST), ==, LIST);
    middle = cpu_time ();
    g_assert_cmpuint (rtc_srtp_unprotect_rtp (in, spans, LIST), ==, LIST);
    spent[0] += middle - start;
    spent[1] += cpu_time () - middle;
  }
  result->protect = (gdouble) spent[0] / LISTS / LIST;
  result->unprotect = (gdouble) spent[1] / LISTS / LIST;
  return NULL;
}

static void
run_threads (const gchar * name, guint profile, guint n)
{
  GThread *threads[4];
  Run runs[4], mean = { 0 };
  gint64 start = g_get_monotonic_time ();
  gdouble kpps;
  guint i;

  for (i = 0; i < n; i++) {
    runs[i].profile = profile;
    threads[i] = g_thread_new ("bench", run, &runs[i]);
  }
  for (i = 0; i < n; i++) {
    g_thread_join (threads[i]);
    mean.protect += runs[i].protect / n;
    mean.unprotect += runs[i].unprotect / n;
  }
  kpps = n * LISTS * LIST * 1000. / (g_get_monotonic_time () - start);
  g_print ("%-18s %u thread%s  protect %6.0f ns  unprotect %6.0f ns  "
      "%5.0f kpps\n", name, n, n == 1 ? " " : "s", mean.protect,
      mean.unprotect, kpps);
}

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* One direction */
static void
measure_memory (const gchar * name, guint profile)
{
  guint8 data[LIST][SIZE + RTC_SRTP_MAX_TRAILER] = { 0 };
  RtcSrtp *sessions[SESSIONS];
  RtcSpan spans[LIST];
  gsize before = allocated (), idle;
  guint i, ssrc;

  for (i = 0; i < SESSIONS; i++)
    sessions[i] = session_new (FALSE, profile);
  idle = allocated () - before;
  for (i = 0; i < SESSIONS; i++) {
    for (ssrc = 0; ssrc < 4; ssrc++) {
      fill (data, spans, ssrc, 0);
      rtc_srtp_protect_rtp (sessions[i], spans, LIST);
    }
  }
  g_print ("%-18s a session %.1f KiB, with 4 SSRCs %.1f KiB\n", name,
      idle / 1024. / SESSIONS, (allocated () - before) / 1024. / SESSIONS);
  for (i = 0; i < SESSIONS; i++)
    rtc_srtp_free (sessions[i]);
}

int
main (int argc, char **argv)
{
  gint64 start;
  guint i;

  gst_init (&argc, &argv);
  start = g_get_monotonic_time ();
  rtc_srtp_free (session_new (FALSE, 7));
  g_print ("first session       %.1f ms\n",
      (g_get_monotonic_time () - start) / 1000.);
  for (i = 0; i < G_N_ELEMENTS (profiles); i++) {
    run_threads (profiles[i].name, profiles[i].profile, 1);
    run_threads (profiles[i].name, profiles[i].profile, 4);
  }
  for (i = 0; i < G_N_ELEMENTS (profiles); i++)
    measure_memory (profiles[i].name, profiles[i].profile);
  return 0;
}
