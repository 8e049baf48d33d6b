// SPDX-License-Identifier: LGPL-2.1-or-later
// The programs of tests/examples, each with Chromium for its other side: the
// page shows and hears them, they show and hear the page.  With
// GST_RTC_SHOTS=FOLDER it leaves what both sides have seen there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openChromium } from './lib/browser.mjs';
import { pictureMoves, soundPlays } from './lib/judge.mjs';
import { build, environment } from './lib/sink.mjs';
import { until } from './lib/wait.mjs';

// Received pictures and screenshots
const shots = process.env.GST_RTC_SHOTS
  ?? mkdtempSync(join(tmpdir(), 'gst-rtc-'));
after(() => process.env.GST_RTC_SHOTS || rmSync(shots, { recursive: true }));

const examples = fileURLToPath(new URL('../examples', import.meta.url));

function start(t, command, args) {
  const child = spawn(command, args, {
    env: { ...environment, LC_ALL: 'C.UTF-8' } });
  const example = { output: '' };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => { example.output += data; });
  t.after(() => child.kill('SIGKILL'));
  example.type = line => child.stdin.write(`${line}\n`);
  example.url = () => until('the URL', () =>
    example.output.match(/http:\/\/\S+/)?.[0]);
  return example;
}

for (const [name, command] of [
  ['C', `${build}/tests/examples/sendrecv`],
  ['Python', `${examples}/sendrecv.py`],
]) {
  test(`sendrecv in ${name}`, async t => {
    // A picture a second, by name in place of a window
    const pictures = n => join(shots, `received-${n}.png`);
    const example = start(t, command, ['0', `videorate !
      video/x-raw,framerate=1/1 ! pngenc !
      multifilesink location=${pictures('%d')}`, 'fakesink sync=true']);
    const browser = await openChromium(t);
    const page = await browser.openPage(await example.url());
    await page.evaluate('window.gstRtc = { pc }');
    const seen = await pictureMoves(page);
    assert.equal(seen.videoCodec, 'video/VP8');
    await soundPlays(page);
    await page.screenshot({ path: join(shots, `sendrecv-${name}.png`) });
    assert.match(example.output, /receiving audio/);
    const [early, late] = await until('three received pictures', () =>
      [1, 3].map(n => readFileSync(pictures(n))));
    assert.ok(early.length > 500 && !early.equals(late), 'a picture that moves');
    assert.doesNotMatch(example.output, /CRITICAL|WARNING|Traceback/);
  });
}

for (const [name, command] of [
  ['C', `${build}/tests/examples/datachannel`],
  ['Python', `${examples}/datachannel.py`],
]) {
  test(`datachannel in ${name}`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const example = start(t, command, ['0', folder]);
    const browser = await openChromium(t);
    const page = await browser.openPage(await example.url());
    const says = (selector, text) => page.locator(selector)
      .filter({ hasText: text }).first().waitFor({ timeout: 15000 });
    await page.fill('#line', 'Grüße');
    await page.press('#line', 'Enter');
    await until('the line', () => example.output.includes('browser: Grüße'));
    example.type('And the same to you');
    await says('#lines', 'application: And the same to you');

    const content = randomBytes(5000001);
    const files = [{ name: 'large', buffer: content },
      { name: 'empty', buffer: Buffer.alloc(0) }];
    await page.setInputFiles('#files', files.map(file =>
      ({ mimeType: 'application/octet-stream', ...file })));
    for (const { name, buffer } of files) {
      await says('li', `✓ to the application: ${name}`);
      assert.ok(readFileSync(join(folder, name)).equals(buffer), name);
    }
    assert.match(example.output, /received large \d+ %/);
    // What is there stays as it is
    await page.setInputFiles('#files', { name: 'empty', buffer: content,
      mimeType: 'application/octet-stream' });
    await says('li', /exists to the application: empty/);
    assert.equal(readFileSync(join(folder, 'empty')).length, 0);

    writeFileSync(join(folder, 'back'), content);
    example.type(`/send ${join(folder, 'back')}`);
    await says('li', '✓ from the application: back');
    const received = await page.evaluate(async () => btoa(Array.from(
      new Uint8Array(await (await fetch(
        document.querySelector('a').href)).arrayBuffer()),
      byte => String.fromCharCode(byte)).join('')));
    assert.equal(received, content.toString('base64'));
    assert.match(example.output, /sent back \d+ %/);
    await page.screenshot({ path: join(shots, `datachannel-${name}.png`) });
    await page.close();
    assert.deepEqual(browser.log.filter(line => line.startsWith('error')), []);
    assert.doesNotMatch(example.output, /CRITICAL|WARNING|Traceback/);
  });
}

for (const role of ['polite', 'impolite']) {
  test(`perfect negotiation, the GStreamer side is ${role}`, async t => {
    const example = start(t, `${examples}/perfect-negotiation.py`, ['0', role]);
    const browser = await openChromium(t);
    const page = await browser.openPage(await example.url());
    await until('the first track', () =>
      page.evaluate('pc.signalingState === "stable" && pc.getReceivers().length'));
    const times = 4;
    for (let i = 0; i < times; i++) {
      await page.click('#both');
      await page.waitForTimeout(i * 20);
    }
    await until('all tracks, both ways', async () => {
      const decoded = await page.evaluate(async () =>
        [...(await pc.getStats()).values()].filter(stats =>
          stats.type === 'inbound-rtp' && stats.framesDecoded > 5).length);
      const received = example.output.match(/receiving src_/g)?.length;
      return decoded === times + 1 && received === times;
    });
    assert.equal(await page.evaluate('pc.signalingState'), 'stable');
    await page.screenshot({ path: join(shots, `perfect-${role}.png`) });
    assert.deepEqual(browser.log.filter(line => line.startsWith('error')), []);
    assert.doesNotMatch(example.output, /CRITICAL|WARNING|Traceback/);
  });
}

test('the call in README.md', async t => {
  const text = readFileSync(`${examples}/../../README.md`, 'utf8');
  const [, code] = text.match(/```python\n(.*?)```/s);
  const pictures = n => join(shots, `readme-${n}.png`);
  const call = start(t, '/usr/bin/python3', ['-c', code.replace('autovideosink',
    `pngenc ! multifilesink location=${pictures('%d')}`)]);
  await until('thirty pictures', () => readFileSync(pictures(30)));
  assert.doesNotMatch(call.output, /CRITICAL|WARNING|Traceback/);
});

test('what docs/perfect-negotiation.md shows is what is tested', () => {
  const text = readFileSync(`${examples}/../../docs/perfect-negotiation.md`,
    'utf8');
  for (const [kind, file] of [['python', 'py'], ['js', 'html']]) {
    const [, code] = text.match(new RegExp('```' + kind + '\n(.*?)```', 's'));
    const source = readFileSync(`${examples}/perfect-negotiation.${file}`,
      'utf8');
    assert.ok(source.includes(code), `${kind} is not as in the ${file} file`);
  }
});
