// SPDX-License-Identifier: LGPL-2.1-or-later
// WebRTC implementations that are no browsers play the stream and go.
//   npm ci --prefix tests/interop/peers && node --test tests/interop/peers
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { picture, startSink, tone } from '../lib/sink.mjs';
import { nobodyLeft } from '../lib/watch.mjs';

const here = name => fileURLToPath(new URL(name, import.meta.url));
const seconds = 4;
const installed = name => existsSync(here(`node_modules/${name}`)) ||
  `npm ci --prefix tests/interop/peers installs ${name}`;

const peers = [
  ['webrtcbin.py', '/usr/bin/python3', true],
  ['werift.mjs', process.execPath, installed('werift')],
  ['wrtc.mjs', process.execPath, installed('@roamhq/wrtc')],
  ['libdatachannel.mjs', process.execPath, installed('node-datachannel')],
];

for (const [program, interpreter, possible] of peers) {
  test(program, { skip: possible === true ? undefined : possible },
    async t => {
      const sink = await startSink(t,
        `${picture()} ! rtcsink name=s port=0 ${tone} ! s.`);
      const { stdout, stderr } = await promisify(execFile)(interpreter,
        [here(program), `${sink.url}whep`, String(seconds)],
        { timeout: 40000 });
      const seen = JSON.parse(stdout.trim().split('\n').at(-1));
      const { video, audio } = seen;
      t.diagnostic(stdout.trim());
      // Of 30 pictures and 50 packets of sound a second, less the time to start
      assert.ok(video.packets > 8 * seconds, stdout + stderr);
      assert.ok(audio.packets > 14 * seconds, stdout + stderr);
      assert.equal((video.gaps ?? 0) + (audio.gaps ?? 0), 0, 'gaps');
      for (const { ssrcs } of [video, audio])
        assert.ok(ssrcs === undefined || ssrcs.length === 1, `${ssrcs}`);
      assert.ok(seen.pictures === undefined || seen.pictures > 10);
      await nobodyLeft(sink.url);
    });
}
