// SPDX-License-Identifier: LGPL-2.1-or-later
// One section: who offers, which codec, which way
import assert from 'node:assert/strict';
import { allFlow, connect, currentDirections, mirrored }
  from '../../lib/peer/media.mjs';

const cases = [];

for (const weOffer of [true, false]) {
  for (const codec of ['VP8', 'H264', 'OPUS']) {
    for (const direction of ['sendonly', 'recvonly', 'sendrecv']) {
      cases.push({
        name: `${weOffer ? 'we' : 'they'} offer, ${codec}, ${direction}`,
        partners: codec === 'H264' ? ['chromium', 'webrtcbin', 'itself'] :
          undefined,
        quick: direction === 'sendrecv',
        async run(c) {
          const pair = await c.pair({ weOffer });
          // webrtcbin takes no other
          const options = codec === 'H264' && c.partner === 'webrtcbin' ?
            { profile: '42e01f' } : {};
          const media = [{ codec, direction,
            options: /send/.test(direction) ? options : {} }];
          const { answer } = await connect(pair, media);
          await allFlow(pair, media);
          assert.match(answer, new RegExp(`a=rtpmap:\\d+ ${codec}/`, 'i'));
          assert.deepEqual(await currentDirections(pair.us), [direction]);
          if (c.partner !== 'webrtcbin')
            assert.deepEqual(await currentDirections(pair.them),
              [mirrored(direction)]);
        },
      });
    }
  }
}

// When our pad is asked for and when its caps are known, to their offer
for (const [when, { early, late }] of Object.entries({
  'pad and caps before the offer': { early: true },
  'pad before the offer, caps after the answer': { early: true, late: true },
  'pad after the offer, caps after the answer': { late: true },
})) {
  for (const codec of ['VP8', 'OPUS']) {
    cases.push({
      name: `they offer, ${codec}, our ${when}`,
      // whose source must know the offer's payload type
      beyond: true,
      quick: codec === 'VP8',
      async run(c) {
        const pair = await c.pair({ weOffer: false });
        const { us, them } = pair;
        const media = [{ codec, direction: 'sendrecv' }];
        let source;
        const pad = async () => {
          ({ source } = await us.add(codec, 'sendrecv', { late }));
        };
        if (early)
          await pad();
        await connect({ us, them, first: them, second: us }, media, {
          adopt: () => early ? undefined : pad() });
        if (late)
          await us.do('start', { source });
        await allFlow(pair, media);
        assert.equal((await us.transceivers()).length, 1);
      },
    });
  }
}

// The application does nothing at all: what is offered is received
cases.push({
  name: 'they offer VP8 and OPUS, we answer with nothing prepared',
  quick: true,
  async run(c) {
    const pair = await c.pair({ weOffer: false });
    const media = ['VP8', 'OPUS'].map(codec =>
      ({ codec, direction: 'recvonly' }));
    await connect(pair, media, { adopt: undefined });
    await allFlow(pair, media);
  },
});

export default cases;
