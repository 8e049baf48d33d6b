// SPDX-License-Identifier: LGPL-2.1-or-later
// What changes while media flows, from each side
import assert from 'node:assert/strict';
import { allFlow, connect, falls, flows, sections }
  from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { sleep } from '../../lib/wait.mjs';

const video = { codec: 'VP8', direction: 'sendrecv' };
const audio = { codec: 'OPUS', direction: 'sendrecv' };
const longestGap = 500;

// A section more, or one that takes the place of a stopped one
async function grow(from, to, { codec, direction }, mline) {
  await from.add(codec, direction);
  return negotiate(from, to, {
    adopt: () => to.adopt(mline, codec, direction) });
}

const ufrag = sdp => sdp.match(/a=ice-ufrag:(\S+)/)[1];

const changes = {
  'a track is added': {
    quick: true,
    media: [audio],
    async run(pair, from, to) {
      await grow(from, to, video, 1);
      await allFlow(pair, [audio, video]);
    },
  },
  'a second video is added': {
    media: [video],
    async run(pair, from, to) {
      await grow(from, to, video, 1);
      await allFlow(pair, [video, video]);
    },
  },
  'a track is added, then another': {
    media: [video],
    async run(pair, from, to) {
      await grow(from, to, audio, 1);
      await grow(from, to, video, 2);
      await allFlow(pair, [video, audio, video]);
    },
  },
  'a direction becomes inactive, and sendrecv again': {
    quick: true,
    beyond: true,
    media: [video, audio],
    async run(pair, from, to) {
      const mid = sections((await from.local()).sdp)[0].mid;
      await from.setDirection(mid, 'inactive');
      const { answer } = await negotiate(from, to);
      assert.equal(sections(answer)[0].direction, 'inactive');
      await Promise.all([from, to].map(side => falls(side, mid)));
      await allFlow(pair, [audio]);
      await from.setDirection(mid, 'sendrecv');
      await negotiate(from, to);
      await allFlow(pair, [video, audio]);
    },
  },
  'a direction becomes sendonly, and sendrecv again': {
    media: [video, audio],
    beyond: true,
    async run(pair, from, to) {
      const mid = sections((await from.local()).sdp)[0].mid;
      await from.setDirection(mid, 'sendonly');
      await negotiate(from, to);
      await falls(from, mid);
      await Promise.all([flows(from, { audio: 1 }),
        flows(to, { video: 1, audio: 1 })]);
      await from.setDirection(mid, 'sendrecv');
      await negotiate(from, to);
      await allFlow(pair, [video, audio]);
    },
  },
  'a transceiver is stopped': {
    quick: true,
    beyond: true,
    media: [video, audio],
    async run(pair, from, to) {
      const mid = sections((await from.local()).sdp)[1].mid;
      await from.stop(mid);
      const { offer, answer } = await negotiate(from, to);
      assert.equal(sections(offer)[1].port, 0);
      assert.equal(sections(answer)[1].port, 0);
      await Promise.all([from, to].map(side => falls(side, mid)));
      await allFlow(pair, [video]);
    },
  },
  // Browsers then drop the transport with its DTLS and begin another one
  'the first transceiver is stopped': {
    beyond: true,
    todoByUs: { firefox: 'now and then sends no more over its new transport' },
    media: [video, audio],
    async run(pair, from, to) {
      const mid = sections((await from.local()).sdp)[0].mid;
      await from.stop(mid);
      const { answer } = await negotiate(from, to);
      assert.equal(sections(answer)[0].port, 0);
      await allFlow(pair, [audio]);
    },
  },
  'an m-line is recycled': {
    quick: true,
    beyond: true,
    media: [video, audio],
    async run(pair, from, to) {
      const mid = sections((await from.local()).sdp)[1].mid;
      await from.stop(mid);
      await negotiate(from, to);
      const { offer, answer } = await grow(from, to, audio, 1);
      for (const all of [sections(offer), sections(answer)]) {
        assert.equal(all.length, 2);
        assert.ok(all[1].port !== 0 || all[1].bundleOnly);
        assert.notEqual(all[1].mid, mid);
      }
      await allFlow(pair, [video, audio]);
    },
  },
  'nothing changes': {
    media: [video, audio],
    async run(pair, from, to) {
      const before = (await from.local()).sdp;
      await negotiate(from, to);
      assert.equal(ufrag((await from.local()).sdp), ufrag(before));
      await allFlow(pair, [video, audio]);
    },
  },
  'ICE is restarted': {
    quick: true,
    beyond: true,
    media: [video, audio],
    async run(pair, from, to, t) {
      await allFlow(pair, [video, audio]);
      const before = [from, to].map(async side =>
        ufrag((await side.local()).sdp));
      await Promise.all([from, to].map(side => side.reset()));
      const texts = await negotiate(from, to,
        { options: { 'ice-restart': true } });
      assert.notEqual(ufrag(texts.offer), await before[0]);
      assert.notEqual(ufrag(texts.answer), await before[1]);
      for (const side of [pair.us, pair.them]) {
        // Without flows (), which starts the clock anew
        // Firefox's statistics lack a stream for a moment
        let start, received;
        do {
          await sleep(20);
          received = (await side.received()).find(r => r.kind === 'video');
          start ??= received;
        } while (!received || (received.count < start.count + 30 &&
          received.gap < 5000));
        t.diagnostic(`${side.name}: a gap of ${received.gap} ms`);
        assert.ok(received.gap < longestGap, `${side.name}: a gap of ` +
          `${received.gap} ms`);
      }
      await Promise.all([pair.us.connected(), pair.them.connected()]);
      await allFlow(pair, [video, audio]);
    },
  },
};

const cases = [];
for (const [what, { run, media, todoByUs, ...marks }] of Object.entries(changes)) {
  for (const weStart of [true, false]) {
    for (const weAsk of [true, false]) {
      cases.push({
        ...marks,
        name: `${weStart ? 'we' : 'they'} offered first; by ` +
          `${weAsk ? 'us' : 'them'}, ${what}`,
        quick: marks.quick && weStart,
        todo: weAsk ? todoByUs : undefined,
        // webrtcbin answers a second offer with another DTLS role
        beyond: marks.beyond || (weStart && !weAsk),
        // webrtcbin does not follow either
        partners: marks.partners ?? (marks.beyond ?
          ['chromium', 'firefox', 'itself'] : undefined),
        async run(c) {
          const pair = await c.pair({ weOffer: weStart });
          await connect(pair, media);
          await allFlow(pair, media);
          const { us, them } = pair;
          await run(pair, ...weAsk ? [us, them] : [them, us], c.t);
        },
      });
    }
  }
}

export default cases;
