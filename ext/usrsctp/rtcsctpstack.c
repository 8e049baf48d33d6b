/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtccrc32c.h"
#include "rtcsctpcut.h"
#include "rtcsctppriv.h"

/* usrsctp is one for the process.  Calls for an association come from its own
 * loop and go in side by side; what concerns all (its clock, a socket made or
 * closed) goes in alone, so that nothing is freed under somebody's feet. */

#define TICK (10 * G_TIME_SPAN_MILLISECOND)
/* Over two minutes of them; with RFC 9260's 5 a path that loses a tenth is given
 * up within 10 MB */
#define RETRIES 30

typedef struct
{
  gchar name[32];
  gsize once;                   /* usrsctp has been set up */
  GMutex gate;                  /* who waits to be alone lets nobody pass */
  GRWLock inside;
  GMutex lock;                  /* below; taken inside the others */
  GHashTable *by_id;            /* id -> RtcSctp */
  gsize last_id;
  gsize driver;                 /* id of the one whose timer ticks, or 0 */
  gint64 ticked;                /* microseconds, the clock's last time */
} Stack;

static Stack own = {.name = "gst-rtc-sctp " PACKAGE_VERSION };
static Stack *stack = &own;

/* This room is in each of our plugins, but usrsctp is in the process once: all
 * go by what the first one has here.  Of strings that are equal GLib makes the
 * first one's address known. */
static void
find_stack (void)
{
  static gsize once;

  if (g_once_init_enter (&once)) {
    stack = (Stack *) g_intern_static_string (own.name);
    g_once_init_leave (&once, 1);
  }
}

static void tick (gpointer data);

static void
wake_drain (gpointer data)
{
  RtcSctp *sctp;

  g_mutex_lock (&stack->lock);
  sctp = g_hash_table_lookup (stack->by_id, data);
  g_mutex_unlock (&stack->lock);
  /* only its own loop frees it, and that is this one */
  if (sctp != NULL)
    rtc_sctp_drain (sctp);
}

/* With both locks: unless it is inside itself, tell it to look */
static void
wake (RtcSctp * sctp)
{
  if (sctp->inside || sctp->posted)
    return;
  sctp->posted = TRUE;
  rtc_loop_post (sctp->loop, wake_drain, (gpointer) sctp->id, NULL);
}

static void
add_packet (guint8 * packet, gsize size, gpointer packets)
{
  if (size >= sizeof (struct sctp_common_header))
    ((struct sctp_common_header *) packet)->crc32c = rtc_crc32c (packet, size);
  g_ptr_array_add (packets, g_bytes_new (packet, size));
}

/* usrsctp holds locks of its own: take it and go */
static int
output (void *address, void *buffer, size_t length, guint8 tos, guint8 set_df)
{
  RtcSctp *sctp;

  g_mutex_lock (&stack->lock);
  sctp = g_hash_table_lookup (stack->by_id, address);
  if (sctp != NULL) {
    g_mutex_lock (&sctp->lock);
    rtc_sctp_note_acked (sctp, buffer, length);
    rtc_sctp_cut (buffer, length, sctp->config.mtu, add_packet, sctp->packets);
    wake (sctp);
    g_mutex_unlock (&sctp->lock);
  }
  g_mutex_unlock (&stack->lock);
  return 0;
}

/* usrsctp's thread: something to read, or room to write */
void
rtc_sctp_stack_upcall (struct socket *socket, void *id, int flags)
{
  RtcSctp *sctp;

  g_mutex_lock (&stack->lock);
  sctp = g_hash_table_lookup (stack->by_id, id);
  if (sctp != NULL) {
    g_mutex_lock (&sctp->lock);
    sctp->woken = TRUE;
    wake (sctp);
    g_mutex_unlock (&sctp->lock);
  }
  g_mutex_unlock (&stack->lock);
}

/* For live media's companions: RFC 9260's seconds are for the open Internet's
 * bulk transfers */
static void
init (void)
{
  usrsctp_init_nothreads (0, output, NULL);
  /* rtccrc32c.c, both ways */
  usrsctp_enable_crc32c_offload ();
  usrsctp_sysctl_set_sctp_blackhole (2);
  usrsctp_sysctl_set_sctp_ecn_enable (0);
  usrsctp_sysctl_set_sctp_asconf_enable (0);
  usrsctp_sysctl_set_sctp_auth_enable (0);
  usrsctp_sysctl_set_sctp_no_csum_on_loopback (0);
  usrsctp_sysctl_set_sctp_max_chunks_on_queue (10 * 1024);
  /* of trains */
  usrsctp_sysctl_set_sctp_max_burst_default (8);
  usrsctp_sysctl_set_sctp_initial_cwnd (3);
  usrsctp_sysctl_set_sctp_delayed_sack_time_default (20);
  usrsctp_sysctl_set_sctp_rto_initial_default (RTC_SCTP_FIRST_RTO);
  usrsctp_sysctl_set_sctp_rto_min_default (50);
  usrsctp_sysctl_set_sctp_rto_max_default (5000);
  usrsctp_sysctl_set_sctp_init_rto_max_default (2000);
  usrsctp_sysctl_set_sctp_init_rtx_max_default (20);
  /* ICE says when the path is dead */
  usrsctp_sysctl_set_sctp_path_rtx_max_default (RETRIES);
  usrsctp_sysctl_set_sctp_assoc_rtx_max_default (RETRIES);
  usrsctp_sysctl_set_sctp_heartbeat_interval_default (0);
  stack->by_id = g_hash_table_new (NULL, NULL);
}

