/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One RTCPeerConnection and its data channels, moved from without: each method
 * is a command.  In a page as in Node.js, for whoever has W3C's interface. */
export function adler32 (bytes) {
  let a = 1, b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

export const content = size =>
  Uint8Array.from ({ length: size }, (_, i) => i * 7 + (i >> 8) + size * 13);

function base64 (bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 8192)
    text += String.fromCharCode (...bytes.subarray (i, i + 8192));
  return btoa (text);
}

/* A data channel and what has come by it: [kind, bytes, adler32] */
class Channel {
  constructor (channel, local) {
    Object.assign (this, { channel, local, received: [], told: [],
      bodies: [] });
    channel.binaryType = 'arraybuffer';
    for (const event of ['open', 'close', 'error'])
      channel.addEventListener (event, () => this.told.push (event));
    channel.addEventListener ('bufferedamountlow', () =>
      this.told.push (`low at ${channel.bufferedAmount}`));
    channel.addEventListener ('message', ({ data }) => {
      const bytes = typeof data === 'string' ?
        new TextEncoder ().encode (data) : new Uint8Array (data);
      this.received.push ([typeof data === 'string' ? 'string' : 'data',
        bytes.length, adler32 (bytes)]);
      this.bodies.push (bytes);
    });
  }

  seen () {
    const { label, protocol, id, ordered, readyState, maxRetransmits,
      maxPacketLifeTime, bufferedAmount } = this.channel;
    return { label, protocol, id, ordered, state: readyState,
      retransmits: maxRetransmits ?? -1, lifetime: maxPacketLifeTime ?? -1,
      buffered: bufferedAmount, told: this.told, received: this.received,
      local: this.local };
  }

  /* A text, or a number: so many bytes */
  send = message => this.channel.send (
    typeof message === 'string' ? message : content (message));
}

const states = { 'connection-state': 'connectionState',
  'ice-connection-state': 'iceConnectionState',
  'ice-gathering-state': 'iceGatheringState',
  'signaling-state': 'signalingState' };

export class Connection {
  constructor (pc, tell) {
    Object.assign (this, { pc, tell, list: [] });
    pc.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate)
        tell ('candidate', [candidate.sdpMLineIndex ?? 0,
          candidate.candidate]);
    };
    for (const [name, property] of Object.entries (states))
      pc[`on${property.toLowerCase ()}change`] = () =>
        tell (name, pc[property]);
    pc.ondatachannel = ({ channel }) =>
      this.list.push (new Channel (channel, false));
  }

  async create ({ type, options }) {
    const made = type === 'offer' ?
      await this.pc.createOffer ({ iceRestart: options?.['ice-restart'] }) :
      await this.pc.createAnswer ();
    return made.sdp;
  }

  description = one => one && { type: one.type, sdp: one.sdp };
  setLocal = async ({ type, sdp }) => {
    await this.pc.setLocalDescription ({ type, sdp });
  };
  setRemote = ({ type, sdp }) => this.pc.setRemoteDescription ({ type, sdp });
  local = () => this.description (this.pc.localDescription);
  remote = () => this.description (this.pc.remoteDescription);
  addCandidate = ({ mline, candidate }) => this.pc.addIceCandidate (
    { candidate, sdpMLineIndex: mline });

  channel ({ label, max_retransmits, max_packet_lifetime, ...options }) {
    /* Not everybody takes undefined for nothing */
    if (max_retransmits !== undefined)
      options.maxRetransmits = max_retransmits;
    if (max_packet_lifetime !== undefined)
      options.maxPacketLifeTime = max_packet_lifetime;
    return this.list.push (new Channel (
      this.pc.createDataChannel (label, options), true)) - 1;
  }

  channels = () => this.list.map (one => one.seen ());

  /* close: at once, with all of it still queued */
  say ({ channel, messages, close = false }) {
    messages.forEach (this.list[channel].send);
    if (close)
      this.list[channel].channel.close ();
  }

  body = ({ channel, index }) => base64 (this.list[channel].bodies[index]);
  low = ({ channel, threshold }) => {
    this.list[channel].channel.bufferedAmountLowThreshold = threshold;
  };
  end = ({ channel }) => this.list[channel].channel.close ();

  async stats () {
    return [...(await this.pc.getStats ()).values ()];
  }

  close () {
    this.pc.close ();
  }
}
