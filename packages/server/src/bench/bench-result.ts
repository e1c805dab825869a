import { cpus, totalmem } from 'node:os';
import type pg from 'pg';

/** One measured figure beside what bare SQL or a limit gives; `ratio` is value ÷ reference. */
export interface BenchFigure {
  name: string;
  value: number;
  reference: number;
  unit: string;
  ratio: number;
}

/** What every benchmark prints with --json (design §6); `ratio` is the headline. */
export interface BenchResult {
  name: string;
  machine: string;
  ratio: number;
  results: BenchFigure[];
}

const round = (value: number) => Number(value.toPrecision(4));

export function figure(name: string, value: number, reference: number, unit: string): BenchFigure {
  return { name, value: round(value), reference: round(reference), unit, ratio: round(value / reference) };
}

/** The first figure is the headline, unless another ratio is given. `database` says what the machine ran on, as `databaseName` has it. */
export function benchResult(
  name: string,
  results: BenchFigure[],
  more: { ratio?: number; database?: string } = {},
): BenchResult {
  const machine = more.database ? `${machineName()}, ${more.database}` : machineName();
  return { name, machine, ratio: round(more.ratio ?? results[0]?.ratio ?? 0), results };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Version of the database and whether its commits are durable. */
export async function databaseName(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ version: string; fsync: string; commit: string }>(
    "select current_setting('server_version') as version, current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit",
  );
  const { version, fsync, commit } = rows[0]!;
  const durable = fsync === 'on' && commit === 'on' ? 'durable' : `fsync ${fsync}, synchronous_commit ${commit}`;
  return `PostgreSQL ${version} (${durable})`;
}

export function benchLines(result: BenchResult): string[] {
  return [
    `${result.name}  ${result.machine}`,
    ...result.results.map((f) => `  ${f.name}: ${f.value} ${f.unit}; ${f.reference} ${f.unit} → ${f.ratio}`),
  ];
}

function machineName(): string {
  const all = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${all.length} × ${all[0]?.model.trim() ?? process.arch}, ${memory} GB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}
