import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { documentErrors } from '@renshe/domain/document/document.errors.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { PdfDataByTemplate, PdfTemplate } from './pdf-templates.ts';

/**
 * PDF documents made with Typst from the templates in `packages/server/templates`. Data goes in as one JSON input and is
 * never part of the source, so that no name can be read as markup. Typst runs in a child process of its own, which is
 * started when it is first needed, stopped when idle and replaced after a while, after a crash and when it takes too long.
 */
export class PdfError extends AppError {
  constructor(code: keyof typeof documentErrors, problem: string) {
    super(code, 'unavailable');
    this.name = 'PdfError';
    // for the log; what people read is the sentence of the code
    this.message = `${code}: ${problem}`;
  }
}

export interface PdfOptions {
  /** Milliseconds that one document may take once it is its turn. Default 30 000. */
  timeLimit?: number;
  /** PDF/UA-1 with tags for screen readers; long ledgers are a fifth of the size without. Default true. */
  tagged?: boolean;
  /** Written into the document; with the same instant and data the bytes are the same. */
  createdAt: Date;
}

export interface PdfRequest {
  id: number;
  template: string;
  data: string;
  tagged: boolean;
  /** Seconds since 1970. */
  createdAt: number;
}

export type PdfAnswer = { id: number; pdf: Uint8Array } | { id: number; problem: string };

export interface PdfRenderer {
  /** Throws PdfError when the queue is full, when the time is over and when the template does not accept the data. */
  renderPdf<T extends PdfTemplate>(template: T, data: PdfDataByTemplate[T], options: PdfOptions): Promise<Buffer>;
  /** Stops the child; whoever waits gets a PdfError. */
  close(): void;
}

interface Job {
  request: PdfRequest;
  timeLimit: number;
  resolve(pdf: Buffer): void;
  reject(error: PdfError): void;
}

const DEFAULT_TIME_LIMIT = 30_000;
/** Reading 20 MB of fonts on a slow disk. */
const START_TIME_LIMIT = 30_000;

export function createPdfRenderer({ waiting = 200, recycleAfter = 200, idleAfter = 60_000 } = {}): PdfRenderer {
  const queue: Job[] = [];
  let child: ChildProcess | undefined;
  let ready = false;
  let made = 0;
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lastId = 0;

  function startChild(): ChildProcess {
    const started = fork(fileURLToPath(new URL('./pdf-child.ts', import.meta.url)), documentPaths(), {
      serialization: 'advanced',
      execArgv: [],
      // its own start-up options are none of ours, and it must not find a debugger port or a secret there
      env: { PATH: process.env.PATH, SystemRoot: process.env.SystemRoot },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    ready = false;
    made = 0;
    started.on('message', (message: 'ready' | PdfAnswer) => {
      if (started !== child) return;
      if (message === 'ready') ready = true;
      else finish(message);
      next();
    });
    const gone = () => {
      if (started !== child) return;
      stopChild();
      fail(new PdfError('document.failed', 'the PDF process ended by itself'));
      next();
    };
    started.on('exit', gone);
    started.on('error', gone);
    letGo(started);
    return started;
  }

  /** An idle child must not keep the program running; one that works must. */
  function letGo(process: ChildProcess): void {
    process.unref();
    process.channel?.unref();
  }

  function stopChild(): void {
    clearTimeout(timer);
    const stopped = child;
    child = undefined;
    ready = false;
    stopped?.kill('SIGKILL');
  }

  function fail(error: PdfError): void {
    const job = current;
    current = undefined;
    job?.reject(error);
  }

  function finish(answer: PdfAnswer): void {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    made++;
    if (!job || job.request.id !== answer.id) return;
    if ('pdf' in answer) job.resolve(Buffer.from(answer.pdf.buffer, answer.pdf.byteOffset, answer.pdf.byteLength));
    else job.reject(new PdfError('document.failed', `${job.request.template}: ${answer.problem}`));
  }

  /** Starts the timer of the whole job at its turn, and gives it to the child as soon as that is ready. */
  function next(): void {
    if (!current) {
      clearTimeout(timer);
      if (made >= recycleAfter) stopChild();
      current = queue.shift();
      if (!current) {
        if (child) {
          letGo(child);
          timer = setTimeout(stopChild, idleAfter);
          timer.unref();
        }
        return;
      }
      child ??= startChild();
      child.ref();
      child.channel?.ref();
      if (!ready) {
        timer = setTimeout(giveUp, START_TIME_LIMIT);
        return;
      }
    } else if (!ready) return;
    clearTimeout(timer);
    timer = setTimeout(giveUp, current.timeLimit);
    child!.send(current.request);
  }

  function giveUp(): void {
    stopChild();
    fail(new PdfError('document.too-slow', `${current?.request.template}: not finished in time`));
    next();
  }

  return {
    renderPdf(template, data, options) {
      return new Promise((resolve, reject) => {
        if (queue.length >= waiting) {
          reject(new PdfError('document.busy', 'too many documents are waiting'));
          return;
        }
        queue.push({
          request: {
            id: ++lastId,
            template,
            data: JSON.stringify(data),
            tagged: options.tagged ?? true,
            createdAt: Math.floor(options.createdAt.getTime() / 1000),
          },
          timeLimit: options.timeLimit ?? DEFAULT_TIME_LIMIT,
          resolve,
          reject,
        });
        if (!current) next();
      });
    },
    close() {
      const waitingJobs = queue.splice(0);
      stopChild();
      fail(new PdfError('document.failed', 'stopped'));
      for (const job of waitingJobs) job.reject(new PdfError('document.failed', 'stopped'));
    },
  };
}

/** Templates first, then the fonts in the order in which a character is looked for. */
/** The folder of the templates, then the fonts that are shipped. */
export function documentPaths(): string[] {
  const require = createRequire(import.meta.url);
  return [
    fileURLToPath(new URL('../../templates', import.meta.url)),
    require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    require.resolve('@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf'),
    fileURLToPath(new URL('../../fonts/renshe-rare-names.otf', import.meta.url)),
  ];
}

const shared = createPdfRenderer();
/** One child for the whole process. */
export const renderPdf: PdfRenderer['renderPdf'] = shared.renderPdf;
export const closePdf = shared.close;
