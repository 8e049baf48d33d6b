// SPDX-License-Identifier: LGPL-2.1-or-later
// Peer connections of those who are no browser and no GStreamer, for data
// channels alone: a process (peers/connections.*) with any number of them
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startProcess } from './process.mjs';
import { W3cSide } from './side.mjs';

const here = name =>
  fileURLToPath(new URL(`../../peers/${name}`, import.meta.url));
const node = stack => [process.execPath, here('connections.mjs'), stack];
const packages = { wrtc: '@roamhq/wrtc', werift: 'werift',
  libdatachannel: 'node-datachannel' };

export const stacks = {
  aiortc: ['/usr/bin/python3', here('connections.py')],
  hostile: ['/usr/bin/python3', here('hostile.py')],
  ...Object.fromEntries(Object.keys(packages).map(
    stack => [stack, node(stack)])),
};

// Why it cannot be played with here, or undefined
export function missing(stack) {
  const name = packages[stack];
  if (name && !existsSync(here(`node_modules/${name}`)))
    return `npm ci --prefix tests/interop/peers installs ${name}`;
  return undefined;
}

class StackSide extends W3cSide {
  constructor(driver, name, canTrickle) {
    super(name);
    this.driver = driver;
    this.canTrickle = canTrickle;
  }

  do(command, args = {}) {
    return this.driver.request(this.name, command, args);
  }
}

export function openStack(t, stack) {
  const [program, ...args] = stacks[stack];
  const driver = startProcess(t, program, args);
  return {
    driver,
    kill: driver.kill,
    // legacy: how aiortc offers
    async side(name, { legacy = false } = {}) {
      const side = new StackSide(driver, name, packages[stack] !== undefined);
      driver.sides.set(name, side);
      await side.do('make', { ...packages[stack] ?
        { configuration: { iceServers: [] } } : { legacy } });
      return side;
    },
  };
}
