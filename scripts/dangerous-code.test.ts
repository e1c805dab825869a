/**
 * What the sources may not hold, and the places that may, each with its reason: a new place is a decision and not an accident. Proving tools
 * and benchmarks, which never run in an installation, are left out, and so are tests.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listTreeFiles, ROOT } from './tree-files.ts';

interface Rule {
  what: string;
  pattern: RegExp;
  /** Part of the tree; everything when left out. */
  under?: string;
  /** Files that may, by the end of their path, and why. */
  allowed?: Readonly<Record<string, string>>;
}

const rules: readonly Rule[] = [
  { what: 'text is never run as a program', pattern: /\beval\(|\bnew Function\(|\bsetTimeout\(['"`]/ },
  {
    what: 'no program is started through a shell',
    pattern: /\bexecSync\(|shell:\s*true|child_process'\)?\.exec\b|\{[^}]*\bexec\b[^}]*\} from 'node:child_process'/,
  },
  {
    what: 'programs of the machine are started by few files, with arguments in a list',
    pattern: /from 'node:child_process'/,
    under: 'packages/server/src/',
    allowed: {
      'platform/embedded-postgres.ts': 'the database that comes with the program',
      'platform/embedded-postgres-binaries.ts': 'the same',
      'platform/embedded-postgres-server.ts': 'the same',
      'platform/process-identity.ts': 'asks whether a process still runs',
      'platform/pdf.ts': 'documents are made in a child that may be stopped',
      'roster/reading-process.ts': 'foreign files are read in a child with limits',
    },
  },
  {
    what: 'no page takes text for markup',
    pattern: /dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|document\.write\(|insertAdjacentHTML|srcDoc=/,
    under: 'packages/web/src/',
  },
  {
    what: 'pages send and take no messages of other windows',
    pattern: /\.postMessage\(|addEventListener\(\s*['"]message['"]|\bonmessage\b/,
    under: 'packages/web/src/',
  },
  { what: 'no answer is a script that somebody else can load', pattern: /jsonp|[?&]callback=/i },
  {
    what: 'a window that is opened by an address does not know who opened it',
    pattern: /window\.open\((?![^\n]*'noopener')/,
    under: 'packages/web/src/',
    allowed: { 'kit/PurposeDialog.tsx': 'a document of our own, made here, to be printed' },
  },
  {
    what: 'patterns are written down, not made of what somebody typed',
    pattern: /new RegExp\(/,
    under: 'packages/',
    allowed: {
      'roster/roster-xml.ts': 'of the name of an element, from our own code',
      'account/password.rules.ts': 'of our own list of words',
      'exchange/exchange.validate.ts': 'of a number of decimals, from the list of fields',
    },
  },
  {
    what: 'the server speaks to nobody else',
    pattern:
      /\bfetch\(|(?<!^import type [^\n]*)from 'node:(https?|net|tls|dgram|http2)'|from 'undici'|new WebSocket\(/m,
    under: 'packages/server/src/',
    allowed: {
      'platform/embedded-postgres-server.ts': 'looks for a free port on this machine',
      'platform/identity-provider.ts': 'the identity provider that the city has named',
    },
  },
  {
    what: 'chance that must not be guessed comes from the system',
    pattern: /Math\.random\(/,
    under: 'packages/server/src/',
    allowed: { 'platform/command.ts': 'how long a retried command waits' },
  },
  {
    what: 'broken or weak algorithms are not used',
    pattern:
      /create(Hash|Hmac|Cipheriv|Sign|Verify)\(\s*['"](md[245]|sha-?1|ripemd|rsa-md5|des|3des|rc4|bf|.*ecb)|createCipher\(|\bmd5\(/i,
    under: 'packages/server/src/',
    allowed: { 'platform/totp.ts': 'HMAC-SHA-1 is what the apps for one-time codes compute (RFC 6238)' },
  },
  {
    what: 'ciphers are used by few files',
    pattern: /createCipheriv\(|createDecipheriv\(|sm-crypto|argon2/,
    under: 'packages/server/src/',
    allowed: {
      'platform/crypto.ts': 'values in the database',
      'platform/sm-engine.ts': 'SM3 and SM4, of Node or of the library',
      'platform/password.ts': 'passwords',
      'backup/seal-stream.ts': 'backups and deliveries',
    },
  },
  {
    what: 'SQL is made of text only where the text is ours',
    pattern: /sql\.raw\(/,
    under: 'packages/server/src/',
    allowed: {
      'registration/record-history.ts': 'names of columns, from our own list',
      'statistics/read-files.ts': 'names of columns, from our own list',
      'statistics/verify.ts': 'an expression that stands twice',
      'report/verify-reports.ts': 'the same expression',
      'roster/undo-rows.ts': 'a statement without a value',
      'exchange/read-people.ts': 'names of columns, from our own list',
      'keys/rotate-keys.ts': 'names of types, from the catalogue of the database',
      'setup/prepare-installation.ts': 'names of tables, from the catalogue of the database',
      'monitored-employer/employer-history.ts': 'names of columns, from our own list',
      'resident/resident-records.ts': 'names of columns, from our own list',
      'resident/resident.queries.ts': 'names of columns, from our own list',
    },
  },
];

const left = /\.(test|e2e)\.tsx?$|\/test\/|^packages\/server\/src\/(prove|bench)\/|^packages\/(server|web)\/scripts\//;
const sources = listTreeFiles()
  .filter((path) => /^(packages|bin|scripts)\/.*\.(ts|tsx|js)$/.test(path) && !left.test(path))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

describe('the sources', () => {
  it.each(rules.map((rule) => [rule.what, rule] as const))('%s', (_, { pattern, under = '', allowed = {} }) => {
    const places = sources.filter(({ path, text }) => path.startsWith(under) && pattern.test(text));
    const others = places.filter(({ path }) => !Object.keys(allowed).some((end) => path.endsWith(`/${end}`)));
    expect(others.map(({ path }) => path)).toEqual([]);
  });

  it('would be found out', () => {
    const wrong = [
      'eval(text)',
      "import { exec } from 'node:child_process'",
      "import { spawn } from 'node:child_process'",
      'element.innerHTML = text',
      'window.postMessage(1)',
      'jsonp',
      "window.open(address, '_blank')",
      'new RegExp(typed)',
      'await fetch(address)',
      'Math.random()',
      "createHash('md5')",
      'createCipheriv(name, key, iv)',
      'sql.raw(typed)',
    ];
    expect(rules.map(({ pattern }, i) => pattern.test(wrong[i]!))).toEqual(rules.map(() => true));
  });
});
