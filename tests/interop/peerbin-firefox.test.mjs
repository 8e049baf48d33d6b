// SPDX-License-Identifier: LGPL-2.1-or-later
// The part of peerbin/firefox.test.mjs that is quick
import { run } from './lib/peer/run.mjs';
import cases from './peerbin/cases/all.mjs';

run('firefox', cases, { quick: true });
