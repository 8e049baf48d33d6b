/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The SRTP master key and salt (AEAD_AES_128_GCM: 16 and 12 bytes) between the
 * bare sender and its receivers, which shake no hands */
#define BENCH_MASTER_KEY "bench-key-16-by." "salt-12-byte"
#define BENCH_MASTER_KEY_SIZE 28
