/* SPDX-License-Identifier: LGPL-2.1-or-later */
'use strict';

/* What all parts of the page use.  They are one script: the server joins them
 * in the order that rtcpage.c names. */

const $ = (id) => document.getElementById (id);

function element (tag, className = '', text = '') {
  const one = document.createElement (tag);

  one.className = className;
  one.textContent = text;
  return one;
}

/* A size as people say it */
function bytes (n) {
  for (const [unit, name] of [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']])
    if (n >= 0.9995 * unit)
      return `${Number ((n / unit).toPrecision (n >= 100 * unit ? 4 : 3))} ${name}`;
  return n === 1 ? '1 byte' : `${Math.round (n)} bytes`;
}
