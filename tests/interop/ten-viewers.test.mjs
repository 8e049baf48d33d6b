// SPDX-License-Identifier: LGPL-2.1-or-later
// Ten viewers of one encoder: one reloads its page 50 times, one is killed;
// the others notice nothing, and nothing is left behind.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { connected, pictureMoves } from './lib/judge.mjs';
import { picture, startSink } from './lib/sink.mjs';
import { sleep, until } from './lib/wait.mjs';

// Run in the page: keep the longest time without a new decoded frame
function watch() {
  let frames = -1;
  let since = performance.now();
  window.longestGap = 0;
  setInterval(async () => {
    for (const report of (await window.gstRtc.pc.getStats()).values()) {
      if (report.type !== 'inbound-rtp' || report.kind !== 'video')
        continue;
      const now = performance.now();
      window.longestGap = Math.max(window.longestGap, now - since);
      if (report.framesDecoded > frames)
        since = now;
      frames = report.framesDecoded;
    }
  }, 200);
}

const resources = sink => ({ fds: sink.fds(), threads: sink.threads() });

test('ten viewers, one reloading and one killed', async t => {
  const sink = await startSink(t, `${picture()} ! rtcsink port=0`, {
    env: { GST_DEBUG: 'GST_ELEMENT_FACTORY:4', GST_DEBUG_NO_COLOR: '1' } });
  const encoders = () =>
    sink.output.match(/creating element "vp8enc"/g)?.length ?? 0;
  const browser = await openChromium(t);

  // The first ones bring what the process makes once: loops, up to four
  const early = [];
  for (let i = 0; i < 8; i++)
    early.push(await browser.openPage(sink.url));
  await Promise.all(early.map(page => connected(page)));
  await Promise.all(early.map(page => page.close()));
  await until('they are let go', () => sink.udpSockets() === 0);
  await sleep(5000);
  const before = resources(sink);
  const encodersBefore = encoders();

  const watched = [];
  for (let i = 0; i < 8; i++)
    watched.push(await browser.openPage(sink.url));
  const reloading = await browser.openPage(sink.url);
  await Promise.all([...watched, reloading].map(page => connected(page)));
  const nine = sink.udpSockets();
  const other = await openChromium(t);
  await connected(await other.openPage(sink.url));
  const ten = resources(sink);
  t.diagnostic(`before ${JSON.stringify(before)}, with ten viewers ` +
    JSON.stringify(ten));
  assert.ok(sink.udpSockets() > nine, 'the tenth has sockets of its own');
  await Promise.all(watched.map(page => page.evaluate(watch)));

  for (let i = 0; i < 50; i++) {
    await reloading.reload();
    await connected(reloading, { every: 50 });
  }
  await other.kill();
  const killed = Date.now();
  await until('the killed one is let go', () => sink.udpSockets() <= nine,
    { seconds: 30 });
  t.diagnostic(`the killed one was let go after ${Date.now() - killed} ms`);

  await Promise.all(watched.map(page => pictureMoves(page, { seconds: 1,
    changes: 1 })));
  const gaps = await Promise.all(
    watched.map(page => page.evaluate(() => window.longestGap)));
  t.diagnostic(`longest gaps: ${gaps.map(Math.round)} ms`);
  assert.ok(Math.max(...gaps) < 1000, `a gap of ${Math.max(...gaps)} ms`);
  assert.equal(encoders() - encodersBefore, 1, 'one encoder for all');

  await Promise.all([...watched, reloading].map(page => page.close()));
  await browser.kill();
  await until(`no more than ${JSON.stringify(before)}`, () => {
    const now = resources(sink);
    return now.fds <= before.fds && now.threads <= before.threads;
  }, { seconds: 40 }).catch(() =>
    assert.fail(`still ${JSON.stringify(resources(sink))}, before ` +
      `${JSON.stringify(before)}\n${sink.fdKinds().join('\n')}`));
});
