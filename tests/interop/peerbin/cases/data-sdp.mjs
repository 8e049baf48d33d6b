// SPDX-License-Identifier: LGPL-2.1-or-later
// What descriptions say of data channels: RFC 8841, and the drafts before it
import assert from 'node:assert/strict';
import { find, meet, open, passes, passesBothWays } from
  '../../lib/peer/data.mjs';
import { allFlow, sections } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { sleep } from '../../lib/wait.mjs';

const video = { codec: 'VP8', direction: 'sendrecv' };
const unlimited = sdp => sdp.replace(/a=max-message-size:\d+\r\n/, '');
const limits = {
  'max-message-size 1000': [1000, sdp => unlimited(sdp)
    .replace(/a=sctp-port:\d+\r\n/, '$&a=max-message-size:1000\r\n')],
  // RFC 8841 section 6.1
  'no max-message-size': [65536, unlimited],
};

const toOld = sdp => sdp
  .replace(/m=application (\d+) UDP\/DTLS\/SCTP webrtc-datachannel/,
    'm=application $1 DTLS/SCTP 5000')
  .replace(/a=sctp-port:5000/, 'a=sctpmap:5000 webrtc-datachannel 1024');
const toNew = sdp => sdp
  .replace(/m=application (\d+) DTLS\/SCTP 5000/,
    'm=application $1 UDP/DTLS/SCTP webrtc-datachannel')
  .replace(/a=sctpmap:5000 webrtc-datachannel \d+/, 'a=sctp-port:5000');
const otherPort = sdp => sdp.replace(/a=sctp-port:5000/, 'a=sctp-port:6789');
const rejected = sdp => sdp
  .replace(/m=application \d+/, 'm=application 0')
  .replace(/(a=group:BUNDLE.*) (?:application\d+|data|1)\r\n/, '$1\r\n');

// On its way from them to us, whichever it is
const fromThem = (weOffer, munge) => ({ munge: weOffer ? { answer: munge } :
  { offer: munge } });

const cases = [];
for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offer`;
  for (const [what, [limit, munge]] of Object.entries(limits)) {
    cases.push({
      name: `${who}: ${what} of theirs`,
      // 1.22 knows nothing of the size that is meant by none
      beyond: true,
      quick: true,
      async run(c) {
        const pair = await meet(c, { weOffer });
        const { us, them, first, second } = pair;
        await first.channel('chat');
        await negotiate(first, second, fromThem(weOffer, munge));
        await open(us);
        await open(them);
        await us.say(0, ['before']);
        await assert.rejects(us.say(0, [limit + 1]), /over the/);
        await assert.rejects(us.say(0, ['x'.repeat(limit + 1)]), /over the/);
        const sctp = await us.do('sctp');
        assert.deepEqual([sctp.state, sctp.size], ['connected', limit]);
        await us.say(0, [limit, 'x'.repeat(limit)]);
        await find(them, ([one]) => one.received.length === 3 &&
          one.received[1][1] === limit && one.received[2][1] === limit,
        'the three that go');
        await passes(them, us, ['back']);
      },
    });
  }
  cases.push({
    name: `${who}: the form before RFC 8841`,
    beyond: true,
    quick: true,
    // Its own: see there
    except: ['aiortc'],
    async run(c) {
      const pair = await meet(c, { weOffer });
      const { first, second } = pair;
      await first.channel('chat');
      // We answer in the form that was offered
      const { answer } = await negotiate(first, second, { munge: weOffer ?
        { answer: toOld } : { offer: toOld, answer: toNew } });
      if (!weOffer)
        assert.match((await pair.us.local()).sdp,
          /m=application \d+ DTLS\/SCTP 5000\r\n[^]*a=sctpmap:5000 /);
      assert.ok(answer);
      await open(first);
      await open(second);
      await passesBothWays(pair, ['hello', 20000]);
    },
  }, {
    name: `${who}: the form before RFC 8841, as they write it`,
    partners: ['aiortc'],
    beyond: true,
    quick: true,
    async run(c) {
      const pair = await meet(c, { weOffer, configuration: { legacy: true } });
      const { first, second } = pair;
      await first.channel('chat');
      const { offer } = await negotiate(first, second);
      if (!weOffer)
        assert.match(offer, /DTLS\/SCTP 5000\r\n[^]*a=sctpmap:5000 /);
      await open(first);
      await open(second);
      await passesBothWays(pair, ['hello', 20000]);
    },
  }, {
    name: `${who}: their a=sctp-port is another one`,
    // libwebrtc has the port from its own description, which may be changed
    partners: ['chromium', 'wrtc'],
    beyond: true,
    quick: true,
    async run(c) {
      const pair = await meet(c, { weOffer });
      const { them, first, second } = pair;
      const create = them.create;
      them.create = async (...what) => otherPort(await create(...what));
      await first.channel('chat');
      const texts = await negotiate(first, second);
      assert.match(weOffer ? texts.answer : texts.offer, /sctp-port:6789/);
      await open(first);
      await open(second);
      await passesBothWays(pair, ['hello', 20000]);
    },
  });
}

// Nobody's interface rejects data: it happens on the way
for (const weOffer of [true, false]) {
  cases.push({
    name: `${weOffer ? 'we offer, they' : 'they offer, we'} reject the data`,
    partners: ['chromium', 'firefox', 'itself'],
    beyond: true,
    quick: true,
    async run(c) {
      const pair = await meet(c, { weOffer });
      const { us, first, second } = pair;
      await first.add(video.codec, video.direction);
      await first.channel('chat');
      const answer = await negotiate(first, second, {
        munge: { answer: rejected },
        adopt: () => second.adopt(0, video.codec, video.direction) });
      assert.deepEqual(sections(answer.answer).map(s => s.port === 0),
        [false, true]);
      await allFlow(pair, [video]);
      await sleep(200);
      const [one] = await first.channels();
      assert.notEqual(one.state, 'open');
      assert.equal(us.count('bus-error'), 0);
      // And the media live on
      await allFlow(pair, [video]);
    },
  });
}

export default cases;
