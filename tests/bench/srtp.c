/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Both SRTP backends and, for the AEAD profiles, the cipher alone, in one run.
 * CPU nanoseconds a packet of protecting and unprotecting lists of 14 packets of
 * 1200 bytes, on one thread and on four with a session each; how many packets
 * all threads together protect and unprotect in a second (a lock shows there).
 * All take turns; of the rounds' medians the best is printed, since the others
 * measure who else is on the machine.
 * Then the memory of one direction, and what the first one brings into a process
 * that has OpenSSL and a certificate already, as DTLS makes it have.
 * By hand, from the top of the tree:
 *
 *   meson setup build --buildtype=release && ninja -C build
 *   cc -O2 -D_GNU_SOURCE -Igst -Iext tests/bench/srtp.c \
 *     build/ext/srtp/librtc-srtp.a build/ext/openssl/librtc-openssl.a \
 *     $(pkg-config --cflags --libs gstreamer-1.0 gio-2.0 libsrtp2 openssl) \
 *     -o bench-srtp
 *   ./bench-srtp
 */

#include "openssl/rtcaead.h"
#include "openssl/rtccertificate.h"
#include "srtp/rtcsrtpbackend.h"

#include <gst/gst.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define LIST 14
#define SIZE 1200               /* bytes of a packet */
#define LISTS 1000
#define ROUNDS 9
#define SESSIONS 100

typedef struct
{
  const gchar *name;
  guint profile;
  gsize key_size;
  const RtcSrtpBackend *backend;
} Kind;

static const Kind kinds[] = {
  {"AES-128-GCM  OpenSSL", 7, 28, &rtc_srtp_gcm},
  {"AES-128-GCM  libsrtp", 7, 28, &rtc_srtp_libsrtp},
  {"AES-256-GCM  OpenSSL", 8, 44, &rtc_srtp_gcm},
  {"AES-256-GCM  libsrtp", 8, 44, &rtc_srtp_libsrtp},
  {"AES-CM+SHA1  libsrtp", 1, 30, &rtc_srtp_libsrtp},
};

typedef struct
{
  const Kind *kind;
  gdouble protect, unprotect;   /* CPU nanoseconds a packet */
} Run;

static const guint8 key[64] = { 1, 2, 3 };

static RtcSrtp *
session_new (gboolean inbound, const Kind * kind)
{
  return rtc_srtp_new_with (kind->backend, inbound, kind->profile, key,
      kind->key_size, NULL);
}

static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* Of @spent a list */
static gdouble
median (gint64 * spent)
{
  qsort (spent, LISTS, sizeof (*spent), compare);
  return spent[LISTS / 2];
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
  g_autoptr (RtcSrtp) out = session_new (FALSE, result->kind);
  g_autoptr (RtcSrtp) in = session_new (TRUE, result->kind);
  guint8 data[LIST][SIZE + RTC_SRTP_MAX_TRAILER] = { 0 };
  gint64 spent[2][LISTS];
  guint list;

  for (list = 0; list < LISTS; list++) {
    RtcSpan spans[LIST];
    gint64 start, middle;

    fill (data, spans, 1 + list % 4, list / 4 * LIST);
    start = cpu_time ();
    g_assert_cmpuint (rtc_srtp_protect_rtp (out, spans, LIST), ==, LIST);
    middle = cpu_time ();
    g_assert_cmpuint (rtc_srtp_unprotect_rtp (in, spans, LIST), ==, LIST);
    spent[0][list] = middle - start;
    spent[1][list] = cpu_time () - middle;
  }
  result->protect = median (spent[0]) / LIST;
  result->unprotect = median (spent[1]) / LIST;
  return NULL;
}

/* The cipher without SRTP around it */
static gpointer
run_cipher (gpointer user_data)
{
  Run *result = user_data;
  gsize key_size = result->kind->key_size - RTC_AEAD_IV_SIZE, i, list;
  g_autoptr (RtcAead) seal = rtc_aead_new (TRUE, key, key_size, NULL);
  g_autoptr (RtcAead) open = rtc_aead_new (FALSE, key, key_size, NULL);
  guint8 data[LIST][SIZE + RTC_SRTP_MAX_TRAILER] = { 0 };
  gint64 spent[2][LISTS];

  for (list = 0; list < LISTS; list++) {
    gint64 start = cpu_time (), middle;

    for (i = 0; i < LIST; i++)
      rtc_aead_seal (seal, key + i, data[i], 12, data[i] + 12, SIZE - 12,
          data[i] + SIZE);
    middle = cpu_time ();
    for (i = 0; i < LIST; i++)
      g_assert (rtc_aead_open (open, key + i, data[i], 12, data[i] + 12,
              SIZE - 12, data[i] + SIZE));
    spent[0][list] = middle - start;
    spent[1][list] = cpu_time () - middle;
  }
  result->protect = median (spent[0]) / LIST;
  result->unprotect = median (spent[1]) / LIST;
  return NULL;
}

