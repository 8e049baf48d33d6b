// SPDX-License-Identifier: LGPL-2.1-or-later
// Two network namespaces with a cable between them, in which packets get
// lost.  Their names are process ids: they end with their processes, and
// nothing of the machine's own network is touched.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from './wait.mjs';

// Without root, a user namespace gives the right to have networks
const asRoot = process.getuid() === 0;

async function hold(t, command) {
  const holder = spawn(command[0], [...command.slice(1), 'sleep', 'infinity'],
    { stdio: 'ignore' });
  t.after(() => holder.kill('SIGKILL'));
  await until('a namespace', () => {
    const name = execFileSync('readlink', [`/proc/${holder.pid}/exe`]);
    return /sleep|coreutils|busybox/.test(name);
  });
  return holder.pid;
}

const enter = pid => ['nsenter', ...(asRoot ? [] : ['-U', '-S0', '-G0',
  '--preserve-credentials']), '-n', '-t', String(pid)];

function sh(pid, script) {
  execFileSync(enter(pid)[0], [...enter(pid).slice(1), 'sh', '-ec', script]);
}

// Why there can be no namespaces here, or undefined
export function impossible() {
  try {
    execFileSync('unshare', [...(asRoot ? [] : ['-Ur']), '-n', 'sh', '-ec',
      'ip link add v0 type veth peer name v1; nft add table inet t'],
      { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `no network namespaces here: ${error.stderr}`;
  }
}

// Gives { near, far }: each with an address and the prefix that runs a command
// in it, and lossy (), from which on percent of all UDP is lost each way
export async function connectNamespaces(t) {
  const near = await hold(t, ['unshare', ...(asRoot ? [] : ['-Ur']), '-n']);
  const far = await hold(t, [...enter(near), 'unshare', '-n']);
  sh(near, `ip link add near type veth peer name far netns ${far}
    ip addr add 10.9.0.1/24 dev near
    ip link set near up
    ip link set lo up`);
  // Browsers take their address from the way to everywhere
  sh(far, `ip addr add 10.9.0.2/24 dev far
    ip link set far up
    ip link set lo up
    ip route add default via 10.9.0.1`);
  await until('the cable carries', () => {
    sh(far, 'ip link show far | grep -q state.UP');
    return true;
  });
  return {
    near: { address: '10.9.0.1', prefix: enter(near) },
    far: { address: '10.9.0.2', prefix: enter(far) },
    lossy(percent) {
      const drop = `'meta l4proto udp numgen random mod 100 < ${percent} drop'`;
      sh(far, `nft add table inet loss
        nft add chain inet loss in '{ type filter hook input priority 0; }'
        nft add chain inet loss out '{ type filter hook output priority 0; }'
        nft add rule inet loss in ${drop}
        nft add rule inet loss out ${drop}`);
    },
  };
}

// A program of its own that runs program in there, for who takes no prefix
export function wrap(t, { prefix }, program) {
  const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'inside');
  writeFileSync(path, `#!/bin/sh\nexec ${prefix.join(' ')} ${program} "$@"\n`,
    { mode: 0o755 });
  return path;
}
