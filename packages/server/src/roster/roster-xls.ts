/** Reads .xls (BIFF) with hucre. The container is small and bounded by the size of the file: nothing in it is compressed. */
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import { type CellValue, EncryptedFileError } from 'hucre';
import { readXls } from 'hucre/xlsx';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';

/** An OLE container: a workbook, an encrypted .xlsx, or another program's document. */
export async function readOldXls(bytes: Buffer, limits: RosterLimits): Promise<RosterSheet[]> {
  const names = (name: string) => bytes.includes(Buffer.from(name, 'utf16le'));
  if (names('EncryptedPackage') || names('EncryptionInfo')) throw new RosterFileError('roster-file-encrypted');
  if (!names('Workbook') && !names('Book')) {
    throw new RosterFileError('roster-file-type', { found: names('WordDocument') ? 'Word' : 'OLE' });
  }
  const workbook = await readXls(bytes).catch((error: unknown) => {
    if (error instanceof EncryptedFileError || /encrypt|password/i.test(String(error))) {
      throw new RosterFileError('roster-file-encrypted');
    }
    throw new RosterFileError('roster-file-damaged');
  });
  let rowBudget = limits.maxRows;
  let cellBudget = limits.maxCells;
  return workbook.sheets.map((sheet): RosterSheet => {
    const rows = Array.from({ length: sheet.rows.length }, (_, index) => {
      // Rows that the file leaves out are holes.
      const cells = (sheet.rows[index] ?? []).map(toCell);
      while (cells.length > 0 && cells[cells.length - 1] === '') cells.pop();
      if (cells.length > limits.maxColumns) {
        throw new RosterFileError('roster-file-too-wide', { sheet: sheet.name, limit: limits.maxColumns });
      }
      if (cells.length > 0 && --rowBudget < 0) {
        throw new RosterFileError('roster-file-too-large', { what: '行数', limit: limits.maxRows });
      }
      cellBudget -= cells.length;
      if (cellBudget < 0)
        throw new RosterFileError('roster-file-too-large', { what: '单元格数', limit: limits.maxCells });
      return cells;
    });
    const merges = (sheet.merges ?? []).map(({ startRow, startCol, endRow, endCol }) => ({
      startRow,
      startColumn: startCol,
      endRow: Math.min(endRow, rows.length - 1),
      endColumn: endCol,
    }));
    const hidden = sheet.hidden === true || sheet.veryHidden === true;
    return { name: sheet.name, hidden, rows, merges, hiddenRows: [] };
  });
}

function toCell(value: CellValue | undefined): RosterCell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NUM!|NULL!)$/.test(value) ? '' : value;
}
