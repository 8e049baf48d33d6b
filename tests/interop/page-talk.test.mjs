// SPDX-License-Identifier: LGPL-2.1-or-later
// Chat, files and remote control of the served page: Chromium and Firefox
// against an application with an rtcsink.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openChromium, openFirefox } from './lib/browser.mjs';
import { connected } from './lib/judge.mjs';
import { picture, startSink } from './lib/sink.mjs';
import { startTalk } from './lib/talk.mjs';
import { until } from './lib/wait.mjs';

// What stands on the page, as its reader sees it; of what has parts, those
const shown = (page, selector) => page.evaluate(s => {
  const visible = list => [...list].filter(e => e.checkVisibility());
  return visible(document.querySelectorAll(s)).map(e =>
    visible(e.children).map(part => part.textContent).join(' ') ||
    e.textContent);
}, selector);

// A line of the chat is "WHO TEXT", or "TEXT" under another of the same
const says = (page, what) => until(`the page says ${what}`, async () =>
  (await shown(page, '#lines li')).includes(what));

// In a small window the chat is closed at first
const writable = page => until('one may write', () => page.evaluate(() => {
  const button = document.querySelector('#chatButton');
  if (button.checkVisibility() && button.ariaExpanded === 'false')
    button.click();
  const line = document.querySelector('#line');
  return line.checkVisibility() && !line.disabled;
}));

const write = (page, text) => page.evaluate(what => {
  document.querySelector('#line').value = what;
  document.querySelector('#compose').requestSubmit();
}, text);

// What is in a file of so many bytes
function content({ size, seed }) {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++)
    bytes[i] = seed ^ i ^ i >> 8;
  return bytes;
}

const hash = bytes => createHash('sha256').update(bytes).digest('hex');

// Files as they are dropped on the page; times: their content, over and over
const drop = (page, files) => page.evaluate(`{
  ${content}
  const dataTransfer = new DataTransfer();
  for (const file of ${JSON.stringify(files)})
    dataTransfer.items.add(new File(Array(file.times ?? 1)
      .fill(new Blob([content(file)])), file.name));
  for (const type of ['dragenter', 'drop'])
    document.body.dispatchEvent(new DragEvent(type,
      { dataTransfer, bubbles: true }));
}`);

const row = (page, what) => until(`a row says ${what}`, async () =>
  (await shown(page, '#transfers li')).some(text => what.test(text)));

async function chat(browser, talk) {
  const first = await browser.openPage(talk.url);
  const second = await browser.openPage(talk.url);
  await Promise.all([writable(first), writable(second)]);
  await write(first, 'Grüße,\nin two lines');
  await says(first, 'You Grüße,\nin two lines');
  await says(second, 'viewer 1 Grüße,\nin two lines');
  await until('the application reads', () =>
    talk.lines('chat')[0] === 'Grüße,');
  await write(second, '<b>not bold</b>');
  await says(first, 'viewer 2 <b>not bold</b>');
  talk.type('Hello from here');
  await says(first, 'Stream Hello from here');
  await says(second, 'Stream Hello from here');
  // Who comes later is told what there was
  const third = await browser.openPage(talk.url);
  await writable(third);
  await says(third, 'viewer 2 <b>not bold</b>');
  await says(third, 'Stream Hello from here');
  // What would be too much for the sink is not lost
  await third.evaluate(() => {
    for (let i = 0; i < 12; i++) {
      document.querySelector('#line').value = `third ${i}`;
      document.querySelector('#compose').requestSubmit();
    }
  });
  const sent = (await shown(third, '#lines .mine')).length;
  assert.ok(sent >= 9 && sent < 12, `${sent} lines were sent`);
  assert.equal(await third.evaluate(() =>
    document.querySelector('#line').value), 'third 11');
  await until('what was sent', () =>
    talk.lines('chat').filter(line => line.startsWith('third')).length === sent);
  await Promise.all([second.close(), third.close()]);
  return first;
}

