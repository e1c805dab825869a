/** Reads a roster file in a thread of its own, with limits of memory and time. */
import { Worker } from 'node:worker_threads';
import type { RosterFileErrorCode } from '@renshe/domain/roster/roster.errors.ts';
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import type { RosterFormat, RosterWorkbook } from './parse-workbook.ts';
import { RosterFileError, type RosterFileErrorDetails } from './roster-file-error.ts';
import { defaultRosterLimits, type RosterLimits } from './roster-limits.ts';

export type RosterWorkerMessage =
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
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength));
  shared.set(bytes);
  const worker = new Worker(new URL('./roster-worker.ts', import.meta.url), {
    workerData: { bytes: shared, fileName, limits },
    resourceLimits: { maxOldGenerationSizeMb: limits.maxHeapMegabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    env: {},
    execArgv: [],
    stdin: false,
  });
  return new Promise<RosterWorkbook>((resolve, reject) => {
    const workbook: RosterWorkbook = { format: 'csv', encoding: null, sheets: [] };
    const timer = setTimeout(() => {
      reject(new RosterFileError('roster-file-too-slow', { seconds: limits.maxSeconds }));
      void worker.terminate();
    }, limits.maxSeconds * 1000);
    worker.on('message', (message: RosterWorkerMessage) => {
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
          resolve(workbook);
          break;
        case 'error':
          reject(new RosterFileError(message.code, message.details));
          break;
      }
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const limit = `${limits.maxHeapMegabytes} MB`;
      reject(isMemory ? new RosterFileError('roster-file-too-large', { what: '所需内存', limit }) : error);
    });
    worker.on('exit', () => {
      clearTimeout(timer);
      reject(new RosterFileError('roster-file-damaged'));
    });
  });
}
