// SPDX-License-Identifier: LGPL-2.1-or-later
// libdatachannel.mjs URL SECONDS: libdatachannel with libjuice
import { Audio, PeerConnection, Video } from 'node-datachannel';
import { counter, post, remove, sleep } from './whep.mjs';

const [url, seconds] = process.argv.slice(2);
const pc = new PeerConnection('player', { iceServers: [] });
const seen = {};
const tracks = [['video', Video, 'addVP8Codec', 96],
  ['audio', Audio, 'addOpusCodec', 111]].map(([kind, Kind, add, pt]) => {
  const { packet, seen: mine } = counter();
  const media = new Kind(kind, 'RecvOnly');
  media[add](pt);
  const track = pc.addTrack(media);
  seen[kind] = mine;
  track.onMessage(data => {
    // RTCP shares the port (RFC 5761)
    if ((data[1] & 0x7f) < 64 || (data[1] & 0x7f) > 95)
      packet({ ssrc: data.readUInt32BE(8),
        sequenceNumber: data.readUInt16BE(2) });
  });
  return track;
});
const gathered = new Promise(resolve => pc.onGatheringStateChange(state => {
  if (state === 'complete')
    resolve();
}));
pc.setLocalDescription('offer');
await gathered;
const { answer, location } = await post(url, pc.localDescription().sdp);
pc.setRemoteDescription(answer, 'answer');
await sleep(seconds);
await remove(location);
tracks.forEach(track => track.close());
pc.close();
console.log(JSON.stringify(seen));
process.exit(0);
