// SPDX-License-Identifier: LGPL-2.1-or-later
// A tenth of the datagrams is lost each way: reliable channels get all, the
// others what comes whole, and nobody gets stuck
import assert from 'node:assert/strict';
import { find, mark, meet, open, received } from
  '../../lib/peer/data.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { layWire } from '../../lib/peer/wire.mjs';
import { sleep } from '../../lib/wait.mjs';

const kinds = {
  'max-retransmits 0': { max_retransmits: 0 },
  'max-retransmits 0, unordered': { max_retransmits: 0, ordered: false },
  'max-packet-lifetime 50': { max_packet_lifetime: 50, ordered: false },
};
// No two of the same size; every third is of several packets
const partial = Array.from({ length: 400 }, (_, i) =>
  (i % 3 ? 100 : 3000) + i);
const whole = Array.from({ length: 100 }, (_, i) => 2000 + i);

// Which is which: they may come up in any order
async function numbers(side) {
  const labels = (await open(side, 2)).map(one => one.label);
  return { partial: labels.indexOf('partial'), whole: labels.indexOf('whole') };
}

// In bits, as an application that has something live to send
async function sends(side, at) {
  for (let i = 0; i < partial.length; i += 8) {
    await side.say(at.partial, partial.slice(i, i + 8));
    await side.say(at.whole, whole.slice(i / 4, i / 4 + 2));
    await sleep(5);
  }
}

// Once each, as they were sent, and in order if they have to be
function isPart(got, { ordered = true }) {
  const sent = partial.map(one => mark(one).join());
  const places = got.map(one => sent.indexOf(one.join()));
  assert.ok(!places.includes(-1), 'not what was sent');
  assert.equal(new Set(places).size, places.length, 'twice');
  if (ordered)
    assert.deepEqual(places, [...places].sort((a, b) => a - b));
}

async function lossy(c, weOffer, options) {
  const wire = await layWire(c.t);
  const pair = await meet(c, { weOffer });
  const { first, second } = pair;
  await pair.them.permit();
  await first.channel('partial', options);
  await first.channel('whole');
  await negotiate(first, second, { trickle: false,
    munge: { offer: wire.munge(0), answer: wire.munge(1) } });
  const at = new Map([[first, await numbers(first)],
    [second, await numbers(second)]]);
  return { ...pair, wire, at };
}

const cases = [];
for (const weOffer of [true, false]) {
  for (const [kind, options] of Object.entries(kinds)) {
    cases.push({
      name: `${weOffer ? 'we' : 'they'} offer: ${kind}`,
      quick: weOffer && kind === 'max-retransmits 0',
      // Their own SCTP does not get through
      except: ['aiortc', 'werift'],
      async run(c) {
        const { us, them, wire, at } = await lossy(c, weOffer, options);
        wire.percent = 10;
        await Promise.all([us, them].map(
          side => sends(side, at.get(side))));
        for (const side of [us, them])
          assert.deepEqual(await received(side, at.get(side).whole,
            whole.length), whole.map(mark));
        wire.percent = 0;
        // Both go on
        for (const [from, to] of [[us, them], [them, us]]) {
          await from.say(at.get(from).partial, ['end']);
          const number = at.get(to).partial;
          const { [number]: one } = await find(to, all =>
            all[number].received.at(-1)?.[0] === 'string', 'the end');
          const got = one.received.slice(0, -1);
          isPart(got, options);
          c.t.diagnostic(`${to.name}: ${got.length} of ${partial.length}`);
          if (options.max_retransmits === 0)
            assert.ok(got.length < partial.length, 'something was lost');
          assert.ok(got.length > partial.length / 2, `${got.length}`);
          await from.say(at.get(from).whole, ['more']);
          await received(to, at.get(to).whole, whole.length + 1);
        }
        c.t.diagnostic(`${wire.lost} of ${wire.lost + wire.passed} lost`);
      },
    });
  }
}

export default cases;
