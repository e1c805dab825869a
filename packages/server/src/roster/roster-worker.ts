/** The reading thread: one file, then it ends. A file that breaks it breaks nothing else. */
import { parentPort, workerData } from 'node:worker_threads';
import { parseWorkbook } from './parse-workbook.ts';
import type { RosterWorkerMessage } from './read-workbook.ts';
import { RosterFileError } from './roster-file-error.ts';
import type { RosterLimits } from './roster-limits.ts';

/** Rows go over in parts and are let go here, so that the two copies of a large sheet never stand side by side. */
const rowsPerMessage = 5000;

const { bytes, fileName, limits } = workerData as { bytes: Uint8Array; fileName: string; limits: RosterLimits };

function send(message: RosterWorkerMessage): void {
  parentPort?.postMessage(message);
}

try {
  const workbook = await parseWorkbook(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), fileName, limits);
  send({ type: 'workbook', format: workbook.format, encoding: workbook.encoding });
  for (const sheet of workbook.sheets) {
    const { rows } = sheet;
    send({ type: 'sheet', sheet: { ...sheet, rows: [] } });
    for (let from = 0; from < rows.length; from += rowsPerMessage) {
      const part = rows.slice(from, from + rowsPerMessage);
      rows.fill([], from, from + rowsPerMessage);
      send({ type: 'rows', rows: part });
    }
  }
  send({ type: 'end' });
} catch (error) {
  if (error instanceof RosterFileError) send({ type: 'error', code: error.code, details: error.details });
  // Whatever a broken file does to a parser, the user is told that the file is broken.
  else send({ type: 'error', code: 'roster-file-damaged', details: {} });
}
