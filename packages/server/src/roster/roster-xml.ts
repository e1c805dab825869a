/** As much XML as sheets need: no document type, no entities of the file's own, one pass, nothing built. */
import { RosterFileError } from './roster-file-error.ts';

/** The part as UTF-8 bytes. A document type (and with it every entity) is refused. */
export function checkedXml(part: Buffer): Buffer {
  const xml =
    part[0] === 0xff && part[1] === 0xfe ? Buffer.from(new TextDecoder('utf-16le').decode(part)) : utf16be(part);
  if (xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw new RosterFileError('roster-file-entities');
  return xml;
}

function utf16be(part: Buffer): Buffer {
  return part[0] === 0xfe && part[1] === 0xff ? Buffer.from(new TextDecoder('utf-16be').decode(part)) : part;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The five entities of XML, character numbers, CDATA, and the _x000D_ escapes of spreadsheets. */
export function decodeXmlText(text: string): string {
  let decoded = text;
  if (decoded.includes('<![CDATA['))
    decoded = decoded.replace(/<!\[CDATA\[([^\]]*)\]\]>/g, (_, inner: string) => inner.replaceAll('&', '&amp;'));
  if (decoded.includes('&')) {
    decoded = decoded.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
      if (!name.startsWith('#')) return entities[name] ?? whole;
      const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
    });
  }
  if (decoded.includes('_x')) {
    decoded = decoded.replace(/_x([0-9a-fA-F]{4})_/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return decoded;
}

/** Value of an attribute inside the text of a tag, or undefined. */
export function xmlAttribute(tag: string, name: string): string | undefined {
  let from = 0;
  while (true) {
    const at = tag.indexOf(`${name}=`, from);
    if (at < 0) return undefined;
    const quote = tag[at + name.length + 1];
    const before = at === 0 ? ' ' : (tag[at - 1] ?? ' ');
    if ((quote === '"' || quote === "'") && (before === ' ' || before === '\n' || before === '\t' || before === '\r')) {
      const end = tag.indexOf(quote, at + name.length + 2);
      return end < 0 ? undefined : decodeXmlText(tag.slice(at + name.length + 2, end));
    }
    from = at + 1;
  }
}

/** The start tags of a name, prefix or not, as the text between < and >. For small parts. */
export function xmlTags(xml: string, name: string): string[] {
  const tags: string[] = [];
  const pattern = new RegExp(`<(?:[A-Za-z0-9]+:)?${name}(?=[\\s/>])([^<>]*)>`, 'g');
  for (const match of xml.matchAll(pattern)) tags.push(` ${match[1] ?? ''}`);
  return tags;
}

/**
 * Calls `visit` with the attributes and the content of every element of a name in [from, to) of the bytes, in order.
 * `prefix` is the namespace prefix with its colon, or ''. Elements of the same name do not nest.
 */
export function eachElement(
  xml: Buffer,
  from: number,
  to: number,
  prefix: string,
  name: string,
  visit: (attributes: string, content: string) => void,
): void {
  const open = Buffer.from(`<${prefix}${name}`);
  const close = Buffer.from(`</${prefix}${name}>`);
  let at = from;
  while (true) {
    const start = xml.indexOf(open, at);
    if (start < 0 || start >= to) return;
    const after = xml[start + open.length];
    // <row> and <rowBreaks>, <si> and <sil>: the name must end here.
    if (after !== 0x20 && after !== 0x3e && after !== 0x2f && after !== 0x0a && after !== 0x0d && after !== 0x09) {
      at = start + open.length;
      continue;
    }
    const tagEnd = xml.indexOf(0x3e, start);
    if (tagEnd < 0) throw new RosterFileError('roster-file-damaged');
    if (xml[tagEnd - 1] === 0x2f) {
      visit(xml.toString('utf8', start + open.length, tagEnd - 1), '');
      at = tagEnd + 1;
      continue;
    }
    const end = xml.indexOf(close, tagEnd);
    if (end < 0) throw new RosterFileError('roster-file-damaged');
    visit(xml.toString('utf8', start + open.length, tagEnd), xml.toString('utf8', tagEnd + 1, end));
    at = end + close.length;
  }
}

/** The texts of the <t> elements of a string item, joined; phonetic hints (rPh) are left out. */
export function stringItem(content: string, prefix: string): string {
  const open = `<${prefix}t`;
  const close = `</${prefix}t>`;
  const phonetic = `<${prefix}rPh`;
  const phoneticEnd = `</${prefix}rPh>`;
  let text = '';
  let at = 0;
  let hint = content.indexOf(phonetic);
  while (true) {
    const start = content.indexOf(open, at);
    if (start < 0) return decodeXmlText(text);
    if (hint >= 0 && hint < at) hint = content.indexOf(phonetic, at);
    if (hint >= 0 && hint < start) {
      const end = content.indexOf(phoneticEnd, hint);
      if (end < 0) return decodeXmlText(text);
      at = end + phoneticEnd.length;
      continue;
    }
    const after = content[start + open.length];
    const tagEnd = content.indexOf('>', start);
    if (tagEnd < 0) return decodeXmlText(text);
    if (after !== '>' && after !== ' ' && after !== '\n') {
      at = start + open.length;
      continue;
    }
    if (content[tagEnd - 1] === '/') {
      at = tagEnd + 1;
      continue;
    }
    const end = content.indexOf(close, tagEnd);
    if (end < 0) return decodeXmlText(text);
    text += content.slice(tagEnd + 1, end);
    at = end + close.length;
  }
}
