/** Lines for somebody who waits: one at the beginning of a step and one every few seconds of it, never one a chunk. */

export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

export type Say = (line: string) => void;

/** @returns takes the bytes so far */
export function bytesProgress(say: Say, step: string, whole?: number, everyMs = 3_000): (bytes: number) => void {
  let saidAt = performance.now();
  return (bytes) => {
    if (performance.now() - saidAt < everyMs) return;
    saidAt = performance.now();
    const share = whole ? ` / ${megabytes(whole)} (${Math.floor((bytes / whole) * 100)} %)` : '';
    say(`${step} ${megabytes(bytes)}${share}`);
  };
}
