/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One page, one player.  It asks /streams what there is, sends an offer by
 * WHEP and starts over by itself whenever that comes to an end. */

const STARTS = 'The page starts by itself as soon as there is a picture.';

let session = null;           /* the one that plays or is being set up */
let attempt = 0;              /* connect () calls; only the last one counts */
let failures = 0;             /* in a row */
let played = false;           /* there was a picture since the page was opened */
let timer = 0, retryAt = 0;   /* the next connect () */
let muted = true;
const side = new Side ();

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
  const small = !muted || side.control.on;      /* the large one lies over the picture */

  $('unmute').hidden = !sound || small;
  $('mute').hidden = !sound || !small;
  $('mute').title = $('mute').ariaLabel = muted ? 'Sound on (M)' : 'Sound off (M)';
  $('mute').querySelector ('use').setAttribute ('href', muted ? '#i-off' : '#i-on');
  $('statsButton').hidden = $('full').hidden = !playing;
  $('stats').hidden = !playing || $('statsButton').ariaExpanded !== 'true';
  if (playing)
    side.show (session.stream);
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
  const { clientWidth: width, clientHeight: height } = $('tiles');
  const size = (c) => Math.min (width / c / 16, height / Math.ceil (n / c) / 9);
  let best = 1;

  for (let c = 2; c <= n; c++)
    if (size (c) >= size (best))
      best = c;
  $('tiles').style.setProperty ('--columns', best);
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
$('mute').onclick = () => setMuted (!muted);
$('full').onclick = fullScreen;
$('tiles').ondblclick = () => side.control.on || fullScreen ();
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
  if (/^(INPUT|TEXTAREA)$/.test (e.target.tagName) || e.ctrlKey || e.altKey || e.metaKey
      || session === null || !session.playing)
    return;
  const key = e.key.toLowerCase ();

  if (key === 'm') setMuted (!muted);
  else if (key === 's') toggleStats ();
  else if (key === 'f') fullScreen ();
  else if (key === 'c') side.toggle ('chat');
  else if (key === 'u') side.toggle ('files');
  else return;
  e.preventDefault ();
};

/* The buttons leave the picture alone while nobody moves */
let idle = 0;
function moved () {
  $('main').classList.remove ('quiet');
  clearTimeout (idle);
  idle = setTimeout (() => $('main').classList.toggle ('quiet',
    $('message').hidden && !side.control.on && session !== null && session.playing), 3500);
}
for (const name of ['pointermove', 'pointerdown', 'keydown'])
  document.addEventListener (name, moved);

new ResizeObserver (arrangeTiles).observe ($('tiles'));
window.addEventListener ('online', () => { if (timer) connectNow (); });
document.addEventListener ('visibilitychange', () => {
  if (document.hidden)
    return;
  side.draw ();
  if (timer) connectNow ();
});
window.addEventListener ('pagehide', () => { attempt++; if (session) session.close (); });
window.addEventListener ('pageshow', (e) => { if (e.persisted) connectNow (); });
setInterval (tick, 1000);
connect ();
