/** Keys as text: `Ctrl+K`, `?`, `ArrowDown`; two keys one after the other with a space between, `G R`. */
export interface PressedKey {
  key: string;
  code?: string;
  ctrlKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** A Chinese layout or a full-width input method gives other signs for the same keys. */
const sameSign: Readonly<Record<string, string>> = {
  '？': '?',
  '、': '/',
  '／': '/',
  '’': "'",
  '‘': "'",
  ' ': 'Space',
};

/**
 * The name of what is pressed. Letters are large whether or not Shift or the capital lock is on, and Shift is named only where it does not belong to
 * the sign itself: `?` is `?` on every keyboard. The command key of a Mac counts as Ctrl.
 */
export function chordOf(pressed: PressedKey): string {
  const sign = sameSign[pressed.key] ?? pressed.key;
  const isLetter = /^[a-z]$/i.test(sign);
  const isSign = sign.length === 1 && !isLetter;
  return [
    pressed.ctrlKey || pressed.metaKey ? 'Ctrl+' : '',
    pressed.altKey ? 'Alt+' : '',
    pressed.shiftKey && !isSign ? 'Shift+' : '',
    isLetter ? sign.toUpperCase() : sign,
  ].join('');
}

/** Without the modifiers. */
export function bareKey(chord: string): string {
  return chord.replace(/^(?:(?:Ctrl|Alt|Shift)\+)+(?=.)/, '');
}

/** A chord that types something where something is typed, so it can be turned off (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  const [first = ''] = keys.split(' ');
  return first.length === 1;
}

const caps: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** As it stands on the key: `Ctrl+K` → Ctrl, K. */
export function capsOf(chord: string): string[] {
  const bare = bareKey(chord);
  const modifiers = chord.slice(0, chord.length - bare.length).split('+');
  return [...modifiers.filter((one) => one !== ''), caps[bare] ?? bare];
}