typedef struct
{
  const gchar *name;
  GThreadFunc func;
  const Kind *kind;
  guint n_threads;
  gdouble protect, unprotect, kpps;
} Row;

static void
run_threads (Row * row)
{
  GThread *threads[4];
  Run runs[4], mean = { 0 };
  gint64 start = g_get_monotonic_time ();
  guint i, n = row->n_threads;

  for (i = 0; i < n; i++) {
    runs[i].kind = row->kind;
    threads[i] = g_thread_new ("bench", row->func, &runs[i]);
  }
  for (i = 0; i < n; i++) {
    g_thread_join (threads[i]);
    mean.protect += runs[i].protect / n;
    mean.unprotect += runs[i].unprotect / n;
  }
  row->kpps = MAX (row->kpps, n * LISTS * LIST * 1000.
      / (g_get_monotonic_time () - start));
  row->protect = MIN (row->protect, mean.protect);
  row->unprotect = MIN (row->unprotect, mean.unprotect);
}

static void
measure_time (void)
{
  Row rows[4 * G_N_ELEMENTS (kinds)];
  guint i, n = 0, round;

  for (i = 0; i < 4 * G_N_ELEMENTS (kinds); i++) {
    const Kind *kind = &kinds[i / 4];
    gboolean cipher = i % 4 < 2;
    Row row = { cipher ? "  the cipher alone" : kind->name,
      cipher ? run_cipher : run, kind, i % 2 ? 4 : 1, G_MAXDOUBLE, G_MAXDOUBLE
    };

    if (!cipher || kind->backend == &rtc_srtp_gcm)
      rows[n++] = row;
  }
  for (round = 0; round < ROUNDS; round++) {
    for (i = 0; i < n; i++)
      run_threads (&rows[i]);
  }
  for (i = 0; i < n; i++)
    g_print ("%-20s  %u thread%s  protect %6.0f ns  unprotect %6.0f ns  "
        "%5.0f kpps\n", rows[i].name, rows[i].n_threads,
        rows[i].n_threads == 1 ? " " : "s", rows[i].protect,
        rows[i].unprotect, rows[i].kpps);
}

static gsize
allocated (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

/* KiB that no other process shares */
static gdouble
resident (void)
{
  glong pages = 0, shared = 0;
  FILE *file = fopen ("/proc/self/statm", "r");

  if (file == NULL || fscanf (file, "%*d %ld %ld", &pages, &shared) != 2)
    pages = shared = 0;
  if (file != NULL)
    fclose (file);
  return (pages - shared) * (sysconf (_SC_PAGESIZE) / 1024.);
}

/* In a process of its own: what one backend brings stays out of the others'
 * figures */
static void
measure_memory (const Kind * kind)
{
  guint8 data[LIST][SIZE + RTC_SRTP_MAX_TRAILER] = { 0 };
  RtcSrtp *sessions[SESSIONS];
  RtcSpan spans[LIST];
  gdouble rss = resident (), first_rss, first_ms;
  gsize before, idle;
  gint64 start = g_get_monotonic_time ();
  guint i, ssrc;

  rtc_srtp_free (session_new (FALSE, kind));
  first_ms = (g_get_monotonic_time () - start) / 1000.;
  first_rss = resident () - rss;

  before = allocated ();
  rss = resident ();
  start = g_get_monotonic_time ();
  for (i = 0; i < SESSIONS; i++)
    sessions[i] = session_new (i % 2, kind);
  start = g_get_monotonic_time () - start;
  idle = allocated () - before;
  for (ssrc = 0; ssrc < 4; ssrc++) {
    for (i = 0; i < SESSIONS; i += 2) {
      fill (data, spans, ssrc, 0);
      rtc_srtp_protect_rtp (sessions[i], spans, LIST);
      rtc_srtp_unprotect_rtp (sessions[i + 1], spans, LIST);
    }
  }
  g_print ("%-20s  first: %5.1f ms, RSS %5.0f KiB  a direction: %5.1f us, "
      "%5.1f KiB, with 4 SSRCs %5.1f KiB, RSS %5.1f KiB\n", kind->name,
      first_ms, first_rss, (gdouble) start / SESSIONS,
      idle / 1024. / SESSIONS, (allocated () - before) / 1024. / SESSIONS,
      (resident () - rss) / SESSIONS);
}

int
main (int argc, char **argv)
{
  guint i;

  gst_init (&argc, &argv);
  if (argc == 2) {
    rtc_certificate_unref (rtc_certificate_new (NULL));
    measure_memory (&kinds[atoi (argv[1]) % G_N_ELEMENTS (kinds)]);
    return 0;
  }
  for (i = 0; i < G_N_ELEMENTS (kinds); i++) {
    g_autofree gchar *number = g_strdup_printf ("%u", i);
    gchar *args[] = { argv[0], number, NULL };

    g_autofree gchar *out = NULL;

    if (g_spawn_sync (NULL, args, NULL, G_SPAWN_DEFAULT, NULL, NULL, &out,
            NULL, NULL, NULL))
      g_print ("%s", out);
  }
  measure_time ();
  return 0;
}
