/** No export may run what a person wrote: texts that begin like formulas are put into every text of the database, then every file is opened. */
import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import { csvReader } from '@renshe/domain/exchange/exchange.text.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { sql } from 'kysely';
import type { ProveWorld } from './prove-world.ts';
import { zipEntries } from './zip-entries.ts';

/** What a sheet would take for the beginning of a formula, also behind blanks and signs that nobody sees. */
export const formulaStarts = [
  '=',
  '+',
  '-',
  '@',
  '\t=',
  '\r=',
  '\n=',
  ' =',
  '\u00a0=',
  '\ufeff=',
  "=cmd|' /c calc'!",
  '＝',
  '　＝',
  '＋',
  '－',
  '＠',
  '\u200b=',
  '"=',
  "'=",
  '|',
  '%',
];
/** Stands in every planted text and nowhere else. */
const mark = 'Ω7';

/** Tables whose texts come from people or from a region; keys, codes and states stay. */
const plantedColumns =
  /^(name|title|note|address|place|text|source|source_document|owner_name|employer_name|former_employer|file_place|policy_name|contact_name|occupation|document|publisher|reason_text|need_text|measure_text|body|unit_name)$/;

export interface FormulaFile {
  contract: RouteContract;
  bytes: Buffer;
}

export const producesTable = ({ produces }: RouteContract) => produces === 'xlsx' || produces === 'zip';
export const tableContracts = (allContracts as readonly RouteContract[]).filter(producesTable);

/**
 * Writes the texts past all rules, row by row another beginning; `shift` turns the beginnings on. Columns that refuse them stay.
 * @returns columns that took them
 */
export async function plantFormulas(world: ProveWorld, shift: number): Promise<string[]> {
  const db = world.system.db.kysely;
  const { rows } = await sql<{ table: string; column: string }>`
    select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.atttypid = 'text'::regtype and not a.attisdropped
      and not exists (select 1 from pg_index i where i.indrelid = c.oid and a.attnum = any(i.indkey) and i.indisprimary)
    order by 1, 2`.execute(db);
  const planted: string[] = [];
  for (const { table, column } of rows) {
    if (!plantedColumns.test(column) || table === 'audit_event') continue;
    try {
      await db.transaction().execute((w) =>
        sql`update ${sql.table(table)} t set ${sql.ref(column)} = s.text from (
              select ctid, (${[...formulaStarts]}::text[])[1 + ((row_number() over ())::int + ${shift}::int) % ${formulaStarts.length}] || ${`${mark}(A1)`} as text
              from ${sql.table(table)}) s where t.ctid = s.ctid`.execute(w),
      );
      planted.push(`${table}.${column}`);
    } catch {
      // A check or a unique key keeps it out, here as for everybody.
    }
  }
  await sql`update cache_stamp set stamp = stamp + 1`.execute(db);
  return planted;
}

/** What a spreadsheet would run of a file, in words. */
export function formulasIn(bytes: Buffer): { texts: number; wrong: string[] } {
  let texts = 0;
  const wrong: string[] = [];
  for (const { name, content } of zipEntries(bytes)) {
    if (/\.(xlsx|zip)$/.test(name)) {
      const inner = formulasIn(content);
      texts += inner.texts;
      wrong.push(...inner.wrong);
    } else if (/\.xml$/.test(name)) {
      const xml = content.toString();
      if (/<(\w+:)?f[ >/]/.test(xml)) wrong.push(`${name}: a formula`);
      if (/externalReference|<ddeLink|<oleLink/.test(xml)) wrong.push(`${name}: a link`);
      for (const [, attributes, inner] of xml.matchAll(/<c ([^>]*[^>/])>(.*?)<\/c>/gs)) {
        if (!inner!.includes(mark)) continue;
        texts++;
        if (!/t="(inlineStr|s)"/.test(attributes!))
          wrong.push(`${name}: a cell that is no text: ${inner!.slice(0, 60)}`);
      }
      // Texts of our own workbooks are neutral even when they are saved as .csv; those of the exchange are typed and stay what they are.
      if (/xl\/worksheets|sharedStrings/.test(name))
        for (const [, text] of xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g))
          if (text!.includes(mark) && startsFormula(plainXml(text!)) && !/<row><c t="inlineStr">/.test(xml))
            wrong.push(`${name}: ${JSON.stringify(text!.slice(0, 40))}`);
    } else if (/\.(csv|txt)$/.test(name)) {
      // Their receiver reads values, not texts with an apostrophe in front: what would run has to stay out.
      for (const cell of cellsOf(name, content.toString())) {
        if (!cell.includes(mark)) continue;
        texts++;
        if (/^[\s\p{C}]*[=+@-]/u.test(cell.normalize('NFKC')))
          wrong.push(`${name}: ${JSON.stringify(cell.slice(0, 40))}`);
      }
    }
  }
  return { texts, wrong };
}

function cellsOf(name: string, text: string): string[] {
  if (name.endsWith('.txt')) return text.split(/[|\r\n]+/);
  const reader = csvReader();
  return [...reader.push(text), ...reader.end()].flat();
}

const plainXml = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Written apart from the code that makes texts neutral: an apostrophe in front makes any text a text. */
function startsFormula(text: string): boolean {
  if (text.startsWith("'") && /^'+[\s"\u200b]*[=+\-@|%＝＋－＠']/u.test(text)) return false;
  const first = [...text.normalize('NFKC')].find((sign) => !/[\s\u200b\ufeff"']/u.test(sign));
  return first !== undefined && '=+-@|%'.includes(first);
}
