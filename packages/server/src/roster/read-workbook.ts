/**
 * Reads a roster file in a process of its own, with limits of memory and time. A process and not a thread, because only a process gives
 * back what a large file took: after a thread two hundred megabytes stayed with the server.
 */
import type { RosterFileErrorCode } from '@renshe/domain/roster/roster.errors.ts';
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import type { RosterFormat, RosterWorkbook } from './parse-workbook.ts';
import { askReadingProcess } from './reading-process.ts';
import { RosterFileError, type RosterFileErrorDetails } from './roster-file-error.ts';
import { defaultRosterLimits, type RosterLimits } from './roster-limits.ts';

export type RosterReading = { bytes: Uint8Array; fileName: string; limits: RosterLimits };

export type RosterChildMessage =
  | { type: 'workbook'; format: RosterFormat; encoding: string | null }
  | { type: 'sheet'; sheet: RosterSheet }
  | { type: 'rows'; rows: RosterCell[][] }
  | { type: 'end' }
  | { type: 'error'; code: RosterFileErrorCode; details: RosterFileErrorDetails };

/**
 * @param bytes the file, left untouched.
 * @param fileName decides between .csv and the others, together with the first bytes.
 * @throws RosterFileError for everything that makes the file unreadable.
 */
export function readWorkbook(
  bytes: Uint8Array,
  fileName: string,
  limits: RosterLimits = defaultRosterLimits,
): Promise<RosterWorkbook> {
  if (bytes.byteLength > limits.maxBytes) {
    const limit = `${Math.round(limits.maxBytes / 1048576)} MB`;
    return Promise.reject(new RosterFileError('roster-file-too-large', { what: '文件', limit }));
  }
  const workbook: RosterWorkbook = { format: 'csv', encoding: null, sheets: [] };
  const reading: RosterReading = { bytes, fileName, limits };
  return askReadingProcess<RosterChildMessage, RosterWorkbook>(
    new URL('./roster-child.ts', import.meta.url),
    reading,
    limits,
    {
      hear(message, done, refuse) {
        switch (message.type) {
          case 'workbook':
            workbook.format = message.format;
            workbook.encoding = message.encoding;
            break;
          case 'sheet':
            workbook.sheets.push(message.sheet);
            break;
          case 'rows': {
            const rows = workbook.sheets[workbook.sheets.length - 1]?.rows;
            for (const row of message.rows) rows?.push(row);
            break;
          }
          case 'end':
            done(workbook);
            break;
          case 'error':
            refuse(new RosterFileError(message.code, message.details));
            break;
        }
      },
    },
  );
}
