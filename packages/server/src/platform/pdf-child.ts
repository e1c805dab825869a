/**
 * The process that runs Typst: one document per message, one at a time. It is a process and not a thread, because only a
 * process can be stopped in the middle of native code and gives its memory back.
 */
import { existsSync, readFileSync } from 'node:fs';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { PdfAnswer, PdfRequest } from './pdf.ts';

/** Fonts with still more rare characters, where the machine has them. */
const SYSTEM_FONTS = [
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc',
  '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc',
  'C:\\Windows\\Fonts\\simsunb.ttf',
];
/** Typst keeps about 2 MB of a document until told to forget it. */
const EVICT_EVERY = 10;

const [templates = '', ...shippedFonts] = process.argv.slice(2);
const fonts = [...shippedFonts, ...SYSTEM_FONTS.filter((path) => existsSync(path))];
const compiler = NodeCompiler.create({
  workspace: templates,
  fontArgs: [{ fontBlobs: fonts.map((path) => readFileSync(path)) }],
});
let rendered = 0;

process.on('message', (request: PdfRequest) => {
  let answer: PdfAnswer;
  try {
    const compiled = compiler.compile({
      mainFilePath: `${templates}/${request.template}.typ`,
      inputs: { data: request.data },
    });
    if (compiled.result) {
      const { result } = compiled;
      const pdfAs = (more: { pdfStandard?: 'ua-1'; pdfTags?: boolean }) =>
        compiler.pdf(result, { creationTimestamp: request.createdAt, ...more });
      let pdf: Uint8Array;
      try {
        pdf = pdfAs(request.tagged ? { pdfStandard: 'ua-1' } : { pdfTags: false });
      } catch (error) {
        // The standard refuses a sign that no font has, as a rare name may hold: then the paper has tags without its promise.
        if (!request.tagged) throw error;
        pdf = pdfAs({});
      }
      answer = { id: request.id, pdf };
    } else {
      const error = compiled.takeError();
      const problems = error ? compiler.fetchDiagnostics(error).map(sentenceOf) : [];
      answer = { id: request.id, problem: problems.join('; ') || 'no document' };
    }
  } catch (error) {
    answer = { id: request.id, problem: error instanceof Error ? error.message : String(error) };
  }
  if (++rendered % EVICT_EVERY === 0) compiler.evictCache(2);
  process.send!(answer);
});

function sentenceOf(diagnostic: { path?: string; range?: string; message?: string }): string {
  const place = diagnostic.path ? `${diagnostic.path.split(/[\\/]/).at(-1)} ${diagnostic.range ?? ''}: ` : '';
  return place + (diagnostic.message ?? String(diagnostic));
}

// the parent is gone or wants us to go
process.on('disconnect', () => process.exit(0));
process.send!('ready');
