// SPDX-License-Identifier: LGPL-2.1-or-later
// A cable between two peer connections that loses datagrams: each knows the
// other by an address of the cable alone.  In the test's own process, so that
// it is there for a browser that is running already, and needs no right to
// make networks; what is lost comes from a seed.
import { createSocket } from 'node:dgram';

// A number from 0 to 1 and then the next (Park and Miller)
function numbers(seed) {
  let state = seed;
  return () => {
    state = state * 48271 % 2147483647;
    return state / 2147483647;
  };
}

async function bound(t) {
  const socket = createSocket('udp4');
  await new Promise(resolve => socket.bind(0, resolve));
  socket.setRecvBufferSize(4 << 20);
  socket.setSendBufferSize(4 << 20);
  t.after(() => socket.close());
  return socket;
}

// Of IPv4
const line =
  /^a=candidate:\S+ 1 udp \S+ ((?:\d+\.){3}\d+) (\d+) typ host.*$/im;

export async function layWire(t, { seed = 20 } = {}) {
  const sockets = [await bound(t), await bound(t)];
  const ends = [null, null];
  const random = numbers(seed);
  const wire = { percent: 0, passed: 0, lost: 0 };
  sockets.forEach((socket, i) => socket.on('message', datagram => {
    const lost = random() * 100 < wire.percent;
    wire[lost ? 'lost' : 'passed']++;
    // What was sent to one end's stand-in comes from the other's
    if (!lost && ends[i])
      sockets[1 - i].send(datagram, ends[i].port, ends[i].address, () => {});
  }));

  // The description of side 0 or 1 with the cable's address in place of its own
  wire.munge = side => sdp => {
    const [whole, address, port] = sdp.match(line);
    ends[side] = { address, port: Number(port) };
    const ours = whole.replace(`${address} ${port}`,
      `${address} ${sockets[side].address().port}`);
    return sdp.replace(/^a=candidate:.*\r\n/gm, one =>
      one.startsWith(whole) ? `${ours}\r\n` : '');
  };
  return wire;
}
