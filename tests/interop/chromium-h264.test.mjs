// SPDX-License-Identifier: LGPL-2.1-or-later
// H.264 in Chromium: encoded by the pipeline, or by rtcsink when told to
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves } from './lib/judge.mjs';
import { picture, startSink } from './lib/sink.mjs';

const pipelines = {
  'goes through as it was encoded':
    `${picture()} ! x264enc tune=zerolatency ! rtcsink port=0`,
  'is made of raw video when video-caps say so':
    `${picture()} ! rtcsink port=0 video-caps=video/x-h264`,
};

for (const [what, pipeline] of Object.entries(pipelines)) {
  test(`H.264 ${what}`, async t => {
    const sink = await startSink(t, pipeline);
    const browser = await openChromium(t);
    const page = await browser.openPage(sink.url);
    const seen = await pictureMoves(page);
    assert.equal(seen.videoCodec, 'video/H264');
  });
}
