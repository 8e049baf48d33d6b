/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peer connections of a browser, moved from without: browser.mjs calls
 * peers.do (name, command, arguments) and takes peers.events. */
const canvases = new Map ();

/* A moving picture; one canvas a size */
function picture (width, height) {
  const key = `${width}x${height}`;
  if (!canvases.has (key)) {
    const canvas = document.createElement ('canvas');
    Object.assign (canvas, { width, height });
    const drawing = canvas.getContext ('2d');
    let frame = 0;
    setInterval (() => {
      drawing.fillStyle = 'navy';
      drawing.fillRect (0, 0, width, height);
      drawing.fillStyle = 'white';
      drawing.fillRect (frame++ * 5 % width, height / 3, 40, 40);
    }, 50);
    canvases.set (key, canvas);
  }
  return canvases.get (key).captureStream (20).getVideoTracks ()[0];
}

let microphone;
async function tone () {
  microphone ??= await navigator.mediaDevices.getUserMedia ({ audio: {
    autoGainControl: false, echoCancellation: false,
    noiseSuppression: false } });
  return microphone.getAudioTracks ()[0].clone ();
}

const isVideo = codec => /^(vp|h26|av1)/i.test (codec);
const kindOf = codec => isVideo (codec) ? 'video' : 'audio';

/* Only this codec and what repeats it */
function prefer (transceiver, codec) {
  const kind = kindOf (codec);
  const all = RTCRtpReceiver.getCapabilities (kind).codecs;
  const name = c => c.mimeType.split ('/')[1].toUpperCase ();
  const fits = c => name (c) === codec &&
    (codec !== 'H264' || /packetization-mode=1/.test (c.sdpFmtpLine) &&
      /profile-level-id=42e0/i.test (c.sdpFmtpLine));
  const wanted = all.filter (fits);
  if (wanted.length === 0)
    throw new Error (`this browser has no ${codec}`);
  transceiver.setCodecPreferences (wanted.concat (
    all.filter (c => name (c) === 'RTX')));
}

function adler32 (bytes) {
  let a = 1, b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return b * 65536 + a;
}

const content = size =>
  Uint8Array.from ({ length: size }, (_, i) => i * 7 + (i >> 8));

/* A data channel and what has come by it: [kind, bytes, adler32] */
class Channel {
  constructor (channel, local) {
    Object.assign (this, { channel, local, received: [], told: [] });
    channel.binaryType = 'arraybuffer';
    for (const event of ['open', 'close', 'error'])
      channel.addEventListener (event, () => this.told.push (event));
    channel.onmessage = ({ data }) => {
      const bytes = typeof data === 'string' ?
        new TextEncoder ().encode (data) : new Uint8Array (data);
      this.received.push ([typeof data === 'string' ? 'string' : 'data',
        bytes.length, adler32 (bytes)]);
    };
  }

  seen () {
    const { label, protocol, id, ordered, readyState, maxRetransmits,
      maxPacketLifeTime } = this.channel;
    return { label, protocol, id, ordered, state: readyState,
      retransmits: maxRetransmits ?? -1, lifetime: maxPacketLifeTime ?? -1,
      told: this.told, received: this.received, local: this.local };
  }
}

class Peer {
  constructor (name, configuration) {
    this.list = [];
    this.name = name;
    const pc = this.pc = new RTCPeerConnection (configuration);
    const tell = (event, value) =>
      window.peers.events.push ([name, event, value]);
    pc.onicecandidate = ({ candidate }) => {
      if (candidate)
        tell ('candidate', [candidate.sdpMLineIndex, candidate.candidate]);
    };
    pc.onconnectionstatechange = () =>
      tell ('connection-state', pc.connectionState);
    pc.oniceconnectionstatechange = () =>
      tell ('ice-connection-state', pc.iceConnectionState);
    pc.onicegatheringstatechange = () =>
      tell ('ice-gathering-state', pc.iceGatheringState);
    pc.onsignalingstatechange = () =>
      tell ('signaling-state', pc.signalingState);
    pc.ondatachannel = ({ channel }) =>
      this.list.push (new Channel (channel, false));
    pc.ontrack = e => {
      tell ('pad', e.transceiver.mid);
      this.play (e.track);
    };
    this.players = new Map ();
    this.gaps = new Map ();
  }

  /* A track that nobody plays has no energy, and no picture to time */
  play (track) {
    if (this.players.has (track.id))
      return;
    const player = document.createElement (track.kind);
    player.autoplay = true;
    player.srcObject = new MediaStream ([track]);
    document.body.append (player);
    this.players.set (track.id, player);
    if (track.kind !== 'video')
      return;
    player.muted = true;
    const times = { last: null, gap: 0 };
    this.gaps.set (track.id, times);
    const look = () => {
      const now = performance.now ();
      if (times.last !== null)
        times.gap = Math.max (times.gap, now - times.last);
      times.last = now;
      player.requestVideoFrameCallback (look);
    };
    player.requestVideoFrameCallback (look);
  }