async function files(page, talk, folder) {
  const good = [
    ...Array.from({ length: 6 }, (_, i) =>
      ({ name: `part ${i}.bin`, size: 100000 * i, seed: i })),
    { name: 'large.bin', size: 5000001, seed: 99 },
  ];
  await drop(page, [...good, { name: 'huge.bin', size: 6000000, seed: 1 }]);
  await row(page, /^huge\.bin × Too large: it has 6 MB, the stream takes 5.5 MB\.$/);
  for (const file of good) {
    await row(page, new RegExp(`^${file.name} × .* · sent$`));
    assert.equal(hash(readFileSync(join(folder, file.name))),
      hash(content(file)), file.name);
  }
  assert.equal(talk.lines('file').length, good.length);
  // The sink has the last word on the size, and a reason
  await page.evaluate('side.drop.limit = 1e9');
  await drop(page, [{ name: 'huge.bin', size: 6000000, seed: 1 }]);
  await row(page, /^huge\.bin × It is larger than 5500000 bytes\.$/);
  // The name is taken
  await drop(page, [{ name: 'part 1.bin', size: 10, seed: 7 }]);
  await row(page, /^part 1\.bin × 10 bytes · sent, stored as part 1 \(2\)\.bin$/);
  assert.equal(readdirSync(folder).length, good.length + 1);
}

