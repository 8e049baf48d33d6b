// SPDX-License-Identifier: LGPL-2.1-or-later
// The part of peerbin/aiortc.test.mjs that is quick
import { run } from './lib/peer/run.mjs';
import cases from './peerbin/cases/data.mjs';

run('aiortc', cases, { quick: true });
