// SPDX-License-Identifier: LGPL-2.1-or-later
// Three layers of one picture in one section (RFC 8853)
import assert from 'node:assert/strict';
import { flows, sections } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';

// So little that all three fit into what Chromium thinks of a busy machine
const encodings = [{ rid: 'h', maxBitrate: 200000 },
  { rid: 'm', scaleResolutionDownBy: 2, maxBitrate: 120000 },
  { rid: 'l', scaleResolutionDownBy: 4, maxBitrate: 80000 }];
const rids = encodings.map(e => e.rid);
// Chromium makes no three layers of less
const size = { width: 960, height: 540 };

// Not below its own idea of the first second
const faster = sdp => sdp.replace(/^(m=video .*\r?\n(?:c=.*\r?\n)?)/m,
  '$1b=AS:4000\r\n');

async function threeLayers(us) {
  const now = await flows(us, { video: 3 });
  assert.equal(new Set(now.map(r => r.pad)).size, 3);
  assert.equal(new Set(now.map(r => r.mid)).size, 1);
}

const cases = [{
  name: 'they offer to send simulcast: three pads',
  partners: ['chromium', 'firefox'],
  quick: true,
  beyond: true,
  async run(c) {
    const { us, them } = await c.pair({ weOffer: false });
    await them.add('VP8', 'sendonly', { encodings, ...size });
    const { answer } = await negotiate(them, us, {
      munge: { answer: faster } });
    const [section] = sections(answer);
    assert.match(section.text, /a=simulcast:recv h;m;l/);
    for (const rid of rids)
      assert.match(section.text, new RegExp(`a=rid:${rid} recv`));
    await us.connected();
    await threeLayers(us);
  },
}, {
  name: 'we offer to receive simulcast: three pads',
  partners: ['chromium', 'firefox'],
  beyond: true,
  async run(c) {
    const { us, them } = await c.pair();
    await us.do('add_transceiver', { direction: 'recvonly', codec: 'VP8',
      ...Object.fromEntries(rids.map(rid => [`rid-${rid}`, 'recv'])),
      'a-simulcast': `"recv ${rids.join(';')}"` });
    const { offer } = await negotiate(us, them, {
      adopt: () => them.adopt(0, 'VP8', 'sendonly', size),
      munge: { answer: faster } });
    assert.match(offer, /a=simulcast:recv h;m;l/);
    await us.connected();
    await threeLayers(us);
  },
}, {
  name: 'we send simulcast: three pads at theirs',
  partners: ['webrtcbin', 'itself'],
  beyond: true,
  quick: true,
  async run(c) {
    const { us, them } = await c.pair();
    await us.add('VP8', 'sendonly', { rids, width: 320, height: 240 });
    const { offer } = await negotiate(us, them);
    const [section] = sections(offer);
    assert.match(section.text, /a=simulcast:send h;m;l/);
    for (const rid of rids)
      assert.match(section.text, new RegExp(`a=rid:${rid} send`));
    await us.connected();
    await threeLayers(them);
  },
}];

export default cases;
