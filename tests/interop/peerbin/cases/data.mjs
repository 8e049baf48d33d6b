// SPDX-License-Identifier: LGPL-2.1-or-later
// Everything about data channels, by theme
import channels from './data-channels.mjs';
import loss from './data-loss.mjs';
import media from './data-media.mjs';
import messages from './data-messages.mjs';
import sdp from './data-sdp.mjs';

const themes = { messages, channels, loss, sdp, media };

export default Object.entries(themes).flatMap(([theme, cases]) =>
  cases.map(one => ({ ...one, name: `${theme}: ${one.name}` })));
