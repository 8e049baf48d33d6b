/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One page, one player.  It asks /streams what there is, sends an offer by
 * WHEP and starts over by itself whenever that comes to an end. */

const $ = (id) => document.getElementById (id);
const TOKEN = 'gst-rtc-token';
const ANSWER = 20000;         /* ms for an answer over HTTP */
const CONNECTED = 15000;      /* ms from the offer until media may flow */
const GRACE = 2000;           /* ms that a disconnected path may take to heal */
const STALL = 3;              /* s without a new picture until it is said */
const SETTLED = 5;            /* s of media until a failure is a new one */
const STARTS = 'The page starts by itself as soon as there is a picture.';

let session = null;           /* the one that plays or is being set up */
let attempt = 0;              /* connect () calls; only the last one counts */
let failures = 0;             /* in a row */
let played = false;           /* there was a picture since the page was opened */
let timer = 0, retryAt = 0;   /* the next connect () */
let muted = true;

/* ---- what is on the screen ---- */

function showCard (id) {
  for (const card of ['message', 'login', 'streams'])
    $(card).hidden = card !== id;
}

/* @more: what helps whoever runs the stream, folded away */
function say (title, detail = '', { bad = false, still = bad, retry = false, more = '' } = {}) {
  $('title').textContent = title;
  $('detail').textContent = detail;
  $('moreText').textContent = more;
  $('more').hidden = more === '';
  $('next').textContent = '';
  $('message').className = `card${bad ? ' bad' : ''}${still ? ' still' : ''}`;
  $('retry').hidden = !retry;
  showCard ('message');
  badge (bad ? 'Not connected' : 'Connecting', false);
  moved ();
}

function badge (text, live) {
  if ($('badge').textContent !== text)
    $('badge').textContent = text;
  $('badge').classList.toggle ('live', live);
}

function showButtons () {
  const playing = session !== null && session.playing;
  const sound = playing && session.tracks.some ((t) => t.kind === 'audio');

  $('unmute').hidden = !sound || !muted;
  $('mute').hidden = !sound || muted;
  $('statsButton').hidden = $('full').hidden = !playing;
  $('stats').hidden = !playing || $('statsButton').ariaExpanded !== 'true';
}

function toggleStats () {
  const show = $('statsButton').ariaExpanded !== 'true';

  $('statsButton').setAttribute ('aria-expanded', String (show));
  showButtons ();
  tick ();
}

function setMuted (value) {
  muted = value;
  for (const video of $('tiles').querySelectorAll ('video')) {
    video.muted = muted || !video.dataset.sound;
    video.play ().catch (() => {});
  }
  showButtons ();
}

/* A tile for each picture; the sound goes with the first */
function showTracks (owner) {
  const pictures = owner.tracks.filter ((t) => t.kind === 'video');
  const sounds = owner.tracks.filter ((t) => t.kind === 'audio');
  const tiles = pictures.length > 0 ? pictures.map ((t) => [t]) : [[]];

  tiles[0].push (...sounds);
  $('tiles').replaceChildren (...tiles.map ((tracks, index) => {
    const video = document.createElement ('video');

    video.autoplay = video.playsInline = true;
    if (index === 0 && sounds.length > 0)
      video.dataset.sound = '1';
    video.muted = muted || !video.dataset.sound;
    video.setAttribute ('aria-label', pictures.length > 1 ? `Picture ${index + 1}` : 'Picture');
    video.onloadeddata = () => owner.pictureCame ();
    video.srcObject = new MediaStream (tracks);
    video.play ().catch (() => setMuted (true));
    return video;
  }));
  arrangeTiles ();
}

/* The last picture stays, in the background of what is said */
function freezeTiles () {
  for (const video of $('tiles').querySelectorAll ('video')) {
    const canvas = document.createElement ('canvas');

    canvas.width = video.videoWidth || 16;
    canvas.height = video.videoHeight || 9;
    canvas.getContext ('2d').drawImage (video, 0, 0);
    video.srcObject = null;
    video.replaceWith (canvas);
  }
}

