/** 逐行结果: a page of judged rows, with what applying would make or has made of them. */
import { fillSentence } from '@renshe/domain/kernel/app-error.ts';
import type { ImportRow, rosterContracts } from '@renshe/domain/roster/roster.contract.ts';
import { rosterRowSentences } from '@renshe/domain/roster/roster.errors.ts';
import { type JudgedRosterRow, warningDetails } from '@renshe/domain/roster/roster.judge.ts';
import type { ReadContext } from '../platform/route.ts';
import type { JudgedBatch } from './judge-batch.ts';
import { getBatch, judgedBatch, type LedgerRow, noteSentence, readLedger } from './roster.queries.ts';
import { maskedDetails, maskedIdentity } from './roster-masks.ts';

type Tab = 'accepted' | 'repaired' | 'warned' | 'rejected';

const appliedStates = ['applying', 'applied', 'undoing', 'undone', 'failed'];

export async function listRosterRows(
  c: ReadContext<typeof rosterContracts.rows>,
): Promise<{ count: number; rows: ImportRow[] }> {
  const batch = await getBatch(c.r, c.scope, c.params.batchId);
  const judged = await judgedBatch(c.host, c.r, c.reference, batch);
  const ledger = appliedStates.includes(batch.status) ? await readLedger(c.r, batch) : new Map<number, LedgerRow>();
  const { tab, code, limit, offset } = c.query;
  const matching: number[] = [];
  for (const [i, row] of judged.judged.rows.entries()) {
    const notes = ledger.get(i)?.notes.map((note) => note.code) ?? [];
    if (belongs(row, notes, tab) && (code === undefined || codesOf(row, notes, tab).includes(code))) matching.push(i);
  }
  const names = judged.judged.sheets.map((sheet) => sheet.name);
  return {
    count: matching.length,
    rows: matching.slice(offset, offset + limit).map((i) => viewRow(i, judged, names, ledger.get(i))),
  };
}

function belongs(row: JudgedRosterRow, notes: readonly string[], tab: Tab): boolean {
  if (tab === 'rejected') return row.verdict === 'rejected';
  if (row.verdict === 'rejected') return false;
  return tab === 'accepted' || (tab === 'repaired' ? row.repairs.length > 0 : row.warnings.length + notes.length > 0);
}

function codesOf(row: JudgedRosterRow, notes: readonly string[], tab: Tab): string[] {
  if (tab === 'rejected') return row.code === null ? [] : [row.code];
  return tab === 'repaired' ? row.repairs : [...row.warnings, ...notes];
}

function viewRow(
  rowNo: number,
  batch: JudgedBatch,
  names: readonly string[],
  applied: LedgerRow | undefined,
): ImportRow {
  const row = batch.judged.rows[rowNo]!;
  const notes = applied?.notes ?? [];
  return {
    rowNo: rowNo + 1,
    sheet: names[row.sheet] ?? '',
    sheetRow: row.row + 1,
    name: row.name,
    citizenIdMasked: maskedIdentity(row.citizenId),
    verdict: row.verdict,
    code: row.code,
    sentence: sentenceOfRow(row, notes),
    repaired: row.repairs,
    warned: [...row.warnings, ...notes.map((note) => note.code)],
    action: applied?.action ?? batch.actions[rowNo] ?? null,
    residentId: applied?.resident_id ?? batch.known.get(rowNo)?.residentId ?? null,
  };
}

function sentenceOfRow(row: JudgedRosterRow, notes: LedgerRow['notes']): ImportRow['sentence'] {
  const say = (language: 'zh' | 'en'): string => {
    if (row.code !== null) return fillSentence(rosterRowSentences[row.code], language, maskedDetails(row.details));
    const warnings = row.warnings.map((code) =>
      fillSentence(rosterRowSentences[code], language, warningDetails(row, code)),
    );
    return [...warnings, ...notes.map((note) => noteSentence(note, language))].join(language === 'zh' ? '' : ' ');
  };
  const zh = say('zh');
  return zh === '' ? null : { zh, en: say('en') };
}
