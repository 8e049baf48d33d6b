/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* The names that X, and with it GstNavigation, has for keys.  Letters and
 * digits are their own names; these are the others of ASCII and Latin-1. */

const ASCII = {
  ' ': 'space', '!': 'exclam', '"': 'quotedbl', '#': 'numbersign', '$': 'dollar',
  '%': 'percent', '&': 'ampersand', "'": 'apostrophe', '(': 'parenleft',
  ')': 'parenright', '*': 'asterisk', '+': 'plus', ',': 'comma', '-': 'minus',
  '.': 'period', '/': 'slash', ':': 'colon', ';': 'semicolon', '<': 'less',
  '=': 'equal', '>': 'greater', '?': 'question', '@': 'at', '[': 'bracketleft',
  '\\': 'backslash', ']': 'bracketright', '^': 'asciicircum', '_': 'underscore',
  '`': 'grave', '{': 'braceleft', '|': 'bar', '}': 'braceright', '~': 'asciitilde',
};

/* U+00A0 and on */
const LATIN1 = (
  'nobreakspace exclamdown cent sterling currency yen brokenbar section diaeresis '
  + 'copyright ordfeminine guillemotleft notsign hyphen registered macron degree '
  + 'plusminus twosuperior threesuperior acute mu paragraph periodcentered cedilla '
  + 'onesuperior masculine guillemotright onequarter onehalf threequarters '
  + 'questiondown Agrave Aacute Acircumflex Atilde Adiaeresis Aring AE Ccedilla '
  + 'Egrave Eacute Ecircumflex Ediaeresis Igrave Iacute Icircumflex Idiaeresis ETH '
  + 'Ntilde Ograve Oacute Ocircumflex Otilde Odiaeresis multiply Oslash Ugrave '
  + 'Uacute Ucircumflex Udiaeresis Yacute THORN ssharp agrave aacute acircumflex '
  + 'atilde adiaeresis aring ae ccedilla egrave eacute ecircumflex ediaeresis igrave '
  + 'iacute icircumflex idiaeresis eth ntilde ograve oacute ocircumflex otilde '
  + 'odiaeresis division oslash ugrave uacute ucircumflex udiaeresis yacute thorn '
  + 'ydiaeresis').split (' ');

const NAMED = {
  Enter: 'Return', Escape: 'Escape', Tab: 'Tab', Backspace: 'BackSpace',
  Delete: 'Delete', Insert: 'Insert', Home: 'Home', End: 'End',
  PageUp: 'Page_Up', PageDown: 'Page_Down', ArrowLeft: 'Left', ArrowUp: 'Up',
  ArrowRight: 'Right', ArrowDown: 'Down', CapsLock: 'Caps_Lock',
  NumLock: 'Num_Lock', ScrollLock: 'Scroll_Lock', Pause: 'Pause',
  PrintScreen: 'Print', ContextMenu: 'Menu', Help: 'Help', Clear: 'Clear',
  AltGraph: 'ISO_Level3_Shift',
};

/* These there are twice */
const SIDED = { Shift: 'Shift', Control: 'Control', Alt: 'Alt', Meta: 'Super', OS: 'Super' };

/* The name for a KeyboardEvent, or null where there is none */
function keysym ({ key, location }) {
  if (key in SIDED)
    return `${SIDED[key]}_${location === KeyboardEvent.DOM_KEY_LOCATION_RIGHT ? 'R' : 'L'}`;
  if (key === 'Enter' && location === KeyboardEvent.DOM_KEY_LOCATION_NUMPAD)
    return 'KP_Enter';
  if (key in NAMED)
    return NAMED[key];
  if (/^F([1-9]|[12]\d|3[0-5])$/.test (key) || /^[a-z0-9]$/i.test (key))
    return key;
  if (key in ASCII)
    return ASCII[key];
  if ([...key].length !== 1)            /* Dead, Process, Unidentified, … */
    return null;
  const code = key.codePointAt (0);

  if (code >= 0xa0 && code <= 0xff)
    return LATIN1[code - 0xa0];
  return code > 0xff ? `U${code.toString (16).toUpperCase ().padStart (4, '0')}` : null;
}
