// SPDX-License-Identifier: LGPL-2.1-or-later
// A process that is moved by one JSON object a line: requests in, answers and
// events out (driver.py).  Ends with its stdin.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { until } from '../wait.mjs';

// sides: name to Side, for the events
export function startProcess(t, program, args, options = {}) {
  const child = spawn(program, args,
    { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
  const driver = { child, log: '', sides: new Map(), waiting: new Map() };
  let number = 0;
  child.stderr.on('data', data => { driver.log += data; });
  createInterface({ input: child.stdout }).on('line', line => {
    const message = JSON.parse(line);
    if ('event' in message) {
      driver.sides.get(message.peer)?.on(message.event, message.value);
      return;
    }
    const { resolve, reject, what } = driver.waiting.get(message.n);
    driver.waiting.delete(message.n);
    if ('error' in message)
      reject(new Error(`${what}: ${message.error}`));
    else
      resolve(message.ok);
  });
  const gone = new Promise(resolve => child.on('close', (code, signal) => {
    driver.status = signal ?? code;
    for (const { reject, what } of driver.waiting.values())
      reject(new Error(`${what}: the driver ended (${driver.status})\n` +
        driver.log.slice(-2000)));
    driver.waiting.clear();
    resolve();
  }));
  child.stdin.on('error', () => {});
  driver.request = (peer, command, args) => new Promise((resolve, reject) => {
    const what = `${peer} ${command}`;
    if (driver.status !== undefined) {
      reject(new Error(`${what}: the driver has ended (${driver.status})`));
      return;
    }
    driver.waiting.set(++number, { resolve, reject, what });
    child.stdin.write(
      `${JSON.stringify({ ...args, n: number, peer, do: command })}\n`);
  });
  driver.kill = () => child.kill('SIGKILL');
  driver.stop = async () => {
    child.stdin.end();
    await until('the driver ends', () => driver.status !== undefined,
      { seconds: 5 }).catch(() => driver.kill());
    await gone;
  };
  t.after(driver.stop);
  return driver;
}
