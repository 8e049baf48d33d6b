// SPDX-License-Identifier: LGPL-2.1-or-later
// Makes the pictures of README.md anew:  node tests/interop/screenshot.mjs
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from './lib/browser.mjs';
import { connected } from './lib/judge.mjs';
import { startSink, tone } from './lib/sink.mjs';
import { sleep } from './lib/wait.mjs';

const image = name =>
  fileURLToPath(new URL(`../../docs/images/${name}`, import.meta.url));

test('screenshots', async t => {
  const sink = await startSink(t, `videotestsrc is-live=true pattern=smpte !
    video/x-raw,width=1280,height=720,framerate=30/1 !
    rtcsink name=s port=0 ${tone} ! s.`);
  const browser = await openChromium(t);
  const page = await browser.openPage(sink.url);
  await page.setViewportSize({ width: 1280, height: 720 });
  await connected(page);
  await page.click('#unmute');
  await page.keyboard.press('s');
  // Until the live statistics have something to say
  await sleep(8000);
  // Awake: who watches and does nothing sees no buttons
  await page.mouse.move(300, 300);
  await sleep(500);
  await page.screenshot({ path: image('page.png') });
});
