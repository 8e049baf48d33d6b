// SPDX-License-Identifier: LGPL-2.1-or-later
import { run } from '../lib/peer/run.mjs';
import cases from './cases/hostile.mjs';

run('hostile', cases);
