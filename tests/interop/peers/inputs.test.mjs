// SPDX-License-Identifier: LGPL-2.1-or-later
// What goes into rtcsink in all forms, watched by Chromium
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium } from '../lib/browser.mjs';
import { connected, pictureMoves, sample } from '../lib/judge.mjs';
import { picture, startSink, tone } from '../lib/sink.mjs';
import { leave, nobodyLeft, watch } from '../lib/watch.mjs';
import { sleep, until } from '../lib/wait.mjs';

const sound = caps => `${tone} ! audio/x-raw,${caps}`;

// The pipeline in front of rtcsink, its properties, what the browser says it
// plays, or why it does not
const inputs = {
  'H.264': [`${picture()} ! x264enc tune=zerolatency`, '', /H264/],
  'H.264, constrained baseline': [`${picture()} ! x264enc tune=zerolatency ! ` +
    'video/x-h264,profile=constrained-baseline', '', /H264/],
  'H.264, main': [`${picture()} ! x264enc tune=zerolatency ! ` +
    'video/x-h264,profile=main', '', /H264/],
  'VP8': [`${picture()} ! vp8enc deadline=1 keyframe-max-dist=60`, '', /VP8/],
  'VP9': [`${picture()} ! vp9enc deadline=1 cpu-used=8`, '', /VP9/],
  'raw to VP9': [picture(), 'video-caps=video/x-vp9', /VP9/],
  'raw to H.264': [picture(), 'video-caps=video/x-h264', /H264/],
  'H.265': [`${picture()} ! x265enc tune=zerolatency speed-preset=ultrafast`,
    '', 406],
  'Opus': [`${tone} ! opusenc`, '', /opus/i],
  'raw mono': [sound('channels=1'), '', /opus/i],
  'raw stereo': [sound('channels=2'), '', /opus/i],
  'raw at 44.1 kHz': [sound('rate=44100'), '', /opus/i],
  'raw to PCMU': [tone, 'audio-caps=audio/x-mulaw', /PCMU/],
  'raw stereo to PCMA': [sound('channels=2'), 'audio-caps=audio/x-alaw',
    /PCMA/],
  'PCMU': [`${sound('rate=8000,channels=1')} ! mulawenc`, '', /PCMU/],
  'PCMA': [`${sound('rate=8000,channels=1')} ! alawenc`, '', /PCMA/],
};

test('inputs', async t => {
  const browser = await openChromium(t);
  for (const [name, [input, properties, wanted]] of Object.entries(inputs)) {
    await t.test(name, async t => {
      const sink = await startSink(t,
        `${input} ! rtcsink port=0 ${properties}`);
      const kind = input.includes('video/') ? 'video' : 'audio';
      let result;
      await until('caps are there', async () => {
        result = await watch(browser, sink.url, { media: [kind] });
        if (result.status === 503)
          await result.page.close();
        return result.status !== 503;
      });
      const { page, status, reason } = result;
      if (wanted === 406) {
        assert.equal(status, 406);
        t.diagnostic(reason);
        await page.close();
        return;
      }
      assert.equal(status, 201, reason);
      if (kind === 'video')
        await pictureMoves(page, { seconds: 1, changes: 1 });
      else
        await until('sound is decoded', async () => {
          const { audio } = await sample(page);
          return audio?.totalSamplesReceived - audio?.concealedSamples > 48000;
        });
      const now = await sample(page);
      assert.match(now[`${kind}Codec`], wanted);
      await leave(page);
      await page.close();
      await nobodyLeft(sink.url);
    });
  }
});

// Both streams carry the same clock in their sender reports
test('sound and picture are in step', async t => {
  const sink = await startSink(t,
    `${picture()} ! rtcsink name=s port=0 ${tone} ! s.`);
  const browser = await openChromium(t);
  const { page } = await watch(browser, sink.url,
    { media: ['audio', 'video'] });
  await connected(page);
  await sleep(5000);
  const apart = [];
  for (let i = 0; i < 10; i++) {
    await sleep(300);
    const { audio, video } = await sample(page);
    apart.push(Math.round(audio.estimatedPlayoutTimestamp -
      video.estimatedPlayoutTimestamp));
  }
  t.diagnostic(`ms: ${apart}`);
  const median = apart.map(Math.abs).sort((a, b) => a - b)[5];
  assert.ok(median < 100, `${apart}`);
});
