// SPDX-License-Identifier: LGPL-2.1-or-later
// What rtcsink sends, decrypted: RTP and RTCP as their RFCs want them
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { picture, startSink, tone } from '../lib/sink.mjs';

const program = fileURLToPath(new URL('facts.py', import.meta.url));

test('what a late viewer gets', async t => {
  const sink = await startSink(t,
    `${picture(640, 360)} ! rtcsink name=s port=0 ${tone} ! s.`);
  const { stdout } = await promisify(execFile)('/usr/bin/python3',
    [program, `${sink.url}whep`, '6'], { timeout: 40000 });
  const facts = JSON.parse(stdout);
  const streams = Object.entries(facts.streams);
  const of = codec => streams.find(([, s]) => s.codec === codec)?.[1];
  t.diagnostic(stdout);

  for (const [ssrc, s] of streams) {
    assert.ok(facts.announced.includes(Number(ssrc)), `${ssrc} in the answer`);
    assert.equal(s.backwards, 0, 'timestamps');
    assert.equal(s.padding, 0);
    assert.ok(s.largest <= 1200, `${s.largest} bytes`);
    for (const id of s.extensions)
      assert.ok(facts.extmap[id], `extension ${id} in the answer`);
    // 0 to 400 ms
    assert.deepEqual(s.playoutDelay, ['000028']);
  }
  assert.equal(of('VP8').firstIsKey, true);
  for (const codec of ['VP8', 'opus']) {
    assert.ok(of(codec).packets > 50);
    assert.equal(of(codec).gaps, 0, 'sequence numbers');
    assert.ok(of(codec).reports >= 2, 'sender reports');
    assert.ok(Math.abs(of(codec).drift) < 1, 'NTP and RTP go together');
    assert.ok(of(codec).late > -5 && of(codec).late < 150, `${of(codec).late}`);
  }
  assert.ok(Math.abs(of('VP8').late - of('opus').late) < 60, 'in step');
  // SR or RR first, SDES with it, BYE last (RFC 3550 section 6.1)
  assert.deepEqual(facts.rtcp, [[200, 202], [201, 202, 203]]);
});
