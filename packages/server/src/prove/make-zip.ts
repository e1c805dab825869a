/** Zip files by hand, also such as no honest program writes. */
import { crc32, deflateRawSync } from 'node:zlib';

export type ZipPart = {
  name: string;
  content: string | Uint8Array;
  /** What the directory says instead of the truth. */
  declaredSize?: number;
  flags?: number;
  /** Points to the local header of the first part. */
  overlap?: boolean;
};

/** What deflate makes of nothing; made once, for archives of tens of thousands of empty parts. */
const packedNothing = deflateRawSync(Buffer.alloc(0));

export function makeZip(parts: readonly ZipPart[]): Buffer {
  const chunks: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content);
    const packed = content.length === 0 ? packedNothing : deflateRawSync(content, { level: 6 });
    const name = Buffer.from(part.name, 'utf8');
    const header = Buffer.alloc(30);
    const size = part.declaredSize ?? content.length;
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(20, 4);
    header.writeUInt16LE(part.flags ?? 0, 6);
    header.writeUInt16LE(8, 8);
    header.writeUInt32LE(crc32(content), 14);
    header.writeUInt32LE(packed.length, 18);
    header.writeUInt32LE(size, 22);
    header.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    header.copy(entry, 8, 6, 30);
    entry.writeUInt32LE(part.overlap === true ? 0 : offset, 42);
    chunks.push(header, name, packed);
    directory.push(entry, name);
    offset += 30 + name.length + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...chunks, central, end]);
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

export type WorkbookParts = {
  /** Content of <sheetData>. */
  sheetData: string;
  /** What follows </sheetData>. */
  afterData?: string;
  sharedStrings?: string;
  styles?: string;
  workbookPr?: string;
  /** Whole parts that replace the usual ones or are added. */
  parts?: readonly ZipPart[];
};

/** The least that is an .xlsx, from the XML of its sheet. */
export function makeWorkbook({
  sheetData,
  afterData = '',
  sharedStrings,
  styles,
  workbookPr = '',
  parts = [],
}: WorkbookParts): Buffer {
  const usual: ZipPart[] = [
    {
      name: '[Content_Types].xml',
      content: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    },
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xml}<workbook ${main} xmlns:r="${relation}">${workbookPr}<sheets><sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xml}<Relationships><Relationship Id="rId1" Type="${relation}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="${relation}/styles" Target="/xl/styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `${xml}<worksheet ${main}><sheetData>${sheetData}</sheetData>${afterData}</worksheet>`,
    },
  ];
  if (sharedStrings !== undefined)
    usual.push({ name: 'xl/sharedStrings.xml', content: `${xml}<sst ${main}>${sharedStrings}</sst>` });
  if (styles !== undefined)
    usual.push({ name: 'xl/styles.xml', content: `${xml}<styleSheet ${main}>${styles}</styleSheet>` });
  const own = new Set(parts.map((part) => part.name));
  return makeZip([...usual.filter((part) => !own.has(part.name)), ...parts]);
}

/** A row of text cells. */
export function textRow(row: number, texts: readonly string[]): string {
  const cells = texts.map(
    (text, i) =>
      `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t xml:space="preserve">${text}</t></is></c>`,
  );
  return `<row r="${row}">${cells.join('')}</row>`;
}
