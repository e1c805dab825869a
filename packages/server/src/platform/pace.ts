import { AppError } from '@renshe/domain/kernel/app-error.ts';

export interface PaceLimits {
  /** So many at once are a busy minute at the counter. */
  atOnce: number;
  /** So many a second nobody keeps up by hand. */
  aSecond: number;
}

export const paceLimits: PaceLimits = { atOnce: 120, aSecond: 2 };

/** For programs that measure the server or try everything on it, faster than any hand. */
export const anyPace: PaceLimits = { atOnce: Number.MAX_SAFE_INTEGER, aSecond: 1 };

/** How fast one account changes things: as fast as people type, in bursts too, and no faster. Each process counts for itself. */
export class Pace {
  private readonly limits: PaceLimits;
  private readonly now: () => number;
  private readonly left = new Map<string, { count: number; at: number }>();

  constructor(limits: PaceLimits = paceLimits, now: () => number = () => performance.now()) {
    this.limits = limits;
    this.now = now;
  }

  /** @throws AppError request.too-fast */
  step(accountId: string): void {
    const { atOnce, aSecond } = this.limits;
    const at = this.now();
    const before = this.left.get(accountId);
    const count = before ? Math.min(atOnce, before.count + ((at - before.at) / 1000) * aSecond) : atOnce;
    if (count < 1) throw new AppError('request.too-fast', 'unavailable');
    this.left.set(accountId, { count: count - 1, at });
    if (this.left.size > 10_000) this.forget(at);
  }

  /** Whoever has rested long enough is as new. */
  private forget(at: number): void {
    const { atOnce, aSecond } = this.limits;
    for (const [accountId, { at: last }] of this.left)
      if (at - last > (atOnce / aSecond) * 1000) this.left.delete(accountId);
  }
}
