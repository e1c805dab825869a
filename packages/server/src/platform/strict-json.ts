/** Deeper than anything that a route takes. */
const deepest = 20;

/**
 * The JSON of a request, read in one way only: UTF-8 without a broken sign (which would be kept as a sign that stands for nothing), no key
 * twice (of which two programs may take different ones), no key that reaches a prototype, no depth that nobody needs.
 * @throws Error with statusCode 400
 */
export function parseStrictJson(bytes: Buffer): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value: unknown = JSON.parse(text);
    checkKeys(text);
    return value;
  } catch {
    throw Object.assign(new Error('malformed JSON'), { statusCode: 400 });
  }
}

/** Over text that is JSON already: a string before a colon is a key. */
function checkKeys(text: string): void {
  const open: Set<string>[] = [];
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{' || sign === '[') {
      if (open.push(new Set()) > deepest) throw new Error('too deep');
    } else if (sign === '}' || sign === ']') open.pop();
    else if (sign === '"') {
      const from = at;
      for (at++; text[at] !== '"'; at++) if (text[at] === '\\') at++;
      let next = at + 1;
      while (/\s/.test(text[next] ?? 'x')) next++;
      if (text[next] !== ':') continue;
      const key = JSON.parse(text.slice(from, at + 1)) as string;
      const keys = open.at(-1)!;
      if (keys.has(key) || key === '__proto__' || key === 'constructor' || key === 'prototype') throw new Error(key);
      keys.add(key);
    }
  }
}
