// SPDX-License-Identifier: LGPL-2.1-or-later
// Runs a table of cases against one partner.  A case: { name, run (context) },
// and where they are not for all: quick (belongs to ./check), partners or except
// (some of them), beyond (webrtcbin in our place cannot), todo (partner: why it
// fails), media (not for stacks that are here for their data channels alone),
// alone (takes a browser or a process with it, so that it gets its own).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openChromium, openFirefox } from '../browser.mjs';
import { openPeers } from './browser.mjs';
import { factory, startDriver } from './gst.mjs';
import { link } from './side.mjs';
import { missing, openStack, stacks } from './stacks.mjs';

const openers = {
  chromium: async t => openPeers(t, await openChromium(t)),
  // Addresses and no names of mDNS, as a page with a camera has them: some
  // cases know of nothing else
  firefox: async t => openPeers(t, await openFirefox(t, { preferences: {
    'media.peerconnection.ice.obfuscate_host_addresses': false } })),
  webrtcbin: async t => openElement(t, 'webrtcbin'),
  itself: async t => openElement(t, factory),
  ...Object.fromEntries(Object.keys(stacks).map(
    stack => [stack, async t => openStack(t, stack)])),
};

// A process of its own: it can be killed
function openElement(t, element) {
  const driver = startDriver(t);
  return {
    // A browser's words for it
    side: (name, { bundlePolicy = 'max-bundle' } = {}) =>
      driver.side(name, { element, 'bundle-policy': bundlePolicy }),
    kill: driver.kill,
  };
}

// A pattern of names; and what is beyond webrtcbin, to see how it fails
const wanted = new RegExp(process.env.GST_RTC_CASES ?? '');
const beyond = process.env.GST_RTC_BEYOND === 'yes';

const complaint = /^.*(CRITICAL|WARNING) \*\*.*$/gm;
let made = 0;

class Context {
  constructor(t, partner, ours, theirs) {
    Object.assign(this, { t, partner, ours, theirs, sides: [] });
  }

  async us(properties = {}) {
    const side = await this.ours.side(`us${++made}`, {
      'bundle-policy': 'max-bundle', ...properties });
    this.sides.push(side);
    return side;
  }

  async them(configuration) {
    const side = await this.theirs.side(`them${++made}`, configuration);
    this.sides.push(side);
    return side;
  }

  // Both, and by who offers: [first, second]
  async pair({ properties, configuration, weOffer = true } = {}) {
    const us = await this.us(properties);
    const them = await this.them(configuration);
    link(us, them);
    return { us, them, first: weOffer ? us : them,
      second: weOffer ? them : us };
  }

  async end() {
    await Promise.allSettled(this.sides.map(side => side.close()));
  }
}

function why(one) {
  if (one.beyond && factory === 'webrtcbin' && !beyond)
    return 'beyond webrtcbin';
  return false;
}

export function run(partner, cases, { quick = false } = {}) {
  test(`${factory} and ${partner}`, { skip: missing(partner) }, async t => {
    const chosen = cases.filter(one => (!quick || one.quick) &&
      (one.partners ?? [partner]).includes(partner) &&
      !one.except?.includes(partner) && !(one.media && partner in stacks) &&
      wanted.test(one.name));
    let ours, theirs;
    for (const one of chosen) {
      await t.test(one.name,
        { skip: why(one), todo: one.todo?.[partner], timeout: 60000 },
        async t2 => {
          if (!one.alone) {
            ours ??= startDriver(t);
            theirs ??= await openers[partner](t);
          }
          const context = new Context(t2, partner,
            one.alone ? startDriver(t2) : ours,
            one.alone ? await openers[partner](t2) : theirs);
          const before = context.ours.log.length;
          try {
            await one.run(context);
          } catch (error) {
            for (const side of context.sides)
              t2.diagnostic(`${side.name}: ${JSON.stringify(side.events
                .filter(([name]) => name !== 'candidate')).slice(-1500)}`);
            throw error;
          } finally {
            await context.end();
            // A hung process is no judgement on the cases that follow
            if (ours?.status !== undefined)
              ours = undefined;
          }
          if (factory !== 'webrtcbin')
            assert.deepEqual(
              context.ours.log.slice(before).match(complaint) ?? [], []);
        });
    }
  });
}
