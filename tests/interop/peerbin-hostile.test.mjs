// SPDX-License-Identifier: LGPL-2.1-or-later
// The part of peerbin/hostile.test.mjs that is quick
import { run } from './lib/peer/run.mjs';
import cases from './peerbin/cases/hostile.mjs';

run('hostile', cases, { quick: true });
