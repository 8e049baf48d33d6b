// SPDX-License-Identifier: LGPL-2.1-or-later
// A WHEP client that is no browser: Debian's python3-aiortc, which knows of
// SRTP only AES128_CM_SHA1_80, our fallback
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { picture, startSink, tone } from './lib/sink.mjs';

const client = fileURLToPath(new URL('lib/aiortc-client.py', import.meta.url));

test('aiortc plays the stream', async t => {
  const sink = await startSink(t,
    `${picture()} ! rtcsink name=s port=0 ${tone} ! s.`);
  const { stdout } = await promisify(execFile)('/usr/bin/python3',
    [client, `${sink.url}whep`, '6'], { timeout: 40000 });
  const seen = JSON.parse(stdout);
  assert.ok(seen.video > 30 && seen.changed > 20, stdout);
  assert.ok(seen.audio > 50 && seen.peak > 1000, stdout);
});
