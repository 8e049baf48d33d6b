// SPDX-License-Identifier: LGPL-2.1-or-later
// A gst-launch-1.0 with an rtcsink, as a user would type it.
import { spawn } from 'node:child_process';
import {
  existsSync, readFileSync, readdirSync, readlinkSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { until } from './wait.mjs';

const top = fileURLToPath(new URL('../../..', import.meta.url));

// GST_RTC_BUILD names another build directory
export const build = process.env.GST_RTC_BUILD ??
  ['build-check', 'build'].map(name => top + name).find(existsSync);

export const environment = {
  ...process.env,
  GST_PLUGIN_PATH_1_0: `${build}/gst/plugin:${build}/ext/soup`,
  GST_REGISTRY: `${build}/interop-registry.bin`,
};

// What to send.  Small, for a software encoder and ten software decoders.
export const picture = (width = 320, height = 240) =>
  `videotestsrc is-live=true pattern=ball ! ` +
  `video/x-raw,width=${width},height=${height},framerate=30/1`;
export const tone = 'audiotestsrc is-live=true wave=sine freq=440 volume=0.3';

// Of all its files, those of media alone: browsers keep and drop connections
// to the page as they like
function udpSockets(pid) {
  const udp = new Set(['udp', 'udp6'].flatMap(table =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8').split('\n').slice(1)
      .map(line => `socket:[${line.trim().split(/ +/)[9]}]`)));
  return fdKinds(pid).filter(kind => udp.has(kind)).length;
}

function fdKinds(pid) {
  return readdirSync(`/proc/${pid}/fd`).map(fd => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`);
    } catch {
      return 'closed meanwhile';
    }
  });
}

// Starts the pipeline, a string as for gst-launch-1.0.  prefix: a command
// before it, such as nsenter.  Does not wait for the URL.
export function launch(t, pipeline, { prefix = [], env = {} } = {}) {
  const command = [...prefix, 'gst-launch-1.0', ...pipeline.match(/\S+/g)];
  const child = spawn(command[0], command.slice(1), {
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const sink = { pid: child.pid, output: '', status: undefined };
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', data => { sink.output += data; });
  const gone = new Promise(resolve =>
    child.on('close', (code, signal) => {
      sink.status = signal ?? code;
      resolve(sink.status);
    }));
  sink.exit = () => gone;
  // As Ctrl-C does; gives the exit status
  sink.stop = async () => {
    child.kill('SIGINT');
    const hang = setTimeout(() => child.kill('SIGKILL'), 10000);
    const status = await gone;
    clearTimeout(hang);
    return status;
  };
  sink.fds = () => readdirSync(`/proc/${sink.pid}/fd`).length;
  sink.fdKinds = () => fdKinds(sink.pid);
  sink.udpSockets = () => udpSockets(sink.pid);
  sink.threads = () => readdirSync(`/proc/${sink.pid}/task`).length;
  t.after(async () => {
    if (sink.status === undefined)
      await sink.stop();
  });
  return sink;
}

// launch (), and sink.url is where its page is
export async function startSink(t, pipeline, options) {
  const sink = launch(t, pipeline, options);
  await until('rtcsink prints its URL', () => {
    sink.url = sink.output.match(/http:\/\/[^\s"']+\//)?.[0];
    return sink.url || sink.status !== undefined;
  });
  if (!sink.url)
    throw new Error(`gst-launch-1.0 ended: ${sink.status}\n${sink.output}`);
  return sink;
}
