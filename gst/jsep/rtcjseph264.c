/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "rtcjsepprivate.h"
#include "sdp/rtcfmtp.h"

#include <string.h>

/* H.264 in offer and answer, RFC 6184 section 8.2.2 */

typedef enum
{
  PROFILE_CONSTRAINED_BASELINE,
  PROFILE_BASELINE,
  PROFILE_MAIN,
  PROFILE_EXTENDED,
  PROFILE_HIGH,
  PROFILE_CONSTRAINED_HIGH,
  PROFILE_HIGH_10,
  PROFILE_HIGH_10_INTRA,
  PROFILE_HIGH_422,
  PROFILE_HIGH_422_INTRA,
  PROFILE_HIGH_444,
  PROFILE_HIGH_444_INTRA,
  PROFILE_CAVLC_444_INTRA,
  PROFILE_UNKNOWN,
} Profile;

typedef struct
{
  guint8 idc, iop, level_idc;
  Profile profile;
} ProfileLevel;

/* Table 5 of RFC 6184: the same profile may be said with several bytes.
 * Constrained High is of a later H.264: constraint_set4 and 5. */
static const struct
{
  guint8 idc, mask, value;
  Profile profile;
} profiles[] = {
  {0x42, 0x4f, 0x40, PROFILE_CONSTRAINED_BASELINE},
  {0x4d, 0x8f, 0x80, PROFILE_CONSTRAINED_BASELINE},
  {0x58, 0xcf, 0xc0, PROFILE_CONSTRAINED_BASELINE},
  {0x42, 0x4f, 0x00, PROFILE_BASELINE},
  {0x58, 0xcf, 0x80, PROFILE_BASELINE},
  {0x4d, 0xaf, 0x00, PROFILE_MAIN},
  {0x58, 0xcf, 0x00, PROFILE_EXTENDED},
  {0x64, 0xff, 0x00, PROFILE_HIGH},
  {0x64, 0xff, 0x0c, PROFILE_CONSTRAINED_HIGH},
  {0x6e, 0xff, 0x00, PROFILE_HIGH_10},
  {0x6e, 0xff, 0x10, PROFILE_HIGH_10_INTRA},
  {0x7a, 0xff, 0x00, PROFILE_HIGH_422},
  {0x7a, 0xff, 0x10, PROFILE_HIGH_422_INTRA},
  {0xf4, 0xff, 0x00, PROFILE_HIGH_444},
  {0xf4, 0xff, 0x10, PROFILE_HIGH_444_INTRA},
  {0x2c, 0xff, 0x10, PROFILE_CAVLC_444_INTRA},
};

/* Nothing said means Baseline at level 1 (section 8.1) */
static gboolean
read_profile_level (const gchar * fmtp, ProfileLevel * pl)
{
  g_autofree gchar *text = rtc_fmtp_get (fmtp, "profile-level-id");
  guint64 bits = 0x42000a;

  if (text && (strlen (text) != 6
          || !g_ascii_string_to_unsigned (text, 16, 0, 0xffffff, &bits, NULL)))
    return FALSE;
  pl->idc = bits >> 16;
  pl->iop = bits >> 8;
  pl->level_idc = bits;
  pl->profile = PROFILE_UNKNOWN;
  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++) {
    if (profiles[i].idc == pl->idc
        && (pl->iop & profiles[i].mask) == profiles[i].value) {
      pl->profile = profiles[i].profile;
      return TRUE;
    }
  }
  return FALSE;
}

/* Both the profile and the packetization mode are fixed by the offer; levels
 * may differ. */
gboolean
rtc_jsep_h264_matches (const gchar * ours, const gchar * theirs)
{
  ProfileLevel a, b;

  return rtc_fmtp_get_uint (ours, "packetization-mode", 0) ==
      rtc_fmtp_get_uint (theirs, "packetization-mode", 0)
      && read_profile_level (ours, &a) && read_profile_level (theirs, &b)
      && a.profile == b.profile;
}

/* Levels in order.  Level 1b lies between 1 and 1.1: level_idc 9, or 11 with
 * constraint_set3 in the old profiles. */
static guint
level_rank (const ProfileLevel * pl)
{
  gboolean old = pl->idc == 0x42 || pl->idc == 0x4d || pl->idc == 0x58;

  if (pl->level_idc == 9 || (pl->level_idc == 11 && old && pl->iop & 0x10))
    return 10 * 2 + 1;
  return pl->level_idc * 2;
}

/* The offer's fmtp with the level that we answer: our own where the offer
 * allows levels to differ, otherwise the lower of both.  The bytes of the
 * profile stay the offer's. */
gchar *
rtc_jsep_h264_answer (const gchar * ours, const gchar * offered)
{
  ProfileLevel a, b;
  const ProfileLevel *level = &a;
  g_autofree gchar *text = NULL;
  guint8 iop;

  if (!read_profile_level (ours, &a) || !read_profile_level (offered, &b))
    return g_strdup (offered);
  if (rtc_fmtp_get_uint (offered, "level-asymmetry-allowed", 0) != 1
      && level_rank (&b) < level_rank (&a))
    level = &b;

  /* constraint_set3 belongs to the level here (1b), not to the profile */
  iop = b.iop;
  if (b.idc == 0x42 || b.idc == 0x4d || b.idc == 0x58)
    iop = (b.iop & ~0x10) |
        (level_rank (level) == 21 && level->level_idc == 11 ? 0x10 : 0);
  text = g_strdup_printf ("%02x%02x%02x", b.idc, iop, level->level_idc);
  return rtc_fmtp_set (offered, "profile-level-id", text);
}
