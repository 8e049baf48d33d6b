// SPDX-License-Identifier: LGPL-2.1-or-later
// The programs of tests/examples, each with Chromium for its other side: the
// page shows and hears them, they show and hear the page.  With
// GST_RTC_SHOTS=FOLDER it leaves what both sides have seen there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves, soundPlays } from './lib/judge.mjs';
import { build, environment } from './lib/sink.mjs';
import { until } from './lib/wait.mjs';

const examples = fileURLToPath(new URL('../examples', import.meta.url));

function start(t, command) {
  const shots = process.env.GST_RTC_SHOTS
    ?? mkdtempSync(join(tmpdir(), 'gst-rtc-'));
  // A picture a second, by name in place of a window
  const pictures = n => join(shots, `received-${n}.png`);
  const child = spawn(command, ['0',
    `videorate ! video/x-raw,framerate=1/1 ! pngenc ! multifilesink location=${
      pictures('%d')}`, 'fakesink sync=true'], { env: environment });
  const example = { shots, output: '', pictures };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => { example.output += data; });
  t.after(() => {
    child.kill('SIGKILL');
    if (!process.env.GST_RTC_SHOTS)
      rmSync(shots, { recursive: true });
  });
  return example;
}

for (const [name, command] of [
  ['C', `${build}/tests/examples/sendrecv`],
  ['Python', `${examples}/sendrecv.py`],
]) {
  test(`sendrecv in ${name}`, async t => {
    const example = start(t, command);
    const url = await until('the URL', () =>
      example.output.match(/http:\/\/\S+/)?.[0]);
    const browser = await openChromium(t);
    const page = await browser.openPage(url);
    await page.evaluate('window.gstRtc = { pc }');
    const seen = await pictureMoves(page);
    assert.equal(seen.videoCodec, 'video/VP8');
    await soundPlays(page);
    await page.screenshot({ path: join(example.shots, `sendrecv-${name}.png`) });
    assert.match(example.output, /receiving audio/);
    const [early, late] = await until('three received pictures', () =>
      [1, 3].map(n => readFileSync(example.pictures(n))));
    assert.ok(early.length > 500 && !early.equals(late), 'a picture that moves');
    assert.doesNotMatch(example.output, /CRITICAL|WARNING|Traceback/);
  });
}
