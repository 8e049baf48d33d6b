// SPDX-License-Identifier: LGPL-2.1-or-later
// Channels that come and go
import assert from 'node:assert/strict';
import { closed, find, mark, meet, open, passes, passesBothWays, received,
  roles, talk } from '../../lib/peer/data.mjs';
import { negotiate } from '../../lib/peer/side.mjs';

const hundred = Array.from({ length: 100 }, (_, i) => `${i}`);
const wholesale = Array(128).fill(16 * 1024);

// The DTLS client's ids are even (RFC 8832 section 6)
const parity = (all, client) => {
  for (const { id, local } of all)
    assert.equal(id % 2, client === local ? 0 : 1, `id ${id}`);
};

// Each channel says its label both ways
async function allTalk(us, them, labels) {
  const numbers = new Map();
  for (const side of [us, them]) {
    const all = await open(side, labels.length);
    numbers.set(side, new Map(all.map((one, i) => [one.label, i])));
  }
  for (const [from, to] of [[us, them], [them, us]]) {
    await Promise.all(labels.map(label =>
      from.say(numbers.get(from).get(label), [label, 2000])));
    const all = await find(to, found =>
      found.every(one => one.received.length === 2), 'two of each');
    for (const { label, received: got } of all)
      assert.deepEqual(got, [label, 2000].map(mark));
  }
}

const cases = [];
for (const { name: who, quick, except = [], ...role } of roles) {
  cases.push({
    name: `${who}: more channels while one runs`,
    except,
    quick,
    async run(c) {
      const pair = await talk(c, role);
      const { us, them } = pair;
      const sent = [us.say(0, wholesale), them.say(0, wholesale)];
      await us.channel('ours');
      await them.channel('theirs');
      for (const side of [us, them]) {
        const all = await open(side, 3);
        assert.equal(new Set(all.map(one => one.id)).size, 3);
        if (c.partner !== 'aiortc')     // goes by who offered
          parity(all, (side === us) === pair.client);
      }
      for (const label of ['ours', 'theirs']) {
        const at = async side =>
          (await side.channels()).findIndex(one => one.label === label);
        await us.say(await at(us), [label]);
        await received(them, await at(them), 1);
        await them.say(await at(them), [label]);
        await received(us, await at(us), 1);
      }
      await Promise.all(sent);
      for (const side of [us, them])
        assert.deepEqual(await received(side, 0, wholesale.length),
          wholesale.map(mark));
    },
  }, {
    name: `${who}: we close a channel, with all of it queued`,
    // node-datachannel tells the end before messages that have come
    except: ['libdatachannel', ...except],
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      await us.say(0, [...wholesale, 'last'], { close: true });
      const one = await closed(them);
      assert.deepEqual(one.received, [...wholesale, 'last'].map(mark));
      await closed(us);
    },
  }, {
    name: `${who}: they close a channel, with all of it queued`,
    // It drops what it has queued
    except: ['aiortc', ...except],
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      await them.say(0, [...wholesale, 'last'], { close: true });
      const { received: got } = await closed(us);
      const all = [...wholesale, 'last'].map(mark);
      // Older libwebrtc gives up messages of which it has sent nothing yet
      if (c.partner === 'wrtc')
        assert.deepEqual(got, all.slice(0, got.length));
      else
        assert.deepEqual(got, all);
      await closed(them);
    },
  });
}

for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offer`;
  for (const ours of [true, false]) {
    cases.push({
      name: `${who}: a hundred of ${ours ? 'ours' : 'theirs'} at once`,
      quick: weOffer,
      async run(c) {
        const { us, them, first, second } = await meet(c, { weOffer });
        // Somebody has to have asked for the section
        const from = ours ? us : them;
        if (from !== first)
          await first.channel('0');
        for (const label of from === first ? hundred : hundred.slice(1))
          await from.channel(label);
        await negotiate(first, second);
        await allTalk(us, them, hundred);
      },
    });
  }
  cases.push({
    name: `${who}: made before, during and after the negotiation`,
    quick: weOffer,
    async run(c) {
      const { us, them, first, second } = await meet(c, { weOffer });
      await first.channel('before');
      await negotiate(first, second, {
        adopt: () => second.channel('during, second'),
        answered: () => first.channel('during, first'),
      });
      await first.channel('at once, first');
      await second.channel('at once, second');
      for (const side of [us, them])
        await open(side, 5);
      await us.channel('after, us');
      await them.channel('after, them');
      await allTalk(us, them, ['before', 'during, first', 'during, second',
        'at once, first', 'at once, second', 'after, us', 'after, them']);
    },
  }, {
    name: `${who}: both close a channel at once`,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await passesBothWays({ us, them }, ['hello']);
      await Promise.all([us.closeChannel(0), them.closeChannel(0)]);
      await closed(us);
      await closed(them);
    },
  }, {
    name: `${who}: fifty one after the other, while another runs`,
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      const ids = new Set();
      for (let i = 1; i <= 50; i++) {
        const [from, to] = i % 2 ? [us, them] : [them, us];
        await from.channel(`${i}`);
        await open0(from, i);
        await open0(to, i);
        await passes(from, to, [`${i}`], i);
        ids.add((await from.channels())[i].id);
        await (i % 4 < 2 ? from : to).closeChannel(i);
        await closed(from, i);
        await closed(to, i);
        await passes(from, to, ['still here']);
      }
      c.t.diagnostic(`${ids.size} ids`);
    },
  });
}

// The i-th is open, whatever has become of those before
const open0 = (side, i) => find(side, all => all[i]?.state === 'open',
  `channel ${i} is open`);

export default cases;
