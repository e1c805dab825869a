/**
 * The rules of the house that neither the compiler nor the linter knows: who may import whom, names and sizes of files,
 * and that no file tells where or from where it was made.
 */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { listTreeFiles, ROOT } from './tree-files.ts';

const CODE = /\.(ts|tsx|js|mjs)$/;
const TEST = /\.(test|e2e)\.tsx?$|\/test\//;
const EMPTY_NAMES = /^(index|utils?|helpers?|types|common|misc)\.(ts|tsx|js|mjs|css)$/;
const LINE_LIMIT = 400;
const LINE_EXCUSE = 'Over 400 lines because';

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** One sentence for each breach, beginning with the file. */
export function findBreaches(files: readonly SourceFile[]): string[] {
  const code = files.filter((file) => CODE.test(file.path));
  return [
    ...code.flatMap(checkName),
    ...code.flatMap(checkSize),
    ...code.flatMap(checkImports),
    ...code.filter((file) => file.path.startsWith('packages/domain/src/')).flatMap(checkPurity),
    ...findCycles(code),
    ...files.flatMap(checkOrigin),
  ];
}

function checkName({ path }: SourceFile): string[] {
  const name = posix.basename(path);
  if (EMPTY_NAMES.test(name)) return [`${path}: the name says nothing; use the words of what it holds`];
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx|js|mjs)$/;
  const component = /^[A-Z][A-Za-z0-9]*(\.[a-z0-9-]+)*\.tsx$/;
  return kebab.test(name) || component.test(name) ? [] : [`${path}: files are kebab-case, components PascalCase`];
}

function checkSize({ path, text }: SourceFile): string[] {
  if (path.endsWith('.gen.ts')) return [];
  const lines = text.split('\n');
  const count = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  if (count <= LINE_LIMIT || lines.slice(0, 20).join('\n').includes(LINE_EXCUSE)) return [];
  return [`${path}: ${count} lines; split it by sub-capability, or say "${LINE_EXCUSE} …" in its first comment`];
}

function importsOf(text: string): string[] {
  const pattern =
    /^\s*(?:import|export)\s[^'";]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** The path inside the tree that an import leads to; undefined for packages. */
function resolveImport(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const own = /^@renshe\/(domain|server|web)(?:\/(.*))?$/.exec(specifier);
  return own ? `packages/${own[1]}/src/${own[2] ?? ''}` : undefined;
}

function checkImports({ path, text }: SourceFile): string[] {
  const workspace = /^packages\/([^/]+)\/src\//.exec(path)?.[1];
  if (workspace === undefined) return [];
  const isTest = TEST.test(path);
  return importsOf(text).flatMap((specifier) => {
    const target = resolveImport(path, specifier);
    if (target === undefined) {
      const allowed = workspace !== 'domain' || isTest || specifier === 'zod';
      return allowed ? [] : [`${path}: the domain imports only itself and zod, not ${specifier}`];
    }
    const into = /^packages\/([^/]+)\//.exec(target)?.[1] ?? 'the root';
    if (into === workspace) return [];
    if (into === 'domain' && specifier.startsWith('@renshe/domain/')) return [];
    if (into === 'domain') return [`${path}: import the domain as @renshe/domain/…, not ${specifier}`];
    // Data as text, put into the built pages: the practice goes by the national values.
    if (workspace === 'web' && target === 'regions/cn/parameters.csv?raw') return [];
    return [`${path}: ${workspace} may not import ${specifier}`];
  });
}

function checkPurity({ path, text }: SourceFile): string[] {
  if (TEST.test(path)) return [];
  return withoutComments(text)
    .split('\n')
    .flatMap((line, index) =>
      /\bnew Date\b|\bDate\.now\b|\bDate\(\)|\bMath\.random\b/.test(line)
        ? [`${path}:${index + 1}: the domain has no clock and no chance; pass the day or number in`]
        : [],
    );
}

function withoutComments(text: string): string {
  const blank = (comment: string) => comment.replaceAll(/[^\n]/g, ' ');
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, blank).replaceAll(/(^|\s)\/\/.*$/gm, blank);
}

/** Circles among the slices of the server; the platform, which everybody uses, is not counted. */
function findCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map<string, Map<string, string>>();
  for (const { path, text } of files) {
    const from = serverSlice(path);
    if (from === undefined || TEST.test(path)) continue;
    for (const specifier of importsOf(text)) {
      const to = serverSlice(resolveImport(path, specifier) ?? '');
      if (to === undefined || to === from) continue;
      const targets = edges.get(from) ?? new Map<string, string>();
      edges.set(from, targets.set(to, path));
    }
  }
  const breaches: string[] = [];
  const finished = new Set<string>();
  const visit = (slice: string, trail: readonly string[]): void => {
    const start = trail.indexOf(slice);
    if (start >= 0) {
      const circle = [...trail.slice(start), slice];
      breaches.push(`${edges.get(circle[0]!)?.get(circle[1]!)}: slices in a circle: ${circle.join(' → ')}`);
      return;
    }
    if (finished.has(slice)) return;
    for (const next of edges.get(slice)?.keys() ?? []) visit(next, [...trail, slice]);
    finished.add(slice);
  };
  for (const slice of edges.keys()) visit(slice, []);
  return breaches;
}

function serverSlice(path: string): string | undefined {
  const slice = /^packages\/server\/src\/([^/]+)\//.exec(path)?.[1];
  return slice === 'platform' ? undefined : slice;
}

/** No path of the machine it was written on, no host of a package registry. */
function checkOrigin({ path, text }: SourceFile): string[] {
  const here = [ROOT, dirname(ROOT), homedir()].filter((folder) => folder.split(/[/\\]/).length > 2);
  const line = (index: number) => text.slice(0, index).split('\n').length;
  const folders = here.flatMap((folder) => {
    const index = text.indexOf(folder);
    return index < 0 ? [] : [`${path}:${line(index)}: a path of this machine`];
  });
  const somebody =
    /(?<![\w.])\/(?:home|Users)\/[a-z][\w-]*\/|(?<![\w.])\/root\/\w|\bregistry\.(?:npmjs|npmmirror|yarnpkg)\b|"resolved": "https?:/.exec(
      text,
    );
  return somebody ? [...folders, `${path}:${line(somebody.index)}: a path or host that only one machine has`] : folders;
}

if (import.meta.main) {
  const binary = /\.(png|jpg|jpeg|ttf|otf|woff2?|pdf|xlsx|xls|ico|gz|zip)$/i;
  const files = listTreeFiles()
    .filter((path) => !binary.test(path))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  const breaches = findBreaches(files);
  for (const breach of breaches) console.error(breach);
  if (breaches.length > 0) process.exitCode = 1;
}
