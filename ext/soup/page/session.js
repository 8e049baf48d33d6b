/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One WHEP session: from the offer until it ends, for whatever reason */

const TOKEN = 'gst-rtc-token';
const ANSWER = 20000;         /* ms for an answer over HTTP */
const CONNECTED = 15000;      /* ms from the offer until media may flow */
const GRACE = 2000;           /* ms that a disconnected path may take to heal */
const STALL = 3;              /* s without a new picture until it is said */
const SETTLED = 5;            /* s of media until a failure is a new one */

class HttpError extends Error {
  constructor (status, reason, retryAfter) {
    super (reason);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

async function request (url, options = {}) {
  const token = sessionStorage.getItem (TOKEN);
  const headers = { ...options.headers };

  if (token)
    headers.Authorization = `Bearer ${token}`;
  const response = await fetch (url,
    { signal: AbortSignal.timeout (ANSWER), ...options, headers });
  if (!response.ok)
    throw new HttpError (response.status, (await response.text ()).trim (),
      Number (response.headers.get ('Retry-After')) || 0);
  return response;
}

class Session {
  constructor (stream) {
    this.stream = stream;
    this.tracks = [];
    this.playing = false;
    this.closed = false;
    this.location = null;
    this.candidates = [];
    this.frames = this.seconds = this.stalled = 0;
    this.pc = new RTCPeerConnection ({ bundlePolicy: 'max-bundle', iceServers: stream.iceServers });
    this.statistics = new Statistics (this.pc);
    this.pc.onicecandidate = (e) => this.addCandidate (e.candidate);
    this.pc.ontrack = (e) => this.tracks.push (e.track);
    this.pc.onconnectionstatechange = () => this.stateChanged ();
    this.deadline = setTimeout (() => this.fail (new Error (
      'No media came through. A firewall may block UDP.')), CONNECTED);
  }

  /* The offer goes out at once; candidates follow in PATCHes */
  async start () {
    for (let i = 0; i < this.stream.audio; i++)
      this.pc.addTransceiver ('audio', { direction: 'recvonly' });
    for (let i = 0; i < this.stream.video; i++)
      this.pc.addTransceiver ('video', { direction: 'recvonly' });
    side.attach (this.pc, this.stream);
    await this.pc.setLocalDescription ();
    const response = await request (this.stream.whep, {
      method: 'POST',
      headers: { 'Content-Type': 'application/sdp' },
      body: this.pc.localDescription.sdp,
    });

    this.location = new URL (response.headers.get ('Location'), response.url);
    this.etag = response.headers.get ('ETag');
    const sdp = await response.text ();
    if (this.closed)
      return this.remove ();
    await this.pc.setRemoteDescription ({ type: 'answer', sdp });
    this.watchTransport ();
    this.sendCandidates ();
  }

  /* The server's farewell (close_notify) comes long before ICE gives up */
  watchTransport () {
    const transport = this.pc.getReceivers ().map ((r) => r.transport).find (Boolean);

    if (transport)
      transport.onstatechange = () => {
        if (transport.state === 'closed' || transport.state === 'failed')
          this.fail (new Error (''));
      };
  }

  /* What comes within a moment goes into one PATCH */
  addCandidate (candidate) {
    this.candidates.push (candidate);
    if (this.location !== null)
      this.sendSoon (20);
  }

  sendSoon (delay) {
    if (!this.batch && !this.closed)
      this.batch = setTimeout (() => this.sendCandidates (), delay);
  }

  /* RFC 8840 fragment: the first section of the BUNDLE group carries them */
  fragment (candidates) {
    const sdp = this.pc.localDescription.sdp;
    const line = (re) => (sdp.match (re) || [''])[0];
    const lines = [line (/^a=ice-ufrag:.*$/m), line (/^a=ice-pwd:.*$/m),
      line (/^m=.*$/m), line (/^a=mid:.*$/m)];

    for (const c of candidates) {
      if (c === null)
        lines.push ('a=end-of-candidates');
      else if (c.candidate && c.sdpMLineIndex === 0)
        lines.push (`a=${c.candidate}`);
    }
    return lines.map ((l) => `${l.trim ()}\r\n`).join ('');
  }

  /* One PATCH at a time; what does not get through goes with the next */
  async sendCandidates () {
    const list = this.candidates.splice (0);

    clearTimeout (this.batch);
    this.batch = 0;
    if (list.length === 0 || this.closed)
      return;
    this.batch = -1;
    try {
      await request (this.location, {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/trickle-ice-sdpfrag',
          ...this.etag && { 'If-Match': this.etag } },
        body: this.fragment (list),
      });
      this.batch = 0;
      if (this.candidates.length > 0)
        this.sendSoon (0);
    } catch (error) {
      this.batch = 0;
      if (error.status === 404)
        return this.fail (new Error ('The server has dropped this viewer.'));
      if (error.status >= 400 && error.status < 429)
        return console.warn ('candidates not taken:', error.message);
      this.candidates.unshift (...list);
      if (!this.playing)
        this.sendSoon (500);
    }
  }

  stateChanged () {
    const state = this.pc.connectionState;

    clearTimeout (this.grace);
    if (state === 'connected') {
      clearTimeout (this.deadline);
      if (this.playing)
        return this.badge ();
      this.playing = true;
      showTracks (this);
      if (this.stream.video === 0)
        this.pictureCame ();
      else
        say ('Waiting for the first picture…');
      showButtons ();
    } else if (state === 'disconnected') {
      badge ('Connection is shaky…', false);
      this.grace = setTimeout (() => this.fail (new Error ('')), GRACE);
    } else if (state === 'failed' || state === 'closed') {
      this.fail (new Error (''));
    }
  }

  pictureCame () {
    if (this.closed)
      return;
    played = true;
    $('main').classList.remove ('lost');
    if (this.stream.video === 0)
      say ('Sound only', '', { still: true });
    else
      showCard (null);
    this.badge ();
  }

  badge () {
    badge (this.stream.id ? `Live · ${this.stream.id}` : 'Live', true);
  }

  /* Once a second.  Says so when the picture stands still. */
  async look () {
    const s = await this.statistics.read ();
    const frames = s.media.reduce ((sum, m) => sum + (m.kind === 'video'
      ? m.framesDecoded || 0 : m.bytes), 0);

    if (this.closed || !this.playing)
      return;
    this.stats = s;
    this.stalled = frames > this.frames || document.hidden ? 0 : this.stalled + 1;
    this.frames = frames;
    if (++this.seconds === SETTLED)
      failures = 0;
    if (this.stalled > 0 && this.stalled % STALL === 0)
      this.probe ();
    if (this.pc.connectionState !== 'connected' || !$('message').hidden && this.stream.video > 0)
      return;
    if (this.stalled >= STALL)
      badge (this.stream.video > 0 ? 'The picture stands still' : 'Silence', false);
    else
      this.badge ();
  }

  /* Nothing comes in: a server that has died tells nobody, so ask */
  probe () {
    request ('/streams').catch ((error) => {
      if (!error.status)
        this.fail (error);
    });
  }

  fail (error) {
    if (this.closed)
      return;
    this.close ();
    again (error);
  }

  close () {
    if (this.closed)
      return;
    this.closed = true;
    this.playing = false;
    clearTimeout (this.deadline);
    clearTimeout (this.grace);
    clearTimeout (this.batch);
    freezeTiles ();
    side.detach ();
    this.pc.close ();
    if (session === this)
      session = null;
    this.remove ();
    $('main').classList.toggle ('lost', played);
    showButtons ();
  }

  /* keepalive: also while the page is being left */
  remove () {
    if (this.location === null)
      return;
    request (this.location, { method: 'DELETE', keepalive: true })
      .catch (() => {});
    this.location = null;
  }
}
