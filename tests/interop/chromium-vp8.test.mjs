// SPDX-License-Identifier: LGPL-2.1-or-later
// VP8 and Opus from raw media: Chromium shows it, hears it, and has GCM
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves, soundPlays } from './lib/judge.mjs';
import { picture, startSink, tone } from './lib/sink.mjs';

test('Chromium plays VP8 and Opus', async t => {
  const sink = await startSink(t,
    `${picture()} ! rtcsink name=s port=0 ${tone} ! s.`);
  const browser = await openChromium(t);
  const page = await browser.openPage(sink.url);
  const seen = await pictureMoves(page);
  assert.equal(seen.videoCodec, 'video/VP8');
  assert.deepEqual([seen.width, seen.height], [320, 240]);
  assert.equal(seen.audioCodec, 'audio/opus');
  assert.match(seen.srtpCipher, /AEAD_AES_(128|256)_GCM/);
  await soundPlays(page);
  assert.equal(await sink.stop(), 0, sink.output);
});
