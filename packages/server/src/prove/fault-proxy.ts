/**
 * The wire between the server and PostgreSQL, with bad weather: slow, silent, half dead, cut. It reads along, so that it can cut exactly before
 * a COMMIT arrives, or after it was done and before anybody hears of it.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** `silent`: nothing passes until it is over, and nobody is told. */
export type Weather =
  | { kind: 'clear' | 'silent' }
  | { kind: 'delay'; ms: number }
  | { kind: 'slow'; bytesPerSecond: number };

/** What happens to the next commit of a transaction that sent such a statement. */
export interface Trap {
  at: 'before-commit' | 'after-commit' | 'hold';
  touching: RegExp;
  /** How long a held commit waits, in milliseconds. */
  ms?: number;
}

interface Wire {
  client: Socket;
  database: Socket;
  /** Prepared statements by name. */
  texts: Map<string, string>;
  /** Statements since the transaction began. */
  sent: string[];
  cutAtCommitted: boolean;
  heldUntil: number;
  /** What the wire loses for ever, without telling anybody. */
  loses: 'nothing' | 'answers' | 'everything';
}

/** Splits a stream into messages: one byte that says what, four that say how long; the first of a client has no such byte. */
class Messages {
  #rest: Buffer = Buffer.alloc(0);
  #first: boolean;

  constructor(fromClient: boolean) {
    this.#first = fromClient;
  }

