// SPDX-License-Identifier: LGPL-2.1-or-later
// What both kinds of peer connections have in common: events are kept, and
// candidates go to the other side as soon as that has the description.
import { until } from '../wait.mjs';

export class Side {
  constructor(name) {
    this.name = name;
    this.state = {};        // by the names of webrtcbin's properties
    this.events = [];
    this.candidates = [];   // all of this side's, [m-line, text]
    this.other = null;
    this.held = [];
    this.holding = true;
    this.trickles = true;
    this.canTrickle = true; // candidates on their own
  }

  on(event, value) {
    this.events.push([event, value, Date.now()]);
    if (/-state$/.test(event))
      this.state[event] = value;
    if (event === 'candidate') {
      this.candidates.push(value);
      if (!this.trickles)
        return;
      if (this.holding)
        this.held.push(value);
      else
        this.pass(value);
    }
  }

  // The other side may have gone
  pass(candidate) {
    Promise.resolve(this.other?.addCandidate(candidate)).catch(() => {});
  }

  hold() {
    this.holding = true;
  }

  release() {
    this.holding = false;
    for (const candidate of this.held.splice(0))
      this.pass(candidate);
  }

  count = event => this.events.filter(([name]) => name === event).length;

  until(state, value, options) {
    return until(`${this.name}: ${state} is ${value}, not ` +
      this.state[state], () => this.state[state] === value,
      { every: 20, ...options });
  }

  connected = options => this.until('connection-state', 'connected', options);
  gathered = options =>
    this.until('ice-gathering-state', 'complete', options);

  // Of data channels, which are numbered as they came up: texts, and sizes of
  // bytes; { close } or no more
  channel = (label, options) => this.do('channel', { label, ...options });
  say = (channel, messages, what) =>
    this.do('say', { channel, messages, ...what });
  // Base64
  body = (channel, index) => this.do('body', { channel, index });
  channels = () => this.do('channels');
  setLow = (channel, threshold) =>
    this.do('low', { channel, threshold });
  closeChannel = channel => this.do('end', { channel });
  stats = () => this.do('stats');
  close = () => this.do('close');
  // To know this machine's addresses
  permit() {}
}

// One that takes connection.js's commands
export class W3cSide extends Side {
  create = (type, options) => this.do('create', { type, options });
  setLocal = (type, sdp) => this.do('setLocal', { type, sdp });
  setRemote = (type, sdp) => this.do('setRemote', { type, sdp });
  addCandidate = ([mline, candidate]) =>
    this.do('addCandidate', { mline, candidate });
  local = () => this.do('local');
  remote = () => this.do('remote');
}

export function link(a, b) {
  a.other = b;
  b.other = a;
}

// One offer and one answer.  adopt: what the answerer does between the two;
// answered: what happens before the answer arrives; munge: { offer, answer }, on their way; trickle: candidates come on their
// own, or else in the descriptions.
export async function negotiate(offerer, answerer,
  { trickle = true, adopt, answered, munge = {}, options } = {}) {
  const own = text => text;
  trickle &&= offerer.canTrickle && answerer.canTrickle;
  const text = async (side, type, sdp) => {
    if (!trickle) {
      await side.gathered();
      sdp = (await side.local()).sdp;
    }
    return (munge[type] ?? own)(sdp);
  };
  offerer.trickles = answerer.trickles = trickle;
  offerer.hold();
  answerer.hold();
  const offer = await offerer.create('offer', options);
  await offerer.setLocal('offer', offer);
  const offered = await text(offerer, 'offer', offer);
  await answerer.setRemote('offer', offered);
  offerer.release();
  await adopt?.(answerer);
  const answer = await answerer.create('answer');
  await answerer.setLocal('answer', answer);
  await answered?.();
  const received = await text(answerer, 'answer', answer);
  await offerer.setRemote('answer', received);
  answerer.release();
  return { offer: offered, answer: received };
}
