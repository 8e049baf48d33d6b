// SPDX-License-Identifier: LGPL-2.1-or-later
// Data channels of two sides: to open them, and what came by them
import assert from 'node:assert/strict';
import { adler32, content } from './connection.js';
import { negotiate } from './side.mjs';
import { until } from '../wait.mjs';

const brief = channels => JSON.stringify(channels.map(one => ({ ...one,
  received: one.received.length, told: one.told.slice(-5) }))).slice(0, 1500);

// What is written in a script takes its time
export async function find(side, test, what, { seconds = 40 } = {}) {
  let all;
  await until(`${side.name}: ${what}`, async () => {
    all = await side.channels();
    return test(all);
  }, { seconds, every: 20 }).catch(async error => {
    const others = await side.other?.channels().catch(() => []);
    throw new Error([error.message, brief(all), 'the other side',
      brief(others ?? [])].join(': '));
  });
  return all;
}

export const open = (side, n = 1) => find(side, all => all.length >= n &&
  all.every(one => one.state === 'open'), `${n} channels are open`);
export const closed = async (side, channel = 0, options = {}) =>
  (await find(side, all => all[channel].state === 'closed' &&
    all[channel].told.includes('close'), 'the channel is closed', options)
  )[channel];
// All that has come once there are n
export const received = async (side, channel, n, options) =>
  (await find(side, all => all[channel]?.received.length >= n,
    `${n} messages`, options))[channel].received;

// What has to be received of a message: [kind, bytes, adler32]
export const mark = message => typeof message === 'string' ?
  ['string', Buffer.byteLength(message), adler32(Buffer.from(message))] :
  ['data', message, adler32(content(message))];

// Sent by one and received by the other, in order
export async function passes(from, to, messages, channel = 0) {
  const before = (await to.channels())[channel].received.length;
  await from.say(channel, messages);
  const all = await received(to, channel, before + messages.length);
  assert.deepEqual(all.slice(before), messages.map(mark));
}

export async function passesBothWays({ us, them }, messages, channel = 0) {
  await passes(us, them, messages, channel);
  await passes(them, us, messages, channel);
}

// The same, compared byte by byte
export async function passesWhole(from, to, message, channel = 0) {
  const index = (await to.channels())[channel].received.length;
  await passes(from, to, [message], channel);
  const body = Buffer.from(await to.body(channel, index), 'base64');
  const sent = Buffer.from(typeof message === 'string' ? message :
    content(message));
  assert.ok(sent.equals(body), `${message.length ?? message} bytes`);
}

// Who offers, and who is the DTLS client; quick marks what ./check plays
export const roles = [
  { name: 'we offer, their DTLS handshake', weOffer: true, quick: true },
  // aiortc takes nothing but actpass, werift is the client whatever it is told
  { name: 'we offer, our DTLS handshake', weOffer: true, client: true,
    except: ['aiortc', 'werift'] },
  { name: 'they offer, our DTLS handshake', weOffer: false, client: true,
    quick: true },
  { name: 'they offer, their DTLS handshake', weOffer: false },
];

const active = sdp => sdp.replace(/a=setup:actpass/g, 'a=setup:active');

// Two sides that are not negotiated; what else goes to negotiate ()
export async function meet(c, { weOffer = true, client = !weOffer, ...more } =
{}) {
  const pair = await c.pair({ weOffer, ...more,
    properties: client || weOffer ? {} : { 'dtls-setup': 'passive' } });
  return { ...pair, client,
    what: weOffer && client ? { munge: { offer: active } } : {} };
}

// One channel of the offerer's making, open on both sides
export async function talk(c, { options = {}, label = 'chat', ...role } = {}) {
  const pair = await meet(c, role);
  await pair.first.channel(label, options);
  await negotiate(pair.first, pair.second, pair.what);
  await open(pair.first);
  await open(pair.second);
  return pair;
}
