/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "rtcblockuser.h"

G_BEGIN_DECLS

void rtc_srtp_dec_unprotect (RtcBlockUser * user, GstBufferList * list,
    GstBufferList ** rtcp);

G_END_DECLS
