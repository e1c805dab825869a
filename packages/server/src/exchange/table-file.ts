/** The file of one table while its rows are made: .csv, .txt with a fixed separator, or .xlsx, in the encoding of the delivery. */

import type { DeliveryFormat } from '@renshe/domain/exchange/exchange.contract.ts';
import type { ExchangeEdition, ExchangeTable } from '@renshe/domain/exchange/exchange.edition.ts';
import { csvLine, separatedLine } from '@renshe/domain/exchange/exchange.text.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { Host } from '../platform/host.ts';
import { encodeGb18030 } from './gb18030.ts';
import { SpooledEntry, textEntry, type ZipEntry, zipPieces } from './zip-archive.ts';

type StoreHost = Pick<Host, 'keyring' | 'dataDir'>;

/** Rows that one sheet of .xlsx can hold, header included. */
export const sheetRows = 1_048_576;
const charactersAtOnce = 64 * 1024;

export const isWorkbook = (format: DeliveryFormat) => format === 'xlsx';

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Every cell is typed text: identity numbers keep their digits and nothing is ever a formula. */
function rowXml(cells: readonly string[]): string {
  return `<row>${cells.map((cell) => `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`).join('')}</row>`;
}

export class TableFile {
  private readonly host: StoreHost;
  private readonly edition: ExchangeEdition;
  private readonly table: ExchangeTable;
  private readonly format: DeliveryFormat;
  private readonly storeName: string;
  private readonly entry: SpooledEntry;
  private text = '';
  rows = 0;

  constructor(
    host: StoreHost,
    of: { edition: ExchangeEdition; table: ExchangeTable; format: DeliveryFormat; storeName: string },
  ) {
    this.host = host;
    this.edition = of.edition;
    this.table = of.table;
    this.format = of.format;
    this.storeName = of.storeName;
    this.entry = new SpooledEntry(host, of.storeName);
    const names = of.table.fields.map((field) => field.name);
    if (isWorkbook(of.format)) this.text = `${xml}<worksheet ${main}><sheetData>${rowXml(names)}`;
    else if (of.edition.files.header) this.text = this.line(names);
  }

  private line(cells: readonly string[]): string {
    if (isWorkbook(this.format)) return rowXml(cells);
    const { separator, substitute } = this.edition.files;
    return this.format.startsWith('csv') ? csvLine(cells) : separatedLine(cells, separator, substitute);
  }

  async row(cells: readonly string[]): Promise<void> {
    this.rows++;
    if (isWorkbook(this.format) && this.rows >= sheetRows)
      throw new AppError('exchange.too-many-rows', 'tooLarge', { table: this.table.code, limit: sheetRows - 1 });
    this.text += this.line(cells);
    if (this.text.length > charactersAtOnce) await this.flush();
  }

  private async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    await this.entry.write(this.format.endsWith('gb18030') ? encodeGb18030(text) : Buffer.from(text, 'utf8'));
  }

  /** @param fileName without ending */
  async finish(fileName: string, at: Date): Promise<ZipEntry & { sha256: string }> {
    if (isWorkbook(this.format)) this.text += '</sheetData></worksheet>';
    await this.flush();
    if (!isWorkbook(this.format))
      return this.entry.finish(`${fileName}.${this.format.startsWith('csv') ? 'csv' : 'txt'}`);
    const sheet = await this.entry.finish('xl/worksheets/sheet1.xml');
    const book = new SpooledEntry(this.host, `${this.storeName}-book`, false);
    try {
      for await (const piece of zipPieces([...bookParts(this.table.code), sheet], at)) await book.write(piece);
      return await book.finish(`${fileName}.xlsx`);
    } catch (error) {
      await book.discard();
      throw error;
    } finally {
      await this.entry.discard();
    }
  }

  async discard(): Promise<void> {
    await this.entry.discard();
    if (isWorkbook(this.format)) await new SpooledEntry(this.host, `${this.storeName}-book`, false).discard();
  }
}

function bookParts(sheetName: string): ZipEntry[] {
  return [
    textEntry(
      '[Content_Types].xml',
      `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    ),
    textEntry(
      '_rels/.rels',
      `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ),
    textEntry(
      'xl/workbook.xml',
      `${xml}<workbook ${main} xmlns:r="${office}"><sheets><sheet name="${escapeXml(sheetName)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    textEntry(
      'xl/_rels/workbook.xml.rels',
      `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
  ];
}