/* --- the clock ---------------------------------------------------------------- */

static void
take_over (gpointer id)
{
  RtcSctp *sctp;

  g_mutex_lock (&stack->lock);
  sctp = g_hash_table_lookup (stack->by_id, id);
  g_mutex_unlock (&stack->lock);
  if (sctp != NULL)
    rtc_timer_set (sctp->timer, rtc_loop_now () + TICK);
}

static void
tick (gpointer data)
{
  RtcSctp *sctp = data;
  gint64 now = rtc_loop_now ();
  guint elapsed;

  rtc_sctp_stack_enter_alone (sctp);
  elapsed = (now - stack->ticked) / G_TIME_SPAN_MILLISECOND;
  stack->ticked += elapsed * G_TIME_SPAN_MILLISECOND;
  usrsctp_handle_timers (elapsed);
  rtc_sctp_stack_leave_alone (sctp);
  rtc_timer_set (sctp->timer, now + TICK);
  rtc_sctp_drain (sctp);
}

/* --- associations ------------------------------------------------------------- */

/* Its loop.  Gives @sctp its number. */
void
rtc_sctp_stack_add (RtcSctp * sctp)
{
  gboolean drives;

  find_stack ();
  if (g_once_init_enter (&stack->once)) {
    init ();
    g_once_init_leave (&stack->once, 1);
  }
  sctp->timer = rtc_timer_new (sctp->loop, tick, sctp);
  g_mutex_lock (&stack->lock);
  sctp->id = ++stack->last_id;
  g_hash_table_insert (stack->by_id, (gpointer) sctp->id, sctp);
  drives = stack->driver == 0;
  if (drives) {
    stack->driver = sctp->id;
    stack->ticked = rtc_loop_now ();
  }
  g_mutex_unlock (&stack->lock);
  usrsctp_register_address ((void *) sctp->id);
  if (drives)
    rtc_timer_set (sctp->timer, rtc_loop_now () + TICK);
}

/* Its loop.  No callback of usrsctp finds it afterwards; another one of those
 * left drives the clock. */
void
rtc_sctp_stack_remove (RtcSctp * sctp)
{
  GHashTableIter iter;
  gpointer id, next;

  usrsctp_deregister_address ((void *) sctp->id);
  g_mutex_lock (&stack->lock);
  g_hash_table_remove (stack->by_id, (gpointer) sctp->id);
  if (stack->driver == sctp->id) {
    stack->driver = 0;
    g_hash_table_iter_init (&iter, stack->by_id);
    if (g_hash_table_iter_next (&iter, &id, &next)) {
      stack->driver = (gsize) id;
      rtc_loop_post (((RtcSctp *) next)->loop, take_over, id, NULL);
    }
  }
  g_mutex_unlock (&stack->lock);
  rtc_timer_free (sctp->timer);
}

static void
set_inside (RtcSctp * sctp, gboolean inside)
{
  g_mutex_lock (&sctp->lock);
  sctp->inside = inside;
  g_mutex_unlock (&sctp->lock);
}

/* Its loop, around each call into usrsctp; no event is told inside */
void
rtc_sctp_stack_enter (RtcSctp * sctp)
{
  g_mutex_lock (&stack->gate);
  g_rw_lock_reader_lock (&stack->inside);
  g_mutex_unlock (&stack->gate);
  set_inside (sctp, TRUE);
}

/* What came of it waits for rtc_sctp_drain () or rtc_sctp_flush () */
void
rtc_sctp_stack_leave (RtcSctp * sctp)
{
  set_inside (sctp, FALSE);
  g_rw_lock_reader_unlock (&stack->inside);
}

/* Its loop, around calls that concern more than this association */
void
rtc_sctp_stack_enter_alone (RtcSctp * sctp)
{
  g_mutex_lock (&stack->gate);
  g_rw_lock_writer_lock (&stack->inside);
  g_mutex_unlock (&stack->gate);
  set_inside (sctp, TRUE);
}

void
rtc_sctp_stack_leave_alone (RtcSctp * sctp)
{
  set_inside (sctp, FALSE);
  g_rw_lock_writer_unlock (&stack->inside);
}