  async track ({ codec, width = 160, height = 120 }) {
    return isVideo (codec) ? picture (width, height) : tone ();
  }

  async add ({ codec, direction, encodings, ...size }) {
    const sends = direction.includes ('send');
    const transceiver = this.pc.addTransceiver (
      sends ? await this.track ({ codec, ...size }) : kindOf (codec),
      { direction, ...encodings ? { sendEncodings: encodings } : {},
        ...sends ? { streams: [new MediaStream ()] } : {} });
    prefer (transceiver, codec);
    return this.pc.getTransceivers ().indexOf (transceiver);
  }

  async adopt ({ mline, codec, direction, ...size }) {
    const sections = this.pc.remoteDescription.sdp.split ('\r\nm=').slice (1);
    const mid = sections[mline].match (/a=mid:(\S+)/)[1];
    const transceiver = this.pc.getTransceivers ()
      .find (t => t.mid === mid);
    if (direction.includes ('send'))
      await transceiver.sender.replaceTrack (
        await this.track ({ codec, ...size }));
    transceiver.direction = direction;
    prefer (transceiver, codec);
  }

  async create ({ type, options }) {
    const made = type === 'offer' ?
      await this.pc.createOffer ({ iceRestart: options?.['ice-restart'] }) :
      await this.pc.createAnswer ();
    return made.sdp;
  }

  setLocal = ({ type, sdp }) => this.pc.setLocalDescription ({ type, sdp });
  setRemote = ({ type, sdp }) => this.pc.setRemoteDescription ({ type, sdp });
  local = () => this.pc.localDescription?.toJSON ();
  remote = () => this.pc.remoteDescription?.toJSON ();
  addCandidate = ({ mline, candidate }) => this.pc.addIceCandidate (
    { candidate, sdpMLineIndex: mline });

  async received () {
    const reports = await this.pc.getStats ();
    const found = [];
    for (const r of reports.values ()) {
      if (r.type !== 'inbound-rtp')
        continue;
      const track = this.pc.getTransceivers ()
        .find (t => t.mid === r.mid)?.receiver.track;
      const times = this.gaps.get (track?.id);
      const seconds = r.totalSamplesDuration ?? 0;
      found.push ({
        mid: r.mid, kind: r.kind, packets: r.packetsReceived,
        codec: reports.get (r.codecId)?.mimeType.split ('/')[1].toUpperCase (),
        count: r.kind === 'video' ? r.framesDecoded :
          Math.round (50 * seconds),
        energy: r.totalAudioEnergy,
        width: r.frameWidth,
        ...times ? { gap: Math.round (Math.max (times.gap,
          performance.now () - (times.last ?? performance.now ()))) } : {},
      });
    }
    return found;
  }

  reset () {
    for (const times of this.gaps.values ())
      times.gap = 0;
  }

  transceivers = () => this.pc.getTransceivers ().map (t => ({
    mid: t.mid, direction: t.direction, current: t.currentDirection,
    kind: t.receiver.track.kind }));

  async with (mid, what) {
    return what (this.pc.getTransceivers ().find (t => t.mid === mid));
  }

  setDirection = ({ mid, direction }) => this.with (mid, t => {
    t.direction = direction;
  });
  stop = ({ mid }) => this.with (mid, t => t.stop ());

  channel ({ label, ordered, protocol, negotiated, id, max_retransmits,
    max_packet_lifetime }) {
    return this.list.push (new Channel (this.pc.createDataChannel (label, {
      ordered, protocol, negotiated, id, maxRetransmits: max_retransmits,
      maxPacketLifeTime: max_packet_lifetime }), true)) - 1;
  }

  channels = () => this.list.map (one => one.seen ());

  say ({ channel, texts = [], sizes = [] }) {
    for (const text of texts)
      this.list[channel].channel.send (text);
    for (const size of sizes)
      this.list[channel].channel.send (content (size));
  }

  closeChannel = ({ channel }) => this.list[channel].channel.close ();

  async stats () {
    return [...(await this.pc.getStats ()).values ()];
  }

  close () {
    this.pc.close ();
    for (const player of this.players.values ())
      player.remove ();
    window.peers.all.delete (this.name);
  }
}

window.peers = {
  all: new Map (),
  events: [],
  take () {
    return this.events.splice (0);
  },
  make (name, configuration) {
    this.all.set (name, new Peer (name, configuration));
  },
  async do (name, command, args) {
    return (await this.all.get (name)[command] (args)) ?? null;
  },
};
