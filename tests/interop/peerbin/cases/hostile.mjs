// SPDX-License-Identifier: LGPL-2.1-or-later
// A peer that means harm, as far as data channels go: what it does costs it its
// association at most, us no memory, and other connections nothing
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { closed, find, open, passes, passesBothWays, talk } from
  '../../lib/peer/data.mjs';
import { until } from '../../lib/wait.mjs';

const MiB = 1024;       // of what /proc counts in
const rss = ({ ours }) => Number(readFileSync(
  `/proc/${ours.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]);

// More than its neighbours' noise would say something
async function bounded(c, what) {
  const before = rss(c);
  await what();
  const grown = rss(c) - before;
  c.t.diagnostic(`${grown} KiB more`);
  assert.ok(grown < 32 * MiB, `${grown} KiB more`);
}

async function meetHostile(c, weOffer) {
  const pair = await talk(c, { weOffer });
  await passesBothWays(pair, ['hello']);
  await pair.them.do('survive');
  return pair;
}

const attacks = {
  'payload protocol identifiers that nobody knows': them =>
    them.do('ppids', { stream: 1 }),
  'messages on streams without a channel': them => them.do('nowhere'),
  'DCEP that makes no sense': them => them.do('dcep', { stream: 1 }),
};

const cases = [];
for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offer`;
  cases.push({
    name: `${who}: messages of 64 MiB`,
    quick: true,
    async run(c) {
      const { us, them } = await meetHostile(c, weOffer);
      await bounded(c, async () => {
        const [{ id }] = await us.channels();
        await them.do('oversize', { stream: id, size: 64 * 1024 * 1024 });
        await closed(us);
        await until('the bus says why', () => us.events.some(
          ([event, why]) => event === 'failure' &&
            /max-message-size/.test(why)));
      });
      assert.equal((await us.do('sctp')).state, 'closed');
      const [one] = await us.channels();
      assert.equal(one.received.length, 1);
      // That was the association; the connection is the application's to close
      assert.equal(us.state['connection-state'], 'connected');
      await assert.rejects(us.say(0, ['hello']), /closed/);
      // Nobody else has noticed
      await passesBothWays(await talk(c, { weOffer }), ['hello']);
    },
  }, {
    name: `${who}: five thousand channels with long labels`,
    quick: weOffer,
    async run(c) {
      const { us, them } = await meetHostile(c, weOffer);
      await bounded(c, async () => {
        await them.do('opens', { streams:
          Array.from({ length: 5000 }, (_, i) => 2 + i) });
        await passes(them, us, ['done']);
      });
      const all = await us.channels();
      c.t.diagnostic(`${all.length} channels`);
      assert.ok(all.length > 100 && all.length <= 1024 + 1, `${all.length}`);
      await passesBothWays({ us, them }, ['still here', 20000]);
    },
  }, {
    name: `${who}: opened with the other's ids, and with taken ones`,
    quick: weOffer,
    async run(c) {
      const { us, them } = await meetHostile(c, weOffer);
      const [{ id }] = await us.channels();
      await them.do('opens', { streams: [id, id, 10, 11, 10, 11] });
      await passes(them, us, ['done']);
      await find(us, all => all.length === 3, 'the two that were free');
      assert.deepEqual((await us.channels()).map(one => one.id), [id, 10, 11]);
      // Ours go round them
      for (let i = 0; i < 12; i++)
        await us.channel(`${i}`);
      const all = await open(us, 15);
      assert.equal(new Set(all.map(one => one.id)).size, 15);
    },
  }, {
    name: `${who}: stream resets that are never answered`,
    quick: weOffer,
    async run(c) {
      const { us, them } = await meetHostile(c, weOffer);
      await us.channel('another');
      await find(us, all => all[1]?.state === 'open', 'another one');
      await them.do('keepResets');
      await us.closeChannel(0);
      await closed(us);
      await us.say(1, ['still here']);
      await find(them, all => all[1]?.received.length === 1,
        'the other goes on');
    },
  });
  for (const [what, attack] of Object.entries(attacks)) {
    cases.push({
      name: `${who}: ${what}`,
      quick: weOffer,
      async run(c) {
        const pair = await meetHostile(c, weOffer);
        await attack(pair.them);
        await passesBothWays(pair, ['still here', 20000]);
        assert.equal((await pair.us.channels()).length, 1);
        assert.equal((await pair.us.do('sctp')).state, 'connected');
      },
    });
  }
}

export default cases;
