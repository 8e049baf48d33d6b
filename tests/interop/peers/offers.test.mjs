// SPDX-License-Identifier: LGPL-2.1-or-later
// Offers of all kinds that browsers make, beyond those of the served page
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium, openFirefox } from '../lib/browser.mjs';
import { connected, pictureMoves, sample } from '../lib/judge.mjs';
import { picture, startSink, tone } from '../lib/sink.mjs';
import { leave, nobodyLeft, watch } from '../lib/watch.mjs';
import { sleep, until } from '../lib/wait.mjs';

const both = ['audio', 'video'];
const offers = {
  'max-compat': { media: both,
    configuration: { bundlePolicy: 'max-compat' } },
  balanced: { media: both, configuration: { bundlePolicy: 'balanced' } },
  'max-bundle': { media: both,
    configuration: { bundlePolicy: 'max-bundle' } },
  'rtcp-mux required': { media: both,
    configuration: { rtcpMuxPolicy: 'require' } },
  'video first': { media: ['video', 'audio'] },
  'two videos': { media: ['video', 'video', 'audio'] },
  'two videos, max-compat': { media: ['video', 'video'],
    configuration: { bundlePolicy: 'max-compat' } },
  'video only': { media: ['video'] },
  'audio only': { media: ['audio'] },
  'sendrecv': { media: both, direction: 'sendrecv' },
  'a data channel too': { media: both, channel: true },
  'a data channel, balanced': { media: both, channel: true,
    configuration: { bundlePolicy: 'balanced' } },
  'no trickle': { media: both, trickle: false },
  'an RSA certificate': { media: both, rsa: true },
};
const codecs = {
  'VP9 only': [['VP9'], /VP9/],
  'H.264 first': [['H264', 'VP8'], /H264|VP8/],
  'H.264 baseline only': [['H264.*42e01f'], /H264/],
};

const plays = async (page, media) => {
  if (media.includes('video')) {
    await pictureMoves(page, { seconds: 1, changes: 1 });
  } else {
    await until('sound is decoded', async () =>
      (await sample(page)).audio?.totalSamplesReceived > 24000);
  }
};

for (const open of [openChromium, openFirefox]) {
  test(`offers of ${open.name.slice(4)}`, async t => {
    const sink = await startSink(t,
      `${picture()} ! rtcsink name=s port=0 ${tone} ! s.`);
    const browser = await open(t);
    for (const [name, options] of Object.entries(offers)) {
      await t.test(name, async t => {
        const { page, status, reason } =
          await watch(browser, sink.url, options);
        assert.equal(status, 201, reason);
        await plays(page, options.media);
        await leave(page);
        await page.close();
        await nobodyLeft(sink.url);
      });
    }
    for (const [name, [wanted, got]] of Object.entries(codecs)) {
      // Firefox would have to download what decodes H.264
      const skip = browser.name === 'firefox' && /only/.test(name) &&
        /H.264/.test(name);
      await t.test(name, { skip }, async t => {
        const { page, status, reason } = await watch(browser, sink.url,
          { media: both, codecs: wanted });
        assert.equal(status, 201, reason);
        await plays(page, both);
        const now = await sample(page);
        t.diagnostic(now.videoCodec);
        assert.match(now.videoCodec, got);
        await leave(page);
        await page.close();
        await nobodyLeft(sink.url);
      });
    }
  });
}
