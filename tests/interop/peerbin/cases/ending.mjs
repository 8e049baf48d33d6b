// SPDX-License-Identifier: LGPL-2.1-or-later
// One side goes, with or without a word: the other notices
import assert from 'node:assert/strict';
import { allFlow, connect } from '../../lib/peer/media.mjs';
import { until } from '../../lib/wait.mjs';

const media = [{ codec: 'VP8', direction: 'sendrecv' }];

async function noticed(c, side, seconds) {
  const begin = Date.now();
  await until(`${side.name} is not connected any more`, () =>
    /disconnected|failed|closed/.test(side.state['connection-state']),
  { seconds, every: 20 });
  c.t.diagnostic(`${side.name}: ${side.state['connection-state']} after ` +
    `${Date.now() - begin} ms`);
}

async function flowing(c, weOffer) {
  const pair = await c.pair({ weOffer });
  await connect(pair, media);
  await allFlow(pair, media);
  return pair;
}

const cases = [];
for (const weOffer of [true, false]) {
  const who = `${weOffer ? 'we' : 'they'} offered`;
  cases.push({
    name: `${who}, they close`,
    beyond: true,
    quick: true,
    partners: ['chromium', 'firefox', 'itself'],
    async run(c) {
      const { us, them } = await flowing(c, weOffer);
      await them.close();
      await noticed(c, us, 5);
    },
  }, {
    name: `${who}, we close`,
    quick: true,
    // webrtcbin has no state for close_notify, and no consent
    partners: ['chromium', 'firefox', 'itself'],
    async run(c) {
      const { us, them } = await flowing(c, weOffer);
      assert.equal(await us.close(), 'success');
      await noticed(c, them, 15);
    },
  });
}
cases.push({
  name: 'they are killed',
  alone: true,
  beyond: true,
  quick: true,
  async run(c) {
    const { us } = await flowing(c, true);
    c.theirs.kill();
    await noticed(c, us, 25);
  },
}, {
  name: 'we are killed',
  alone: true,
  partners: ['chromium', 'firefox', 'itself'],
  async run(c) {
    const { them } = await flowing(c, true);
    c.ours.kill();
    await noticed(c, them, 40);
  },
});

export default cases;
