/** How long the phone may take to say what it keeps, or to forget it. */
const patienceMs = 5000;

/** What comes of it; null when it fails or takes too long: a database that another tab holds may not answer at all. */
export async function orNull<T>(work: Promise<T>, patience = patienceMs): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patience);
  });
  const outcome = await Promise.race([work.catch(() => null), tooLong]);
  clearTimeout(timer);
  return outcome;
}

/**
 * Goes on at once when nothing of hers would be lost, else after `ask`: also when the phone does not say what it keeps. Nobody is held in a session
 * because a database does not open.
 * @param ask with how many visits are not sent; null when nobody can tell
 */
export async function askUnsent(
  count: () => Promise<number>,
  ask: (unsent: number | null) => void,
  go: () => unknown,
  patience?: number,
): Promise<void> {
  const unsent = await orNull(count(), patience);
  if (unsent === 0) await go();
  else ask(unsent);
}
