/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files for the stream: dropped anywhere on the page, or chosen.  Each has a
 * row with what becomes of it. */

const AT_ONCE = 4;            /* channels, those that are closing among them; the others wait */

class Drop {
  /* @opened: called when there is something to see */
  constructor (opened) {
    this.opened = opened;
    this.rows = new Map ();   /* Transfer: its row */
    this.channels = new Set ();
    this.pc = null;
    this.limit = 0;
    this.depth = 0;           /* of the elements that a drag has entered */
    $('pick').onclick = () => $('picked').click ();
    $('picked').onchange = () => {
      this.add ([...$('picked').files]);
      $('picked').value = '';
    };
    for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'])
      document.addEventListener (name, (e) => this.dragged (e));
    window.addEventListener ('beforeunload', (e) => {
      if (this.limit > 0 && this.transfers.some ((t) => t.active))
        e.preventDefault ();
    });
    setInterval (() => this.sending.forEach ((t) => this.draw (t)), 250);
  }

  get transfers () {
    return [...this.rows.keys ()];
  }

  get sending () {
    return this.transfers.filter ((t) => t.state === 'sending');
  }

  /* The offer must have a section for channels, and there is none yet: one that
   * both sides would have to know of makes it, without a byte on the wire */
  attach (pc, limit) {
    const section = pc.createDataChannel ('', { negotiated: true, id: 0 });

    this.limit = limit;
    section.onopen = () => {
      this.pc = pc;
      this.next ();
    };
    $('filesHint').textContent = `Drop files anywhere on the page, up to ${bytes (limit)} each.`;
    $('dropText').textContent = `Up to ${bytes (limit)} each`;
  }

  detach () {
    this.pc = null;
    this.channels.clear ();
    for (const transfer of this.transfers)
      transfer.interrupt ();
  }

  /* @folders: those among the files */
  add (files, folders = []) {
    for (const file of files) {
      const transfer = new Transfer (file, (t) => this.changed (t));

      this.rows.set (transfer, this.makeRow (transfer));
      if (folders.includes (file.name))
        transfer.become ('failed', 'It is a folder: drop the files in it.');
      else if (file.size > this.limit)
        transfer.become ('failed', `Too large: it has ${bytes (file.size)}, `
          + `the stream takes ${bytes (this.limit)}.`);
      else
        this.draw (transfer);
    }
    this.opened ();
    toEnd ($('transfers'));
    this.next ();
  }

  next () {
    while (this.pc && this.channels.size < AT_ONCE) {
      const waiting = this.transfers.find ((t) => t.state === 'waiting');

      if (!waiting)
        break;
      const channel = waiting.start (this.pc);

      if (!channel)
        continue;
      this.channels.add (channel);
      channel.addEventListener ('close', () => {
        this.channels.delete (channel);
        this.next ();
      });
    }
  }

  changed (transfer) {
    const { state, name, reason } = transfer;

    if (!this.rows.has (transfer))      /* being made */
      return;
    this.draw (transfer);
    if (state === 'sent')
      $('filesSaid').textContent = `${name} has been sent.`;
    else if (state === 'failed')
      $('filesSaid').textContent = `${name} was not sent. ${reason}`;
  }

  /* ---- a row ---- */

  makeRow (transfer) {
    const row = element ('li');
    const name = element ('span', 'name', transfer.name);
    const cancel = element ('button', 'small', '×');
    const progress = element ('progress');

    name.title = transfer.name;
    progress.max = transfer.file.size || 1;
    progress.value = 0;
    progress.setAttribute ('aria-label', transfer.name);
    cancel.type = 'button';
    cancel.onclick = () => this.dismiss (transfer);
    row.append (name, cancel, progress, element ('small'));
    $('transfers').append (row);
    return row;
  }

  /* Cancels what is on its way, takes away what has ended */
  dismiss (transfer) {
    if (transfer.active)
      return transfer.cancel ();
    const row = this.rows.get (transfer);
    const near = row.nextElementSibling || row.previousElementSibling;

    (near ? near.querySelector ('button') : $('pick')).focus ();
    row.remove ();
    this.rows.delete (transfer);
  }

  draw (transfer) {
    const row = this.rows.get (transfer);
    const [, button, progress, status] = row.children;
    const what = transfer.active ? 'Cancel' : 'Remove';

    row.className = transfer.state;
    button.title = what;
    button.disabled = transfer.active && !transfer.cancellable;
    button.setAttribute ('aria-label', `${what} ${transfer.name}`);
    progress.value = transfer.file.size ? transfer.gone : Number (transfer.state === 'sent');
    progress.hidden = transfer.state !== 'waiting' && transfer.state !== 'sending';
    status.textContent = this.status (transfer);
  }

  status (transfer) {
    const { state, reason, name, file: { size } } = transfer;

    if (state === 'waiting')
      return this.pc ? `${bytes (size)} · waits for its turn` : `${bytes (size)} · waits for the connection`;
    if (state === 'sent')
      return reason !== name ? `${bytes (size)} · sent, stored as ${reason}` : `${bytes (size)} · sent`;
    if (state === 'sending') {
      const speed = transfer.gone / (performance.now () - transfer.began) * 1000;

      return transfer.gone >= size ? `${bytes (size)} · being stored`
        : `${bytes (transfer.gone)} of ${bytes (size)} · ${bytes (speed)}/s`;
    }
    return reason || 'Cancelled';
  }

  /* ---- drag and drop ---- */

  dragged (e) {
    if (this.limit === 0 || !e.dataTransfer || !e.dataTransfer.types.includes ('Files'))
      return;
    e.preventDefault ();
    e.dataTransfer.dropEffect = 'copy';
    if (e.type === 'dragenter')
      this.depth++;
    else if (e.type === 'dragleave')
      this.depth--;
    else if (e.type === 'drop')
      this.depth = 0;
    $('dropHere').hidden = this.depth <= 0;
    if (e.type === 'drop')
      this.add ([...e.dataTransfer.files], folders (e.dataTransfer));
  }
}

/* A folder comes as a file that cannot be read; its entry says so */
function folders (data) {
  return [...data.items].map ((item) => item.webkitGetAsEntry?.())
    .filter ((entry) => entry && entry.isDirectory).map ((entry) => entry.name);
}
