// SPDX-License-Identifier: LGPL-2.1-or-later
import basic from './basic.mjs';
import bundle from './bundle.mjs';
import candidates from './candidates.mjs';

export default [...basic, ...bundle, ...candidates];
