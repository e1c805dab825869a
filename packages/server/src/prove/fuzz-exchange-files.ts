/** Files of the exchange that nobody sends by mistake. */
import type { HostileFile } from './fuzz-files.ts';
import { makeZip } from './make-zip.ts';

const exchangeHead = 'AAC001,AAC147,AAC003,ACC020,AJC090,AJC093,BCC025,AAE043,BAE043,BAE045,AAE036,AAE100';
const exchangeRow = (id: number) => `${id},11010119900307109X,张三,a1,20260501,20,1,20260506,,,20260506,1`;
/** Rows that differ, so that they are not packed to next to nothing. */
const exchangeRows = (rows: number) =>
  `${exchangeHead}\n${Array.from({ length: rows }, (_, i) => exchangeRow((i * 2654435761) % 4294967296)).join('\n')}`;

/** For the check of exchange files. */
export function hostileExchange(): HostileFile[] {
  const zip = (name: string, content: string | Uint8Array, declaredSize?: number) =>
    makeZip([{ name, content, ...(declaredSize !== undefined && { declaredSize }) }]);
  const exchange = (what: string, name: string, make: () => Buffer, ends: HostileFile['ends']): HostileFile => ({
    what,
    name,
    make,
    ends,
    exchange: true,
  });
  return [
    exchange('rows of an exchange', 'DY14.csv', () => Buffer.from(exchangeRows(3)), 'read'),
    exchange('rows in an archive', 'a.zip', () => zip('DY14.csv', exchangeRows(3)), 'read'),
    exchange('an archive that climbs', 'a.zip', () => zip('../../DY14.csv', exchangeRows(1)), 'refused'),
    exchange('an archive of nothing', 'a.zip', () => zip('DY14.csv', ''), 'either'),
    exchange('a size that lies', 'a.zip', () => zip('DY14.csv', exchangeRows(50), 10), 'refused'),
    exchange('an archive in an archive', 'a.zip', () => zip('a.zip', zip('DY14.csv', exchangeRows(1))), 'refused'),
    exchange('zeros', 'DY14.csv', () => Buffer.alloc(100_000), 'refused'),
    exchange(
      'two encodings in one exchange file',
      'DY14.csv',
      () => Buffer.concat([Buffer.from(exchangeRows(1)), Buffer.from([0xd5, 0xff, 0xff])]),
      'refused',
    ),
    exchange('a bomb of zeros', 'a.zip', () => zip('DY14.csv', Buffer.alloc(30_000_000)), 'refused'),
  ];
}

/** Of megabytes. */
export function largeExchange(): HostileFile[] {
  const files: Omit<HostileFile, 'exchange'>[] = [
    {
      what: 'an archive of 150 megabytes of rows',
      name: 'a.zip',
      make: () => makeZip([{ name: 'DY14.csv', content: exchangeRows(2_000_000) }]),
      ends: 'either',
    },
    {
      what: 'an exchange of one line',
      name: 'DY14.csv',
      make: () => Buffer.from(`${exchangeHead}\n${'长'.repeat(10_000_000)}`),
      ends: 'either',
    },
    {
      what: 'an exchange of one quote',
      name: 'DY14.csv',
      make: () => Buffer.from(`${exchangeHead}\n"${'长'.repeat(10_000_000)}`),
      ends: 'either',
    },
  ];
  return files.map((file) => ({ ...file, exchange: true }));
}
