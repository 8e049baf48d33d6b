// SPDX-License-Identifier: LGPL-2.1-or-later
// The judge of the other tests: right about good pages, and about bad ones.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openChromium, openFirefox } from './lib/browser.mjs';
import { pictureMoves, soundPlays } from './lib/judge.mjs';
import { serve } from './lib/modules.mjs';

const loopback = readFileSync(new URL('lib/loopback.html', import.meta.url));

for (const open of [openChromium, openFirefox]) {
  const name = open.name.replace('open', '');
  test(`the judge sees and hears in ${name}`, async t => {
    const url = await serve(t, { '/': loopback });
    const browser = await open(t);
    const good = await browser.openPage(`${url}/`);
    await pictureMoves(good);
    await soundPlays(good);
    const bad = await browser.openPage(`${url}/?still&silent`);
    await assert.rejects(pictureMoves(bad), /no frame|the canvas changed/);
    await assert.rejects(soundPlays(bad), /not within|silence/);
  });
}
