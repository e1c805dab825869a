import { cpus, totalmem } from 'node:os';

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

/** The first figure is the headline. */
export function benchResult(name: string, results: BenchFigure[]): BenchResult {
  return { name, machine: machineName(), ratio: results[0]?.ratio ?? 0, results };
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
