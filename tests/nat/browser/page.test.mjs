// SPDX-License-Identifier: LGPL-2.1-or-later
// Who opens the served page sees the picture through home routers, though the
// browser knows no server but those that the sink tells it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from '../../interop/lib/browser.mjs';
import { connected, pictureMoves } from '../../interop/lib/judge.mjs';
import { wrap } from '../../interop/lib/netns.mjs';
import { picture, startSink, tone } from '../../interop/lib/sink.mjs';
import { path } from '../../interop/lib/watch.mjs';
import { nats } from './world.mjs';

const stun = 'stun-server=stun://203.0.113.1:3478';
const turn = 'turn-server=turn://user:pass@203.0.113.1:3478';

for (const [types, properties, relay] of [
  ['port-full', stun, false],
  ['port-address', stun, false],
  ['port-port', stun, false],
  ['port-port', turn, false],
  ['port-symmetric', `${stun} ${turn}`, true],
]) {
  test(`${types}, ${properties}`, async t => {
    const world = await nats(t, types);
    await startSink(t, `${picture()} ! rtcsink name=s ${world.listen}
      ${properties} ${tone} ! s.`, { prefix: world.near.prefix });
    const browser = await openChromium(t,
      { executablePath: wrap(t, world.far, '/usr/bin/chromium') });
    const begin = Date.now();
    const page = await browser.openPage(world.url);
    await connected(page, { every: 20 });
    const time = Date.now() - begin;
    await pictureMoves(page, { seconds: 2 });
    const taken = await path(page);
    t.diagnostic(`${time} ms, ${JSON.stringify(taken)}`);
    // A relay's address is the TURN server's
    assert.equal(taken.address === '203.0.113.1', relay,
      JSON.stringify(taken));
    const streams = await page.evaluate(async () =>
      (await fetch('/streams')).text());
    assert.doesNotMatch(streams, /user|pass/);
  });
}
