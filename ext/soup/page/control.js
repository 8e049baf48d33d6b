/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The channel "control": mouse, keys and touch on the first picture, as the
 * events that GstNavigation has.  On while the button is pressed; keys go while
 * the pictures have the focus, so that one may write in the chat meanwhile. */

const BUTTONS = [[1, 1, 16], [4, 2, 32], [2, 3, 64]];   /* of the DOM, ours, held */
const LINE = 16;              /* pixels that a wheel's line is taken for */
const BEHIND = 64 * 1024;     /* bytes in the channel's queue: moves are left out */

const decimal = (n) => String (Math.round (n * 100) / 100);

class Control {
  /* @changed: called when it goes on or off */
  constructor (changed) {
    this.changed = changed;
    this.channel = null;
    this.on = false;
    this.buttons = 0;         /* held in the picture, as the DOM counts them */
    this.keys = new Map ();   /* code: the name that went down */
    this.touches = new Map ();        /* pointerId: our number */
    this.moves = new Map ();  /* what the next frame tells: message by pointer */
    this.place = '0 0';
    const tiles = $('tiles');
    const listen = (target, names, handler) => names.forEach ((name) =>
      target.addEventListener (name, (e) => this.on && this.channel && handler (e), { passive: false }));

    listen (tiles, ['pointerdown', 'pointermove', 'pointerup'], (e) => this.pointer (e));
    listen (tiles, ['pointercancel'], () => this.cancelTouches ());
    listen (tiles, ['wheel'], (e) => this.wheel (e));
    listen (tiles, ['contextmenu', 'dragstart', 'mousedown'], (e) => e.preventDefault ());
    listen (tiles, ['keydown', 'keyup'], (e) => this.key (e));
    listen (tiles, ['blur'], () => this.release ());
    listen (window, ['blur'], () => this.release ());
    $('control').onclick = () => this.toggle ();
    document.addEventListener ('keydown', (e) => {
      if (this.channel && isRelease (e)) {
        e.preventDefault ();
        e.stopPropagation ();
        this.toggle ();
      }
    }, { capture: true });
  }

  attach (pc) {
    const channel = pc.createDataChannel ('control');

    this.channel = channel;
    channel.onclose = () => {
      if (this.channel === channel)
        this.detach ();
    };
  }

  /* What comes back may be another stream: control is asked for again */
  detach () {
    this.channel = null;
    if (this.on)
      this.toggle (false);
    else
      this.changed ();
  }

  toggle (on = !this.on) {
    const tiles = $('tiles');

    if (!on)
      this.release ();
    this.on = on;
    $('control').setAttribute ('aria-pressed', String (on));
    $('main').classList.toggle ('controlling', on);
    if (on) {
      tiles.tabIndex = 0;
      tiles.setAttribute ('role', 'application');
      tiles.setAttribute ('aria-label', 'Remote control. Control, Alt and R end it.');
      tiles.focus ();
    } else {
      if (document.activeElement === tiles)
        $('control').focus ();
      for (const name of ['tabindex', 'role', 'aria-label'])
        tiles.removeAttribute (name);
    }
    this.changed ();
  }

  send (...words) {
    if (this.channel && this.channel.readyState === 'open')
      this.channel.send (words.join (' '));
  }

  modifiers (e, buttons = this.buttons) {
    return e.shiftKey + 2 * e.ctrlKey + 4 * e.altKey + 8 * e.metaKey
      + BUTTONS.reduce ((sum, [dom, , held]) => sum + (buttons & dom ? held : 0), 0);
  }

  /* "X Y" in the picture's own pixels; null beside it, where there is one
   * (object-fit: contain), unless the nearest place will do */
  find (e, nearest) {
    const video = $('tiles').querySelector ('video');

    if (!video || !video.videoWidth)
      return null;
    const { left, top, width, height } = video.getBoundingClientRect ();
    const size = [video.videoWidth, video.videoHeight];
    const scale = Math.min (width / size[0], height / size[1]);
    const at = [(e.clientX - left - width / 2) / scale + size[0] / 2,
      (e.clientY - top - height / 2) / scale + size[1] / 2];

    if (!nearest && at.some ((n, i) => n < 0 || n >= size[i]))
      return null;
    return at.map ((n, i) => decimal (Math.min (Math.max (n, 0), size[i]))).join (' ');
  }

