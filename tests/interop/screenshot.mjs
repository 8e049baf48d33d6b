// SPDX-License-Identifier: LGPL-2.1-or-later
// Makes the pictures of README.md anew:  node tests/interop/screenshot.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from './lib/browser.mjs';
import { connected } from './lib/judge.mjs';
import { startSink, tone } from './lib/sink.mjs';
import { startTalk } from './lib/talk.mjs';
import { sleep } from './lib/wait.mjs';

const image = name =>
  fileURLToPath(new URL(`../../docs/images/${name}`, import.meta.url));

const smpte = `videotestsrc is-live=true pattern=smpte !
  video/x-raw,width=1280,height=720,framerate=30/1`;

async function open(t, url) {
  const browser = await openChromium(t);
  const page = await browser.openPage(url);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 1280, height: 720 });
  return page;
}

test('the picture and statistics', async t => {
  const sink = await startSink(t,
    `${smpte} ! rtcsink name=s port=0 ${tone} ! s.`);
  const page = await open(t, sink.url);
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

test('chat and files', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const talk = await startTalk(t, ['port=0', 'enable-chat=true',
    `drop-directory=${folder}`, 'enable-control-data-channel=true'], smpte);
  const page = await open(t, talk.url);
  await connected(page);
  const other = await page.context().newPage();
  await other.goto(talk.url);
  const say = async (who, text) => {
    await who.locator('#line:enabled').fill(text);
    await who.press('#line', 'Enter');
    await sleep(300);
  };
  await say(page, 'Is the camera on already?');
  await say(other, 'I see a test picture.');
  talk.type('We begin in five minutes.');
  await sleep(300);
  await say(page, 'Good. You get the plan and the film, then.');
  await page.click('#filesButton');
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    const megabyte = new Blob([new Uint8Array(1e6)]);
    for (const [name, size] of [['floor plan.pdf', 2], ['holiday.mp4', 900]])
      dataTransfer.items.add(new File(Array(size).fill(megabyte), name));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer, bubbles: true }));
  });
  await sleep(7000);
  await page.mouse.move(300, 300);
  await sleep(500);
  await page.screenshot({ path: image('talk.png') });
  await page.click('#transfers .sending button');
});
