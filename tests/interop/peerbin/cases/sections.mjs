// SPDX-License-Identifier: LGPL-2.1-or-later
// A section that is rejected, by whom and wherever it stands, or for which
// there is no common codec: the rest works
import assert from 'node:assert/strict';
import { allFlow, connect, mirrored, sections } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';

const both = [{ codec: 'VP8', direction: 'sendrecv' },
  { codec: 'OPUS', direction: 'sendrecv' }];
const places = ['first', 'second'];

// A codec of the same kind that the offer does not have, and caps of one that
// nobody has
const other = { VP8: 'H264', OPUS: 'PCMA' };
const unheard = kind => `application/x-rtp,media=${kind},` +
  'encoding-name=X-UNHEARD,payload=120,clock-rate=90000';

// kept: the section may stay, inactive.  Browsers answer a transceiver that is
// being stopped so, and the first of a group carries the rest (RFC 9143
// section 7.3.1).
function rejects(answer, place, { kept } = {}) {
  const all = sections(answer);
  assert.equal(all.length, 2);
  const [gone, rest] = [all[place], all[1 - place]];
  const group = answer.match(/^a=group:BUNDLE(.*?)\r?$/m)?.[1] ?? '';
  if (!kept || gone.port === 0) {
    assert.equal(gone.port, 0, gone.text);
    assert.ok(!gone.bundleOnly);
    assert.ok(!group.split(' ').includes(gone.mid), group);
  } else
    assert.equal(gone.direction, 'inactive');
  assert.notEqual(rest.port, 0, rest.text);
  assert.ok(group.split(' ').includes(rest.mid), group);
}

// webrtcbin has no way to reject, and loses a transport with its section
const cases = [];

for (const [place, where] of places.entries()) {
  for (const media of [both, [...both].reverse()]) {
    const order = media.map(m => m.codec).join(', ');
    const rest = [media[1 - place]];

    cases.push({
      name: `they offer ${order}, we reject the ${where}`,
      beyond: true,
      quick: media === both,
      async run(c) {
        const pair = await c.pair({ weOffer: false });
        const { us, them } = pair;
        for (const { codec, direction } of media)
          await them.add(codec, direction);
        const { answer } = await negotiate(them, us, {
          adopt: async () => {
            const all = await us.transceivers();
            await us.stop(all.find(t => t.mline === place).mid);
            const { codec, direction } = media[1 - place];
            await us.adopt(1 - place, codec, direction);
          } });
        rejects(answer, place, { kept: place === 0 });
        await us.connected();
        await allFlow(pair, rest);
      },
    }, {
      name: `we offer ${order}, they reject the ${where}`,
      partners: ['chromium', 'firefox'],
      beyond: true,
      quick: media === both,
      async run(c) {
        const pair = await c.pair();
        const { us, them } = pair;
        for (const { codec, direction } of media)
          await us.add(codec, direction);
        const { answer } = await negotiate(us, them, {
          adopt: async () => {
            const all = await them.transceivers();
            await them.stop(all[place].mid);
            const { codec, direction } = media[1 - place];
            await them.adopt(1 - place, codec, direction);
          } });
        rejects(answer, place, { kept: true });
        await us.connected();
        await allFlow(pair, rest);
      },
    }, {
      name: `they offer ${order}, we have no codec of the ${where}`,
      beyond: true,
      quick: media === both,
      async run(c) {
        const pair = await c.pair({ weOffer: false });
        const { us, them } = pair;
        for (const { codec, direction } of media)
          await them.add(codec, direction);
        const { answer } = await negotiate(them, us, {
          adopt: async () => {
            const all = await us.transceivers();
            await us.do('set_transceiver', {
              transceiver: all.find(t => t.mline === place).mid,
              codec: other[media[place].codec] });
            const { codec, direction } = media[1 - place];
            await us.adopt(1 - place, codec, direction);
          } });
        rejects(answer, place, { kept: place === 0 });
        await us.connected();
        await allFlow(pair, rest);
      },
    }, {
      name: `we offer ${order}, they have no codec of the ${where}`,
      // Firefox's answer then has no group at all
      partners: place === 0 ? ['chromium'] : ['chromium', 'firefox'],
      quick: media === both,
      beyond: true,
      async run(c) {
        const pair = await c.pair();
        const { us, them } = pair;
        for (const [i, { codec, direction }] of media.entries()) {
          if (i !== place)
            await us.add(codec, direction);
          else
            await us.do('add_transceiver', { direction: 'recvonly',
              caps: unheard(codec === 'VP8' ? 'video' : 'audio') });
        }
        const { codec, direction } = media[1 - place];
        const { answer } = await negotiate(us, them, {
          adopt: () => them.adopt(1 - place, codec, mirrored(direction)) });
        rejects(answer, place);
        await us.connected();
        await allFlow(pair, rest);
      },
    });
  }
}

export default cases;
