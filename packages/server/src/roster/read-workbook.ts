/**
 * Reads a roster file in a process of its own, with limits of memory and time. A process and not a thread, because only a process gives
 * back what a large file took: after a thread two hundred megabytes stayed with the server.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RosterFileErrorCode } from '@renshe/domain/roster/roster.errors.ts';
import type { RosterCell, RosterSheet } from '@renshe/domain/roster/roster.sheet.ts';
import type { RosterFormat, RosterWorkbook } from './parse-workbook.ts';
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
  const child = fork(fileURLToPath(new URL('./roster-child.ts', import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${limits.maxHeapMegabytes}`, '--max-semi-space-size=8'],
    // Nothing of the server's settings and secrets goes to whatever reads foreign files; Windows needs its own folder.
    env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise<RosterWorkbook>((resolve, reject) => {
    const workbook: RosterWorkbook = { format: 'csv', encoding: null, sheets: [] };
    const timer = setTimeout(() => {
      reject(new RosterFileError('roster-file-too-slow', { seconds: limits.maxSeconds }));
      child.kill('SIGKILL');
    }, limits.maxSeconds * 1000);
    child.on('message', (message: RosterChildMessage) => {
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
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    // What it said last may be read after its end.
    const gone = () => {
      if (child.connected || (child.exitCode === null && child.signalCode === null)) return;
      clearTimeout(timer);
      // V8 aborts when its heap is full.
      const isMemory = child.signalCode === 'SIGABRT' || child.exitCode === 134;
      const limit = `${limits.maxHeapMegabytes} MB`;
      reject(
        isMemory
          ? new RosterFileError('roster-file-too-large', { what: '所需内存', limit })
          : new RosterFileError('roster-file-damaged'),
      );
    };
    child.on('exit', gone);
    child.on('disconnect', gone);
    const reading: RosterReading = { bytes, fileName, limits };
    // A child that is gone already says so by its exit.
    child.send(reading, () => {});
  });
}
