// SPDX-License-Identifier: LGPL-2.1-or-later
// Chromium watches an rtcsink with NATs and firewalls between them: the
// picture moves, and takes a relay only where there is no other path.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from '../../interop/lib/browser.mjs';
import { connected, pictureMoves } from '../../interop/lib/judge.mjs';
import { wrap } from '../../interop/lib/netns.mjs';
import { picture, startSink, tone } from '../../interop/lib/sink.mjs';
import { path, watch } from '../../interop/lib/watch.mjs';
import { sleep } from '../../interop/lib/wait.mjs';
import { nats } from './world.mjs';

const stun = 'stun-server=stun://203.0.113.1:3478';
const turn = 'turn-server=turn://user:pass@203.0.113.1:3478';

// NATs, the sink's properties, the browser's configuration, whose candidate
// may be a relay's
const cases = [
  ['port-port', stun, w => ({ iceServers: [{ urls: w.stun }] }), false],
  ['full-port', stun, () => ({}), false],
  ['port-port', `${stun} ${turn}`, w => ({ iceServers: [{ urls: w.stun }] }), false],
  ['symmetric-full', stun, w => ({ iceServers: [{ urls: w.stun }] }), false],
  ['symmetric-symmetric', `${stun} ${turn}`,
    w => ({ iceServers: [{ urls: w.stun }] }), true],
  ['symmetric-port', `${turn}`,
    w => ({ iceServers: [{ urls: w.stun }] }), true],
  ['tcp-port', `${turn}?transport=tcp`,
    w => ({ iceServers: [{ urls: w.stun }] }), true],
  ['port-port', `${turn} ice-transport-policy=relay`,
    w => ({ iceServers: [{ urls: w.stun }] }), true],
  ['port-port', stun, w => ({ iceServers: [w.turn],
    iceTransportPolicy: 'relay' }), true],
  ['port-tcp', stun, w => ({ iceServers: [{ ...w.turn,
    urls: `${w.turn.urls}?transport=tcp` }] }), true],
  ['port-port', `${turn} ice-transport-policy=relay`,
    w => ({ iceServers: [w.turn], iceTransportPolicy: 'relay' }), true],
];

for (const [types, properties, configure, relay] of cases) {
  test(`${types}, ${properties}, ${JSON.stringify(configure({ stun: 'stun', turn: { urls: 'turn' } }))}`,
    async t => {
      const world = await nats(t, types);
      await startSink(t, `${picture()} ! rtcsink name=s ${world.listen}
        ${properties} ${tone} ! s.`, { prefix: world.near.prefix });
      await sleep(300);
      const browser = await openChromium(t,
        { executablePath: wrap(t, world.far, '/usr/bin/chromium') });
      const begin = Date.now();
      const { page, status, reason } = await watch(browser, world.url,
        { media: ['audio', 'video'], configuration: configure(world) });
      assert.equal(status, 201, reason);
      await connected(page, { every: 20 });
      const time = Date.now() - begin;
      await pictureMoves(page, { seconds: 2 });
      const taken = await path(page);
      t.diagnostic(`${time} ms, ${JSON.stringify(taken)}`);
      assert.equal([taken.local, taken.remote].includes('relay') ||
        taken.address === '203.0.113.1', relay, JSON.stringify(taken));
    });
}
