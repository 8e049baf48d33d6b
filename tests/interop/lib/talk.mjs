// SPDX-License-Identifier: LGPL-2.1-or-later
// talk.py: an application that viewers talk to
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { environment, picture } from './sink.mjs';
import { until } from './wait.mjs';

// settings: PROPERTY=VALUE of its rtcsink; source: what it sends.  lines (): what
// it has printed that begins with a word; type (): a line that it says.
export async function startTalk(t, settings,
  source = picture()) {
  const child = spawn('/usr/bin/python3', [
    fileURLToPath(new URL('talk.py', import.meta.url)), source, ...settings,
  ], { env: { ...environment, LC_ALL: 'C.UTF-8' } });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => { output += data; });
  const stop = () => child.kill('SIGKILL');
  t.after(stop);
  const lines = word => output.split('\n').slice(0, -1)
    .filter(line => line.startsWith(`${word} `))
    .map(line => line.slice(word.length + 1));
  const url = await until('the URL', () => lines('Open')[0]).catch(error => {
    throw new Error(output, { cause: error });
  });
  assert.doesNotMatch(output, /CRITICAL|WARNING|Traceback/);
  return { url, lines, stop, type: line => child.stdin.write(`${line}\n`) };
}
