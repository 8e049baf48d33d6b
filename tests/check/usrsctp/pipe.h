/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gst/check/gstcheck.h>

#include "usrsctp/rtcsctp.h"

/* Two associations on a loop each, with a wire between them that loses,
 * doubles and reorders as it is told.  The wire hands packets over by a post,
 * so no call of one side is inside a call of the other. */

#define MTU 1150

typedef struct _Pipe Pipe;
typedef struct _End End;

typedef struct
{
  guint16 stream;
  guint32 ppid;
  GBytes *data;
} Message;

struct _End
{
  Pipe *pipe;
  End *peer;
  RtcLoop *loop;
  RtcSctp *sctp;
  GRand *rand;
  guint packets, largest;
  guint immediate;              /* chunks of data with the I bit (RFC 7053) */
  gboolean writable;            /* since the last send that was refused */
  gboolean pauses;              /* at the next message */

  /* under the pipe's lock */
  RtcSctpState state;
  gchar *reason;
  GQueue messages;              /* Message * */
  GArray *incoming, *outgoing;  /* guint16: streams that were reset */
};

struct _Pipe
{
  GMutex lock;
  GCond cond;
  gint loss, doubled;           /* percent */
  guint delay;                  /* milliseconds, each way */
  End ends[2];
};

Pipe *pipe_new (gsize max_message_size);
Pipe *pipe_new_connected (void);
void pipe_free (Pipe * pipe);
void pipe_start (Pipe * pipe);
void end_call (End * end, RtcLoopFunc func, gpointer data);
void end_wait_state (End * end, RtcSctpState state);
Message *end_wait_message (End * end);
void message_free (Message * message);
void end_send (End * end, const RtcSctpSend * how, gsize size, guint8 fill);
void end_wait_reset (End * end, gboolean incoming, guint n);

#define RELIABLE(stream_) (&(RtcSctpSend) { .stream = (stream_), .ppid = 53, \
    .max_retransmits = -1, .max_lifetime = -1 })
