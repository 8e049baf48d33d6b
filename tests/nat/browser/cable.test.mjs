// SPDX-License-Identifier: LGPL-2.1-or-later
// Chromium watches an rtcsink over networks that are not as they should be
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from '../../interop/lib/browser.mjs';
import { connected, pictureMoves, sample } from '../../interop/lib/judge.mjs';
import { connectNamespaces, impossible, loneNamespace, wrap }
  from '../../interop/lib/netns.mjs';
import { picture, startSink, tone } from '../../interop/lib/sink.mjs';
import { sleep, until } from '../../interop/lib/wait.mjs';

const skip = impossible();
const chromium = (t, where) => openChromium(t,
  { executablePath: wrap(t, where, '/usr/bin/chromium') });
const sinkIn = (t, where, { size = [320, 240], address = '0.0.0.0',
  more = '', encoder = '' } = {}) =>
  startSink(t, `${picture(...size)} ${encoder} ! rtcsink name=s port=8080
    address=${address} insecure=true ${more} ${tone} ! s.`,
    { prefix: where.prefix });
const url = where => `http://${where.address}:8080/`;

// How long until a picture
async function arrive(browser, address) {
  const begin = Date.now();
  const page = await browser.openPage(address);
  await connected(page, { every: 20, seconds: 30 });
  return { page, time: Date.now() - begin };
}

test('IPv6 only', { skip }, async t => {
  const { near, far } = await connectNamespaces(t);
  near.run(`ip -4 addr flush dev near; ip addr add 2001:db8:9::1/64 dev near nodad`);
  far.run(`ip -4 addr flush dev far; ip addr add 2001:db8:9::2/64 dev far nodad
    ip -6 route add default via 2001:db8:9::1`);
  await sinkIn(t, near, { address: '::' });
  // From an origin that it does not trust it gathers nothing without IPv4
  const browser = await openChromium(t, { executablePath: wrap(t, far,
    '/usr/bin/chromium --unsafely-treat-insecure-origin-as-secure=' +
    'http://[2001:db8:9::1]:8080') });
  const { page, time } = await arrive(browser, 'http://[2001:db8:9::1]:8080/');
  t.diagnostic(`${time} ms`);
  await pictureMoves(page);
});

test('many interfaces, one of which leads there', { skip }, async t => {
  const { near, far } = await connectNamespaces(t);
  for (const where of [near, far])
    where.run(`for i in 1 2 3 4; do
        ip link add d$i type veth peer name e$i
        ip link set e$i up
        ip addr add 172.16.$i.${where.address.at(-1)}/24 dev d$i
        ip addr add fd00:$i::${where.address.at(-1)}/64 dev d$i nodad
        ip link set d$i up
      done`);
  await sinkIn(t, near);
  const browser = await chromium(t, far);
  const { page, time } = await arrive(browser, url(near));
  t.diagnostic(`${time} ms`);
  await pictureMoves(page);
});

test('a machine with nothing but lo', { skip }, async t => {
  const alone = await loneNamespace(t);
  const sink = await startSink(t, `${picture()} ! rtcsink port=0`,
    { prefix: alone.prefix });
  // What a browser does not use unless it is told to
  const browser = await openChromium(t, { executablePath: wrap(t, alone,
    '/usr/bin/chromium --allow-loopback-in-peer-connection') });
  const { page } = await arrive(browser, sink.url);
  await pictureMoves(page);
});

test('a DNS server that does not answer', { skip }, async t => {
  const { near, far } = await connectNamespaces(t);
  near.run('ip route add default via 10.9.0.2');
  await sinkIn(t, near, { more: 'stun-server=stun://stun.invalid.test:3478' });
  const browser = await chromium(t, far);
  const { page, time } = await arrive(browser, url(near));
  t.diagnostic(`${time} ms`);
  await pictureMoves(page);
});

// 1280 is what IPv6 promises, and many tunnels give no more
test('an MTU of 1280', { skip }, async t => {
  const { near, far } = await connectNamespaces(t);
  near.run('ip link set near mtu 1280');
  far.run('ip link set far mtu 1280');
  await sinkIn(t, near, { size: [1280, 720] });
  const browser = await chromium(t, far);
  const { page } = await arrive(browser, url(near));
  const { video } = await pictureMoves(page);
  t.diagnostic(`${(video.bytesReceived / video.packetsReceived).toFixed()} ` +
    'bytes a packet');
  const fragments = execFileSync(near.prefix[0], [...near.prefix.slice(1),
    'nstat', '-asz', 'IpFragCreates']).toString();
  assert.match(fragments, /IpFragCreates +0 /);
});

