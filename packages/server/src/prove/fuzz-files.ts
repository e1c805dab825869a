/** Files that nobody sends by mistake, made here, each with what has to come of it. */
import { hostileRosters } from './hostile-rosters.ts';
import { makeWorkbook, makeZip, textRow } from './make-zip.ts';

export interface HostileFile {
  what: string;
  name: string;
  make(): Uint8Array;
  /** `refused`: with a sentence; `read`: taken, every row accounted for; `either`: both are right, silence is not. */
  ends: 'refused' | 'read' | 'either';
  /** Rows with people, when it is read. */
  rows?: number;
  /** None of them may be taken. */
  allRejected?: boolean;
  /** The check of exchange files gets it, not the reader of rosters. */
  exchange?: true;
}

const head = textRow(1, ['姓名', '身份证号']);
const person = (row: number, name = '张三', id = '321102197403150018') => textRow(row, [name, id]);
const whole = (more: Parameters<typeof makeWorkbook>[0] = { sheetData: head + person(2) }) => makeWorkbook(more);
const csv = '姓名,身份证号\n张三,321102197403150018\n';

/** A local header that says the whole file is its own content: unpacks to itself for ever, were anybody to unpack archives in archives. */
function quine(): Buffer {
  const inner = makeZip([{ name: 'r.xlsx', content: whole() }]);
  return makeZip([
    { name: 'xl/workbook.xml', content: inner },
    { name: 'r.xlsx', content: inner },
  ]);
}

/** More entries than the sixteen bits of the directory can count. */
const manyEntries = () => makeZip(Array.from({ length: 65_535 }, (_, i) => ({ name: `${i}`, content: '' })));

const link = (name: string) => {
  const bytes = makeZip([{ name, content: '/etc/passwd' }]);
  const at = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  // Made by Unix, and a symbolic link.
  bytes.writeUInt16LE(0x0314, at + 4);
  bytes.writeUInt32LE((0o120777 << 16) >>> 0, at + 38);
  return bytes;
};

/** What is refused whatever stands in it, every n-th of them. */
export function refusedFiles(step: number, from: number): HostileFile[] {
  return hostileRosters
    .filter((_, i) => i % step === from % step)
    .map(([what, name, make]) => ({ what, name, make: () => make(), ends: 'refused' as const }));
}

