// SPDX-License-Identifier: LGPL-2.1-or-later
// wrtc.mjs URL SECONDS: an older libwebrtc in Node.js
import wrtc from '@roamhq/wrtc';
import { post, remove, sleep } from './whep.mjs';

const [url, seconds] = process.argv.slice(2);
const { RTCVideoSink, RTCAudioSink } = wrtc.nonstandard;
const pc = new wrtc.RTCPeerConnection();
const seen = { video: { packets: 0 }, audio: { packets: 0 } };
pc.ontrack = ({ track }) => {
  if (track.kind === 'video')
    new RTCVideoSink(track).onframe = () => seen.video.packets++;
  else
    new RTCAudioSink(track).ondata = () => seen.audio.packets++;
};
for (const kind of ['video', 'audio'])
  pc.addTransceiver(kind, { direction: 'recvonly' });
await pc.setLocalDescription(await pc.createOffer());
await new Promise(resolve => {
  pc.onicegatheringstatechange = () => {
    if (pc.iceGatheringState === 'complete')
      resolve();
  };
});
const { answer, location } = await post(url, pc.localDescription.sdp);
await pc.setRemoteDescription({ type: 'answer', sdp: answer });
await sleep(seconds);
await remove(location);
pc.close();
console.log(JSON.stringify(seen));
process.exit(0);
