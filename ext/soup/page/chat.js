/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The channel "chat".  To the sink goes what was typed, at most 2000
 * characters; from it comes who says it, a newline, and what.  "" is the stream
 * itself.  The sink tells each new channel the last lines. */

const KEPT = 500;             /* lines on the page */
const HISTORY = 20;           /* lines that the sink tells again */
const REPEAT = 2000;          /* ms after a channel has opened that it may take */
const BURST = 9;              /* lines at once: the sink drops more than ten … */
const INTERVAL = 500;         /* … and ms for one after those */

class Chat {
  /* @noticed: called for a line that comes while nobody looks */
  constructor (noticed) {
    this.noticed = noticed;
    this.channel = null;
    this.spent = 0;           /* ms: when the lines sent are paid for */
    this.lines = [];          /* { who, text } as on the page; who null: ours */
    this.writing = false;     /* when the channel went */
    this.atEnd = true;        /* of the lines, and stays there */
    this.next = Infinity;     /* the first of them that may be told again */
    $('compose').onsubmit = (e) => {
      e.preventDefault ();
      this.send ();
    };
    $('line').onkeydown = (e) => {
      if (e.key === 'Enter' && !e.shiftKey && !e.isComposing) {
        e.preventDefault ();
        this.send ();
      } else if (e.key === 'Escape') {
        $('line').blur ();
      }
    };
    $('line').oninput = () => this.typed ();
    $('lines').onscroll = () => { this.atEnd = isAtEnd ($('lines')); };
    new ResizeObserver (() => this.atEnd && toEnd ($('lines'))).observe ($('lines'));
  }

  /* Before the offer of a session is made */
  attach (pc) {
    const channel = pc.createDataChannel ('chat');

    this.channel = channel;
    this.hint ('Connecting…');
    channel.onopen = () => {
      this.next = Math.max (0, this.lines.length - HISTORY);
      setTimeout (() => { if (this.channel === channel) this.next = Infinity; }, REPEAT);
      this.hint ('');
    };
    channel.onmessage = ({ data }) => {
      if (this.channel === channel && typeof data === 'string')
        this.take (data);
    };
    channel.onclose = () => {
      if (this.channel === channel)
        this.hint ('The stream has closed the chat.');
    };
  }

  detach () {
    this.channel = null;
    this.hint ('Not connected: you can write again when the stream is back.');
  }

  /* @why not; '': one may write.  What is being written stays. */
  hint (why) {
    const line = $('line');

    $('chatHint').textContent = why;
    if (why !== '') {
      this.writing = this.writing || document.activeElement === line;
      line.disabled = true;
    } else {
      line.disabled = false;
      if (this.writing && document.activeElement === document.body)
        line.focus ();
      this.writing = false;
    }
    this.typed ();
  }

  typed () {
    const line = $('line');

    $('send').disabled = line.disabled || line.value.trim () === '';
    line.style.height = '';
    line.style.height = `${line.scrollHeight + 2}px`;
  }

  send () {
    const text = $('line').value.trim ();

    if (text === '' || !this.channel || this.channel.readyState !== 'open' || this.isTooFast ())
      return;
    this.channel.send (text);
    this.next = Infinity;
    $('line').value = '';
    this.typed ();
    this.show (null, text);
    toEnd ($('lines'));
  }

  isTooFast () {
    const now = performance.now ();
    const spent = Math.max (this.spent, now) + INTERVAL;
    const wait = spent - now - BURST * INTERVAL;

    if (wait <= 0) {
      this.spent = spent;
      return false;
    }
    $('chatHint').textContent = 'Too fast for the chat: one moment.';
    setTimeout (() => { if (!$('line').disabled) $('chatHint').textContent = ''; }, wait);
    return true;
  }

  take (data) {
    const end = data.indexOf ('\n');
    const who = data.slice (0, Math.max (end, 0)), text = data.slice (end + 1);

    if (this.isRepeated (who, text))
      return;
    this.show (who, text);
    this.noticed ();
  }

  /* After a reconnection: lines that stand here already, ours under our name */
  isRepeated (who, text) {
    for (let i = this.next; i < this.lines.length; i++) {
      const one = this.lines[i];

      if (one.text === text && (one.who === who || one.who === null && who !== '')) {
        this.next = i + 1;
        return true;
      }
    }
    this.next = Infinity;
    return false;
  }

  show (who, text) {
    const list = $('lines');
    const last = this.lines.at (-1);
    const item = element ('li', who === null ? 'mine' : who === '' ? 'stream' : '');

    if (!last || last.who !== who)
      item.append (element ('b', '', who === null ? 'You' : who || 'Stream'));
    item.append (element ('span', '', text));
    list.append (item);
    this.lines.push ({ who, text });
    if (this.lines.length > KEPT) {
      this.lines.shift ();
      list.firstElementChild.remove ();
    }
    $('noLines').hidden = true;
    if (this.atEnd)
      toEnd (list);
  }
}

function isAtEnd (list) {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 40;
}

function toEnd (list) {
  list.scrollTop = list.scrollHeight;
}
