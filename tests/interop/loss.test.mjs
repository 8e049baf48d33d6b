// SPDX-License-Identifier: LGPL-2.1-or-later
// 5 % of the packets are lost each way: everybody connects, the picture keeps
// moving, and what was lost is sent again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { connected, pictureMoves, sample } from './lib/judge.mjs';
import { connectNamespaces, impossible, wrap } from './lib/netns.mjs';
import { picture, startSink } from './lib/sink.mjs';
import { sleep } from './lib/wait.mjs';

const attempts = 10;

test('5 % loss each way', { skip: impossible() }, async t => {
  const { near, far, lossy } = await connectNamespaces(t);
  const sink = await startSink(t,
    `${picture(640, 360)} ! rtcsink port=0 address=${near.address}
      insecure=true`, { prefix: near.prefix });
  const browser = await openChromium(t,
    { executablePath: wrap(t, far, '/usr/bin/chromium') });
  lossy(5);

  const times = [];
  for (let i = 0; i < attempts; i++) {
    const start = Date.now();
    const page = await browser.openPage(sink.url);
    await connected(page, { every: 20 });
    times.push(Date.now() - start);
    await page.close();
  }
  t.diagnostic(`${attempts} of ${attempts} connected, ms: ${times}`);

  const page = await browser.openPage(sink.url);
  await connected(page);
  await sleep(8000);
  const { video } = await pictureMoves(page, { seconds: 5, changes: 8 });
  t.diagnostic(`lost ${video.packetsLost}, NACKs ${video.nackCount}, ` +
    `sent again ${video.retransmittedPacketsReceived}, ` +
    `freezes ${video.freezeCount}, decoded ${video.framesDecoded}`);
  assert.ok(video.nackCount > 0, 'loss was noticed');
  assert.ok(video.retransmittedPacketsReceived > 0, 'nothing was sent again');
  assert.ok((await sample(page)).state === 'connected');
});