// One event after the other, named as GstNavigation names them; x and y are
// those of the picture, in the middle half of which the mouse stays
async function control(page, talk, { wheel }) {
  const seen = () => talk.lines('navigation').map(line =>
    Object.fromEntries([...line.matchAll(/([\w-]+)=\([^)]*\)("[^"]*"|[^,;]*)/g)]
      .map(([, name, value]) => [name, value.replace(/"/g, '')])));
  const event = async (what, expected) => {
    await until(`${what} ${JSON.stringify(expected)} at the source`, () =>
      seen().some(one => one.event === what && Object.entries(expected)
        .every(([name, value]) => typeof value === 'number'
          ? Math.abs(Number(one[name]) - value) < 1.5
          : value === one[name])));
  };
  const box = await page.evaluate(() => {
    const { left, top, width, height } = document.querySelector('video')
      .getBoundingClientRect();
    return { left, top, width, height };
  });
  // The picture is in the middle of its element, 320 by 240
  const scale = Math.min(box.width / 320, box.height / 240);
  const at = (x, y) => [box.left + box.width / 2 + (x - 160) * scale,
    box.top + box.height / 2 + (y - 120) * scale];

  await page.mouse.move(...at(100, 60));
  await event('mouse-move', { pointer_x: 100, pointer_y: 60 });
  await page.mouse.down();
  await event('mouse-button-press', { button: '1', pointer_x: 100 });
  await page.mouse.move(...at(200, 120));
  await page.mouse.up();
  await event('mouse-button-release', { pointer_x: 200, pointer_y: 120 });
  await wheel(page, 120);
  await event('mouse-scroll', { pointer_x: 200, delta_pointer_y: -120 });
  for (const [key, name] of [['a', 'a'], ['Escape', 'Escape'],
    ['ArrowLeft', 'Left'], ['Tab', 'Tab'], [' ', 'space']]) {
    await page.keyboard.press(key);
    await event('key-press', { key: name });
    await event('key-release', { key: name });
  }
  await page.keyboard.down('Shift');
  await event('key-press', { key: 'Shift_L' });
  await page.keyboard.press('A');
  await event('key-press', { key: 'A', 
    state: 'GST_NAVIGATION_MODIFIER_SHIFT_MASK' });
  await page.keyboard.up('Shift');
  await event('key-release', { key: 'Shift_L' });
  assert.deepEqual(await page.evaluate(() => [['ä'], ['€'], ['#'], ['F5'],
    ['😀'], ['Enter', 3], ['Alt', 2], ['Dead']].map(([key, location = 0]) =>
    keysym({ key, location }))), ['adiaeresis', 'U20AC', 'numbersign', 'F5',
    'U1F600', 'KP_Enter', 'Alt_R', null]);
  // What is held is let go with the focus
  await page.keyboard.down('b');
  await event('key-press', { key: 'b' });
  await page.evaluate(() => document.querySelector('#line').focus());
  await event('key-release', { key: 'b' });
  await page.keyboard.up('b');
  const before = seen().length;
  await page.keyboard.press('c');
  await page.mouse.move(...at(160, 120));
  await event('mouse-move', { pointer_x: 160, pointer_y: 120 });
  assert.equal(seen().slice(before).filter(one => one.key).length, 0);
  // With touches, a page of its own may send what a finger does
  await page.evaluate(([x, y]) => {
    const tiles = document.querySelector('#tiles');
    tiles.setPointerCapture = () => {};
    for (const type of ['pointerdown', 'pointerup'])
      tiles.dispatchEvent(new PointerEvent(type, { pointerId: 77,
        pointerType: 'touch', clientX: x, clientY: y, pressure: 0.5,
        bubbles: true, cancelable: true }));
    delete tiles.setPointerCapture;
  }, at(40, 200));
  await event('touch-down', { pointer_x: 40, pointer_y: 200, identifier: '0' });
  await event('touch-up', { pointer_x: 40, identifier: '0' });
}


for (const [open, wheel] of [
  [openChromium, (page, y) => page.mouse.wheel(0, y)],
  [openFirefox, (page, y) => page.mouse.wheel({ deltaY: y })],
]) {
  test(`${open.name.slice(4)} talks to the application`, async t => {
    const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
    t.after(() => rmSync(folder, { recursive: true }));
    const talk = await startTalk(t, ['port=0', 'enable-chat=true',
      `drop-directory=${folder}`, 'max-drop-size=5500000',
      'enable-control-data-channel=true']);
    const browser = await open(t);
    const page = await chat(browser, talk);
    await files(page, talk, folder);
    await page.click('#control');
    await control(page, talk, { wheel });
    assert.deepEqual(browser.log.filter(line => line.startsWith('error')), []);
  });
}

test('the chat comes back with the stream', async t => {
  const settings = ['enable-chat=true'];
  const talk = await startTalk(t, ['port=0', ...settings]);
  const browser = await openChromium(t);
  const page = await browser.openPage(talk.url);
  await writable(page);
  await write(page, 'Before');
  await page.fill('#line', 'half a');
  await page.focus('#line');
  talk.stop();
  await until('the box is shut', async () =>
    (await shown(page, '#chatHint')).some(hint => /^Not connected/.test(hint)));
  const again = await startTalk(t, [
    `port=${new URL(talk.url).port}`, ...settings]);
  again.type('Here again');
  await writable(page);
  await page.keyboard.type(' line');
  await page.keyboard.press('Enter');
  await until('the line', () => again.lines('chat').includes('half a line'));
  await says(page, 'Stream Here again');
  await says(page, 'You Before');
});

test('a file on its way is cancelled, or starts again with the stream', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'gst-rtc-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const settings = [`drop-directory=${folder}`];
  const talk = await startTalk(t, ['port=0', ...settings]);
  const browser = await openChromium(t);
  const page = await browser.openPage(talk.url);
  const file = { name: 'long.bin', size: 20000000, seed: 5 };
  await until('there is a button', async () =>
    (await shown(page, '#filesButton')).length === 1);
  await drop(page, [{ ...file, times: 40 }]);
  await row(page, / of 800 MB/);
  await page.click('#transfers button');
  await row(page, /^long\.bin × Cancelled$/);
  await until('nothing of it is left', () => readdirSync(folder).length === 0);
  await drop(page, [file]);
  await row(page, / of 20 MB/);
  talk.stop();
  await row(page, /waits for the connection/);
  await startTalk(t, [`port=${new URL(talk.url).port}`, ...settings]);
  await row(page, /^long\.bin × 20 MB · sent$/);
  assert.equal(hash(readFileSync(join(folder, file.name))),
    hash(content(file)));
});

test('all of it is off by default', async t => {
  const sink = await startSink(t, `${picture()} ! rtcsink port=0`);
  const browser = await openChromium(t);
  const page = await browser.openPage(sink.url);
  await connected(page);
  assert.doesNotMatch(await page.evaluate(() =>
    window.gstRtc.pc.localDescription.sdp), /m=application/);
  assert.deepEqual(await shown(page,
    '#side, #control, #chatButton, #filesButton'), []);
});
