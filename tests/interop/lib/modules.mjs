// SPDX-License-Identifier: LGPL-2.1-or-later
// Serves pages that use npm's CommonJS packages, without a build step
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);

// A script that defines window.packages[name]; the packages that it requires
// come from node_modules too, but for those in absent, which are empty
export function bundle(name, absent = []) {
  const sources = new Map();
  const add = id => {
    if (sources.has(id))
      return;
    if (absent.includes(id)) {
      sources.set(id, '');
      return;
    }
    // "events/": the package, where Node.js has a module of that name
    const source = readFileSync(require.resolve(
      require.resolve.paths(id) ? id : `${id}/`), 'utf8');
    sources.set(id, source);
    for (const [, needed] of source.matchAll(/\brequire\("([^"]+)"\)/g))
      add(needed);
  };
  add(name);
  const table = [...sources].map(([id, source]) =>
    `${JSON.stringify(id)}: (require, module, exports) => {${source}\n}`);
  return `{
    const sources = {${table.join(',\n')}};
    const loaded = {};
    const load = id => {
      if (!loaded[id]) {
        loaded[id] = { exports: {} };
        sources[id](load, loaded[id], loaded[id].exports);
      }
      return loaded[id].exports;
    };
    window.packages = { ${JSON.stringify(name)}: load(${JSON.stringify(name)}) };
  }`;
}

// files: path to text; gives the address of a server on this machine
export async function serve(t, files) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://localhost').pathname;
    response.setHeader('content-type',
      path.endsWith('.js') ? 'text/javascript' : 'text/html');
    response.statusCode = path in files ? 200 : 404;
    response.end(files[path]);
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}`;
}
