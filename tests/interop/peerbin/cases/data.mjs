// SPDX-License-Identifier: LGPL-2.1-or-later
// Data channels: who makes them, what goes over them, how they end
import assert from 'node:assert/strict';
import { adler32 } from '../../lib/peer/adler32.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { until } from '../../lib/wait.mjs';

const limit = 256 * 1024;

async function find(side, test, what) {
  let all;
  await until(`${side.name}: ${what}`, async () => {
    all = await side.channels();
    return test(all);
  }, { seconds: 15, every: 20 }).catch(error => {
    throw new Error(`${error.message}: ` +
      JSON.stringify(all).slice(0, 1500));
  });
  return all;
}

const open = (side, n = 1) => find(side, all => all.length >= n &&
  all.every(one => one.state === 'open'), `${n} channels are open`);
const closed = side => find(side, all =>
  all[0].state === 'closed' && all[0].told.includes('close'),
'the channel is closed');
const received = async (side, channel, n) => (await find(side, all =>
  all[channel]?.received.length >= n, `${n} messages`))[channel].received;

const bytes = size =>
  Uint8Array.from({ length: size }, (_, i) => i * 7 + (i >> 8));
const text = string => ['string', Buffer.byteLength(string),
  adler32(Buffer.from(string))];
const data = size => ['data', size, adler32(bytes(size))];

// One channel of the offerer's making, open on both sides
async function talk(c, { weOffer = true, options = {} } = {}) {
  const pair = await c.pair({ weOffer });
  await pair.first.channel('chat', options);
  await negotiate(pair.first, pair.second);
  await open(pair.first);
  await open(pair.second);
  return pair;
}

const cases = [];

for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offer`;
  cases.push({
    name: `${who}, strings and data both ways`,
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      const sizes = [1, 1200, 16384, 65536];
      const texts = ['a', 'Grüße', 'x'.repeat(20000)];
      for (const [from, to] of [[us, them], [them, us]]) {
        await from.say(0, { texts, sizes });
        assert.deepEqual(await received(to, 0, 7),
          [...texts.map(text), ...sizes.map(data)]);
      }
    },
  }, {
    name: `${who}, empty strings and no bytes`,
    // webrtcbin has their two numbers the wrong way round
    partners: ['chromium', 'firefox', 'itself'],
    beyond: true,
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      for (const [from, to] of [[us, them], [them, us]]) {
        await from.say(0, { texts: [''], sizes: [0] });
        assert.deepEqual(await received(to, 0, 2), [text(''), data(0)]);
      }
    },
  }, {
    name: `${who}, the largest message`,
    partners: ['chromium', 'firefox', 'itself'],
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      for (const [from, to] of [[us, them], [them, us]]) {
        await from.say(0, { sizes: [limit] });
        assert.deepEqual(await received(to, 0, 1), [data(limit)]);
      }
    },
  }, {
    name: `${who}, a thousand in order`,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      const texts = Array.from({ length: 1000 }, (_, i) => `number ${i}`);
      for (const [from, to] of [[us, them], [them, us]]) {
        await from.say(0, { texts });
        assert.deepEqual(await received(to, 0, 1000), texts.map(text));
      }
    },
  }, {
    name: `${who}, unordered and not sent again`,
    async run(c) {
      const { us, them } = await talk(c, { weOffer,
        options: { ordered: false, max_retransmits: 0, protocol: 'p' } });
      for (const side of [us, them]) {
        const [one] = await side.channels();
        assert.equal(one.ordered, false);
        assert.equal(one.retransmits, 0);
        assert.equal(one.protocol, 'p');
        assert.equal(one.label, 'chat');
      }
      await us.say(0, { texts: ['one'] });
      assert.deepEqual(await received(them, 0, 1), [text('one')]);
    },
  }, {
    name: `${who}, negotiated`,
    async run(c) {
      const { us, them, first, second } = await c.pair({ weOffer });
      for (const side of [us, them])
        await side.channel('known', { negotiated: true, id: 5 });
      await negotiate(first, second);
      await open(us);
      await open(them);
      await them.say(0, { texts: ['hello'] });
      assert.deepEqual(await received(us, 0, 1), [text('hello')]);
    },
  }, {
    name: `${who}, more channels while one runs`,
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await us.channel('ours');
      await open(them, 2);
      await them.channel('theirs');
      await open(us, 3);
      const ids = new Set((await us.channels()).map(one => one.id));
      assert.equal(ids.size, 3);
    },
  }, {
    name: `${who}, we close the channel`,
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await us.say(0, { texts: ['last'] });
      await us.closeChannel(0);
      const [one] = await closed(them);
      assert.deepEqual(one.received, [text('last')]);
      await closed(us);
    },
  }, {
    name: `${who}, they close the channel`,
    quick: true,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await them.closeChannel(0);
      await closed(us);
      await closed(them);
    },
  });
}

cases.push({
  name: 'a hundred channels at once',
  async run(c) {
    const pair = await c.pair();
    for (let i = 0; i < 100; i++)
      await pair.us.channel(`${i}`);
    await negotiate(pair.us, pair.them);
    await open(pair.us, 100);
    await open(pair.them, 100);
  },
});

export default cases;
