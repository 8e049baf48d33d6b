// SPDX-License-Identifier: LGPL-2.1-or-later
// The two requests of a WHEP player
export async function post(url, offer) {
  const response = await fetch(url, { method: 'POST', body: offer,
    headers: { 'Content-Type': 'application/sdp' } });
  const answer = await response.text();
  if (response.status !== 201)
    throw new Error(`${response.status} ${answer}`);
  return { answer, location: new URL(response.headers.get('Location'), url) };
}

export async function remove(location) {
  const { status } = await fetch(location, { method: 'DELETE' });
  if (status !== 200)
    throw new Error(`DELETE: ${status}`);
}

// Packets of one stream: how many, and whether numbers or SSRCs jumped
export function counter() {
  const seen = { packets: 0, gaps: 0, ssrcs: [] };
  let last;
  return {
    seen,
    packet({ ssrc, sequenceNumber }) {
      seen.packets++;
      if (!seen.ssrcs.includes(ssrc))
        seen.ssrcs.push(ssrc);
      else if (sequenceNumber !== (last + 1) % 65536)
        seen.gaps++;
      last = sequenceNumber;
    },
  };
}

export const sleep = seconds =>
  new Promise(resolve => setTimeout(resolve, seconds * 1000));
