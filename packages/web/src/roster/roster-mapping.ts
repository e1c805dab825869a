import type { ImportBatch, RosterCounts } from '@renshe/domain/roster/roster.contract.ts';

/** The mapping editor without the screen: what the user chose, what is wrong with it, what to send. */
export type RosterKind = RosterCounts['kind'];
export type RosterSheet = ImportBatch['sheets'][number];
export type RosterField = ImportBatch['fields'][number];

export interface MappingDraft {
  kind: RosterKind;
  sheets: { use: boolean; fields: (string | null)[] }[];
}

export function draftOf(batch: Pick<ImportBatch, 'kind' | 'sheets'>): MappingDraft {
  return {
    kind: batch.kind,
    sheets: batch.sheets.map((sheet) => ({ use: sheet.use, fields: sheet.columns.map((column) => column.field) })),
  };
}

export function sameMapping(a: MappingDraft, b: MappingDraft): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function useSheet(draft: MappingDraft, sheet: number, use: boolean): MappingDraft {
  return { ...draft, sheets: draft.sheets.map((entry, index) => (index === sheet ? { ...entry, use } : entry)) };
}

/** A field stands over one column of a sheet only: choosing it again takes it from the other column. */
export function chooseField(draft: MappingDraft, sheet: number, column: number, field: string | null): MappingDraft {
  return {
    ...draft,
    sheets: draft.sheets.map((entry, index) => {
      if (index !== sheet) return entry;
      const fields = entry.fields.map((chosen, at) => {
        if (at === column) return field;
        return field !== null && chosen === field ? null : chosen;
      });
      return { ...entry, fields };
    }),
  };
}

/** Sheets in use that lack a field without which no row can be judged. */
export function missingFields(
  draft: MappingDraft,
  sheets: readonly RosterSheet[],
  fields: readonly RosterField[],
): { sheet: string; fields: RosterField[] }[] {
  const required = fields.filter((field) => field.required);
  return draft.sheets.flatMap((entry, index) => {
    if (!entry.use) return [];
    const missing = required.filter((field) => !entry.fields.includes(field.field));
    return missing.length > 0 ? [{ sheet: sheets[index]?.name ?? '', fields: missing }] : [];
  });
}

export function sheetsInUse(draft: MappingDraft): number {
  return draft.sheets.filter((sheet) => sheet.use).length;
}

export function rejectedCount(counts: Pick<RosterCounts, 'rejected'>): number {
  return Object.values(counts.rejected).reduce((sum, count) => sum + count, 0);
}

/** Reasons with how many rows each, the most frequent first. */
export function sortedReasons(counts: Readonly<Record<string, number>>): { code: string; count: number }[] {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({ code, count }))
    .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

/** Step of the page, 0 选文件 … 3 完成, from the state that the server keeps. */
export function stepOf(status: ImportBatch['status']): number {
  if (status === 'read') return 1;
  return status === 'judged' ? 2 : 3;
}

/** Files that the reader understands; the server judges the bytes, this only spares a useless upload. */
export function looksLikeRoster(fileName: string): boolean {
  return /\.(xlsx|xls|csv|txt)$/i.test(fileName);
}

/** Confidence in three words: what people need to look at is `weak`. */
export function confidenceOf(confidence: number, field: string | null): 'sure' | 'likely' | 'weak' | 'none' {
  if (field === null) return 'none';
  if (confidence >= 0.9) return 'sure';
  return confidence >= 0.6 ? 'likely' : 'weak';
}
