// SPDX-License-Identifier: LGPL-2.1-or-later
// Sections of both sides, and whether what is in them arrives
import assert from 'node:assert/strict';
import { sleep, until } from '../wait.mjs';
import { GstSide } from './gst.mjs';
import { negotiate } from './side.mjs';

export const mirrored = direction => ({ sendonly: 'recvonly',
  recvonly: 'sendonly' })[direction] ?? direction;
const sends = direction => /send/.test(direction);
const receives = direction => /sendrecv|recvonly/.test(direction);

const direct = (side, us, direction) =>
  side === us ? direction : mirrored(direction);

// media: [{ codec, direction, options }], the direction as we see it.  what
// else: as for negotiate ()
export async function connect({ us, them, first, second }, media, what = {}) {
  for (const { codec, direction, options } of media)
    await first.add(codec, direct(first, us, direction),
      first === us ? options : {});
  const texts = await negotiate(first, second, {
    adopt: async () => {
      for (const [i, { codec, direction, options }] of media.entries())
        await second.adopt(i, codec, direct(second, us, direction),
          second === us ? options : {});
    }, ...what });
  await Promise.all([us.connected(), them.connected()]);
  return texts;
}

const heard = (now, before) => now.energy === undefined ?
  now.level !== null && now.level > -45 :
  now.energy - (before?.energy ?? 0) > 1e-4;

// As many streams of each kind as said bring pictures and sound from now on
export async function flows(side, { video = 0, audio = 0 }, { more = 5 } = {}) {
  const key = one => one.pad ?? `${one.mid} ${one.kind}`;
  await side.reset();
  const before = new Map((await side.received()).map(r => [key(r), r]));
  let now = [];
  const moving = kind => now.filter(r => {
    const old = before.get(key(r));
    return r.kind === kind && r.count - (old?.count ?? 0) >= more &&
      (kind === 'video' || heard(r, old));
  }).length;
  await until(`${side.name}: ${video} pictures and ${audio} sounds`,
    async () => {
      now = await side.received();
      return moving('video') >= video && moving('audio') >= audio;
    }, { every: 50 }).catch(error => {
    error.message += `, only ${JSON.stringify(now)}`;
    throw error;
  });
  assert.deepEqual([moving('video'), moving('audio')], [video, audio],
    `${side.name}: ${JSON.stringify(now)}`);
  return now;
}

const kindOf = codec => /^(VP|H26)/.test(codec) ? 'video' : 'audio';
const tally = (media, wanted) => media.reduce((sum, { codec, direction }) =>
  wanted(direction) ? { ...sum, [kindOf(codec)]: sum[kindOf(codec)] + 1 } :
    sum, { video: 0, audio: 0 });

// All that media says arrives, on both sides
export async function allFlow({ us, them }, media) {
  await Promise.all([flows(us, tally(media, receives)),
    flows(them, tally(media, sends))]);
}

// Nothing of the section comes any more
export async function falls(side, mid) {
  const counts = async () => (await side.received())
    .filter(r => r.mid === mid).map(r => r.packets).join();
  await until(`${side.name}: nothing comes in ${mid}`, async () => {
    const before = await counts();
    await sleep(400);
    return before === await counts();
  });
}

// current-direction of each section, as the side sees it
export async function currentDirections(side) {
  const nick = side instanceof GstSide;
  return (await side.transceivers())
    .filter(t => t.mid !== null)
    .sort((a, b) => nick ? a.mline - b.mline : 0)
    .map(t => t.current);
}

export const sections = sdp => sdp.split(/\r?\nm=/).slice(1)
  .map(text => {
    const [, kind, port] = text.match(/^(\w+) (\d+)/);
    return { kind, port: Number(port), text,
      mid: text.match(/a=mid:(\S+)/)?.[1],
      bundleOnly: /a=bundle-only/.test(text),
      direction: text.match(/a=(sendrecv|sendonly|recvonly|inactive)/)?.[1] };
  });
