/**
 * Load (handbook/security.md §4d): a day's mix of requests at a fixed rate, the most that the server does, twice that, an hour on end; latency
 * from the intended instant, and afterwards every acknowledged write is there once.
 */
import { checkLedger, checkWrites } from './load-check.ts';
import type { LoadCity } from './load-city.ts';
import { LoadDesk, type ServerSample } from './load-desk.ts';
import { kindFigures, latencyOf, latencyText, roundFigures, slopePerHour } from './load-figures.ts';
import { mix } from './load-job.ts';
import type { JobAddress, Outcome, RoundReport } from './load-round.ts';
import type { ProofOptions, ProofTally } from './prove-result.ts';

export interface LoadOptions extends ProofOptions {
  /** Requests a second of the steady round. */
  rate: number;
  /** Length of the steady round in seconds. */
  seconds: number;
  /** Length of the soak in seconds; 0 for none. */
  soakSeconds: number;
  /** Seconds of each step on the way to the peak, and of the round at twice the peak; 0 for neither. */
  peakSeconds: number;
}

export interface LoadFindings {
  figures: Record<string, number | string>;
  missed: string[];
}

/** Whatever was promised of every answer, at whatever load. */
export function checkAnswers(outcomes: readonly Outcome[], tally: ProofTally): void {
  for (const { kind, status, code, retryAfter } of outcomes) {
    tally.check(status < 500 || status === 503, () => `${kind}: answered ${status} ${code}`);
    if (status === 503) tally.check(retryAfter, () => `${kind}: 503 ${code} without Retry-After`);
  }
}

/** Requests that a run of these options may need, with some to spare. */
export function deckSizes(options: LoadOptions): { reads: number; writes: number; acts: number; imports: number } {
  const steady = options.rate * (options.seconds + options.soakSeconds + 30);
  // The peak is not known before: six steps and twice the highest of them.
  const peak = options.peakSeconds * 600 * 4;
  const part = (share: number) => Math.ceil((steady + peak) * share * 1.2) + 20;
  return {
    reads: Math.min(20_000, Math.max(200, part(0.2))),
    writes: part(mix.write),
    acts: part(mix.act),
    imports: part(mix.import),
  };
}

export async function runLoad(city: LoadCity, options: LoadOptions, tally: ProofTally): Promise<LoadFindings> {
  const { say } = options;
  const desk = await LoadDesk.open(city, {
    seed: options.seed,
    sizes: deckSizes(options),
    collects: options.soakSeconds > 0,
  });
  const findings: LoadFindings = { figures: {}, missed: [] };
  const take = (found: LoadFindings) => {
    Object.assign(findings.figures, found.figures);
    findings.missed.push(...found.missed);
  };
  try {
    say(`warming up …`);
    await desk.round({ rate: options.rate / 2, seconds: Math.min(30, options.seconds / 2) });
    await desk.watched();
    const { donePerSecond, ...steady } = await steadyRound(desk, options);
    take(steady);
    if (options.peakSeconds > 0) take(await peakRounds(desk, options, donePerSecond));
    if (options.soakSeconds > 0) take(await soak(desk, options));
    take(await settle(desk, say, tally));
    checkAnswers(desk.outcomes, tally);
    const written = await checkWrites(city.system, desk.since, desk.outcomes, tally);
    findings.figures['commands acknowledged, each there once'] = written.acknowledged;
    findings.figures['requests sent away, none begun'] = written.sentAway;
    findings.figures['commands without an answer'] = written.unanswered;
    say(`${written.acknowledged} commands acknowledged, ${written.sentAway} requests sent away`);
  } finally {
    await desk.close();
  }
  const verified = await checkLedger(city.system, desk.since, tally, city.residents);
  findings.figures['people changed in the run, all derived again'] = verified.changed;
  findings.figures['others derived again, and all totals'] = verified.subjects;
  findings.figures['differences between records and ledger'] = verified.differences;
  return findings;
}

