import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, describe, expect, it } from 'vitest';
import { pdfSamples } from '../../test/pdf-samples.ts';
import { createPdfRenderer, PdfError } from './pdf.ts';
import type { PdfTemplate } from './pdf-templates.ts';

const renderer = createPdfRenderer({ waiting: 6 });
afterAll(() => renderer.close());
const createdAt = new Date('2026-11-21T08:00:00Z');

function isPdf(bytes: Buffer): boolean {
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-' && bytes.subarray(-8).toString('latin1').includes('%%EOF');
}

async function problemOf(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof PdfError ? error.code : String(error)),
  );
}

describe('renderPdf', () => {
  it.each(Object.keys(pdfSamples) as PdfTemplate[])('prints %s as tagged PDF/UA', async (template) => {
    const pdf = await renderer.renderPdf(template, pdfSamples[template], { createdAt });
    expect(isPdf(pdf)).toBe(true);
    expect(pdf.toString('latin1')).toContain('pdfuaid');
    expect(pdf.length).toBeLessThan(400_000);
  });

  it.each(Object.keys(pdfSamples) as PdfTemplate[])('prints %s for a reader of English', async (template) => {
    const [english, chinese] = await Promise.all(
      (['en', 'zh'] as const).map((language) =>
        renderer.renderPdf(template, { ...pdfSamples[template], language }, { createdAt }),
      ),
    );
    expect(isPdf(english!)).toBe(true);
    expect(english!.equals(chinese!)).toBe(false);
    // What the document says of its own language: screen readers choose their voice by it.
    expect(english!.toString('latin1')).toMatch(/\/Lang ?\(en-GB\)/);
    expect(chinese!.toString('latin1')).toMatch(/\/Lang ?\(zh-CN\)/);
  });

  it('prints a report without the lines that only some forms have', async () => {
    const { formLines: _, state: __, notes: ___, ...plain } = pdfSamples['monthly-report'];
    expect(isPdf(await renderer.renderPdf('monthly-report', plain, { createdAt }))).toBe(true);
  });

  it('gives the same bytes for the same data and instant', async () => {
    const [one, other] = await Promise.all([
      renderer.renderPdf('person-card', pdfSamples['person-card'], { createdAt }),
      renderer.renderPdf('person-card', pdfSamples['person-card'], { createdAt }),
    ]);
    expect(one.equals(other)).toBe(true);
  });

  it('prints what looks like markup as it is', async () => {
    const name = '#panic("x") *b* = 题 $x$ \\ #import "a" ]]] "';
    const data = { ...pdfSamples['person-card'], name, notes: [name], status: [name] };
    expect(isPdf(await renderer.renderPdf('person-card', data, { createdAt }))).toBe(true);
  });

  it('is smaller without tags', async () => {
    const tagged = await renderer.renderPdf('ledger', pdfSamples.ledger, { createdAt });
    const plain = await renderer.renderPdf('ledger', pdfSamples.ledger, { createdAt, tagged: false });
    expect(isPdf(plain)).toBe(true);
    expect(plain.length).toBeLessThan(tagged.length * 0.8);
  });

  it('says which template refused its data', async () => {
    const work = renderer.renderPdf('ledger', {} as never, { createdAt });
    await expect(work).rejects.toThrow(/^document.failed: ledger: /);
    await expect(work).rejects.toMatchObject({ code: 'document.failed', kind: 'unavailable' });
  });

  it('stops a document that takes too long and goes on with the next', async () => {
    const rows = Array.from({ length: 3000 }, () => pdfSamples.ledger.rows[0]!);
    const slow = problemOf(renderer.renderPdf('ledger', { ...pdfSamples.ledger, rows }, { createdAt, timeLimit: 20 }));
    const next = renderer.renderPdf('household-card', pdfSamples['household-card'], { createdAt });
    expect(await slow).toBe('document.too-slow');
    expect(isPdf(await next)).toBe(true);
  });

  it('refuses more than may wait, at once', async () => {
    const works = Array.from({ length: 9 }, () =>
      problemOf(renderer.renderPdf('person-card', pdfSamples['person-card'], { createdAt })),
    );
    const problems = await Promise.all(works);
    expect(problems.filter((problem) => problem === 'document.busy')).toHaveLength(2);
    expect(problems.filter((problem) => problem === undefined)).toHaveLength(7);
  });

  it('replaces the child after a number of documents and after close', async () => {
    const recycling = createPdfRenderer({ recycleAfter: 1 });
    for (let i = 0; i < 2; i++) {
      expect(isPdf(await recycling.renderPdf('person-card', pdfSamples['person-card'], { createdAt }))).toBe(true);
    }
    const open = problemOf(recycling.renderPdf('person-card', pdfSamples['person-card'], { createdAt }));
    recycling.close();
    expect(await open).toBe('document.failed');
    expect(isPdf(await recycling.renderPdf('person-card', pdfSamples['person-card'], { createdAt }))).toBe(true);
    recycling.close();
  });
});

describe('shipped fonts', () => {
  const require = createRequire(import.meta.url);
  const main = codepointsOf(require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'));
  const rare = codepointsOf(new URL('../../fonts/renshe-rare-names.otf', import.meta.url));

  it('have the rare characters of names on a machine without any font', () => {
    for (const character of '㐂𠮷䶮㛃𬱖㙓𤧛䲜龘') {
      const code = character.codePointAt(0)!;
      expect(main.has(code) || rare.has(code), character).toBe(true);
    }
    expect(main.has('𠮷'.codePointAt(0)!)).toBe(false);
    expect(rare.size).toBeGreaterThan(2000);
  });
});

/** Reads subtable format 12 of a font's `cmap`. */
function codepointsOf(font: string | URL): Set<number> {
  const bytes = readFileSync(font);
  let cmap = 0;
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const entry = 12 + i * 16;
    if (bytes.toString('latin1', entry, entry + 4) === 'cmap') cmap = bytes.readUInt32BE(entry + 8);
  }
  const found = new Set<number>();
  for (let i = 0; i < bytes.readUInt16BE(cmap + 2); i++) {
    const table = cmap + bytes.readUInt32BE(cmap + 4 + i * 8 + 4);
    if (bytes.readUInt16BE(table) !== 12) continue;
    for (let group = 0; group < bytes.readUInt32BE(table + 12); group++) {
      const at = table + 16 + group * 12;
      for (let code = bytes.readUInt32BE(at); code <= bytes.readUInt32BE(at + 4); code++) found.add(code);
    }
  }
  return found;
}
