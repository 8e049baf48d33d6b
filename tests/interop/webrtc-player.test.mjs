// SPDX-License-Identifier: LGPL-2.1-or-later
// Somebody else's WHEP player on a site of its own: npm's
// @eyevinn/webrtc-player, let in by allowed-origins
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves, soundPlays } from './lib/judge.mjs';
import { bundle, serve } from './lib/modules.mjs';
import { picture, startSink, tone } from './lib/sink.mjs';

const name = '@eyevinn/webrtc-player';
const page = `<!DOCTYPE html>
<video autoplay muted playsinline></video>
<script src="/player.js"></script>
<script>
const { WebRTCPlayer } = window.packages['${name}'];
const player = new WebRTCPlayer({
  video: document.querySelector('video'), type: 'whep', iceServers: [] });
window.gstRtc = { get pc () { return player.peer; } };
player.load(new URL(new URLSearchParams(location.search).get('url')));
</script>`;

test('webrtc-player on another origin plays the stream', async t => {
  const sink = await startSink(t, `${picture()} !
    rtcsink name=s port=0 allowed-origins=* ${tone} ! s.`);
  // Its parts for advertisements and for another protocol stay away
  const site = await serve(t, {
    '/': page,
    '/player.js':
      bundle(name, ['@eyevinn/csai-manager', '@eyevinn/whpp-client']),
  });
  const browser = await openChromium(t);
  const tab = await browser.openPage(
    `${site}/?url=${encodeURIComponent(sink.url + 'whep')}`);
  await pictureMoves(tab);
  await soundPlays(tab);
});
