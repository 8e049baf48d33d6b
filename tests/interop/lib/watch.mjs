// SPDX-License-Identifier: LGPL-2.1-or-later
// A WHEP player that does what a test asks for, where the served page has
// its own ways: other sections, policies, certificates, codecs.
import { until } from './wait.mjs';

// Runs in the page.  media: what to add to the offer, in order; configuration:
// RTCPeerConnection's; trickle: candidates follow in one PATCH each.
async function play({ url, media, configuration = {}, trickle = true,
  rsa = false, codecs = [], direction = 'recvonly', channel = false,
  token }) {
  if (rsa)
    configuration.certificates = [await RTCPeerConnection.generateCertificate({
      name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048,
      publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' })];
  const pc = new RTCPeerConnection(configuration);
  const stream = new MediaStream();
  const video = document.createElement('video');
  video.muted = video.autoplay = true;
  video.srcObject = stream;
  document.body.replaceChildren(video);
  window.gstRtc = { pc, location: null };
  pc.ontrack = event => {
    if (!stream.getTracks().some(t => t.kind === event.track.kind))
      stream.addTrack(event.track);
  };

  if (channel)
    pc.createDataChannel('chat');
  for (const kind of media) {
    const transceiver = pc.addTransceiver(kind, { direction });
    if (kind === 'video' && codecs.length > 0) {
      const all = RTCRtpReceiver.getCapabilities('video').codecs;
      const wanted = all.filter(c => codecs.some(re =>
        new RegExp(re, 'i').test(`${c.mimeType};${c.sdpFmtpLine ?? ''}`)));
      transceiver.setCodecPreferences(wanted.concat(
        all.filter(c => /rtx/.test(c.mimeType))));
    }
  }

  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const waiting = [];
  let send = candidate => waiting.push(candidate);
  const gathered = new Promise(resolve => {
    pc.onicecandidate = ({ candidate }) => {
      if (candidate === null)
        resolve();
      else if (trickle)
        send(candidate);
    };
  });
  await pc.setLocalDescription();
  if (!trickle)
    await gathered;
  const offer = pc.localDescription.sdp;
  const response = await fetch(new URL('/whep', url), { method: 'POST',
    headers: { ...headers, 'Content-Type': 'application/sdp' }, body: offer });
  const answer = await response.text();
  window.gstRtc.answer = answer;
  window.gstRtc.offer = offer;
  if (!response.ok)
    return { status: response.status, reason: answer.trim() };
  const location = new URL(response.headers.get('Location'), url);
  window.gstRtc.location = location;
  await pc.setRemoteDescription({ type: 'answer', sdp: answer });

  const first = re => offer.match(re)[0];
  send = async candidate => {
    if (candidate.candidate && candidate.sdpMLineIndex === 0)
      await fetch(location, { method: 'PATCH',
        headers: { ...headers,
          'Content-Type': 'application/trickle-ice-sdpfrag' },
        body: [first(/^a=ice-ufrag:.*$/m), first(/^a=ice-pwd:.*$/m),
          first(/^m=.*$/m), first(/^a=mid:.*$/m), `a=${candidate.candidate}`]
          .map(line => `${line.trim()}\r\n`).join('') });
  };
  waiting.forEach(candidate => send(candidate));
  return { status: response.status, answer, offer };
}

// An empty page of the server, from which its WHEP may be used
export async function watch(browser, url, options) {
  const page = await browser.openPage(new URL('/nothing', url).href);
  const result = await page.evaluate(play, { url, ...options });
  return { page, ...result };
}

export const leave = page => page.evaluate(async () => {
  window.gstRtc.pc.close();
  await fetch(window.gstRtc.location, { method: 'DELETE' });
});

export async function viewers(url, { token } = {}) {
  const headers = token ? { Authorization: `Bearer ${token}` } : {};
  const streams = await (await fetch(new URL('/streams', url),
    { headers })).json();
  return streams.reduce((sum, stream) => sum + stream.viewers, 0);
}

export const nobodyLeft = (url, options) =>
  until('nobody watches', async () => await viewers(url) === 0, options);

// Runs in the page: what the selected pair is made of
export const path = page => page.evaluate(async () => {
  const stats = await window.gstRtc.pc.getStats();
  const all = [...stats.values()];
  const transport = all.find(s => s.type === 'transport');
  const pair = stats.get(transport?.selectedCandidatePairId) ??
    all.find(s => s.type === 'candidate-pair' && s.selected);
  return pair && {
    local: stats.get(pair.localCandidateId)?.candidateType,
    remote: stats.get(pair.remoteCandidateId)?.candidateType,
    address: stats.get(pair.remoteCandidateId)?.address,
  };
});
