/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* One file on its way, over a channel "file" of its own:
 *
 *   page                        sink
 *     | "SIZE\nNAME"             |
 *     |------------------------->|
 *     | "ok"  or  "no REASON"    |
 *     |<-------------------------|
 *     | SIZE bytes, in messages  |
 *     |------------------------->|
 *     | "done NAME"              |
 *     |<-------------------------|   and closes */

const BLOCK = 64 * 1024;      /* bytes a message */
const READ = 16 * BLOCK;      /* bytes read from the file at a time */
const FULL = 16 * BLOCK;      /* bytes in the channel's queue that are enough */
const LOW = 4 * BLOCK;        /* and when to go on */
const VERDICT = 1000;         /* ms for a lost connection to show as one */

class Transfer {
  /* @changed: called with this after each change of state */
  constructor (file, changed) {
    this.file = file;
    this.name = file.name.replace (/[\u0000-\u001f\u007f]/g, '_');
    this.changed = changed;
    this.interruptions = 0;
    this.goOn = () => {};     /* there is room in the channel */
    this.wait ();
  }

  /* waiting, sending, sent, failed or cancelled */
  become (state, reason = '') {
    this.state = state;
    this.reason = reason;
    this.changed (this);
  }

  wait () {
    this.queued = 0;
    this.channel = null;
    this.become ('waiting');
  }

  get active () {
    return this.state === 'waiting' || this.state === 'sending';
  }

  /* Bytes that have left */
  get gone () {
    return this.channel ? Math.max (0, this.queued - this.channel.bufferedAmount) : this.queued;
  }

  /* Gives the channel, or null where there is none to be had */
  start (pc) {
    let channel = null;

    try {
      channel = pc.createDataChannel ('file');
    } catch (error) {
      this.become ('failed', error.message);
      return null;
    }
    this.channel = channel;
    this.began = performance.now ();
    channel.bufferedAmountLowThreshold = LOW;
    channel.onopen = () => channel.send (`${this.file.size}\n${this.name}`);
    channel.onbufferedamountlow = () => this.goOn ();
    channel.onmessage = ({ data }) => this.answer (channel, String (data));
    channel.onclose = () => setTimeout (() => {
      if (this.channel === channel)
        this.end ('failed', 'The stream has broken it off.');
    }, VERDICT);
    this.become ('sending');
    return channel;
  }

  answer (channel, text) {
    if (this.channel !== channel)
      return;
    if (text === 'ok')
      this.pump (channel).catch (() => this.channel === channel
        && this.end ('failed', 'The file cannot be read, or has changed.'));
    else if (text.startsWith ('no '))
      this.end ('failed', sentence (text.slice (3)));
    else if (text.startsWith ('done '))
      this.end ('sent', text.slice (5));
  }

  async pump (channel) {
    const { file } = this;

    for (let at = 0; at < file.size; at += READ) {
      const part = await file.slice (at, at + READ).arrayBuffer ();

      for (let i = 0; i < part.byteLength; i += BLOCK) {
        if (channel.bufferedAmount > FULL)
          await new Promise ((resolve) => { this.goOn = resolve; });
        if (this.channel !== channel || channel.readyState !== 'open')
          return;
        channel.send (new Uint8Array (part, i, Math.min (BLOCK, part.byteLength - i)));
        this.queued = Math.min (at + i + BLOCK, file.size);
      }
    }
  }

  end (state, reason) {
    const { channel } = this;

    if (!this.active)
      return;
    if (state === 'sent')
      this.queued = this.file.size;
    this.channel = null;
    if (channel)
      channel.close ();
    this.become (state, reason);
  }

  /* What the channel has taken goes out, even if it is closed */
  get cancellable () {
    return this.state === 'waiting' || this.state === 'sending' && this.queued < this.file.size;
  }

  cancel () {
    if (this.cancellable)
      this.end ('cancelled', '');
  }

  /* The connection has gone: from the start with the next one, three times */
  interrupt () {
    if (this.state !== 'sending')
      return;
    this.channel = null;
    if (++this.interruptions > 3)
      this.become ('failed', 'The connection was lost again and again.');
    else
      this.wait ();
  }
}

function sentence (text) {
  return `${text.charAt (0).toUpperCase ()}${text.slice (1)}${/[.!?]$/.test (text) ? '' : '.'}`;
}
