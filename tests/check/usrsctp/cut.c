/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gst/check/gstcheck.h>

#include <string.h>

#include "usrsctp/rtcsctpcut.h"

/* A train of chunks leaves in packets of the wire: in order, each behind the
 * common header */

#define HEADER 12
#define DATA 0
#define SACK 3

typedef struct
{
  guint8 bytes[8192];
  gsize size;
} Train;

static void
train_init (Train * train)
{
  memcpy (train->bytes, "header.12345", HEADER);
  train->size = HEADER;
}

/* @size: with the four bytes in front, without padding */
static guint8 *
train_add (Train * train, guint8 type, gsize size)
{
  guint8 *chunk = train->bytes + train->size;

  memset (chunk, 0, size + 3);
  chunk[0] = type;
  chunk[2] = size >> 8;
  chunk[3] = size;
  train->size += (size + 3) & ~3u;
  return chunk;
}

static void
collect (guint8 * packet, gsize size, gpointer user_data)
{
  g_ptr_array_add (user_data, g_bytes_new (packet, size));
}

static GPtrArray *
cut (Train * train, gsize mtu)
{
  GPtrArray *packets =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  rtc_sctp_cut (train->bytes, train->size, mtu, collect, packets);
  return packets;
}

static const guint8 *
expect (GPtrArray * packets, guint which, gsize size)
{
  const guint8 *bytes;
  gsize has;

  fail_unless (which < packets->len);
  bytes = g_bytes_get_data (g_ptr_array_index (packets, which), &has);
  fail_unless_equals_int (has, size);
  fail_unless (memcmp (bytes, "header.12345", HEADER) == 0);
  return bytes + HEADER;
}

GST_START_TEST (test_small)
{
  Train train;
  g_autoptr (GPtrArray) packets = NULL;

  train_init (&train);
  train_add (&train, SACK, 16);
  train_add (&train, DATA, 101);
  packets = cut (&train, 1000);
  fail_unless_equals_int (packets->len, 1);
  expect (packets, 0, HEADER + 16 + 104);
}

GST_END_TEST;

GST_START_TEST (test_train)
{
  Train train;
  g_autoptr (GPtrArray) packets = NULL;

  train_init (&train);
  train_add (&train, SACK, 16)[4] = 1;
  for (guint i = 2; i < 6; i++)
    train_add (&train, DATA, 988)[4] = i;
  train_add (&train, DATA, 300)[4] = 6;
  train_add (&train, DATA, 688)[4] = 7;
  packets = cut (&train, 1000);
  fail_unless_equals_int (packets->len, 6);
  fail_unless_equals_int (expect (packets, 0, HEADER + 16)[4], 1);
  for (guint i = 1; i < 5; i++)
    fail_unless_equals_int (expect (packets, i, 1000)[4], i + 1);
  /* two that fit to the byte stay together */
  fail_unless_equals_int (expect (packets, 5, 1000)[300 + 4], 7);
}

GST_END_TEST;

/* 300 gaps and something received twice: as many gaps as there is room for */
GST_START_TEST (test_sack)
{
  Train train;
  g_autoptr (GPtrArray) packets = NULL;
  const guint8 *sack;
  guint8 *whole;

  train_init (&train);
  whole = train_add (&train, SACK, 16 + 301 * 4);
  whole[12] = 300 >> 8;
  whole[13] = 300 & 0xff;
  whole[15] = 1;
  train_add (&train, DATA, 100)[4] = 9;
  packets = cut (&train, 1000);
  fail_unless_equals_int (packets->len, 2);
  sack = expect (packets, 0, 1000);
  fail_unless_equals_int (sack[2] << 8 | sack[3], 988);
  fail_unless_equals_int (sack[12] << 8 | sack[13], (988 - 16) / 4);
  fail_unless_equals_int (sack[14] << 8 | sack[15], 0);
  fail_unless_equals_int (expect (packets, 1, HEADER + 100)[4], 9);
}

GST_END_TEST;

/* Nothing is read outside, nothing gets lost */
GST_START_TEST (test_no_chunks)
{
  Train train;
  g_autoptr (GPtrArray) packets = NULL;

  train_init (&train);
  train_add (&train, DATA, 900);
  memset (train.bytes + train.size, 0, 203);
  train.size += 203;
  packets = cut (&train, 1000);
  fail_unless_equals_int (packets->len, 2);
  expect (packets, 0, HEADER + 900);
  expect (packets, 1, HEADER + 203);
}

GST_END_TEST;

static Suite *
cut_suite (void)
{
  Suite *suite = suite_create ("cut");
  TCase *tcase = tcase_create ("cut");

  suite_add_tcase (suite, tcase);
  tcase_add_test (tcase, test_small);
  tcase_add_test (tcase, test_train);
  tcase_add_test (tcase, test_sack);
  tcase_add_test (tcase, test_no_chunks);
  return suite;
}

GST_CHECK_MAIN (cut);
