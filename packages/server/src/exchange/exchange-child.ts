/** The checking process: one file, then it ends. */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { checkExchangeFile } from './check-file.ts';
import type { ExchangeChecking, ExchangeChildMessage } from './check-upload.ts';

process.once('message', async ({ edition, upload, of }: ExchangeChecking) => {
  let message: ExchangeChildMessage;
  try {
    const { buffer, byteOffset, byteLength } = upload.bytes;
    const bytes = Buffer.from(buffer, byteOffset, byteLength);
    message = { type: 'report', report: await checkExchangeFile(edition, { name: upload.name, bytes }, of) };
  } catch (error) {
    // Whatever a broken file does to a parser, the user is told that it cannot be read.
    const { code, kind, details } =
      error instanceof AppError ? error : new AppError('exchange.file-unreadable', 'invalid');
    message = { type: 'error', code, kind, details };
  }
  process.send?.(message, () => process.disconnect());
});
// Nobody waits for an answer once the server is gone.
process.once('disconnect', () => process.exit());