  take(data: Buffer): Buffer[] {
    this.#rest = this.#rest.length === 0 ? data : Buffer.concat([this.#rest, data]);
    const found: Buffer[] = [];
    for (;;) {
      const head = this.#first ? 0 : 1;
      if (this.#rest.length < head + 4) return found;
      const length = head + this.#rest.readUInt32BE(head);
      if (this.#rest.length < length) return found;
      found.push(this.#rest.subarray(0, length));
      this.#rest = this.#rest.subarray(length);
      this.#first = false;
    }
  }
}

/** Zero-ended words of a message after its head. */
function wordsOf(message: Buffer, count: number): string[] {
  const words: string[] = [];
  let from = 5;
  for (let i = 0; i < count; i++) {
    const end = message.indexOf(0, from);
    words.push(message.toString('utf8', from, end));
    from = end + 1;
  }
  return words;
}

export class FaultProxy {
  weather: Weather = { kind: 'clear' };
  readonly #server: Server;
  readonly #wires = new Set<Wire>();
  #target: number;
  #trap: (Trap & { sprung(): void }) | undefined;
  readonly #committed = new Map<Wire, () => void>();

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  static async open(target: number): Promise<FaultProxy> {
    const server = createServer();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const proxy = new FaultProxy(server, target);
    server.on('connection', (client) => proxy.#join(client));
    return proxy;
  }

  /** The address of a database through this wire. */
  url(database: string): string {
    const url = new URL(database);
    url.port = String((this.#server.address() as { port: number }).port);
    return url.href;
  }

  aim(target: number): void {
    this.#target = target;
  }

  /** Resolves once such a commit has been caught; false when none came within the limit. */
  async catchCommit(trap: Trap, limit = 20_000): Promise<boolean> {
    const caught = await Promise.race([
      new Promise<boolean>((resolve) => {
        this.#trap = { ...trap, sprung: () => resolve(true) };
      }),
      sleep(limit, false, { ref: false }),
    ]);
    this.#trap = undefined;
    return caught;
  }

  /** Every connection ends with a reset, as when the cable's other end restarts. */
  reset(): void {
    for (const wire of this.#wires) {
      wire.client.resetAndDestroy();
      wire.database.resetAndDestroy();
    }
    this.#wires.clear();
  }

  /** The connections of now are dead, and neither end knows; new ones are well. `answers`: what is asked still arrives. */
  forget(loses: 'answers' | 'everything'): void {
    for (const wire of this.#wires) wire.loses = loses;
  }

  async close(): Promise<void> {
    this.weather = { kind: 'clear' };
    this.reset();
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(client: Socket): void {
    const database = connect({ port: this.#target, host: '127.0.0.1' });
    const wire: Wire = {
      client,
      database,
      texts: new Map(),
      sent: [],
      cutAtCommitted: false,
      heldUntil: 0,
      loses: 'nothing',
    };
    this.#wires.add(wire);
    const asked = new Messages(true);
    const answered = new Messages(false);
    this.#carry(wire, client, database, (data) => this.#pass(wire, asked.take(data)));
    this.#carry(wire, database, client, (data) => this.#return(wire, answered.take(data)));
  }

  /** In order, through the weather; what closes on one side closes on the other unless nobody may hear of it. */
  #carry(wire: Wire, from: Socket, to: Socket, read: (data: Buffer) => Buffer[]): void {
    let tail = Promise.resolve();
    const asking = from === wire.client;
    const lost = () => wire.loses === 'everything' || (wire.loses === 'answers' && !asking);
    from.setNoDelay(true);
    from.on('data', (data: Buffer) => {
      const messages = read(data);
      tail = tail.then(() => this.#deliver(wire, messages, to, asking, lost));
    });
    from.on('error', () => {});
    from.on('close', () => {
      void tail.then(() => {
        if (lost()) return;
        to.destroy();
        this.#wires.delete(wire);
      });
    });
  }

  async #deliver(wire: Wire, messages: Buffer[], to: Socket, asking: boolean, lost: () => boolean): Promise<void> {
    for (const message of messages) {
      while (this.weather.kind === 'silent' && this.#wires.has(wire)) await sleep(10);
      const { weather } = this;
      if (weather.kind === 'delay') await sleep(weather.ms);
      if (weather.kind === 'slow') await sleep((message.length / weather.bytesPerSecond) * 1000);
      if (asking && wire.heldUntil > performance.now()) await sleep(wire.heldUntil - performance.now());
      if (lost()) return;
      if (!to.destroyed) to.write(message);
    }
  }

  #cut(wire: Wire): void {
    this.#wires.delete(wire);
    wire.client.resetAndDestroy();
    wire.database.destroy();
  }

  /** What the client asks for; what comes after a cut never arrives. */
  #pass(wire: Wire, messages: Buffer[]): Buffer[] {
    for (const [index, message] of messages.entries()) {
      const text = this.#textOf(wire, message);
      if (text === undefined) continue;
      if (/^\s*begin\b/i.test(text)) wire.sent = [];
      else if (!/^\s*commit\b/i.test(text)) wire.sent.push(text);
      else if (this.#trap && wire.sent.some((one) => this.#trap!.touching.test(one))) {
        const trap = this.#trap;
        this.#trap = undefined;
        if (trap.at === 'before-commit') {
          setTimeout(() => this.#cut(wire), 5);
          trap.sprung();
          return messages.slice(0, index);
        }
        if (trap.at === 'hold') {
          wire.heldUntil = performance.now() + (trap.ms ?? 1000);
          trap.sprung();
        } else {
          wire.cutAtCommitted = true;
          this.#committed.set(wire, trap.sprung);
        }
      }
    }
    return messages;
  }

  /** What the database answers: of a commit that is to be cut nothing gets through. */
  #return(wire: Wire, messages: Buffer[]): Buffer[] {
    if (!wire.cutAtCommitted) return messages;
    for (const [index, message] of messages.entries()) {
      if (message[0] !== 0x43 || wordsOf(message, 1)[0] !== 'COMMIT') continue;
      this.#cut(wire);
      this.#committed.get(wire)?.();
      this.#committed.delete(wire);
      return messages.slice(0, index);
    }
    return messages;
  }

  /** The statement that a message runs, in the simple and in the extended protocol. */
  #textOf(wire: Wire, message: Buffer): string | undefined {
    switch (message[0]) {
      case 0x51:
        return wordsOf(message, 1)[0];
      case 0x50: {
        const [name, text] = wordsOf(message, 2);
        wire.texts.set(name!, text!);
        return undefined;
      }
      case 0x42:
        return wire.texts.get(wordsOf(message, 2)[1]!);
      default:
        return undefined;
    }
  }
}
