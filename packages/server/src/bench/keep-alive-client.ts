/** A small HTTP/1.1 client over one connection: the load generator must cost less than what it measures. */
import { connect, type Socket } from 'node:net';

export interface HttpAnswer {
  status: number;
  /** Status line and headers. */
  head: string;
  body: Buffer;
}

const headEnd = Buffer.from('\r\n\r\n');

/** One request at a time; answers must carry a Content-Length, which the server's JSON answers do. */
export class KeepAliveClient {
  private readonly socket: Socket;
  private buffered: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: HttpAnswer): void; reject(error: Error): void } | undefined;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.read(chunk));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('the server closed the connection')));
  }

  static open(port: number): Promise<KeepAliveClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: 'localhost' });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new KeepAliveClient(socket));
      });
    });
  }

  /** Whether the connection is gone: the server closes what lay idle for long. */
  get closed(): boolean {
    return this.socket.destroyed || !this.socket.writable;
  }

  /** `message` is the whole request as it goes over the wire. */
  send(message: string | Buffer): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      // What is written into a closed connection is neither sent nor refused.
      if (this.closed) {
        reject(new Error('the server closed the connection'));
        return;
      }
      this.waiting = { resolve, reject };
      this.socket.write(message);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  private read(chunk: Buffer): void {
    this.buffered = this.buffered.length === 0 ? chunk : Buffer.concat([this.buffered, chunk]);
    const end = this.buffered.indexOf(headEnd);
    if (end < 0) return;
    const head = this.buffered.toString('latin1', 0, end);
    const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      this.fail(new Error(`an answer without Content-Length: ${head.slice(0, 100)}`));
      return;
    }
    const total = end + headEnd.length + Number(length);
    if (this.buffered.length < total) return;
    const body = this.buffered.subarray(end + headEnd.length, total);
    this.buffered = this.buffered.subarray(total);
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.resolve({ status: Number(head.slice(9, 12)), head, body });
  }

  private fail(error: Error): void {
    const waiting = this.waiting;
    this.waiting = undefined;
    waiting?.reject(error);
  }
}
