import type { Answered } from './prove-world.ts';
import { zipEntries } from './zip-entries.ts';

/** All that can be read in an answer: headers with their file names, JSON, and the parts of a workbook or archive. */
export function readableText(answer: Answered): string {
  const heads = Object.values(answer.raw.headers).join('\n');
  const names = decodeURIComponent(heads.replace(/%(?![0-9A-F]{2})/g, '%25'));
  return `${names}\n${bodyText(answer)}`;
}

/** The same without the headers. */
export function bodyText(answer: Answered): string {
  const bytes = answer.raw.rawPayload;
  return isArchive(bytes) ? unpacked(bytes) : answer.text;
}

const isArchive = (bytes: Buffer) => bytes.subarray(0, 2).toString('latin1') === 'PK';

/** Entries of a ZIP file one after the other, archives in it included. */
function unpacked(bytes: Buffer): string {
  return zipEntries(bytes)
    .map(({ name, content }) => `${name}\n${isArchive(content) ? unpacked(content) : content.toString()}`)
    .join('\n');
}
