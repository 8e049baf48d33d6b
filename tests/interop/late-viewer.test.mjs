// SPDX-License-Identifier: LGPL-2.1-or-later
// Who comes late need not wait for the encoder's next own key frame
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { connected, pictureMoves } from './lib/judge.mjs';
import { picture, startSink } from './lib/sink.mjs';
import { sleep } from './lib/wait.mjs';

const pipelines = {
  'raw video': `${picture()} ! rtcsink port=0`,
  // Five minutes from one key frame to the next
  'encoded video': `${picture()} !
    x264enc tune=zerolatency key-int-max=9000 ! rtcsink port=0`,
};

for (const [what, pipeline] of Object.entries(pipelines)) {
  test(`a late viewer of ${what} sees a picture at once`, async t => {
    const sink = await startSink(t, pipeline);
    const browser = await openChromium(t);
    const first = await browser.openPage(sink.url);
    await pictureMoves(first);
    await sleep(3000);
    const start = Date.now();
    const late = await browser.openPage(sink.url);
    await connected(late, { every: 20 });
    assert.ok(Date.now() - start < 2500, `after ${Date.now() - start} ms`);
    await pictureMoves(late);
    await pictureMoves(first);
  });
}
