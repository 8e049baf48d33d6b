// SPDX-License-Identifier: LGPL-2.1-or-later
// werift.mjs URL SECONDS: WebRTC in TypeScript.  SRTP is AES128_CM_SHA1_80.
import { RTCPeerConnection, RTCRtpCodecParameters } from 'werift';
import { counter, post, remove, sleep } from './whep.mjs';

const [url, seconds] = process.argv.slice(2);
const pc = new RTCPeerConnection({ codecs: {
  audio: [new RTCRtpCodecParameters({ mimeType: 'audio/opus',
    clockRate: 48000, channels: 2 })],
  video: [new RTCRtpCodecParameters({ mimeType: 'video/VP8',
    clockRate: 90000, rtcpFeedback: [{ type: 'nack' },
      { type: 'nack', parameter: 'pli' }] })],
} });
const seen = {};
for (const kind of ['video', 'audio']) {
  const { packet, seen: mine } = counter();
  seen[kind] = mine;
  pc.addTransceiver(kind, { direction: 'recvonly' })
    .onTrack.subscribe(track =>
      track.onReceiveRtp.subscribe(rtp => packet(rtp.header)));
}
await pc.setLocalDescription(await pc.createOffer());
const { answer, location } = await post(url, pc.localDescription.sdp);
await pc.setRemoteDescription({ type: 'answer', sdp: answer });
await sleep(seconds);
await remove(location);
await pc.close();
console.log(JSON.stringify(seen));
process.exit(0);