/* As many columns as make the pictures largest, side by side if all the same */
function arrangeTiles () {
  const n = Math.max (1, $('tiles').children.length);
  const size = (c) => Math.min (innerWidth / c / 16, innerHeight / Math.ceil (n / c) / 9);
  let best = 1;

  for (let c = 2; c <= n; c++)
    if (size (c) >= size (best))
      best = c;
  $('tiles').style.setProperty ('--columns', best);
}

/* ---- HTTP ---- */

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

/* ---- one WHEP session ---- */

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

/* ---- from start to start ---- */

function retryIn (seconds) {
  clearTimeout (timer);
  timer = setTimeout (connect, seconds * 1000);
  retryAt = seconds > 2 ? Date.now () + seconds * 1000 : 0;
}

function stopRetrying () {
  clearTimeout (timer);
  timer = retryAt = 0;
}

/* What went wrong, in plain words, and when to try again */
function again (error) {
  const wait = failures === 0 ? 0.3 : Math.min (30, 2 ** (failures - 1));

  failures = Math.min (failures + 1, 5);
  if (error.status === 401 || error.status === 429)
    return askToken (error.message);
  if (error.status === 503 && error.retryAfter <= 1)
    sayWaiting ('Waiting for the stream…', STARTS, { more: error.message });
  else if (error.status === 503)
    sayWaiting ('The stream is busy', 'It cannot take another viewer now. The page comes in by itself.',
      { retry: true, more: error.message });
  else if (error.status === 406)
    say ('Your browser cannot play this stream', 'It is sent in a format that the browser does not have.',
      { bad: true, retry: true, more: error.message });
  else if (error.status)
    say ('The stream was refused', error.message, { bad: true, retry: true });
  else if (error instanceof TypeError || error.name === 'TimeoutError')
    sayUnreachable ();
  else
    say (played ? 'Reconnecting…' : 'Still connecting…', error.message, { retry: failures > 2 });
  retryIn (error.retryAfter || (error.status ? Math.max (2, wait) : Math.min (5, wait)));
}

function sayWaiting (...what) {
  say (...what);
  badge ('Waiting', false);
}

function sayUnreachable () {
  if (navigator.onLine === false)
    say ('You are offline', 'The page goes on when the network is back.');
  else if (played)
    say ('The stream has ended', 'The page goes on by itself when it comes back.', { retry: true });
  else
    say ('The stream is not running', 'The page starts by itself as soon as it is.', { retry: true });
  badge ('Not connected', false);
}

function askToken (reason) {
  const had = sessionStorage.getItem (TOKEN) !== null;

  stopRetrying ();
  sessionStorage.removeItem (TOKEN);
  if (had)
    $('loginText').textContent = reason;
  $('loginText').classList.toggle ('bad', had);
  badge ('Token needed', false);
  showCard ('login');
  $('token').focus ();
}

let listed = '';

function showStreams (streams) {
  streams.sort ((a, b) => (a.id ?? '').localeCompare (b.id ?? ''));
  const now = JSON.stringify (streams);

  failures = 0;
  retryIn (2);
  badge (`${streams.length} streams`, false);
  showCard ('streams');
  if (now === listed)         /* what has the keyboard's focus keeps it */
    return;
  listed = now;
  $('list').replaceChildren (...streams.map ((s) => {
    const item = document.createElement ('li');
    const link = document.createElement ('a');
    const name = document.createElement ('span');
    const note = document.createElement ('small');

    link.href = `/?stream=${encodeURIComponent (s.id ?? '-')}`;
    name.textContent = s.id ?? 'Main stream';
    note.textContent = [s.video > 1 ? `${s.video} pictures` : s.video ? 'picture' : '',
      s.audio ? 'sound' : ''].filter (Boolean).join (' + ') || 'starting';
    note.textContent += ` · ${s.viewers} watching`;
    link.append (name, note);
    item.append (link);
    return item;
  }));
}