  /* One a frame for each pointer; nothing overtakes it */
  move (pointer, ...words) {
    if (this.moves.size === 0)
      requestAnimationFrame (() => this.flush ());
    this.moves.set (pointer, words);
  }

  flush (mods = 0) {
    const moves = [...this.moves.values ()];

    this.moves.clear ();
    if (moves.length === 0 || !this.channel || this.channel.bufferedAmount > BEHIND)
      return;
    moves.forEach ((words) => this.send (...words));
    if (moves.some (([what]) => what === 'touch-move'))
      this.send ('touch-frame', mods);
  }

  pointer (e) {
    if (e.type === 'pointerdown')
      $('tiles').focus ();
    if (e.pointerType === 'touch' || e.pointerType === 'pen' && (e.buttons & 1
        || this.touches.has (e.pointerId)))
      return this.touch (e);
    const place = this.find (e, this.buttons !== 0);

    if (place === null)
      return;
    this.place = place;
    const changes = BUTTONS.filter (([dom]) => (e.buttons ^ this.buttons) & dom);

    if (changes.length === 0)
      return this.move ('mouse', 'mouse-move', place, this.modifiers (e));
    this.flush ();
    for (const [dom, button] of changes) {
      this.send (e.buttons & dom ? 'mouse-down' : 'mouse-up', button, place, this.modifiers (e));
      this.buttons ^= dom;
    }
    if (e.type === 'pointerdown')
      $('tiles').setPointerCapture (e.pointerId);
  }

  touch (e) {
    const number = this.touches.get (e.pointerId);
    const place = this.find (e, number !== undefined);
    const mods = this.modifiers (e);

    if (place === null)
      return;
    if (e.type === 'pointermove') {
      if (number !== undefined)
        this.move (e.pointerId, 'touch-move', number, place, decimal (e.pressure), mods);
      return;
    }
    this.flush (mods);
    if (e.type === 'pointerdown') {
      let free = 0;

      while ([...this.touches.values ()].includes (free))
        free++;
      this.touches.set (e.pointerId, free);
      this.send ('touch-down', free, place, decimal (e.pressure), mods);
      $('tiles').setPointerCapture (e.pointerId);
    } else if (number !== undefined) {
      this.touches.delete (e.pointerId);
      this.send ('touch-up', number, place, mods);
    }
    this.send ('touch-frame', mods);
  }

  cancelTouches () {
    if (this.touches.size === 0)
      return;
    this.moves.clear ();
    this.touches.clear ();
    this.send ('touch-cancel', 0);
  }

  /* GstNavigation counts up and left as positive, the DOM down and right */
  wheel (e) {
    const place = this.find (e);
    const unit = e.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE
      : e.deltaMode === WheelEvent.DOM_DELTA_PAGE ? $('tiles').clientHeight : 1;

    e.preventDefault ();
    if (place === null)
      return;
    this.flush ();
    this.send ('scroll', place, decimal (-e.deltaX * unit), decimal (-e.deltaY * unit),
      this.modifiers (e));
  }

  /* What went down comes up under the same name, whatever Shift does meanwhile */
  key (e) {
    const held = this.keys.get (e.code);
    const name = e.type === 'keydown' ? keysym (e) : held;

    e.preventDefault ();
    e.stopPropagation ();
    if (!name)
      return;
    this.flush ();
    if (e.type === 'keyup') {
      this.keys.delete (e.code);
      this.send ('key-up', name, this.modifiers (e));
      if (e.key === 'Meta')             /* macOS tells of no other key that came up meanwhile */
        this.releaseKeys ();
      return;
    }
    if (held && held !== name)
      this.send ('key-up', held, this.modifiers (e));
    this.keys.set (e.code, name);
    this.send ('key-down', name, this.modifiers (e));
  }

  releaseKeys () {
    for (const name of this.keys.values ())
      this.send ('key-up', name, 0);
    this.keys.clear ();
  }

  /* Nothing stays down over there when we look elsewhere */
  release () {
    this.flush ();
    this.releaseKeys ();
    for (const [dom, button] of BUTTONS)
      if (this.buttons & dom)
        this.send ('mouse-up', button, this.place, 0);
    this.buttons = 0;
    this.cancelTouches ();
  }
}

/* Control, Alt and R; AltGr is both on some systems, and writes letters */
function isRelease (e) {
  return e.ctrlKey && e.altKey && !e.getModifierState ('AltGraph')
    && (e.code === 'KeyR' || e.key.toLowerCase () === 'r');
}
