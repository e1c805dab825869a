/**
 * A bound on the requests in hand (security handbook rule 17). So many are worked on at once, so many wait, and none for long; whoever comes
 * beyond that is told so at once, before anything of hers was begun. A server that took everybody in would serve nobody in time.
 */
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface LaneLimits {
  /** Requests worked on at the same time. */
  atOnce: number;
  /** Requests that may wait for a place. */
  waiting: number;
  /** Milliseconds after which one that waits is sent away. */
  longestWait: number;
}

/** What documents and files of others take must not keep the rest waiting, so they have places of their own. */
export interface AdmissionLimits {
  ordinary: LaneLimits;
  /** Requests answered with a file. */
  documents: LaneLimits;
  /** Requests that bring a file: the place is held while it arrives, which bounds the memory for them. */
  uploads: LaneLimits;
}

export const defaultAtOnce = 10;
export const defaultWaiting = 100;
const longestWait = 2000;

/** Limits for a machine: the other lanes follow the ordinary one. */
export function admissionLimits(atOnce = defaultAtOnce, waiting = defaultWaiting): AdmissionLimits {
  const part = (share: number) => ({
    atOnce: Math.max(1, Math.round(atOnce * share)),
    waiting: Math.round(waiting * share),
    longestWait,
  });
  return { ordinary: part(1), documents: part(0.3), uploads: part(0.4) };
}

/**
 * Connections for so many requests: one for each and some to spare, so that a command that reads beside its transaction never waits for
 * others that do the same, and work in the background finds one.
 */
export function connectionsFor(limits: AdmissionLimits): number {
  return limits.ordinary.atOnce + limits.documents.atOnce + limits.uploads.atOnce + 6;
}

export const overloaded = () => new AppError('request.overloaded', 'unavailable');

interface Waiting {
  start(): void;
  sendAway(): void;
  left(): boolean;
}

/** Milliseconds; one that takes longer says nothing of those after it. */
const longestGap = 100;

/** First come, first served, within its limits. */
export class Lane {
  private readonly limits: LaneLimits;
  private readonly queue: Waiting[] = [];
  private running = 0;
  /** Milliseconds from one end to the next while others wait, the last ones counting most. */
  private pace = 0;
  private lastEnd = 0;

  constructor(limits: LaneLimits) {
    this.limits = limits;
  }

  /**
   * Asked before a body is read. In a lasting rush a queue that is only as long as it may be makes everybody late: whoever would wait for most of a second is told at once.
   * @throws AppError `request.overloaded` when neither a place is free nor one to wait at
   */
  requireRoom(): void {
    const { atOnce, waiting, longestWait } = this.limits;
    if (this.running < atOnce) return;
    if (this.queue.length >= waiting || this.queue.length * this.pace > longestWait / 3) throw overloaded();
  }

  /**
   * Does the work when its turn comes. `left` says that the asker has gone: her turn goes to the next.
   * @throws AppError `request.overloaded` before the work was begun
   */
  async run<T>(work: () => Promise<T>, left: () => boolean = () => false): Promise<T> {
    this.requireRoom();
    if (this.running >= this.limits.atOnce) await this.turn(left);
    else this.running++;
    try {
      return await work();
    } finally {
      this.next();
    }
  }

  private turn(left: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        left,
        start() {
          clearTimeout(timer);
          resolve();
        },
        sendAway() {
          clearTimeout(timer);
          reject(overloaded());
        },
      };
      const timer = setTimeout(() => {
        this.queue.splice(this.queue.indexOf(waiting), 1);
        waiting.sendAway();
      }, this.limits.longestWait);
      if (this.queue.length === 0) this.lastEnd = performance.now();
      this.queue.push(waiting);
    });
  }

  /** The place goes straight to the next who is still there, so that nobody who arrives now can take it. */
  private next(): void {
    if (this.queue.length > 0) {
      const now = performance.now();
      this.pace += (Math.min(now - this.lastEnd, longestGap) - this.pace) / 10;
      this.lastEnd = now;
    }
    for (let waiting = this.queue.shift(); waiting; waiting = this.queue.shift()) {
      if (!waiting.left()) {
        waiting.start();
        return;
      }
      waiting.sendAway();
    }
    this.running--;
  }
}

/** Signing out must always work, and signing in has its own bound: the queue of the password hasher. */
const withoutLane = new Set(['account.sign-in', 'account.sign-out']);

export class Admission {
  private readonly lanes: Readonly<Record<keyof AdmissionLimits, Lane>>;

  constructor(limits: AdmissionLimits) {
    this.lanes = {
      ordinary: new Lane(limits.ordinary),
      documents: new Lane(limits.documents),
      uploads: new Lane(limits.uploads),
    };
  }

  /** The lane of a route; undefined for what is never sent away. */
  laneOf(contract: Pick<RouteContract, 'id' | 'produces' | 'consumes'>): Lane | undefined {
    if (withoutLane.has(contract.id)) return undefined;
    if (contract.consumes === 'upload') return this.lanes.uploads;
    return contract.produces === 'json' ? this.lanes.ordinary : this.lanes.documents;
  }
}

/** Works when the turn has come. The place is free again as soon as the answer is made, however slowly it is taken. */
export function inTurn(lane: Lane | undefined, work: (request: FastifyRequest, reply: FastifyReply) => Promise<void>) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    if (lane)
      await lane.run(
        () => work(request, reply),
        () => reply.raw.destroyed,
      );
    else await work(request, reply);
    return reply;
  };
}
