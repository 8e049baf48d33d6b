// SPDX-License-Identifier: LGPL-2.1-or-later
// Debian's own browsers without a screen.  Chromium is driven by playwright,
// Firefox, for which playwright wants a patched one, by puppeteer over
// WebDriver BiDi.  Both give pages with goto, evaluate, click, reload, close.
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';

const chromiumArguments = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--autoplay-policy=no-user-gesture-required',
  '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
  // Pages in the back are viewers too
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

const firefoxPreferences = {
  'media.autoplay.default': 0,
  'media.autoplay.blocking_policy': 0,
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  // No plugin download, no telemetry, no updates: no outside host
  'media.gmp-manager.updateEnabled': false,
  'media.gmp-manager.url': 'data:text/plain,',
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.auto': false,
};

function watchConsole(page, log) {
  page.on('console', message =>
    log.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', error => log.push(`error: ${error.message ?? error}`));
}

// t: the test, at whose end the browser is closed.  openPage () makes tabs;
// kill () is a SIGKILL to the browser and all of its processes.
export async function openChromium(t, { executablePath } = {}) {
  const server = await chromium.launchServer({
    executablePath: executablePath ?? '/usr/bin/chromium',
    headless: true,
    args: chromiumArguments,
  });
  t.after(() => server.kill());
  const browser = await chromium.connect(server.wsEndpoint());
  const context = await browser.newContext();
  const log = [];
  return {
    name: 'chromium',
    log,
    async openPage(url) {
      const page = await context.newPage();
      watchConsole(page, log);
      await page.goto(url);
      return page;
    },
    kill: () => server.kill(),
  };
}

// preferences: more of them
export async function openFirefox(t, { preferences = {} } = {}) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: '/usr/bin/firefox-esr',
    headless: true,
    extraPrefsFirefox: { ...firefoxPreferences, ...preferences },
  });
  t.after(() => browser.close());
  const log = [];
  return {
    name: 'firefox',
    log,
    async openPage(url) {
      const page = await browser.newPage();
      watchConsole(page, log);
      await page.goto(url);
      return page;
    },
    kill: () => browser.process().kill('SIGKILL'),
  };
}
