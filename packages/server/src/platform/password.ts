import { randomBytes } from 'node:crypto';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { AppError } from '@renshe/domain/kernel/app-error.ts';

/**
 * Password hashes: argon2id with 19 MiB and two passes, of exactly what was typed. At most two are computed at a time: each takes a core for some 50 ms,
 * and without a bound a handful of clients that sign in over and over would stop all other work. Beyond a short queue
 * the answer is "try again" at once.
 */
export class PasswordBusyError extends AppError {
  constructor() {
    super('request.busy', 'unavailable');
    this.name = 'PasswordBusyError';
  }
}

export interface PasswordHasher {
  /** Throws PasswordBusyError when the queue is full, as do the other two. */
  hashPassword(password: string): Promise<string>;
  /** An account whose stored text is no hash ('!') has no password: all the work, and false. */
  verifyPassword(password: string, passwordHash: string): Promise<boolean>;
  /** The work of a verification for an account that does not exist; always false. */
  verifyNothing(password: string): Promise<false>;
  /** True when the next caller would be refused. */
  isFull(): boolean;
}

const COST = { algorithm: 2, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

export interface PasswordHasherOptions {
  /** Hashes computed at the same time. Default 2. */
  atATime?: number;
  /** Callers that may wait; the next one is refused. Default 40: about one second. */
  waiting?: number;
  /** What compares a password with a hash: argon2's own. */
  compare?: (passwordHash: string, password: string) => Promise<boolean>;
}

export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const atATime = options.atATime ?? 2;
  const longestQueue = options.waiting ?? 40;
  const compare = options.compare ?? verify;
  const queue: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= atATime) {
      if (queue.length >= longestQueue) throw new PasswordBusyError();
      await new Promise<void>((resolve) => queue.push(resolve));
    } else {
      running++;
    }
    try {
      return await work();
    } finally {
      // the place goes straight to the next in the queue, so that nobody who arrives now can take it
      const next = queue.shift();
      if (next) next();
      else running--;
    }
  }

  // Nobody's password: a random output in the form of a real one, so that a verification does all its work.
  const nothing = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=1$${unpadded(16)}$${unpadded(32)}`;

  return {
    isFull: () => running >= atATime && queue.length >= longestQueue,
    hashPassword: (password) => inTurn(() => hash(password, COST)),
    async verifyPassword(password, passwordHash) {
      const known = isHash(passwordHash);
      return (await inTurn(() => compare(known ? passwordHash : nothing, password))) && known;
    },
    async verifyNothing(password) {
      await inTurn(() => compare(nothing, password));
      return false;
    },
  };
}

/** One queue for the whole process. */
export const { hashPassword, verifyPassword, verifyNothing, isFull: passwordQueueIsFull } = createPasswordHasher();

/** True when the hash was made with less work than new ones: hash again at the next successful sign-in. */
export function passwordNeedsRehash(passwordHash: string): boolean {
  const made = parseOptions(passwordHash);
  return made.algorithm !== COST.algorithm || made.memoryCost < COST.memoryCost || made.timeCost < COST.timeCost;
}

function isHash(text: string): boolean {
  try {
    parseOptions(text);
    return true;
  } catch {
    return false;
  }
}

function unpadded(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '');
}
