// SPDX-License-Identifier: LGPL-2.1-or-later
// Peer connections of GStreamer, in a process of their own (driver.py).  A
// side is one peer connection; browser.mjs has the same of a page.
import { fileURLToPath } from 'node:url';
import { environment } from '../sink.mjs';
import { startProcess } from './process.mjs';
import { Side } from './side.mjs';

const program = fileURLToPath(new URL('driver.py', import.meta.url));

// What is under test
export const factory = process.env.GST_RTC_PEER_FACTORY ?? 'rtcpeerbin';

export class GstSide extends Side {
  constructor(driver, name, element) {
    super(name);
    this.driver = driver;
    this.element = element;
  }

  do(command, args = {}) {
    return this.driver.request(this.name, command, args);
  }

  // Media of one section.  late: caps are known when start () is called
  async add(codec, direction, { late = false, ...more } = {}) {
    if (direction === 'recvonly' || direction === 'inactive')
      return this.do('add_transceiver', { direction, codec, ...more });
    return this.do('add_source', { codec, direction, start: !late, ...more });
  }

  // The same for a section of the other side's offer, that has been set
  async adopt(mline, codec, direction, options = {}) {
    if (/send/.test(direction))
      return this.add(codec, direction, options);
    const found = (await this.do('transceivers'))
      .findIndex(t => t.mline === mline);
    // webrtcbin makes it as late as in its answer
    return found < 0 && this.element === 'webrtcbin' ? null :
      this.do('set_transceiver', { transceiver: found, direction });
  }

  create = (type, options) => this.do('create', { type, options });
  setLocal = (type, sdp) => this.do('set', { side: 'local', type, sdp });
  setRemote = (type, sdp) => this.do('set', { side: 'remote', type, sdp });
  addCandidate = ([mline, candidate]) =>
    // webrtcbin has no word for the end of them
    candidate || this.element !== 'webrtcbin' ?
      this.do('candidate', { mline, candidate }) : null;
  local = () => this.do('description', { name: 'local-description' });
  remote = () => this.do('description', { name: 'remote-description' });
  received = () => this.do('received');
  reset = () => this.do('reset');
  transceivers = () => this.do('transceivers');
  setDirection = (mid, direction) =>
    this.do('set_transceiver', { transceiver: mid, direction });
  stop = mid => this.do('stop', { transceiver: mid });
}

// A process; its sides are made with side ()
export function startDriver(t) {
  const driver = startProcess(t, '/usr/bin/python3', [program],
    { env: environment });
  driver.side = async (name, { element = factory, ...properties } = {}) => {
    const side = new GstSide(driver, name, element);
    driver.sides.set(name, side);
    await side.do('make', { factory: element, properties });
    return side;
  };
  return driver;
}
