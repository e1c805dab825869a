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
      'platform/scan-upload.ts': 'the scanner that the operator has named',
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
    allowed: { 'visit/along-service.ts': 'one word to our own service worker, which takes nothing else' },
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
      'platform/file-seal.ts': 'attachments, each under a key of its own',
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
      'ledger/ledger-expressions.ts': 'a condition of our own, for each table',
      'ledger/ledger-members.ts': 'expressions of columns, from our own list by their keys',
      'ledger/ledger.queries.ts': 'expressions of columns, from our own list by their keys',
      'report/verify-reports.ts': 'the same expression',
      'roster/undo-rows.ts': 'a statement without a value',
      'exchange/read-people.ts': 'names of columns, from our own list',
      'keys/rotate-keys.ts': 'names of types, from the catalogue of the database',
      'setup/prepare-installation.ts': 'names of tables, from the catalogue of the database',
      'monitored-employer/employer-history.ts': 'names of columns, from our own list',
      'resident/resident-records.ts': 'names of columns, from our own list',
      'resident/resident.queries.ts': 'names of columns, from our own list',
      'recycle/recycle.queries.ts': 'names of tables, from our own list',
      'search/address-condition.ts': 'the expression of an index, for each table',
    },
  },
  {
    what: 'no statement is put together by hand where the database speaks without the builder',
    pattern: /\.query\(\s*`[^`]*\$\{/,
    under: 'packages/server/src/',
    allowed: {
      'platform/embedded-postgres.ts': 'our own role and database, made at the first start',
      'platform/unindexed-load.ts': 'names of constraints, from the catalogue of the database',
      'demo/load-people.ts': 'names of tables, from our own list',
      'platform/task-presence.ts': 'a number and a part of our own',
      'statistics/bulk-book.ts': 'names of tables, from our own list',
    },
  },
  {
    what: 'comparisons convert nothing; only null and undefined are taken for each other',
    pattern: /(?<![=!<>'"`])(?:==|!=)(?!=)(?!['"`])(?!\s*null\b)/,
    under: 'packages/',
  },
  {
    what: 'words leave the server at few places',
    pattern: /console\.|\bpino\(|process\.std(?:out|err)\.write|appendFile|createWriteStream/,
    under: 'packages/server/src/',
    allowed: {
      'platform/log.ts': 'the log of the server',
      'audit/published-heads.ts': 'heads of the audit chains',
      'roster/roster-store.ts': 'uploads, sealed',
      'audit/heads-key.ts': 'says where a new key lies',
      'backup/file-store.ts': 'backups',
      'backup/backup-folder.ts': 'backups',
      'backup/later-heads.ts': 'heads that are later than a restored backup',
      'backup/last-drill.ts': 'when the last drill was',
      'platform/command-line.ts': 'what a command answers',
      'server/src/cli.ts': 'the same',
      'report/verify.cli.ts': 'the same',
      'roster/roster.cli.ts': 'the same',
      'exchange/exchange.cli.ts': 'the same',
      'setup/setup.cli.ts': 'the same',
      'backup/backup.cli.ts': 'the same',
      'keys/keys.cli.ts': 'the same',
    },
  },
  {
    what: 'algorithms give 128 bits and more',
    pattern:
      /create(?:C|Dec)ipheriv\('(?!aes-256-gcm'|sm4-ctr')|create(?:Hash|Hmac)\('(?!sha256'|sm3')|generateKeyPair(?:Sync)?\('(?!ed25519')|modulusLength|namedCurve/,
    under: 'packages/server/src/',
    allowed: { 'platform/totp.ts': 'HMAC-SHA-1 with a key of 160 bits, as the apps compute it' },
  },
  {
    what: 'what somebody may guess at is compared in constant time',
    pattern:
      /\b(?:mac|challenge|setupCode|signature|recoveryCode|oneTimeCode)(?:\.equals\(| (?:===|!==) (?!undefined|null|''))/,
    under: 'packages/server/src/',
  },
  {
    what: 'whole numbers and sealed files are opened by few files, for the one answer that needs them',
    pattern: /\.decrypt\(/,
    under: 'packages/server/src/',
    allowed: {
      'platform/crypto.ts': 'the keyring itself',
      'keys/rotate-keys.ts': 'seals anew',
      'certificate/print-certificate.ts': 'the printed certificate, with a purpose',
      'resident/reveal-resident.ts': 'the reveal, with a purpose',
      'help-request/handle-request.ts': 'calls back whoever asked',
      'help-request/help-request.routes.ts': 'the reveal, with a purpose',
      'monitored-employer/monitored-employer.routes.ts': 'the reveal, with a purpose',
      'exchange/run-delivery.ts': 'a delivery, line by line into a sealed file',
      'exchange/sealed-file.ts': 'the same file, handed out',
      'ledger/read-copy.ts': 'the ledgers of a closed month, numbers masked',
      'attachment/attachment-store.ts': 'the key of a picture: the small one for lists, the whole one with a purpose',
      'roster/roster-store.ts': 'an upload, for its reader',
      'survey/save-survey.ts': 'the row of somebody who is known: her number stays at the server',
      'account/factor.routes.ts': 'the ticket of a second factor',
      'account/second-factor.ts': 'the secret of a one-time code',
      'account/provider.routes.ts': 'the ticket of a sign-in',
    },
  },
  {
    what: 'nothing opens a door for debugging',
    pattern: /node:inspector|--inspect|process\.env\.(?:DEBUG|NODE_DEBUG)|\bdebugger;|\/debug\b/,
    under: 'packages/server/src/',
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
      ['client.query(`select ', '{typed}`)'].join('$'),
      'a == b',
      'console.log(person)',
      "createHash('sha224')",
      'given.code === setupCode || setupCode === wanted',
      'keyring.decrypt(value, place)',
      'debugger;',
    ];
    expect(rules.map(({ pattern }, i) => pattern.test(wrong[i]!))).toEqual(rules.map(() => true));
  });
});
