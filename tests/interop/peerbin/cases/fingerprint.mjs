// SPDX-License-Identifier: LGPL-2.1-or-later
// Another certificate than the one described: failed within a second, and not
// a byte of media either way
import assert from 'node:assert/strict';
import { mirrored } from '../../lib/peer/media.mjs';
import { negotiate } from '../../lib/peer/side.mjs';
import { sleep } from '../../lib/wait.mjs';

const line = /a=fingerprint:\S+ (\S+)\r?\n/g;
const lies = {
  'a wrong': sdp => sdp.replace(line, (_, hex) =>
    `a=fingerprint:sha-256 ${hex[0] === '0' ? '1' : '0'}${hex.slice(1)}\r\n`),
  'a missing': sdp => sdp.replace(line, ''),
  'a sha-1': sdp => sdp.replace(line, (_, hex) =>
    `a=fingerprint:sha-1 ${hex.slice(0, 59)}\r\n`),
};

const cases = [];
for (const [what, lie] of Object.entries(lies)) {
  for (const weOffer of [true, false]) {
    cases.push({
      name: `${weOffer ? 'we' : 'they'} offer, ${what} fingerprint of theirs`,
      beyond: true,
      quick: true,
      async run(c) {
        const { us, them, first, second } = await c.pair({ weOffer });
        await first.add('VP8', 'sendrecv');
        const refusal = await negotiate(first, second, {
          adopt: () => second.adopt(0, 'VP8', mirrored('sendrecv')),
          munge: { [weOffer ? 'answer' : 'offer']: lie },
        }).then(() => null, error => error);
        if (refusal)
          assert.match(refusal.message, /fingerprint/i);
        else {
          await us.until('connection-state', 'failed', { seconds: 10 });
          const at = (name, values) => us.events.find(([event, value]) =>
            event === name && values.includes(value))?.[2];
          const took = at('connection-state', ['failed']) -
            at('ice-connection-state', ['connected', 'completed']);
          c.t.diagnostic(`failed ${took} ms after ICE was connected`);
          assert.ok(took < 1000, `${took} ms`);
        }
        await sleep(500);
        assert.ok(!us.events.some(([event, value]) =>
          event === 'connection-state' && value === 'connected'));
        for (const side of [us, them])
          for (const { packets } of await side.received())
            assert.equal(packets, 0, `${side.name} got packets`);
        assert.notEqual(them.state['connection-state'], 'connected');
      },
    });
  }
}

export default cases;
