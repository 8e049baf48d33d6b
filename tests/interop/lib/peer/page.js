/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Peer connections of a browser, moved from without: browser.mjs calls
 * peers.do (name, command, arguments) and takes peers.events. */
import { Connection } from './connection.js';

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

class Peer extends Connection {
  constructor (name, configuration) {
    const pc = new RTCPeerConnection (configuration);
    const tell = (event, value) =>
      window.peers.events.push ([name, event, value]);
    super (pc, tell);
    this.name = name;
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

  /* Who may listen is told addresses, and no names of mDNS */
  async permit () {
    await tone ();
  }

  close () {
    super.close ();
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
