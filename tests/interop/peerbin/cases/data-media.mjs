// SPDX-License-Identifier: LGPL-2.1-or-later
// Data channels and media in one BUNDLE, renegotiation, ICE restart, the end
import assert from 'node:assert/strict';
import { closed, find, mark, meet, open, passesBothWays, received, talk } from
  '../../lib/peer/data.mjs';
import { allFlow, connect, sections } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { sleep, until } from '../../lib/wait.mjs';

const video = { codec: 'VP8', direction: 'sendrecv' };
const audio = { codec: 'OPUS', direction: 'sendrecv' };
const data = ['hello', 16384, '', 65536].filter(Boolean);

// One transport for all that is in it
function bundled(answer, n) {
  const all = sections(answer);
  assert.equal(all.length, n);
  const [, group] = answer.match(/^a=group:BUNDLE (.*?)\r?$/m);
  assert.deepEqual(group.split(' '), all.map(one => one.mid));
}

const ufrag = sdp => sdp.match(/a=ice-ufrag:(\S+)/)[1];

const cases = [];
for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offer`;
  cases.push({
    name: `${who}: audio, video and data in one BUNDLE`,
    media: true,
    quick: true,
    async run(c) {
      const pair = await meet(c, { weOffer });
      await pair.first.channel('chat');
      const { answer } = await connect(pair, [audio, video]);
      bundled(answer, 3);
      await open(pair.us);
      await open(pair.them);
      await Promise.all([passesBothWays(pair, data),
        allFlow(pair, [audio, video])]);
    },
  }, {
    name: `${who}: they close the connection`,
    // They say nothing to the other side
    except: ['webrtcbin', 'werift'],
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await passesBothWays({ us, them }, ['hello']);
      await them.close();
      await closed(us);
    },
  }, {
    name: `${who}: we close the connection`,
    // 1.22 does not look at it
    except: ['webrtcbin'],
    async run(c) {
      const { us, them } = await talk(c, { weOffer });
      await passesBothWays({ us, them }, ['hello']);
      await us.close();
      await closed(them, 0, { seconds: 30 });
    },
  });
  for (const weAsk of [true, false]) {
    const asked = `${who.replace('offer', 'offered')} first; by ` +
      `${weAsk ? 'us' : 'them'}`;
    const asks = ({ us, them }) => weAsk ? [us, them] : [them, us];
    // webrtcbin answers a second offer with another DTLS role
    const beyond = weOffer && !weAsk;
    cases.push({
      name: `${asked}, data are added to a call`,
      media: true,
      quick: weAsk === weOffer,
      beyond,
      async run(c) {
        const pair = await meet(c, { weOffer });
        await connect(pair, [video]);
        const [from, to] = asks(pair);
        await from.channel('chat');
        bundled((await negotiate(from, to)).answer, 2);
        await open(from);
        await open(to);
        await Promise.all([passesBothWays(pair, data),
          allFlow(pair, [video])]);
      },
    }, {
      name: `${asked}, a call is added to data`,
      media: true,
      quick: weAsk === weOffer,
      beyond,
      async run(c) {
        const pair = await talk(c, { weOffer });
        const [from, to] = asks(pair);
        await from.add(video.codec, video.direction);
        const { answer } = await negotiate(from, to, {
          adopt: () => to.adopt(1, video.codec, video.direction) });
        bundled(answer, 2);
        await Promise.all([passesBothWays(pair, data),
          allFlow(pair, [video])]);
      },
    }, {
      name: `${asked}, ICE is restarted while data flow`,
      // 1.22 cannot, and the others here do not answer it either
      partners: ['chromium', 'firefox', 'itself', 'wrtc'],
      beyond: true,
      quick: weAsk === weOffer,
      async run(c) {
        const pair = await talk(c, { weOffer });
        const [from, to] = asks(pair);
        const before = ufrag((await from.local()).sdp);
        const sent = Array.from({ length: 60 }, (_, i) => 5000 + i);
        let restarted = false;
        const flow = async side => {
          for (const one of sent) {
            await side.say(0, [one, `${one}`]);
            await sleep(10);
          }
          assert.ok(restarted, 'it was over before the restart');
        };
        await Promise.all([flow(pair.us), flow(pair.them), (async () => {
          await sleep(100);
          await negotiate(from, to, { options: { 'ice-restart': true } });
          restarted = true;
        })()]);
        assert.notEqual(ufrag((await from.local()).sdp), before);
        const all = sent.flatMap(one => [one, `${one}`]).map(mark);
        for (const side of [pair.us, pair.them])
          assert.deepEqual(await received(side, 0, all.length), all);
      },
    });
  }
}

cases.push({
  name: 'they are killed, with data on their way',
  alone: true,
  beyond: true,
  async run(c) {
    const { us } = await talk(c);
    await us.say(0, Array(64).fill(65536));
    c.theirs.kill();
    await us.say(0, ['is there anybody?']);
    await until('the other side is missed', () =>
      /disconnected|failed|closed/.test(us.state['connection-state']),
    { seconds: 25 });
    const [one] = await find(us, () => true, '');
    c.t.diagnostic(`${us.state['connection-state']}, ${one.state}, ` +
      `${one.buffered} bytes queued`);
    // The application hears that it is over, and may end it
    await us.close();
  },
});

export default cases;
