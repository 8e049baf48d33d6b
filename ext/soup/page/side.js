/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What a stream offers beside the picture: a column with chat and files, and
 * the button for remote control.  All of it is off unless /streams says so. */

const WIDE = '(min-width: 60rem) and (min-height: 26rem)';

class Side {
  constructor () {
    this.offers = { chat: false, files: 0, control: false };
    this.unread = 0;
    this.chat = new Chat (() => this.noticed ());
    this.drop = new Drop (() => this.open ('files', true));
    this.control = new Control (() => {
      this.draw ();
      showButtons ();
    });
    for (const panel of ['chat', 'files']) {
      $(`${panel}Button`).onclick = () => this.toggle (panel);
      $(panel).querySelector ('.close').onclick = () => {
        this.open (panel, false);
        $(`${panel}Button`).focus ();
      };
    }
  }

  /* Before the offer of a session: channels of their own ask for a section */
  attach (pc, { chat = false, files = 0, control = false }) {
    if (chat)
      this.chat.attach (pc);
    if (files > 0)
      this.drop.attach (pc, files);
    if (control)
      this.control.attach (pc);
  }

  detach () {
    this.chat.detach ();
    this.drop.detach ();
    this.control.detach ();
  }

  /* A session plays */
  show ({ chat = false, files = 0, control = false }) {
    const first = chat && !this.offers.chat;

    this.offers = { chat, files, control };
    this.drop.limit = files;
    if (first && matchMedia (WIDE).matches)
      this.open ('chat', true);
    this.draw ();
  }

  isOpen (panel) {
    return $(`${panel}Button`).ariaExpanded === 'true';
  }

  /* By hand, so that one may write at once */
  toggle (panel) {
    const open = !this.isOpen (panel);

    if (!this.offers[panel])
      return;
    this.open (panel, open);
    if (open)
      $(panel === 'chat' ? 'line' : 'pick').focus ();
  }

  open (panel, open) {
    $(`${panel}Button`).setAttribute ('aria-expanded', String (open));
    this.draw ();
  }

  noticed () {
    if (!this.isOpen ('chat') || document.hidden)
      this.unread++;
    this.draw ();
  }

  draw () {
    for (const panel of ['chat', 'files']) {
      $(`${panel}Button`).hidden = !this.offers[panel];
      $(panel).hidden = !this.offers[panel] || !this.isOpen (panel);
    }
    $('side').hidden = $('chat').hidden && $('files').hidden;
    $('control').hidden = !this.offers.control || !this.control.channel;
    $('controlHint').hidden = $('control').hidden || !this.control.on;
    if (!$('chat').hidden && !document.hidden)
      this.unread = 0;
    $('unread').textContent = this.unread > 99 ? '99+' : String (this.unread);
    $('unread').hidden = this.unread === 0;
    $('chatButton').ariaLabel = this.unread > 0 ? `Chat, ${this.unread} new` : 'Chat';
  }
}
