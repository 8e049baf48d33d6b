// SPDX-License-Identifier: LGPL-2.1-or-later
// What is missing says what to do about it, and the rest carries on.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves } from './lib/judge.mjs';
import { launch, picture, startSink } from './lib/sink.mjs';
import { until } from './lib/wait.mjs';

// A viewer's offer of one video codec, complete but for somebody behind it
const offer = (encoding, fmtp = []) => [
  'v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx',
  `a=fingerprint:sha-256 ${Array(32).fill('AB').join(':')}`,
  'a=setup:actpass', 'a=mid:0', 'a=recvonly', 'a=rtcp-mux',
  `a=rtpmap:96 ${encoding}/90000`, ...fmtp.map(f => `a=fmtp:96 ${f}`), '',
].join('\r\n');

const post = (sink, body, type = 'application/sdp') =>
  fetch(`${sink.url}whep`, {
    method: 'POST', body, headers: { 'content-type': type } });

async function failsSaying(t, pipeline, ...texts) {
  const sink = launch(t, pipeline);
  await until('an end', () => sink.status !== undefined);
  assert.notEqual(sink.status, 0);
  for (const text of texts)
    assert.match(sink.output, text);
}

test('a port in use is named, and the property to set', async t => {
  const other = createServer();
  await new Promise(resolve => other.listen(0, '127.0.0.1', resolve));
  t.after(() => other.close());
  const { port } = other.address();
  await failsSaying(t, `${picture()} ! rtcsink port=${port}`,
    new RegExp(`[Pp]ort ${port}`), /set port/);
});

test('an address that is not of this machine is named', t =>
  failsSaying(t, `${picture()} ! rtcsink port=0 address=192.0.2.1`,
    /192\.0\.2\.1/, /set address/));

test('beyond loopback a token is asked for', t =>
  failsSaying(t, `${picture()} ! rtcsink port=0 address=0.0.0.0`,
    /token/, /insecure=true/));

test('a bad property value is refused with a reason', t =>
  failsSaying(t, `${picture()} ! rtcsink port=0 stun-server=nonsense`,
    /stun-server/, /stun:\/\//));

test('an offer without a common codec: 406, and the others carry on',
  async t => {
    const sink = await startSink(t,
      `${picture()} ! x264enc tune=zerolatency ! rtcsink port=0`);
    const browser = await openChromium(t);
    const page = await browser.openPage(sink.url);
    await pictureMoves(page);
    const response = await post(sink, offer('AV1'));
    assert.equal(response.status, 406);
    assert.match(await response.text(), /H264|H\.264/i);
    await pictureMoves(page);
    assert.equal(sink.status, undefined);
  });

test('no SDP, no SDP type, too much of it', async t => {
  const sink = await startSink(t, `${picture()} ! rtcsink port=0`);
  assert.equal((await post(sink, 'nonsense')).status, 400);
  assert.equal((await post(sink, offer('VP8'), 'text/plain')).status, 415);
  assert.equal((await post(sink, 'v'.repeat(70000))).status, 413);
  const unknown = await fetch(`${sink.url}whep/unknown`,
    { method: 'DELETE' });
  assert.equal(unknown.status, 404);
});

// A GStreamer of this machine without the plugin in this file
function pluginsWithout(t, file) {
  const system = execFileSync('pkg-config',
    ['--variable=pluginsdir', 'gstreamer-1.0'], { encoding: 'utf8' }).trim();
  const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of readdirSync(system)) {
    if (name !== file)
      symlinkSync(join(system, name), join(folder, name));
  }
  return {
    GST_PLUGIN_SYSTEM_PATH_1_0: folder,
    GST_REGISTRY: join(folder, 'registry'),
  };
}

test('a missing encoder is named with its Debian package', async t => {
  const sink = launch(t, `${picture()} ! rtcsink port=0 video-caps=video/x-vp8`,
    { env: pluginsWithout(t, 'libgstvpx.so') });
  await until('an end, or a URL', () =>
    sink.status !== undefined || /http:\S+\//.test(sink.output),
    { seconds: 40 });
  let told = '';
  if (sink.status === undefined) {
    sink.url = sink.output.match(/http:\/\/[^\s"']+\//)[0];
    // It may end while it is asked
    const response = await post(sink, offer('VP8')).catch(() => null);
    assert.ok(response === null || response.status >= 400);
    told = response === null ? '' : await response.text();
    if (response === null)
      await until('an end', () => sink.status !== undefined);
  }
  assert.match(sink.output + told, /vp8enc|VP8/);
  assert.match(sink.output + told, /gstreamer1\.0-plugins-good/);
});
