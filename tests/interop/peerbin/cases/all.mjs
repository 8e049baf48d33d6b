// SPDX-License-Identifier: LGPL-2.1-or-later
import basic from './basic.mjs';
import bundle from './bundle.mjs';
import candidates from './candidates.mjs';
import data from './data.mjs';
import ending from './ending.mjs';
import fingerprint from './fingerprint.mjs';
import renegotiation from './renegotiation.mjs';
import sections from './sections.mjs';
import simulcast from './simulcast.mjs';

const themes = { basic, bundle, candidates, sections, renegotiation,
  simulcast, data, fingerprint, ending };

export default Object.entries(themes).flatMap(([theme, cases]) =>
  cases.map(one => ({ ...one, name: `${theme}: ${one.name}` })));
