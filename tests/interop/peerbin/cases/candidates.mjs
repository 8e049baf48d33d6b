// SPDX-License-Identifier: LGPL-2.1-or-later
// How candidates come: in the description, one by one, too early, as garbage
import assert from 'node:assert/strict';
import { allFlow, connect } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { sleep } from '../../lib/wait.mjs';

const media = [{ codec: 'VP8', direction: 'sendrecv' },
  { codec: 'OPUS', direction: 'sendrecv' }];
const who = weOffer => `${weOffer ? 'we' : 'they'} offer`;

const garbage = [
  [0, 'candidate:'], [0, 'candidate:garbage'], [0, 'garbage'],
  [0, `candidate:1 1 UDP 1 ${'9'.repeat(10000)} 9 typ host`],
  [0, 'candidate:1 1 UDP 99999999999999 127.0.0.1 9 typ host'],
  [0, 'candidate:1 1 UDP 1 127.0.0.1 99999 typ host'],
  [0, 'candidate:1 1 UDP 1 127.0.0.1 0 typ host'],
  [0, 'candidate:1 99 UDP 1 127.0.0.1 9 typ host'],
  [0, 'candidate:1 1 SCTP 1 127.0.0.1 9 typ host'],
  [0, 'candidate:1 1 UDP 1 127.0.0.1 9 typ ghost'],
  [0, 'candidate:1 1 UDP 1 nobody.local 9 typ host'],
  [0, 'candidate:1 1 UDP 1 ::ffff:999.1.1.1 9 typ host'],
  [0, 'candidate:1 1 TCP 1 127.0.0.1 9 typ host tcptype passive'],
  [0, 'candidate:\u0001\u00ff 1 UDP 1 127.0.0.1 9 typ host'],
  [77, 'candidate:1 1 UDP 1 127.0.0.1 9 typ host'],
  [4294967295, 'candidate:1 1 UDP 1 127.0.0.1 9 typ host'],
];

const cases = [];

for (const weOffer of [true, false]) {
  cases.push({
    name: `${who(weOffer)}, no trickle: candidates in the descriptions`,
    quick: true,
    async run(c) {
      const pair = await c.pair({ weOffer });
      const { offer, answer } = await connect(pair, media,
        { trickle: false });
      for (const text of [offer, answer])
        assert.match(text, /a=candidate:/);
      await allFlow(pair, media);
    },
  }, {
    name: `${who(weOffer)}, trickle: no candidate in the descriptions`,
    async run(c) {
      const pair = await c.pair({ weOffer });
      const { offer, answer } = await connect(pair, media);
      for (const text of [offer, answer])
        assert.doesNotMatch(text, /a=candidate:/);
      assert.ok(pair.us.candidates.length > 0);
      await allFlow(pair, media);
    },
  }, {
    name: `${who(weOffer)}, garbage among the candidates`,
    beyond: true,             // it asserts and spins
    quick: true,
    async run(c) {
      const pair = await c.pair({ weOffer });
      const feed = async () => {
        for (const candidate of garbage)
          await pair.us.addCandidate(candidate).catch(() => {});
      };
      await feed();
      const pass = pair.them.pass.bind(pair.them);
      pair.them.pass = async candidate => {
        await feed();
        pass(candidate);
      };
      await connect(pair, media);
      await feed();
      await pair.us.addCandidate([0, '']);      // the end of them
      await allFlow(pair, media);
    },
  });
}

// Theirs overtake their offer, and their answer
cases.push({
  name: 'they offer, their candidates come before the offer',
  quick: true,
  async run(c) {
    const pair = await c.pair({ weOffer: false });
    const { us, them } = pair;
    for (const { codec, direction } of media)
      await them.add(codec, direction);
    const offer = await them.create('offer');
    await them.setLocal('offer', offer);
    await them.gathered();
    for (const candidate of them.candidates)
      await us.addCandidate(candidate);
    assert.ok(them.candidates.length > 0);
    // Only these can lead anywhere
    us.pass = them.pass = () => {};
    await us.setRemote('offer', offer);
    for (const [i, { codec, direction }] of media.entries())
      await us.adopt(i, codec, direction);
    const answer = await us.create('answer');
    await us.setLocal('answer', answer);
    await them.setRemote('answer', answer);
    await Promise.all([us.connected(), them.connected()]);
    await allFlow(pair, media);
  },
}, {
  name: 'we offer, their candidates come before the answer',
  quick: true,
  async run(c) {
    const pair = await c.pair();
    const { us, them } = pair;
    us.pass = () => {};
    const pass = them.pass.bind(them);
    const early = [];
    them.pass = candidate => early.push(candidate);
    for (const { codec, direction } of media)
      await us.add(codec, direction);
    await negotiate(us, them, {
      adopt: async () => {
        for (const [i, { codec, direction }] of media.entries())
          await them.adopt(i, codec, direction);
      },
      answered: async () => {
        await them.gathered();
        await sleep(100);
        for (const candidate of [...early, ...them.held.splice(0)])
          pass(candidate);
        await sleep(100);
      },
    });
    await Promise.all([us.connected(), them.connected()]);
    await allFlow(pair, media);
  },
});

export default cases;
