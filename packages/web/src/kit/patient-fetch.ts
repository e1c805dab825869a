/** How often a read is sent before the reader is told that the server is too busy. */
const tries = 4;

/**
 * `fetch` for our own server. A read that the server was too busy to begin is sent again by itself, after the time that the answer names; a
 * command is not, its author is told and decides.
 */
export async function fetchPatiently(effect: 'read' | 'change', address: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(address, init);
    if (effect === 'change' || attempt === tries || !(await wasNotBegun(response))) return response;
    const seconds = Number(response.headers.get('retry-after') ?? 1);
    // Spread, so that all who were sent away do not come back together.
    await pause(seconds * 1000 * (0.5 + Math.random()), init.signal ?? undefined);
  }
}

/** Any other 503 means that the work itself did not get through: asked again, it would only add to the load. */
async function wasNotBegun(response: Response): Promise<boolean> {
  if (response.status !== 503) return false;
  try {
    const answer = (await response.clone().json()) as { error?: { code?: string } };
    return answer.error?.code === 'request.overloaded';
  } catch {
    return false;
  }
}

/** @throws what the signal was aborted with */
function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