for (const percent of [5, 20]) {
  test(`${percent} % loss each way`, { skip }, async t => {
    const { near, far, lossy } = await connectNamespaces(t);
    await sinkIn(t, near, { size: [640, 360] });
    const browser = await chromium(t, far);
    lossy(percent);
    const times = [];
    for (let i = 0; i < 10; i++) {
      const { page, time } = await arrive(browser, url(near));
      times.push(time);
      await page.close();
    }
    t.diagnostic(`ms: ${times}`);
    const { page } = await arrive(browser, url(near));
    await sleep(8000);
    const before = await sample(page);
    await sleep(10000);
    const now = await sample(page);
    const frames = now.framesDecoded - before.framesDecoded;
    t.diagnostic(`${frames} pictures in 10 s, lost ` +
      `${now.video.packetsLost} of ${now.video.packetsReceived}, sent again ` +
      `${now.video.retransmittedPacketsReceived}, ` +
      `freezes ${now.video.freezeCount}, PLIs ${now.video.pliCount}`);
    assert.ok(frames > (percent > 5 ? 30 : 200), `${frames} pictures in 10 s`);
    assert.equal(now.state, 'connected');
  });
}

for (const [name, delay, jitter, duplicated] of [
  ['200 ms of delay each way', 200, 0, 0],
  ['packets that overtake each other, some twice', 20, 15, 10]]) {
  test(name, { skip }, async t => {
    const { near, far } = await connectNamespaces(t);
    const slow = spawn('/usr/bin/python3',
      [fileURLToPath(new URL('slow.py', import.meta.url)), near.pid, far.pid,
        delay, jitter, duplicated].map(String),
      { stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => slow.kill());
    await once(slow.stdout, 'data');
    near.run(`ip addr flush dev near
      ip addr add 10.9.1.1/24 dev slow; ip link set slow up`);
    far.run(`ip addr flush dev far
      ip addr add 10.9.1.2/24 dev slow; ip link set slow up
      ip route add default via 10.9.1.1`);
    await sinkIn(t, near, { size: [640, 360] });
    const browser = await chromium(t, far);
    const { page, time } = await arrive(browser, 'http://10.9.1.1:8080/');
    await sleep(3000);
    const { video } = await pictureMoves(page, { seconds: 5, changes: 8 });
    t.diagnostic(`${time} ms, freezes ${video.freezeCount}, ` +
      `lost ${video.packetsLost}, PLIs ${video.pliCount}, ` +
      `NACKs ${video.nackCount}`);
    assert.ok(video.pliCount < 3, `${video.pliCount} PLIs`);
  });
}

test('a cable that is pulled and put back', { skip }, async t => {
  const { near, far } = await connectNamespaces(t);
  await sinkIn(t, near, { more: 'stream-id=a' });
  const browser = await chromium(t, far);
  const { page } = await arrive(browser, url(near));
  const inNear = () => JSON.parse(execFileSync(near.prefix[0],
    [...near.prefix.slice(1), 'curl', '-s',
      'http://127.0.0.1:8080/streams'])).reduce((n, s) => n + s.viewers, 0);
  assert.equal(inNear(), 1);
  near.run('ip link set near down');
  let begin = Date.now();
  await until('the viewer is dropped', () => inNear() === 0,
    { seconds: 40 });
  t.diagnostic(`dropped after ${Date.now() - begin} ms`);
  near.run('ip link set near up');
  far.run('ip route add default via 10.9.0.1 2>&- || true');
  begin = Date.now();
  await until('the page plays again', async () =>
    (await sample(page))?.state === 'connected', { seconds: 60 });
  t.diagnostic(`back after ${Date.now() - begin} ms`);
  await pictureMoves(page);
  assert.equal(inNear(), 1);
});

for (const [who, script] of [
  ['the browser', ({ far }) => far.run(`ip addr flush dev far
    ip addr add 10.9.0.7/24 dev far
    ip route replace default via 10.9.0.1`)],
  ['the sink, which keeps its old one for the page only',
    ({ near }) => near.run(`nft add table ip t
      nft add chain ip t in '{ type filter hook input priority 0; }'
      nft add rule ip t in ip daddr 10.9.0.1 meta l4proto udp drop
      ip addr add 10.9.0.8/24 dev near`)]]) {
  test(`another address of ${who}`, { skip }, async t => {
    const world = await connectNamespaces(t);
    await sinkIn(t, world.near);
    const browser = await chromium(t, world.far);
    const { page } = await arrive(browser, url(world.near));
    const before = await connected(page);
    script(world);
    const begin = Date.now();
    await sleep(1500);
    await until('the page plays again', async () => {
      const now = await sample(page);
      return now?.state === 'connected' && now.framesDecoded > 0 &&
        now.video?.id && (now.framesDecoded < before.framesDecoded ||
        now.framesDecoded > before.framesDecoded + 90);
    }, { seconds: 60 });
    t.diagnostic(`back after ${Date.now() - begin} ms`);
    await pictureMoves(page);
  });
}
