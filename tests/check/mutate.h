/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Changes some bytes and lines of @text, which must not be empty */
void mutate_text (GRand * rand, GString * text);

G_END_DECLS
