import type { CadenceRule, Evidence, EvidenceKind, Occurrence } from '@renshe/domain/cadence/cadence.rules.ts';
import { monthOf, type PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { sql } from 'kysely';
import { businessDay } from '../platform/clock.ts';
import type { Reader } from '../platform/db.ts';

/** An occurrence of one office that wants its evidence. */
export interface Asked {
  districtId: number;
  areaId: number;
  officeId: string;
  rule: CadenceRule;
  occurrence: Occurrence;
}

/** The key of an occurrence of an office. */
export const askedKey = (asked: { officeId: string; rule: { key: string }; occurrence: { period: string } }) =>
  `${asked.officeId}|${asked.rule.key}|${asked.occurrence.period}`;

type Read = (r: Reader, asked: readonly Asked[]) => Promise<Map<string, Evidence>>;

const districtsOf = (asked: readonly Asked[]) => [...new Set(asked.map((one) => one.districtId))];
const areasOf = (asked: readonly Asked[]) => [...new Set(asked.map((one) => one.areaId))];

/** A report form of the area and period counts from the day it was handed in; a top level that hands in to nobody, from its closing. */
const readReports: Read = async (r, asked) => {
  const rows = await r
    .selectFrom('report_form')
    .select(['form', 'area_id', 'period', 'state', 'submitted_at', 'accepted_at', 'closed_at'])
    .where('district_id', 'in', districtsOf(asked))
    .where('form', 'in', [...new Set(asked.map((one) => one.rule.form!))])
    .where('period', 'in', [...new Set(asked.map((one) => one.occurrence.period))])
    .where('area_id', 'in', areasOf(asked))
    .where('state', '<>', 'draft')
    .execute();
  const found = new Map(rows.map((row) => [`${row.form}|${row.area_id}|${row.period}`, row]));
  const evidence = new Map<string, Evidence>();
  for (const one of asked) {
    const row = found.get(`${one.rule.form}|${one.areaId}|${one.occurrence.period}`);
    const at = row && (row.submitted_at ?? row.accepted_at ?? row.closed_at);
    if (at) evidence.set(askedKey(one), { doneOn: businessDay(at) });
  }
  return evidence;
};

/** 一人一卡: the monthly contacts that fall due in the period; done when every one is made, on the day of the last. */
const readContacts: Read = async (r, asked) => {
  const spans = new Map(asked.map((one) => [one.occurrence.period, one.occurrence]));
  const evidence = new Map<string, Evidence>();
  for (const [period, span] of spans) {
    const { rows } = await sql<{ area_id: number; wanted: number; done: number; last: PlainDate | null }>`
      select area_id, count(*)::bigint as wanted, count(done_on)::bigint as done, max(done_on) as last from duty
      where district_id = any(${districtsOf(asked)}::int[]) and area_id = any(${areasOf(asked)}::int[]) and kind = 'unemployment-contact'
        and due_on >= ${span.from}::date and due_on <= ${span.last}::date group by area_id`.execute(r);
    const byArea = new Map(rows.map((row) => [row.area_id, row]));
    for (const one of asked) {
      if (one.occurrence.period !== period) continue;
      const row = byArea.get(one.areaId);
      const wanted = row?.wanted ?? 0;
      const done = row?.done ?? 0;
      evidence.set(askedKey(one), { doneOn: wanted > 0 && done === wanted ? (row?.last ?? null) : null, wanted, done });
    }
  }
  return evidence;
};

/** The monthly analysis sheet of the area counts from the day on which its first version was signed. */
const readSheets: Read = async (r, asked) => {
  const rows = await r
    .selectFrom('analysis_sheet')
    .select(['area_id', 'month', (eb) => eb.fn.min('signed_at').as('signed_at')])
    .where('district_id', 'in', districtsOf(asked))
    .where('area_id', 'in', areasOf(asked))
    .where('month', 'in', [...new Set(asked.map((one) => monthOf(one.occurrence.last)))])
    .where('state', '=', 'signed')
    .groupBy(['area_id', 'month'])
    .execute();
  const signed = new Map(rows.map((row) => [`${row.area_id}|${row.month}`, row.signed_at]));
  const evidence = new Map<string, Evidence>();
  for (const one of asked) {
    const at = signed.get(`${one.areaId}|${monthOf(one.occurrence.last)}`);
    if (at) evidence.set(askedKey(one), { doneOn: businessDay(at) });
  }
  return evidence;
};

/** Records by hand: the first day on which it was held. */
const readRecords: Read = async (r, asked) => {
  const rows = await r
    .selectFrom('cadence_record')
    .select(['office_id', 'rule', 'period', (eb) => eb.fn.min('held_on').as('held_on')])
    .where('district_id', 'in', districtsOf(asked))
    .where('rule', 'in', [...new Set(asked.map((one) => one.rule.key))])
    .where('period', 'in', [...new Set(asked.map((one) => one.occurrence.period))])
    .where('voided_at', 'is', null)
    .groupBy(['office_id', 'rule', 'period'])
    .execute();
  const wanted = new Set(asked.map(askedKey));
  return new Map(
    rows
      .map((row) => [`${row.office_id}|${row.rule}|${row.period}`, { doneOn: row.held_on }] as const)
      .filter(([key]) => wanted.has(key)),
  );
};

/** Where each kind of evidence comes from. */
const sources: Record<EvidenceKind, Read> = {
  report: readReports,
  'contact-duty': readContacts,
  'analysis-sheet': readSheets,
  manual: readRecords,
};

/** Kinds that somebody records by hand. */
export const recordedByHand: readonly EvidenceKind[] = ['manual'];

/** Evidence for occurrences of many offices: one statement a kind, whatever the number of offices. */
export async function readEvidence(r: Reader, asked: readonly Asked[]): Promise<Map<string, Evidence>> {
  const all = new Map<string, Evidence>();
  for (const [kind, read] of Object.entries(sources)) {
    const some = asked.filter((one) => one.rule.evidence === kind);
    if (some.length === 0) continue;
    for (const [key, evidence] of await read(r, some)) all.set(key, evidence);
  }
  return all;
}
