// SPDX-License-Identifier: LGPL-2.1-or-later
// The networks of nat.py, for a sink and a browser
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { once } from 'node:events';

const nat = fileURLToPath(new URL('../nat.py', import.meta.url));
const inside = name => ['nsenter', `--net=/run/netns/${name}`];

// types: of the sink's NAT and the browser's, as "port-symmetric"
export async function nats(t, types) {
  const world = spawn('python3', [nat, '--hold', types],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(world, 'close');
  t.after(async () => {
    world.stdin.end();
    await closed;
  });
  const [line] = await Promise.race([
    once(createInterface(world.stdout), 'line'), closed]);
  const [near, far, wan] = String(line).split(' ');
  return {
    near: { prefix: inside(near) },
    far: { prefix: inside(far) },
    wan: { prefix: inside(wan) },
    listen: 'address=0.0.0.0 port=8080 insecure=true',
    url: 'http://203.0.113.11:8080/',
    stun: 'stun:203.0.113.1:3478',
    turn: { urls: 'turn:203.0.113.1:3478', username: 'user',
      credential: 'pass' },
  };
}