/** How the generator and the server did in a round: figures that say whether the others can be trusted. */
async function surroundings(
  name: string,
  desk: LoadDesk,
  report: RoundReport,
): Promise<Record<string, number | string>> {
  const watched = await desk.watched();
  const sample = await desk.sample();
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    [`${name}: event loop of the server`]: `p50 ${round(watched.loopP50)}, p99 ${round(watched.loopP99)}, longest ${round(watched.loopMax)} ms`,
    [`${name}: server`]: `${Math.round(sample.residentMegabytes)} MB, ${sample.connections} connections to the database, ${sample.files} files`,
    [`${name}: generator`]: `${Math.round(report.cpuShare * 100)} % of a core, p99 of its lag ${round(report.lagMs)} ms, at most ${report.mostAtOnce} requests on their way`,
  };
}

async function steadyRound(
  desk: LoadDesk,
  { rate, seconds, say }: LoadOptions,
): Promise<LoadFindings & { donePerSecond: number }> {
  const name = `${rate}/s`;
  const report = await desk.round({ rate, seconds });
  const found = roundFigures(name, report.outcomes);
  Object.assign(found.figures, kindFigures(name, report.outcomes), await surroundings(name, desk, report));
  for (const [line, text] of Object.entries(found.figures)) say(`  ${line}: ${text}`);
  return { ...found, donePerSecond: report.outcomes.filter(done).length / report.seconds };
}

/** What counts as done in time. */
const inTime = 1000;
const done = (outcome: Outcome) => outcome.status === 200 && outcome.ms <= inTime;

/** Steps up until the 99th percentile of what is done passes a second or answers are refused; then twice the best of it. */
async function peakRounds(desk: LoadDesk, options: LoadOptions, before: number): Promise<LoadFindings> {
  const { say, peakSeconds } = options;
  const figures: Record<string, number | string> = {};
  const missed: string[] = [];
  let peak = before;
  let rate = options.rate * 1.5;
  for (let step = 0; step < 8; step++) {
    const report = await desk.round({ rate, seconds: peakSeconds });
    const good = report.outcomes.filter(done).length / report.seconds;
    const served = latencyOf(report.outcomes.filter(({ status }) => status === 200));
    say(`  ${Math.round(rate)}/s: ${Math.round(good)}/s done within a second, ${latencyText(served)}`);
    figures[`at ${Math.round(rate)}/s: done within a second`] = `${good.toFixed(1)}/s; ${latencyText(served)}`;
    peak = Math.max(peak, good);
    if (served.p99 > inTime || good < rate * 0.9) break;
    rate *= 1.3;
  }
  figures['peak: requests a second done within a second'] = Number(peak.toFixed(1));
  await desk.watched();
  const name = 'twice the peak';
  const report = await desk.round({ rate: peak * 2, seconds: peakSeconds * 2 });
  const good = report.outcomes.filter(done).length / report.seconds;
  const served = latencyOf(report.outcomes.filter(({ status }) => status === 200));
  const away = report.outcomes.filter(({ status }) => status === 503);
  const share = good / peak;
  figures[`${name} (${Math.round(peak * 2)}/s): done within a second, share of the peak (target 80 %)`] =
    `${good.toFixed(1)}/s, ${Math.round(share * 100)} %`;
  figures[`${name}: done`] = latencyText(served);
  figures[`${name}: sent away with 503`] = latencyText(latencyOf(away));
  figures[`${name}: neither done nor 503`] = report.outcomes.filter(
    ({ status }) => status !== 200 && status !== 503,
  ).length;
  Object.assign(figures, await surroundings(name, desk, report));
  if (share < 0.8) missed.push(`${name}: ${Math.round(share * 100)} % of the peak is done, target 80 %`);
  for (const [line, text] of Object.entries(figures)) say(`  ${line}: ${text}`);
  return { figures, missed };
}

const sampleEvery = 5;
/** What stays after a collection is asked so often in a soak: each holds the server for a moment. */
const collections = 16;
/** Of the soak: the rest is warm-up. */
const measuredShare = 0.7;