async function connect () {
  const wanted = new URLSearchParams (location.search).get ('stream');
  const number = ++attempt;

  stopRetrying ();
  if (session !== null)
    session.close ();
  if (!window.RTCPeerConnection)
    return say ('No WebRTC here', 'This browser has it switched off or is too old.', { bad: true });

  try {
    const streams = await (await request ('/streams')).json ();
    const stream = wanted !== null
      ? streams.find ((s) => (s.id ?? '-') === wanted) : streams[0];

    if (number !== attempt)
      return;
    $('back').hidden = streams.length < 2 || wanted === null;
    if (wanted === null && streams.length > 1)
      return showStreams (streams);
    if (!stream || stream.audio + stream.video === 0) {
      sayWaiting ('Waiting for the stream…', stream || wanted === null ? STARTS
        : `There is no stream “${wanted}” at the moment.`);
      return retryIn (1);
    }
    if ($('message').hidden)
      say ('Connecting…');
    session = new Session (stream);
  } catch (error) {
    if (number === attempt)
      again (error);
    return;
  }
  const mine = session;

  mine.start ().catch ((error) => mine.fail (error));
}

function connectNow () {
  failures = 0;
  connect ();
}

async function tick () {
  $('next').textContent = retryAt > Date.now ()
    ? `Next try in ${Math.ceil ((retryAt - Date.now ()) / 1000)} s` : '';
  if (session === null || !session.playing)
    return;
  await session.look ();
  if (session !== null && session.stats && !$('stats').hidden)
    showStatistics ($('stats'), session.stats);
}

/* For scripts and tests */
window.gstRtc = {
  get pc () { return session ? session.pc : null; },
  get stats () { return session ? session.stats : undefined; },
};

/* ---- hands ---- */

function fullScreen () {
  if (document.fullscreenElement)
    document.exitFullscreen ();
  else
    $('main').requestFullscreen ().catch (() => {});
}

$('unmute').onclick = () => setMuted (false);
$('mute').onclick = () => setMuted (true);
$('full').onclick = fullScreen;
$('tiles').ondblclick = fullScreen;
$('statsButton').onclick = toggleStats;
$('retry').onclick = () => { say ('Connecting…'); connectNow (); };
$('back').onclick = () => { location.href = '/'; };
$('login').onsubmit = (e) => {
  e.preventDefault ();
  sessionStorage.setItem (TOKEN, $('token').value.trim ());
  $('token').value = '';
  say ('Connecting…');
  connectNow ();
};

document.onkeydown = (e) => {
  if (e.target.tagName === 'INPUT' || e.ctrlKey || e.altKey || e.metaKey
      || session === null || !session.playing)
    return;
  const key = e.key.toLowerCase ();

  if (key === 'm') setMuted (!muted);
  else if (key === 's') toggleStats ();
  else if (key === 'f') fullScreen ();
};

/* The buttons leave the picture alone while nobody moves */
let idle = 0;
function moved () {
  $('main').classList.remove ('quiet');
  clearTimeout (idle);
  idle = setTimeout (() => $('main').classList.toggle ('quiet',
    $('message').hidden && session !== null && session.playing), 3500);
}
for (const name of ['pointermove', 'pointerdown', 'keydown'])
  document.addEventListener (name, moved);

window.addEventListener ('resize', arrangeTiles);
window.addEventListener ('online', () => { if (timer) connectNow (); });
document.addEventListener ('visibilitychange', () => {
  if (!document.hidden && timer) connectNow ();
});
window.addEventListener ('pagehide', () => { attempt++; if (session) session.close (); });
window.addEventListener ('pageshow', (e) => { if (e.persisted) connectNow (); });
setInterval (tick, 1000);
connect ();
