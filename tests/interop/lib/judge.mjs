// SPDX-License-Identifier: LGPL-2.1-or-later
// Does the page show a moving picture and make a sound?  A page under
// judgement has one <video> and its RTCPeerConnection in window.gstRtc.pc.
import assert from 'node:assert/strict';
import { sleep, until } from './wait.mjs';

// Runs in the page: one value of all that is judged
async function look() {
  const pc = window.gstRtc?.pc;
  const video = document.querySelector('video');
  if (!pc || !video)
    return null;

  const stats = [...(await pc.getStats()).values()];
  const inbound = kind =>
    stats.find(s => s.type === 'inbound-rtp' && s.kind === kind) ?? null;
  const codecOf = rtp => stats.find(s => s.id === rtp?.codecId)?.mimeType;
  const videoRtp = inbound('video');
  const audioRtp = inbound('audio');

  let pixels = [];
  if (video.videoWidth > 0) {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const drawing = canvas.getContext('2d', { willReadFrequently: true });
    drawing.drawImage(video, 0, 0, 64, 48);
    pixels = [...drawing.getImageData(0, 0, 64, 48).data]
      .filter((_, i) => i % 4 !== 3);
  }
  return {
    state: pc.connectionState,
    width: video.videoWidth,
    height: video.videoHeight,
    framesDecoded: videoRtp?.framesDecoded ?? 0,
    videoCodec: codecOf(videoRtp),
    audioCodec: codecOf(audioRtp),
    video: videoRtp,
    audio: audioRtp,
    srtpCipher: stats.find(s => s.type === 'transport')?.srtpCipher,
    pixels,
  };
}

// Runs in the page: the loudest sample of a second, 0 to 1; null where there
// is no sound card and therefore, in Firefox, no AudioContext that runs
async function listen() {
  const tracks = window.gstRtc.pc.getReceivers().map(r => r.track)
    .filter(track => track?.kind === 'audio');
  const wait = ms => new Promise(resolve => setTimeout(resolve, ms));
  const context = new AudioContext();
  await Promise.race([context.resume(), wait(1000)]);
  if (context.state !== 'running')
    return null;
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(new MediaStream(tracks)).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  let peak = 0;
  for (let i = 0; i < 50; i++) {
    await wait(20);
    analyser.getFloatTimeDomainData(samples);
    peak = samples.reduce((max, s) => Math.max(max, Math.abs(s)), peak);
  }
  await context.close();
  return peak;
}

export const sample = page => page.evaluate(look);

export async function connected(page, options) {
  return until('a decoded picture', async () => {
    const now = await sample(page);
    return now?.framesDecoded > 0 && now.width > 0 && now;
  }, options);
}

const difference = (a, b) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]), 0) / a.length;

// Frames are decoded in every half second, and what is drawn changes
export async function pictureMoves(page, { seconds = 3, changes = 2 } = {}) {
  let before = await connected(page);
  let changed = 0;
  for (let i = 0; i < seconds * 2; i++) {
    await sleep(500);
    const now = await sample(page);
    assert.ok(now.framesDecoded > before.framesDecoded,
      `no frame in half a second, after ${before.framesDecoded}`);
    if (difference(now.pixels, before.pixels) > 0.1)
      changed++;
    before = now;
  }
  assert.ok(changed >= changes,
    `the canvas changed ${changed} of ${seconds * 2} times`);
  return before;
}

// Runs in the page: what a user does to hear something
function unmute() {
  const video = document.querySelector('video');
  const button = [...document.querySelectorAll('button')].find(b =>
    /mute|sound/i.test(`${b.id} ${b.title} ${b.textContent}`));
  if (button && video.muted)
    button.click();
  else
    video.muted = false;
  return !video.muted;
}

// The root mean square of two seconds of decoded sound is above silence, and
// who listens hears it.  Muted, Chromium reports no energy whatever comes in.
export async function soundPlays(page) {
  await until('sound is decoded', async () =>
    (await sample(page))?.audio?.totalSamplesDuration > 0);
  assert.ok(await page.evaluate(unmute), 'the page stays muted');
  const { audio: before } = await sample(page);
  await sleep(2000);
  const { audio: after } = await sample(page);
  const energy = after.totalAudioEnergy - before.totalAudioEnergy;
  const seconds = after.totalSamplesDuration - before.totalSamplesDuration;
  const level = Math.sqrt(energy / seconds);
  assert.ok(level > 0.005, `silence: the level is ${level}`);
  const peak = await page.evaluate(listen);
  assert.ok(peak === null || peak > 0.02, `silence: the peak is ${peak}`);
  return level;
}