async function soak(desk: LoadDesk, { rate, soakSeconds, say }: LoadOptions): Promise<LoadFindings> {
  const name = `soak of ${Math.round(soakSeconds / 60)} min at ${rate}/s`;
  const samples: ServerSample[] = [];
  const kept: { at: number; megabytes: number }[] = [];
  let over = false;
  const sampling = (async () => {
    while (!over) {
      const sample = await desk.sample();
      samples.push(sample);
      if (samples.length * sampleEvery >= (kept.length + 1) * (soakSeconds / collections))
        kept.push({ at: sample.at, megabytes: (await desk.watched(true)).heapMegabytes });
      await new Promise((later) => setTimeout(later, sampleEvery * 1000));
    }
  })();
  const report = await desk.round({ rate, seconds: soakSeconds });
  over = true;
  await sampling;
  const found = roundFigures(name, report.outcomes);
  const later = <S>(all: readonly S[]) => all.slice(Math.floor(all.length * (1 - measuredShare)));
  const measured = later(samples);
  const percentOf = <S extends { at: number }>(all: readonly S[], of: (sample: S) => number) => {
    const mean = all.reduce((sum, sample) => sum + of(sample), 0) / all.length;
    return { mean: Math.round(mean), percent: (slopePerHour(all, of) / mean) * 100 };
  };
  for (const [what, { mean, percent }] of [
    ['memory of the server', percentOf(measured, ({ residentMegabytes }) => residentMegabytes)],
    ['memory in use after a collection', percentOf(later(kept), ({ megabytes }) => megabytes)],
  ] as const) {
    found.figures[`${name}: ${what} (target under 1 % an hour)`] = `${mean} MB, ${percent.toFixed(2)} % an hour`;
    if (percent >= 1) found.missed.push(`${name}: ${what} grows by ${percent.toFixed(2)} % an hour, target under 1`);
  }
  found.figures[`${name}: in use after each collection, MB`] = kept
    .map(({ megabytes }) => Math.round(megabytes))
    .join(' ');
  for (const [what, of] of [
    ['files', ({ files }: ServerSample) => files],
    ['connections to the database', ({ connections }: ServerSample) => connections],
  ] as const) {
    const half = Math.floor(measured.length / 2);
    const most = (part: readonly ServerSample[]) => Math.max(...part.map(of));
    found.figures[`${name}: most ${what}, first and second half`] =
      `${most(measured.slice(0, half))}, ${most(measured.slice(half))}`;
  }
  Object.assign(found.figures, await surroundings(name, desk, report));
  for (const [line, text] of Object.entries(found.figures)) say(`  ${line}: ${text}`);
  return found;
}

/** People whose act was sent away press the button again; some whose act was done do so too. */
export async function settle(desk: LoadDesk, say: (line: string) => void, tally: ProofTally): Promise<LoadFindings> {
  const away: JobAddress[] = [];
  const acknowledged: JobAddress[] = [];
  for (const [, sent] of Map.groupBy(
    desk.outcomes.filter(({ key }) => key !== undefined),
    ({ key }) => key!,
  )) {
    const was = sent.some(({ status }) => status === 200);
    if (was) acknowledged.push(sent[0]!.job);
    else if (sent.every(({ status }) => status === 503)) away.push(sent[0]!.job);
  }
  // Steps of a chain that follow one that was never done have no ground: only the step that is due is sent again.
  const again = await desk.again(away);
  for (const { kind, status, code } of again.outcomes)
    tally.check(status === 200, () => `${kind}: sent away before, answered ${status} ${code} when sent again`);
  const replays = await desk.again(acknowledged.filter((_, i) => i % Math.ceil(acknowledged.length / 200) === 0));
  for (const { kind, status, code, replayed } of replays.outcomes)
    tally.check(status === 200 && replayed, () => `${kind}: done before, answered ${status} ${code} to the same key`);
  say(`  ${away.length} acts sent again, ${replays.outcomes.length} replayed`);
  return {
    figures: {
      'acts sent away, done when sent again': away.length,
      'acts repeated, answered as before': replays.outcomes.length,
    },
    missed: [],
  };
}
