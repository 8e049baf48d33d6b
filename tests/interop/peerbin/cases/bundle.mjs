// SPDX-License-Identifier: LGPL-2.1-or-later
// Several sections over one transport or over their own
import assert from 'node:assert/strict';
import { allFlow, connect, sections } from '../../lib/peer/media.mjs';

const both = [{ codec: 'VP8', direction: 'sendrecv' },
  { codec: 'OPUS', direction: 'sendrecv' }];
const who = weOffer => `${weOffer ? 'we' : 'they'} offer`;

// Those of the answer's only group (RFC 9143)
function grouped(answer) {
  const groups = [...answer.matchAll(/^a=group:BUNDLE *(.*?)\r?$/gm)];
  assert.ok(groups.length <= 1, `${groups.length} groups`);
  return groups[0]?.[1].split(' ').filter(Boolean) ?? [];
}

const cases = [];

for (const weOffer of [true, false]) {
  for (const [order, media] of Object.entries({
    'video and audio': both, 'audio first': both.toReversed(),
  })) {
    cases.push({
      name: `${who(weOffer)}, ${order}, both ways in one BUNDLE`,
      quick: true,
      async run(c) {
        const pair = await c.pair({ weOffer });
        const { answer } = await connect(pair, media);
        assert.deepEqual(grouped(answer), sections(answer).map(s => s.mid));
        await allFlow(pair, media);
      },
    });
  }

  // "none" is webrtcbin's own: no group is offered or answered, which one who
  // insists on it refuses
  for (const ours of ['none', 'balanced', 'max-compat', 'max-bundle']) {
    for (const theirs of ['balanced', 'max-compat', 'max-bundle']) {
      if (ours === 'none' && theirs === 'max-bundle')
        continue;
      cases.push({
        name: `${who(weOffer)}, our bundle-policy is ${ours}, ` +
          `theirs ${theirs}`,
        // which bundles what it offered without a group
        beyond: true,
        quick: !weOffer && ours === theirs,
        // whose "balanced" has no group, and who bundles unanswered
        partners: theirs === 'balanced' || ours === 'none' ?
          ['chromium', 'firefox', 'itself'] : undefined,
        async run(c) {
          const pair = await c.pair({ weOffer,
            properties: { 'bundle-policy': ours },
            configuration: { bundlePolicy: theirs } });
          const { answer } = await connect(pair, both);
          const members = grouped(answer);
          assert.equal(members.length, ours === 'none' ? 0 : 2);
          await allFlow(pair, both);
        },
      });
    }
  }
}

export default cases;
