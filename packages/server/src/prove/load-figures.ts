/** Percentiles and slopes of a load run, beside their targets. */
import { type Group, groups } from './load-job.ts';
import type { Outcome } from './load-round.ts';

/** Of all, not of a sample: the exact value at its rank. */
export function percentileOf(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

export interface Latency {
  count: number;
  p50: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
}

export function latencyOf(outcomes: readonly Outcome[]): Latency {
  const sorted = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (share: number) => percentileOf(sorted, share);
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), p999: at(0.999), max: at(1) };
}

const round = (value: number) => Math.round(value * 10) / 10;

export function latencyText({ count, p50, p95, p99, p999, max }: Latency): string {
  return `${count} requests, p50 ${round(p50)}, p95 ${round(p95)}, p99 ${round(p99)}, p99.9 ${round(p999)}, longest ${round(max)} ms`;
}

/** Handbook §4d, milliseconds at 60 requests a second. */
export const targets = {
  reads: { groups: ['read', 'list'], p95: 150, p99: 400 },
  writes: { groups: ['write', 'act'], p95: 300, p99: 800 },
} as const satisfies Record<string, { groups: readonly Group[]; p95: number; p99: number }>;

export interface RoundFigures {
  figures: Record<string, number | string>;
  missed: string[];
}

/** Latencies by class and by group, errors, and which targets were missed. `name` goes before every line. */
export function roundFigures(name: string, outcomes: readonly Outcome[]): RoundFigures {
  const figures: Record<string, number | string> = {};
  const missed: string[] = [];
  for (const [label, target] of Object.entries(targets)) {
    const latency = latencyOf(outcomes.filter(({ group }) => (target.groups as readonly Group[]).includes(group)));
    if (latency.count === 0) continue;
    figures[`${name}: ${label} (targets p95 ${target.p95}, p99 ${target.p99} ms)`] = latencyText(latency);
    for (const key of ['p95', 'p99'] as const)
      if (latency[key] > target[key])
        missed.push(`${name}: ${label} ${key} ${round(latency[key])} ms, target ${target[key]}`);
  }
  const errors = outcomes.filter(({ status }) => status !== 200).length;
  figures[`${name}: errors (target 0)`] = errors;
  const codes = Map.groupBy(
    outcomes.filter(({ status }) => status !== 200),
    ({ status, code }) => `${status} ${code}`,
  );
  if (errors > 0)
    figures[`${name}: errors by code`] = [...codes].map(([code, own]) => `${code}: ${own.length}`).join(', ');
  if (errors > 0) missed.push(`${name}: ${errors} of ${outcomes.length} requests failed`);
  for (const group of groups) {
    const own = outcomes.filter((outcome) => outcome.group === group);
    if (own.length > 0)
      figures[`${name}: ${group} (${round((own.length / outcomes.length) * 100)} %)`] = latencyText(latencyOf(own));
  }
  return { figures, missed };
}

/** Of every kind of request, the slowest 95th percentile first. */
export function kindFigures(name: string, outcomes: readonly Outcome[], most = 60): Record<string, string> {
  const kinds = Map.groupBy(outcomes, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, own]) => ({ kind, latency: latencyOf(own) }));
  rows.sort((a, b) => b.latency.p95 - a.latency.p95);
  return Object.fromEntries(rows.slice(0, most).map(({ kind, latency }) => [`${name}: ${kind}`, latencyText(latency)]));
}

/** Least squares: how much `of` grows in an hour. */
export function slopePerHour<S extends { at: number }>(samples: readonly S[], of: (sample: S) => number): number {
  const n = samples.length;
  const meanX = samples.reduce((sum, { at }) => sum + at, 0) / n;
  const meanY = samples.reduce((sum, sample) => sum + of(sample), 0) / n;
  const over = samples.reduce((sum, sample) => sum + (sample.at - meanX) * (of(sample) - meanY), 0);
  const under = samples.reduce((sum, { at }) => sum + (at - meanX) ** 2, 0);
  return (over / under) * 3600;
}
