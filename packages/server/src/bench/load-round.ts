/** What a load generator is asked to do and what it answers. Closed loop: each client sends its next job when the last was answered. */

export interface HttpJob {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  /** Session token. */
  token: string;
  idempotencyKey?: string;
  /** JSON text. */
  body?: string;
}

/** The job as it goes over the wire. */
export function messageOf(job: HttpJob, port: number): string {
  const body = job.body ?? '';
  const lines = [
    `${job.method} ${job.path} HTTP/1.1`,
    `host: localhost:${port}`,
    `cookie: renshe=${job.token}`,
    'accept-language: zh-CN',
    'accept: application/json',
  ];
  if (job.method !== 'GET')
    lines.push(
      `origin: http://localhost:${port}`,
      'content-type: application/json',
      `content-length: ${Buffer.byteLength(body)}`,
    );
  if (job.idempotencyKey) lines.push(`idempotency-key: ${job.idempotencyKey}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

export interface SqlCall {
  text: string;
  values: readonly unknown[];
}

/** Statements of one job, in order, each prepared under its own name. */
export type SqlJob = readonly SqlCall[];

export interface RoundSettings {
  clients: number;
  /** The round ends when this long has passed or, unless it repeats, when the jobs are used up. */
  seconds: number;
  /** Begin again with the first job after the last. */
  repeat: boolean;
}

export type RoundRequest = { settings: RoundSettings } & (
  | { kind: 'http'; port: number; jobs: readonly HttpJob[] }
  | { kind: 'sql'; url: string; jobs: readonly SqlJob[]; transactions: boolean }
);

export interface Round {
  /** Jobs answered; those are the first ones, in order, when the round does not repeat. */
  jobs: number;
  seconds: number;
  /** Jobs a second. */
  rate: number;
  /** Longest wait for one answer, in milliseconds. */
  longest: number;
}
