// SPDX-License-Identifier: LGPL-2.1-or-later
// connections.mjs STACK: peer connections with data channels of wrtc
// (libwebrtc), werift or libdatachannel, moved as lib/peer/driver.py is
import { createInterface } from 'node:readline';
import { Connection } from '../lib/peer/connection.js';

const stacks = {
  wrtc: async () => (await import('@roamhq/wrtc')).default.RTCPeerConnection,
  werift: async () => (await import('werift')).RTCPeerConnection,
  libdatachannel: async () =>
    (await import('node-datachannel/polyfill')).RTCPeerConnection,
};
const PeerConnection = await stacks[process.argv[2]]();

const write = message => process.stdout.write(`${JSON.stringify(message)}\n`);
const peers = new Map();

async function run({ peer, do: command, n, ...rest }) {
  if (command !== 'make')
    return await peers.get(peer)[command](rest) ?? null;
  peers.set(peer, new Connection(new PeerConnection(rest.configuration),
    (event, value) => write({ peer, event, value })));
  return null;
}

process.on('unhandledRejection', error => console.error(error));
createInterface({ input: process.stdin }).on('line', async line => {
  const request = JSON.parse(line);
  try {
    write({ n: request.n, ok: await run(request) });
  } catch (error) {
    write({ n: request.n, error: error?.message ?? String(error) });
  }
}).on('close', () => process.exit(0));
