/**
 * The sheets of docs/security name tests and documents that exist: `node scripts/check-security-sheet.ts` prints the counts of
 * docs/security/asvs.csv by level and status, and every breach.
 *
 * A proof is `file.test.ts > title of the test` (or of its group), `document.md # heading`, or a file. Several are joined by ` + `. Files go
 * by as much of the end of their path as makes them the only one.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRequirements } from './asvs-requirements.ts';
import { listTreeFiles, ROOT } from './tree-files.ts';

export const statuses = ['proved', 'partly', 'no', 'not applicable'] as const;
const header = 'id,level,status,proof,reason';

export interface SheetRow {
  id: string;
  level: string;
  status: string;
  proof: string;
  reason: string;
}

export interface Tree {
  files: readonly string[];
  read(path: string): string;
}

/** @throws Error when the first line is another one */
export function readSheet(text: string): SheetRow[] {
  const [first, ...lines] = text.trim().split('\n').map(cellsOf);
  if (first?.join(',') !== header) throw new Error(`the sheet begins with ${header}`);
  return lines.map(([id = '', level = '', status = '', proof = '', reason = '']) => ({
    id,
    level,
    status,
    proof,
    reason,
  }));
}

/** Cells of one line of CSV; a cell with commas or quotes stands in quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((match) =>
    match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'),
  );
}

/** One sentence for each breach of the sheet. */
export function sheetBreaches(rows: readonly SheetRow[], tree: Tree): string[] {
  const required = listRequirements();
  const levels = new Map(required.map(({ id, level }) => [id, level]));
  const seen = new Set<string>();
  const breaches: string[] = [];
  for (const row of rows) {
    const say = (words: string) => breaches.push(`${row.id}: ${words}`);
    if (!levels.has(row.id)) say('is no requirement of ASVS 5.0.0');
    else if (levels.get(row.id) !== row.level) say(`is of level ${levels.get(row.id)}`);
    if (seen.has(row.id)) say('stands twice');
    seen.add(row.id);
    if (!(statuses as readonly string[]).includes(row.status)) say(`"${row.status}" is no status`);
    if (row.reason.trim() === '') say('has no reason');
    if (row.status === 'proved' && !/ [>#] /.test(row.proof)) say('is called proved without a test or a heading');
    for (const words of proofBreaches(row.proof, tree)) say(words);
  }
  for (const { id } of required) if (!seen.has(id)) breaches.push(`${id}: is missing`);
  return breaches;
}

/** What of a proof does not exist; an empty proof is none. */
export function proofBreaches(proof: string, tree: Tree): string[] {
  return proof
    .split(' + ')
    .filter((one) => one.trim() !== '')
    .flatMap((one) => {
      const [, name = '', sign, title = ''] = /^(.*?)(?: ([>#]) (.*))?$/.exec(one.trim()) ?? [];
      const found = tree.files.filter((path) => path === name || path.endsWith(`/${name}`));
      if (found.length !== 1) return [`${name} is ${found.length === 0 ? 'no file' : 'the name of several files'}`];
      if (sign === undefined) return [];
      const text = tree.read(found[0]!);
      const there =
        sign === '>'
          ? hasTest(text, title)
          : text.split('\n').some((line) => /^#+ /.test(line) && line.replace(/^#+ /, '') === title);
      return there ? [] : [`${name} has no ${sign === '>' ? 'test' : 'heading'} "${title}"`];
    });
}

/** Whether a file of tests has one, or a group of them, by that title. */
function hasTest(text: string, title: string): boolean {
  const titles = [...text.matchAll(/\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`)\s*,/g)];
  return titles.some((match) => (match[1] ?? match[2] ?? match[3] ?? '').replaceAll(/\\(['"`])/g, '$1') === title);
}

/** Rows of the map of 等保三级 that are called `yes` without a proof, and proofs that do not exist. */
export function mapBreaches(text: string, tree: Tree): string[] {
  const rows = text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  if (rows.length === 0) return ['the map has no rows'];
  return rows.flatMap(([, item = '', state = '', , proof = '']) => {
    const words = proofBreaches(proof.replaceAll('`', ''), tree);
    if (!['yes', 'partly', 'no'].includes(state)) words.push(`"${state}" is no state`);
    if (state === 'yes' && proof === '') words.push('is called yes without a test');
    return words.map((one) => `${item}: ${one}`);
  });
}

/** Tests that the pages name in backticks and that are not there. */
export function namedTestBreaches(path: string, text: string, tree: Tree): string[] {
  return [...text.matchAll(/`([\w./-]+\.(?:test|e2e)\.ts)`/g)].flatMap(([, name = '']) =>
    proofBreaches(name, tree).map((words) => `${path}: ${words}`),
  );
}

/** How many requirements of each level have each status. */
export function countSheet(rows: readonly SheetRow[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { level, status } of rows) {
    counts[level] ??= {};
    counts[level][status] = (counts[level][status] ?? 0) + 1;
  }
  return counts;
}

export function thisTree(): Tree {
  return { files: listTreeFiles(), read: (path) => readFileSync(join(ROOT, path), 'utf8') };
}

/** All breaches of all pages of docs/security. */
export function findSheetBreaches(tree: Tree): string[] {
  const pages = tree.files.filter((path) => /^docs\/security\/.*\.md$/.test(path));
  return [
    ...sheetBreaches(readSheet(tree.read('docs/security/asvs.csv')), tree),
    ...mapBreaches(tree.read('docs/security/mlps-level-3.md'), tree),
    ...pages.flatMap((path) => namedTestBreaches(path, tree.read(path), tree)),
  ];
}

if (import.meta.main) {
  const tree = thisTree();
  const rows = readSheet(tree.read('docs/security/asvs.csv'));
  const counts = countSheet(rows);
  for (const level of Object.keys(counts).sort())
    console.log(`level ${level}: ${statuses.map((status) => `${counts[level]![status] ?? 0} ${status}`).join(', ')}`);
  const applicable = rows.filter(({ level, status }) => level !== '3' && status !== 'not applicable');
  const proved = applicable.filter(({ status }) => status === 'proved');
  console.log(`levels 1 and 2: ${proved.length} of ${applicable.length} applicable proved`);
  const third = rows.filter(
    ({ id, level, status }) => level === '3' && /^(2|8|11|16)\./.test(id) && status !== 'not applicable',
  );
  const thirdProved = third.filter(({ status }) => status === 'proved');
  console.log(`level 3 of V2, V8, V11, V16: ${thirdProved.length} of ${third.length} applicable proved`);
  const breaches = findSheetBreaches(tree);
  for (const words of breaches) console.log(`✗ ${words}`);
  console.log(`${breaches.length} breaches`);
  if (breaches.length > 0) process.exitCode = 1;
}
