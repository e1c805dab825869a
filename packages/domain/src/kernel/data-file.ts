/**
 * A definition kept as a JSON file (report forms, ledgers): read with a sentence for everything that does not fit, so that whoever writes
 * one knows what to change.
 */
import type { z } from 'zod';
import type { Sentence } from './app-error.ts';

export interface FileProblem extends Sentence {
  /** Place in the file: rows[3].indicators. */
  where: string;
}

export type FileOutcome<T> = { value: T; problems: [] } | { value: undefined; problems: FileProblem[] };

/** The value of a file by its schema, or what is wrong with it. */
export function readDataFile<T>(schema: z.ZodType<T>, text: string): FileOutcome<T> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return {
      value: undefined,
      problems: [{ where: '', zh: '文件不是完整的 JSON。', en: 'The file is no complete JSON.' }],
    };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return {
    value: undefined,
    problems: parsed.error.issues.map((issue) => {
      const where = placeOf(issue.path);
      const what = issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : '';
      return what
        ? { where, zh: `没有“${what}”这一项。`, en: `There is no “${what}” here.` }
        : { where, zh: '这一项缺少，或写法不对。', en: 'This is missing or not written as it should be.' };
    }),
  };
}

const placeOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