export function hostileFiles(): HostileFile[] {
  const part = (name: string, content: string) => whole({ sheetData: head + person(2), parts: [{ name, content }] });
  return [
    { what: 'an archive of itself', name: 'a.xlsx', make: () => quine(), ends: 'refused' },
    { what: 'a symbolic link', name: 'a.xlsx', make: () => link('xl/workbook.xml'), ends: 'refused' },
    {
      what: 'a workbook with macros',
      name: 'a.xlsm',
      make: () => part('xl/vbaProject.bin', 'Attribute VB_Name'),
      ends: 'either',
      rows: 1,
    },
    { what: 'a workbook called .xls', name: 'a.xls', make: () => whole(), ends: 'either', rows: 1 },
    {
      what: 'a web page called .xlsx',
      name: 'a.xlsx',
      make: () => Buffer.from('<html><table><tr><td>姓名'),
      ends: 'refused',
    },
    { what: 'text called .xls', name: 'a.xls', make: () => Buffer.from(csv), ends: 'refused' },
    {
      what: 'links to other files',
      name: 'a.xlsx',
      make: () =>
        part(
          'xl/externalLinks/externalLink1.xml',
          '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>',
        ),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'a formula for a name',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: `${head}<row r="2"><c r="A2"><f>cmd|'/c calc'!A0</f></c><c r="B2" t="str"><v>321102197403150018</v></c></row>`,
        }),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'identity numbers as numbers, their last digits lost; the check sign of one holds by chance',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: `${head}<row r="2"><c r="A2" t="str"><v>张三</v></c><c r="B2"><v>3.2110219740315E+17</v></c></row><row r="3"><c r="A3" t="str"><v>李四</v></c><c r="B3"><v>321102197206302000</v></c></row>`,
        }),
      ends: 'read',
      rows: 2,
      allRejected: true,
    },
    {
      what: 'zero signs and half characters, written as escapes',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData:
            textRow(1, ['姓名', '身份证号', '住址_x0000_']) +
            textRow(2, ['张_x0000_三', '321102197403150018', '&#xD800;&#x1;正东路']),
        }),
      ends: 'read',
      rows: 1,
    },
    {
      what: 'a zero sign far down',
      name: 'a.csv',
      make: () => Buffer.from(`${csv}${'李四,420115196501010035\n'.repeat(5000)}王\u0000五,1\n`),
      ends: 'refused',
    },
    {
      what: 'a string that is not in the list of strings',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: `${head}${person(2)}<row r="3"><c r="A3" t="s"><v>99</v></c><c r="B3" t="s"><v>0</v></c></row>`,
          sharedStrings: '<si><t>420115196501010035</t></si>',
        }),
      ends: 'refused',
    },
    {
      what: 'an external entity for a name',
      name: 'a.xlsx',
      make: () =>
        part(
          'xl/drawings/drawing1.xml',
          '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>',
        ),
      ends: 'refused',
    },
    {
      what: '__proto__ as a head',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData:
            textRow(1, ['姓名', '身份证号', '__proto__', 'constructor']) +
            textRow(2, ['张三', '321102197403150018', '1', 'x']),
        }),
      ends: 'read',
      rows: 1,
    },
    {
      what: 'a cell of 32,767 signs',
      name: 'a.xlsx',
      make: () => whole({ sheetData: head + person(2, '长'.repeat(32_767)) }),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'a cell of a million signs',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData:
            head +
            person(
              2,
              Array.from({ length: 1_000_000 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 20_000))).join(''),
            ),
        }),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'a sheet merged as a whole',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: head + person(2),
          afterData: '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        }),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'a hidden row and a merge over two people',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: head + person(2) + person(3, '李四', '321102198104205028').replace('<row ', '<row hidden="1" '),
          afterData: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        }),
      ends: 'read',
      rows: 2,
    },
    {
      what: 'one person twice, another with two numbers',
      name: 'a.csv',
      make: () => Buffer.from(`${csv}张三,32110219740315001８\n李四,321102198104205028\n李四,420115196501010035\n`),
      ends: 'read',
      rows: 4,
    },
    {
      what: 'numbers that are none: a future birth, a 30 February, a wrong check sign, a permit, fifteen digits',
      name: 'a.csv',
      make: () =>
        Buffer.from(
          '姓名,身份证号\n甲,321102209901010014\n乙,110105194902300020\n丙,110105194912310021\n丁,H12345678\n戊,32110219740315001\n',
        ),
      ends: 'read',
      rows: 5,
      allRejected: true,
    },
    {
      what: 'ten thousand merges',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData: head + person(2),
          afterData: `<mergeCells>${'<mergeCell ref="A3:B9000"/>'.repeat(10_000)}</mergeCells>`,
        }),
      ends: 'either',
      rows: 1,
    },
    {
      what: 'tags without end',
      name: 'a.xlsx',
      make: () => whole({ sheetData: '<row><c>'.repeat(100_000) }),
      ends: 'refused',
    },
    {
      what: 'GB18030',
      name: 'a.csv',
      make: () =>
        Buffer.concat([
          Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac50ad5c5c8fd2c', 'hex'),
          Buffer.from('321102197403150018\n'),
        ]),
      ends: 'read',
      rows: 1,
    },
    {
      what: 'two encodings in one file',
      name: 'a.csv',
      make: () => Buffer.concat([Buffer.from(csv), Buffer.from('d5c5c8fdff', 'hex'), Buffer.from(',1\n')]),
      ends: 'refused',
    },
    {
      what: 'UTF-16 of the other order',
      name: 'a.csv',
      make: () => Buffer.from(`\ufeff${csv}`, 'utf16le').swap16(),
      ends: 'read',
      rows: 1,
    },
    {
      what: 'half a UTF-16 sign',
      name: 'a.csv',
      make: () => Buffer.concat([Buffer.from(`\ufeff${csv}`, 'utf16le'), Buffer.from([0x00])]),
      ends: 'either',
    },
    {
      what: 'bare returns and open quotes',
      name: 'a.csv',
      make: () => Buffer.from('姓名,身份证号\r"张三,321102197403150018\r李四,321102197403150018\r'),
      ends: 'either',
    },
    {
      what: 'signs of four bytes, blanks without width, right to left',
      name: 'a.csv',
      make: () => Buffer.from('姓名,身份证号\n𠮷\u200b田\u202e,３２１１０２１９７４０３１５００１８\n'),
      ends: 'either',
      rows: 1,
    },
    { what: 'a name that climbs', name: '../../../../tmp/a.csv', make: () => Buffer.from(csv), ends: 'read', rows: 1 },
    { what: 'sixty-five thousand entries', name: 'a.xlsx', make: () => manyEntries(), ends: 'refused' },
    {
      what: 'a bomb of one gigabyte by declaration',
      name: 'a.xlsx',
      make: () => makeZip([{ name: 'xl/workbook.xml', content: 'x', declaredSize: 1_000_000_000 }]),
      ends: 'refused',
    },
  ];
}

/** Of megabytes: what a reader has to survive without the server noticing. */
export function largeFiles(): HostileFile[] {
  const million = () =>
    Array.from(
      { length: 1_048_575 },
      (_, i) => `<row r="${i + 2}"><c t="inlineStr"><is><t>张${i}</t></is></c></row>`,
    ).join('');
  return [
    {
      what: '1,048,576 rows',
      name: 'a.xlsx',
      make: () => whole({ sheetData: head + million() }),
      ends: 'either',
    },
    {
      what: 'one line of 30 megabytes',
      name: 'a.csv',
      make: () => Buffer.from(`姓名,身份证号\n${'长'.repeat(10_000_000)}`),
      ends: 'either',
    },
    {
      what: 'thirty megabytes of lines',
      name: 'a.csv',
      make: () => Buffer.from(`姓名,身份证号\n${'张三,321102197403150018\n'.repeat(1_200_000)}`),
      ends: 'either',
    },
    {
      what: 'thirty megabytes of commas',
      name: 'a.csv',
      make: () => Buffer.alloc(30_000_000, ','),
      ends: 'refused',
    },
    {
      what: 'thirty megabytes of quotes',
      name: 'a.csv',
      make: () => Buffer.alloc(30_000_000, '"'),
      ends: 'either',
    },
    {
      what: 'a sheet of 170 megabytes, just below size and ratio',
      name: 'a.xlsx',
      make: () =>
        whole({
          sheetData:
            head +
            Array.from(
              { length: 1_350_000 },
              (_, i) =>
                `<row><c t="inlineStr"><is><t>${(i * 2654435761) % 4294967296}${'长'.repeat(20)}</t></is></c></row>`,
            ).join(''),
        }),
      ends: 'either',
    },
    {
      what: 'more than may be sent',
      name: 'a.csv',
      make: () => Buffer.alloc(40_000_000, 'x'),
      ends: 'refused',
    },
  ];
}
