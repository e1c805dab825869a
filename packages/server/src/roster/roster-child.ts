/** The reading process: one file, then it ends. A file that breaks it breaks nothing else. */
import { parseWorkbook } from './parse-workbook.ts';
import type { RosterChildMessage, RosterReading } from './read-workbook.ts';
import { RosterFileError } from './roster-file-error.ts';

/** Rows go over in parts, each let go here once it is sent, so that a large sheet never stands in memory twice. */
const rowsPerMessage = 5000;

function send(message: RosterChildMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(message, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

async function read({ bytes, fileName, limits }: RosterReading): Promise<void> {
  const workbook = await parseWorkbook(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), fileName, limits);
  await send({ type: 'workbook', format: workbook.format, encoding: workbook.encoding });
  for (const sheet of workbook.sheets) {
    const { rows } = sheet;
    await send({ type: 'sheet', sheet: { ...sheet, rows: [] } });
    for (let from = 0; from < rows.length; from += rowsPerMessage) {
      const part = rows.slice(from, from + rowsPerMessage);
      rows.fill([], from, from + rowsPerMessage);
      await send({ type: 'rows', rows: part });
    }
  }
  await send({ type: 'end' });
}

process.once('message', async (reading: RosterReading) => {
  try {
    await read(reading);
  } catch (error) {
    // Whatever a broken file does to a parser, the user is told that the file is broken.
    const { code, details } =
      error instanceof RosterFileError ? error : { code: 'roster-file-damaged' as const, details: {} };
    await send({ type: 'error', code, details });
  } finally {
    process.disconnect();
  }
});
// Nobody waits for an answer once the server is gone.
process.once('disconnect', () => process.exit());
