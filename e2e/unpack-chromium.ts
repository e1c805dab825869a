/** Unpacks Chromium into the folder for temporary files, and from the archive named the libraries that a bare machine lacks (nss, nspr …). */
import chromium, { inflate } from '@sparticuz/chromium';

await chromium.executablePath();
await inflate(process.argv[2]!);
