/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What getStats () says of one RTCPeerConnection, as plain objects and as the
 * rows of the panel.  A Statistics belongs to one connection: its rates are
 * growth since it was last asked. */

class Statistics {
  constructor (pc) {
    this.pc = pc;
    this.last = new Map ();
  }

  /* Growth a second of a counter since the last look; undefined at the first */
  rate (key, value, now) {
    const before = this.last.get (key);

    this.last.set (key, { value, now });
    return before && now > before.now
      ? (value - before.value) * 1000 / (now - before.now) : undefined;
  }

  async read () {
    const report = await this.pc.getStats ();
    const all = [...report.values ()];
    const transport = all.find ((s) => s.type === 'transport');
    const pair = (transport && report.get (transport.selectedCandidatePairId))
      || all.find ((s) => s.type === 'candidate-pair' && (s.selected || s.nominated)
                   && s.state === 'succeeded');
    const out = { state: this.pc.connectionState, media: all
      .filter ((s) => s.type === 'inbound-rtp')
      .sort ((a, b) => a.kind < b.kind ? 1 : -1)
      .map ((s) => this.readMedia (report, s)) };

    if (transport) {
      out.srtp = transport.srtpCipher && transport.srtpCipher.replace (/^SRTP_/, '');
      out.dtls = transport.tlsVersion;
    }
    if (pair) {
      const round = all.find ((s) => s.type === 'remote-outbound-rtp' && s.roundTripTime);

      out.rtt = pair.currentRoundTripTime ?? (round && round.roundTripTime);
      out.local = describe (report.get (pair.localCandidateId));
      out.remote = describe (report.get (pair.remoteCandidateId));
    }
    return out;
  }

  readMedia (report, s) {
    const codec = report.get (s.codecId);
    const total = s.packetsReceived + s.packetsLost;

    return {
      kind: s.kind,
      codec: codec ? codec.mimeType.split ('/')[1] : '',
      bitrate: 8 * this.rate (`${s.id} bytes`, s.bytesReceived, s.timestamp),
      fps: this.rate (`${s.id} frames`, s.framesDecoded || 0, s.timestamp),
      width: s.frameWidth, height: s.frameHeight,
      framesDecoded: s.framesDecoded, framesDropped: s.framesDropped,
      bytes: s.bytesReceived,
      lost: s.packetsLost, received: s.packetsReceived,
      loss: total > 0 ? Math.max (0, s.packetsLost) / total : 0,
      resent: s.retransmittedPacketsReceived,
      nacks: s.nackCount, plis: s.pliCount,
      jitter: s.jitter,
      buffer: s.jitterBufferEmittedCount
        ? s.jitterBufferDelay / s.jitterBufferEmittedCount : undefined,
    };
  }
}

function describe (candidate) {
  if (!candidate)
    return '';
  const kinds = { host: 'direct', srflx: 'through NAT', prflx: 'through NAT', relay: 'relayed' };
  const address = candidate.address || candidate.ip;
  const where = !address ? '' : address.endsWith ('.local') ? 'hidden'
    : `${address.includes (':') ? `[${address}]` : address}:${candidate.port}`;

  return [where || 'hidden', candidate.protocol.toUpperCase (),
    kinds[candidate.candidateType] || candidate.candidateType].join (' · ');
}

function bits (n) {
  return !Number.isFinite (n) ? '–'
    : n >= 1e6 ? `${(n / 1e6).toFixed (2)} Mbit/s` : `${(n / 1e3).toFixed (0)} kbit/s`;
}

function milliseconds (seconds) {
  return seconds === undefined ? '–' : seconds < 0.0005 ? '< 1 ms'
    : `${(1000 * seconds).toFixed (seconds < 0.01 ? 1 : 0)} ms`;
}

function mediaRows (m) {
  const rows = [['Codec', m.codec || '–']];

  if (m.kind === 'video')
    rows.push (['Resolution', m.width ? `${m.width} × ${m.height}` : '–'],
      ['Frames', Number.isFinite (m.fps) ? `${m.fps.toFixed (1)} fps` : '–']);
  rows.push (['Bitrate', bits (m.bitrate)],
    ['Loss', `${(100 * m.loss).toFixed (2)} % · ${m.lost} of ${m.received + m.lost}`]);
  if (m.resent)
    rows.push (['Sent again', String (m.resent)]);
  rows.push (['Jitter', milliseconds (m.jitter)]);
  if (m.buffer !== undefined)
    rows.push (['Buffer', milliseconds (m.buffer)]);
  return rows;
}

/* @panel shows @s: a heading and a list for each track and for the way here */
function showStatistics (panel, s) {
  const names = { video: 'Picture', audio: 'Sound' };
  const count = {};
  const parts = s.media.map ((m) => {
    const many = s.media.filter ((o) => o.kind === m.kind).length > 1;

    count[m.kind] = (count[m.kind] || 0) + 1;
    return [names[m.kind] + (many ? ` ${count[m.kind]}` : ''), mediaRows (m)];
  });
  const way = [['Round trip', milliseconds (s.rtt)]];

  if (s.srtp)
    way.push (['SRTP', s.srtp]);
  if (s.local)
    way.push (['Server', s.remote], ['Here', s.local]);
  parts.push (['Connection', way]);
  panel.replaceChildren (...parts.flatMap (([name, rows]) => {
    const heading = document.createElement ('h2');
    const list = document.createElement ('dl');

    heading.textContent = name;
    for (const [term, value] of rows) {
      const dt = document.createElement ('dt'), dd = document.createElement ('dd');

      dt.textContent = term;
      dd.textContent = value;
      list.append (dt, dd);
    }
    return [heading, list];
  }));
}
