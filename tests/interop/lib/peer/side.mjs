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
