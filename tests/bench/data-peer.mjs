// SPDX-License-Identifier: LGPL-2.1-or-later
// One side of the data channel benchmark on libwebrtc: data-peer.c, which has
// the commands, in Node.js
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(
  new URL('../interop/peers/package.json', import.meta.url));
const { RTCPeerConnection } = require('@roamhq/wrtc');

const HIGH = 1024 * 1024, LOW = 256 * 1024;
// CLOCK_MONOTONIC, as in all the other processes
const now = () => Number(process.hrtime.bigint() / 1000n);
const peers = new Map();

class Peer {
  connected = 0;
  open = 0;
  first = 0;
  bytes = 0;
  messages = 0;
  echo = false;

  constructor(number) {
    this.number = number;
    this.pc = new RTCPeerConnection();
    this.pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate)
        this.tell('candidate', { mline: candidate.sdpMLineIndex,
          candidate: candidate.candidate });
    };
    this.pc.ondatachannel = ({ channel }) => this.take(channel);
    peers.set(number, this);
  }

  tell(event, rest = {}) {
    console.log(JSON.stringify({ event, peer: this.number, ...rest }));
  }

  take(channel, greets = false) {
    this.channel = channel;
    channel.binaryType = 'arraybuffer';
    channel.onmessage = ({ data }) => this.received(data);
    channel.onopen = () => {
      this.open ||= now();
      if (greets)
        channel.send(new Uint8Array(1));
    };
    if (channel.readyState === 'open')
      channel.onopen();
  }

  // This one has no bufferedamountlow.  libwebrtc's buffered amount is what does
  // not fit into the 2 MB that its SCTP holds besides: it does not run dry
  // between two looks.
  fill() {
    const open = () => this.load && this.channel.readyState === 'open';
    if (this.channel.bufferedAmount <= LOW)
      while (open() && this.channel.bufferedAmount < HIGH)
        this.channel.send(this.load);
    if (open())
      setTimeout(() => this.fill(), 2);
  }

  received(data) {
    if (this.messages++ === 0) {
      this.first = now();
      this.tell('greeted');
    }
    this.bytes += data.byteLength;
    if (this.echo)
      this.channel.send(data);
    else if (this.times)
      this.cameBack(data);
  }

  cameBack(data) {
    const time = now();
    this.times.push(time - this.sent);
    this.sent = time;
    if (this.times.length < this.wanted) {
      this.channel.send(data);
    } else {
      this.tell('pings', { us: this.times });
      this.times = undefined;
    }
  }

  ping(times, size) {
    this.times = [];
    this.wanted = times;
    this.sent = now();
    this.channel.send(new Uint8Array(size));
  }

  // The state of the DTLS transport, where the data channel's goes over
  watch() {
    const dtls = this.pc.sctp?.transport;
    if (!dtls || this.dtls)
      return;
    this.dtls = dtls;
    dtls.onstatechange = () => {
      if (dtls.state === 'connected')
        this.connected ||= now();
    };
    dtls.onstatechange();
  }

  async describe(what) {
    const description = what === 'offer' ? await this.pc.createOffer()
      : await this.pc.createAnswer();
    this.tell('sdp', { type: what, sdp: description.sdp });
    await this.pc.setLocalDescription(description);
    this.watch();
  }

  async apply(type, sdp) {
    await this.pc.setRemoteDescription({ type, sdp });
    this.watch();
    if (type === 'offer')
      await this.describe('answer');
  }

  facts() {
    const { connected, open, first, bytes, messages } = this;
    this.tell('facts', { now: now(), connected, open, first, bytes,
      messages });
  }
}

const commands = {
  async offer(number) {
    const peer = new Peer(number);
    peer.take(peer.pc.createDataChannel('bench'), true);
    await peer.describe('offer');
  },
  async remote(number, type, ...sdp) {
    await (peers.get(number) ?? new Peer(number)).apply(type,
      sdp.join(' ').replaceAll('\\r\\n', '\r\n'));
  },
  async candidate(number, mline, ...text) {
    await peers.get(number).pc.addIceCandidate(
      { sdpMLineIndex: Number(mline), candidate: text.join(' ') });
  },
  facts: number => peers.get(number).facts(),
  flood(number, size) {
    const peer = peers.get(number);
    const idle = !peer.load;
    peer.load = size > 0 ? new Uint8Array(Number(size)) : undefined;
    if (idle)
      peer.fill();
  },
  echo(number, on) {
    peers.get(number).echo = on === '1';
  },
  ping: (number, times, size) =>
    peers.get(number).ping(Number(times), Number(size)),
  drop(number) {
    peers.get(number).pc.close();
    peers.get(number).tell('dropped');
    peers.delete(number);
  },
};

// One command of a peer after another: a candidate must find its description
const turns = new Map();
for await (const line of createInterface({ input: process.stdin })) {
  const [verb, number, ...rest] = line.split(' ');
  const turn = (turns.get(number) ?? Promise.resolve())
    .then(() => commands[verb](Number(number), ...rest))
    .catch(error => console.log(JSON.stringify({ event: 'failed',
      peer: Number(number), reason: String(error) })));
  turns.set(number, turn);
}
process.exit(0);
