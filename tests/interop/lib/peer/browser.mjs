// SPDX-License-Identifier: LGPL-2.1-or-later
// Peer connections of a browser: a side each, all in one page (page.js)
import { readFileSync } from 'node:fs';
import { serve } from '../modules.mjs';
import { sleep } from '../wait.mjs';
import { W3cSide } from './side.mjs';

const script = name =>
  readFileSync(new URL(name, import.meta.url), 'utf8');

class PageSide extends W3cSide {
  constructor(page, name) {
    super(name);
    this.page = page;
  }

  do(command, args = {}) {
    return this.page.evaluate(
      ([name, what, given]) => window.peers.do(name, what, given),
      [this.name, command, args]);
  }

  add = (codec, direction, options) =>
    this.do('add', { codec, direction, ...options });
  adopt = (mline, codec, direction, options) =>
    this.do('adopt', { mline, codec, direction, ...options });
  received = () => this.do('received');
  reset = () => this.do('reset');
  transceivers = () => this.do('transceivers');
  setDirection = (mid, direction) =>
    this.do('setDirection', { mid, direction });
  stop = mid => this.do('stop', { mid });
  permit = () => this.do('permit');
}

// A page of an opened browser; side () makes a peer connection in it
export async function openPeers(t, browser) {
  const url = await serve(t, {
    '/': '<!DOCTYPE html><meta charset="utf-8"><title>peers</title>' +
      '<script type="module" src="page.js"></script>',
    '/page.js': script('page.js'),
    '/connection.js': script('connection.js'),
  });
  const page = await browser.openPage(url);
  const sides = new Map();
  let ended = false;
  t.after(() => { ended = true; });

  // One way for both browsers and no faster than needed
  (async () => {
    while (!ended) {
      try {
        for (const [name, event, value] of
          await page.evaluate(() => window.peers.take()))
          sides.get(name)?.on(event, value);
      } catch {
        return;               // the browser has gone
      }
      await sleep(20);
    }
  })();

  return {
    page,
    kill: () => browser.kill(),
    async side(name, configuration = {}) {
      const side = new PageSide(page, name);
      sides.set(name, side);
      await page.evaluate(([n, c]) => window.peers.make(n, c),
        [name, configuration]);
      return side;
    },
  };
}
