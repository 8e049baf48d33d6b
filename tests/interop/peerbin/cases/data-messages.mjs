// SPDX-License-Identifier: LGPL-2.1-or-later
// What goes over a channel, by who offers and who is the DTLS client
import assert from 'node:assert/strict';
import { find, mark, meet, open, passes, passesBothWays, passesWhole, received,
  roles, talk } from '../../lib/peer/data.mjs';
import { negotiate } from '../../lib/peer/side.mjs';

const limit = 256 * 1024;
// Everybody takes 64 KiB
const sizes = [1, 1023, 1200, 16 * 1024, 64 * 1024];
const texts = ['a', 'Grüße', '🦊 и ещё', 'x'.repeat(20000)];
// No two alike, of one packet and of several, texts and bytes
const mixed = Array.from({ length: 1000 }, (_, i) =>
  i % 3 === 0 ? `number ${i}` : 1 + (i * 37) % 5000);

// Interfaces that do not say what a channel is like that we have opened (wrtc
// has 65535 for no limit), and that tell nothing of what is queued
const silent = ['libdatachannel', 'wrtc'];

// werift takes half a minute for a thousand
const many = c => c.partner === 'werift' ? mixed.slice(0, 200) : mixed;

const cases = [];
for (const { name: who, quick, except = [], ...role } of roles) {
  cases.push({
    name: `${who}: strings and data of all sizes, byte by byte`,
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      for (const [from, to] of [[us, them], [them, us]])
        for (const message of [...texts, ...sizes])
          await passesWhole(from, to, message);
    },
  }, {
    name: `${who}: an empty string and no bytes`,
    // werift sends nothing then; webrtcbin has their two numbers the wrong way
    // round
    except: ['webrtcbin', 'werift'],
    beyond: true,
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      for (const [from, to] of [[us, them], [them, us]])
        await passes(from, to, ['', 0, 'between', 0, '']);
    },
  }, {
    name: `${who}: 256 KiB, byte by byte`,
    // They take 64 KiB
    except: ['webrtcbin', 'aiortc', 'werift'],
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      for (const [from, to] of [[us, them], [them, us]]) {
        await passesWhole(from, to, limit);
        await passesWhole(from, to, 'y'.repeat(limit));
      }
    },
  }, {
    name: `${who}: a thousand in order, both ways at once`,
    quick,
    async run(c) {
      const { us, them } = await talk(c, role);
      const all = many(c);
      await Promise.all([us, them].map(side => side.say(0, all)));
      for (const side of [us, them])
        assert.deepEqual(await received(side, 0, all.length), all.map(mark));
    },
  }, {
    name: `${who}: unordered, all arrive`,
    quick,
    async run(c) {
      const { us, them } = await talk(c, { ...role,
        options: { ordered: false } });
      const all = many(c);
      await Promise.all([us, them].map(side => side.say(0, all)));
      const sorted = marks => marks.map(m => m.join()).sort();
      for (const side of [us, them]) {
        assert.deepEqual(sorted(await received(side, 0, all.length)),
          sorted(all.map(mark)));
      }
    },
  }, {
    name: `${who}: what is said of a channel`,
    // It takes max-retransmits 0 for none
    except: ['werift'],
    async run(c) {
      const kinds = [
        { label: '', options: { protocol: '' } },
        { label: 'x'.repeat(1000), options: { ordered: false,
          max_retransmits: 0, protocol: 'p' } },
        { label: 'three', options: { max_packet_lifetime: 500 } },
      ];
      const pair = await meet(c, role);
      const { first, second } = pair;
      for (const { label, options } of kinds)
        await first.channel(label, options);
      await negotiate(first, second, pair.what);
      for (const side of [first, second]) {
        const all = await open(side, kinds.length);
        for (const { label, options } of kinds) {
          const one = all.find(found => found.label === label);
          assert.equal(one.protocol, options.protocol ?? '');
          if (silent.includes(c.partner) && side === pair.them)
            continue;
          assert.equal(one.ordered, options.ordered ?? true);
          assert.equal(one.retransmits, options.max_retransmits ?? -1);
          assert.equal(one.lifetime, options.max_packet_lifetime ?? -1);
        }
      }
    },
  }, {
    name: `${who}: label and protocol of more than ASCII`,
    // They say how many characters it has, not bytes
    except: ['aiortc', 'werift'],
    async run(c) {
      const label = 'Grüße 🦊 и ещё', protocol = '协议 🔌';
      const pair = await talk(c, { ...role, label, options: { protocol } });
      for (const side of [pair.us, pair.them]) {
        const [one] = await side.channels();
        assert.deepEqual([one.label, one.protocol], [label, protocol]);
      }
      await passesBothWays(pair, ['hello']);
    },
  }, {
    name: `${who}: negotiated, with an id`,
    quick,
    async run(c) {
      const pair = await meet(c, role);
      const { us, them, first, second } = pair;
      for (const side of [us, them]) {
        await side.channel('known', { negotiated: true, id: 5 });
        await side.channel('unordered', { negotiated: true, id: 40,
          ordered: false, max_retransmits: 3 });
      }
      await negotiate(first, second, pair.what);
      for (const side of [us, them])
        assert.deepEqual((await open(side, 2)).map(one => one.id), [5, 40]);
      await passesBothWays(pair, ['hello', 3000]);
      await passesBothWays(pair, ['hello', 3000], 1);
    },
  }, {
    name: `${who}: how much is queued, and when that gets low`,
    async run(c) {
      const { us, them } = await talk(c, role);
      const low = 100000, size = 16384, n = 256;
      for (const [from, to] of [[us, them], [them, us]]) {
        await from.setLow(0, low);
        await from.say(0, Array(n).fill(size));
        await received(to, 0, n);
        if (silent.includes(c.partner) && from === them)
          continue;
        const [one] = await find(from, ([first]) => first.buffered === 0,
          'nothing is queued');
        const told = one.told.filter(event => /^low/.test(event));
        // It may fall before all of it has been said
        assert.ok(told.length >= 1, one.told.join());
        assert.ok(Number(told.at(-1).match(/\d+/)) <= low, told.join());
      }
    },
  });
  // Each with the role's own exceptions
  for (const one of cases.filter(found => found.name.startsWith(who)))
    one.except = [...one.except ?? [], ...except];
}

export default cases;
