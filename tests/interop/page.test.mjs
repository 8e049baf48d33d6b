// SPDX-License-Identifier: LGPL-2.1-or-later
// What the served page says and does, in each of its states.  With
// GST_RTC_SHOTS=FOLDER it leaves a screenshot of each there.
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { openChromium } from './lib/browser.mjs';
import { connected, pictureMoves } from './lib/judge.mjs';
import { picture, startSink, tone } from './lib/sink.mjs';
import { until } from './lib/wait.mjs';

async function shot(page, name) {
  if (process.env.GST_RTC_SHOTS)
    await page.screenshot({
      path: join(process.env.GST_RTC_SHOTS, `${name}.png`) });
}

const seen = (page, selector, text) =>
  page.locator(selector).filter({ visible: true, hasText: text });

// Until an element can be seen, and says what it should
const says = (...what) => seen(...what).waitFor({ timeout: 15000 });

async function plays(page) {
  await pictureMoves(page, { seconds: 1, changes: 1 });
  await says(page, '#badge', /^Live/);
  assert.equal(await seen(page, '.card').count(), 0, 'only the picture');
}

async function freePort() {
  const server = createServer();
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise(resolve => server.close(resolve));
  return port;
}

test('the page', async t => {
  const browser = await openChromium(t);

  await t.test('asks for the token until it is right', async t => {
    const sink = await startSink(t,
      `${picture()} ! rtcsink port=0 token=sesame`);
    const page = await browser.openPage(sink.url);
    const enter = async token => {
      await page.fill('#token', token);
      await page.press('#token', 'Enter');
    };
    await says(page, '#login', 'needs a token');
    await says(page, '#badge', 'Token needed');
    await shot(page, 'token');
    await enter('simsim');
    await says(page, '#loginText.bad', 'The token is wrong.');
    await shot(page, 'token-wrong');
    assert.equal(await page.evaluate(() => document.activeElement.id),
      'token');
    await enter('sesame');
    await plays(page);
    // In this tab it is not asked for again
    await page.reload();
    await plays(page);
    await page.close();
  });

  await t.test('waits for a place where max-viewers are there', async t => {
    const sink = await startSink(t,
      `${picture()} ! rtcsink port=0 max-viewers=1`);
    const first = await browser.openPage(sink.url);
    await connected(first);
    const second = await browser.openPage(sink.url);
    await says(second, '#title', 'The stream is busy');
    await says(second, '#badge', 'Waiting');
    await second.click('#more summary');
    await says(second, '#moreText', 'max-viewers');
    await says(second, '#next', /Next try in \d+ s/);
    await shot(second, 'busy');
    await first.goto('about:blank');
    await plays(second);
    await Promise.all([first.close(), second.close()]);
  });

  await t.test('says why there is no common codec', async t => {
    const sink = await startSink(t,
      `${picture()} ! x264enc tune=zerolatency ! rtcsink port=0`);
    const page = await browser.openPage('about:blank');
    // A browser without H.264
    await page.route('**/whep/*', (route, request) => route.continue({
      postData: request.postData()?.replaceAll('H264/', 'other/') }));
    await page.goto(sink.url);
    await says(page, '#title', 'Your browser cannot play this stream');
    await page.click('#more summary');
    await says(page, '#moreText', /H\.?264/);
    await shot(page, 'no-codec');
    await page.unroute('**/whep/*');
    await page.click('#retry');
    await plays(page);
    await page.close();
  });

  await t.test('plays again when an ended stream is back', async t => {
    const pipeline = port =>
      `${picture()} ! rtcsink name=s port=${port} ${tone} ! s.`;
    const sink = await startSink(t, pipeline(0));
    const page = await browser.openPage(sink.url);
    await plays(page);
    await shot(page, 'plays');
    await sink.stop();
    await says(page, '#title', 'The stream has ended');
    await seen(page, '#tiles canvas').waitFor();
    await shot(page, 'ended');
    await startSink(t, pipeline(new URL(sink.url).port));
    await plays(page);
    await page.close();
  });

  await t.test('says that there is no stream yet', async t => {
    const sink = await startSink(t, `${picture()} ! rtcsink port=0`);
    const page = await browser.openPage(`${sink.url}?stream=roof`);
    await says(page, '#title', 'Waiting for the stream');
    await says(page, '#detail', 'roof');
    await shot(page, 'waiting');
    await page.close();
  });

  await t.test('shows two pictures in two tiles', async t => {
    const sink = await startSink(t, `${picture()} ! rtcsink name=s port=0
      ${picture(160, 120)} ! s.`);
    const page = await browser.openPage(sink.url);
    await plays(page);
    const tiles = () => page.$$eval('#tiles video', videos => videos.map(v => ({
      width: v.videoWidth, frames: v.getVideoPlaybackQuality().totalVideoFrames,
      left: v.getBoundingClientRect().left,
      right: v.getBoundingClientRect().right })));
    const before = await until('both have a picture', async () => {
      const now = await tiles();
      return now.every(v => v.frames > 0) && now;
    });
    assert.deepEqual(before.map(v => v.width).sort(), [160, 320]);
    assert.ok(before[0].right <= before[1].left, 'side by side');
    await until('both move', async () =>
      (await tiles()).every((v, i) => v.frames > before[i].frames));
    await shot(page, 'two-pictures');
    await page.close();
  });

  await t.test('lists two streams and plays the one chosen', async t => {
    const port = await freePort();
    const sink = await startSink(t, `${picture()} ! rtcsink stream-id=door
      port=${port} ${picture(160, 120)} ! rtcsink name=s stream-id=roof
      port=${port} ${tone} ! s.`);
    const page = await browser.openPage(new URL('/', sink.url).href);
    await says(page, '#list a >> nth=0', 'doorpicture · 0 watching');
    await says(page, '#list a >> nth=1', 'roofpicture + sound · 0 watching');
    await says(page, '#badge', '2 streams');
    await shot(page, 'two-streams');
    await page.click('#list a >> nth=1');
    await plays(page);
    await says(page, '#badge', 'Live · roof');
    assert.equal((await connected(page)).width, 160);
    await page.click('#back');
    await says(page, '#streams', 'Choose a stream');
    await page.close();
  });

  await t.test('asks the STUN server that the sink names', async t => {
    const sink = await startSink(t, `${picture()} ! rtcsink port=0
      turn-server=turn://user:pass@127.0.0.1:9`);
    const page = await browser.openPage(sink.url);
    await plays(page);
    assert.deepEqual(await page.evaluate(() =>
      window.gstRtc.pc.getConfiguration().iceServers.map(s =>
        [s.urls, s.username, s.credential].flat().filter(Boolean))),
    [['stun:127.0.0.1:9']]);
    await page.close();
  });
});
