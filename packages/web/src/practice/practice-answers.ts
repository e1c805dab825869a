/** What the sealed tab answers instead of the server: the routes of the five jobs. Everything else is refused in a sentence. */
import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { attachmentContracts } from '@renshe/domain/attachment/attachment.contract.ts';
import { contactContracts } from '@renshe/domain/contact/contact.contract.ts';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { addDays, addMonths, ageOn, daysBetween, lastDayOf, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import { reportFormContracts } from '@renshe/domain/report/form.contract.ts';
import { reportContracts } from '@renshe/domain/report/report.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { addressMarks, addressNeedle } from '@renshe/domain/search/search.address.ts';
import { type FoundPerson, searchContracts } from '@renshe/domain/search/search.contract.ts';
import { taskContracts } from '@renshe/domain/task/task.contract.ts';
import { unemploymentContracts } from '@renshe/domain/unemployment/unemployment.contract.ts';
import { type WorklistItem, worklistContracts } from '@renshe/domain/worklist/worklist.contract.ts';
import type { z } from 'zod';
import type { FirstDayStep } from './first-day.ts';
import { notPractised, type PracticeCity, type PracticeResident, practiceArea } from './practice-city.ts';
import { practiceAreas, practiceNewcomer, practicePeople } from './practice-people.ts';
import { practicePeopleBehind, practiceReport } from './practice-report.ts';
import { sentenceOfCode } from './practice-words.ts';

interface Asked<C extends RouteContract> {
  city: PracticeCity;
  me: Me;
  params: z.output<C['params']>;
  query: z.output<C['query']>;
  body: z.output<C['body']>;
  /** A step of the first day is done. */
  done: (step: FirstDayStep) => void;
}

export interface PracticeRoute {
  contract: RouteContract;
  answer: (asked: Asked<RouteContract>) => unknown;
}

function route<C extends RouteContract>(contract: C, answer: (asked: Asked<C>) => z.input<C['output']>): PracticeRoute {
  return { contract, answer: answer as PracticeRoute['answer'] };
}

const soonDays = 7;

/** Her rights in the practice are those that its five jobs need. */
export const practicePermissions = [
  'worklist.read',
  'resident.read',
  'resident.write',
  'unemployment.write',
  'contact.write',
  'report.read',
] as const satisfies Me['permissions'];

export const practiceRoutes: readonly PracticeRoute[] = [
  route(accountContracts.me, ({ me }) => me),
  route(areaContracts.tree, () => ({
    areas: practiceAreas.map((area) => ({ ...area, fromOn: '2000-01-01', toOn: null })),
  })),
  route(taskContracts.list, () => ({ tasks: [] })),
  route(worklistContracts.list, ({ city, query }) => {
    const all = dutiesOf(city).filter((item) => query.kind === undefined || item.kind === query.kind);
    const soon = addDays(city.today, soonDays);
    const groups = {
      overdue: all.filter((item) => item.dueOn < city.today),
      // Nobody in the practice draws a benefit.
      ending: [],
      soon: all.filter((item) => item.dueOn >= city.today && item.dueOn <= soon),
      later: all.filter((item) => item.dueOn > soon),
    };
    const { overdue, soon: near, later } = groups;
    return {
      soonDays,
      endingDays: 30,
      counts: { overdue: overdue.length, soon: near.length, ending: 0, later: later.length },
      items: (query.group ? groups[query.group] : all).slice(query.offset, query.offset + query.limit),
      figures: [{ indicator: 'registered-unemployed', ...registeredNow(city) }],
    };
  }),
  route(residentContracts.list, ({ city, query }) => {
    const found = (query.text ? city.find(query.text) : city.residents)
      .map((one) => city.row(one))
      .filter(
        (row) =>
          query.status === undefined || (query.status === 'registered-unemployed' && row.status.registeredUnemployed),
      )
      .filter((row) => query.flag === undefined || row.status.flags.some((flag) => flag.kind === query.flag));
    return {
      count: found.length,
      countIsExact: true,
      residents: found.slice(query.offset, query.offset + query.limit),
    };
  }),
  route(residentContracts.find, ({ city, body }) => ({
    by: /^\d{17}[\dXx]$/.test(body.text)
      ? ('citizen-id' as const)
      : /\p{Script=Han}/u.test(body.text)
        ? ('name' as const)
        : ('pinyin' as const),
    residents: city.find(body.text).map((one) => city.row(one)),
  })),
  route(residentContracts.file, ({ city, params, done }) => {
    const one = city.get(params.residentId);
    if (one.file.residentId === practicePeople[0]!.residentId) done('find');
    return city.view(one);
  }),
  route(searchContracts.find, ({ city, body }) => {
    const needle = addressNeedle(body.text);
    const named = city.find(body.text).map((one) => ({ ...city.row(one), ...foundBy(one, body.text) }));
    const living =
      needle === null ? [] : city.residents.filter((one) => addressMarks(one.fields.address, needle).length > 0);
    const placed = living.map((one) => ({
      ...city.row(one),
      by: 'address' as const,
      marks: needle ? addressMarks(one.fields.address, needle).map(([from, to]): [number, number] => [from, to]) : [],
    }));
    const people = [...named, ...placed.filter((row) => !named.some((other) => other.residentId === row.residentId))];
    return {
      people: { found: people.slice(0, body.limit), more: people.length > body.limit },
      households: { found: [], more: false },
      certificates: { found: [], more: false },
    };
  }),
  route(attachmentContracts.ofResident, () => ({
    attachments: [],
    room: { today: 0, kilobytes: 2048, longestSide: 4096 },
  })),
  route(residentContracts.history, ({ city, params, me }) => ({
    changes: [],
    openedAt: `${city.get(params.residentId).registeredOn}T02:00:00.000Z`,
    openedBy: me.name,
  })),
  route(residentContracts.check, ({ city, body }) => {
    const parsed = parseCitizenId(body.citizenId, city.today);
    if (!parsed.ok) return { result: 'invalid' as const, code: parsed.code, message: '' };
    const known = city.byNumber(parsed.id);
    if (known) return { result: 'exists' as const, resident: city.row(known) };
    // A real number has no business here.
    if (parsed.id !== practiceNewcomer.citizenId) throw new AppError('practice.real-number', 'invalid');
    const { id: citizenId, sex, birthOn } = parsed;
    return { result: 'new' as const, citizenId, sex, birthOn, age: ageOn(birthOn, city.today), warnings: [] };
  }),
  route(residentContracts.register, ({ city, body, done }) => {
    const answer = city.register(body);
    done('register');
    return answer;
  }),
  route(householdContracts.list, () => ({ count: 0, households: [] })),
  route(unemploymentContracts.register, ({ city, params, body, done }) => {
    const answer = city.registerUnemployment(params.residentId, body);
    done('unemployment');
    return answer;
  }),
  route(unemploymentContracts.void, ({ city, params }) => {
    const changeId = city.takeBack(params.residentId, params.registrationId);
    return { ok: true as const, changeId };
  }),
  route(unemploymentContracts.restore, ({ city, params }) => {
    city.giveBack(params.residentId, params.registrationId);
    return { ok: true as const };
  }),
  route(contactContracts.record, ({ city, params, body, done }) => {
    const answer = city.recordContact(params.residentId, body);
    done('contact');
    return answer;
  }),
  route(contactContracts.void, ({ city, params }) => {
    const changeId = city.takeBack(params.residentId, params.contactId);
    return { ok: true as const, changeId };
  }),
  route(contactContracts.restore, ({ city, params }) => {
    city.giveBack(params.residentId, params.contactId);
    return { ok: true as const };
  }),
  route(reportFormContracts.forms, () => ({ forms: [], problems: [] })),
  route(reportContracts.monthly, ({ city, query }) => practiceReport(city, query.month)),
  route(reportContracts.people, ({ city, query, done }) => {
    done('report');
    return practicePeopleBehind(city, query);
  }),
  route(reportContracts.board, () => ({ children: [] })),
];

/** What of a person the text names, and the part of it that is marked. */
function foundBy(one: PracticeResident, text: string): { by: FoundPerson['by']; marks: [number, number][] } {
  const wanted = text.trim();
  if (one.name.startsWith(wanted)) return { by: 'name', marks: [[0, wanted.length]] };
  if (wanted.toLowerCase() === one.citizenId.toLowerCase()) return { by: 'citizen-id', marks: [[0, 18]] };
  if (wanted === one.phone) return { by: 'phone', marks: [[0, wanted.length]] };
  return { by: 'pinyin', marks: [[0, Math.min(wanted.length, one.name.length)]] };
}

function dutiesOf(city: PracticeCity): WorklistItem[] {
  return city.residents
    .flatMap((one) => {
      const open = one.file.unemployment.at(-1);
      const reached = one.file.contacts.filter((contact) => contact.reached).map((contact) => contact.on);
      return city
        .duties(one)
        .filter((duty) => duty.doneOn === null)
        .map(
          (duty): WorklistItem => ({
            subjectKind: 'resident',
            subjectId: one.file.residentId,
            name: one.name,
            kind: duty.kind,
            anchor: duty.anchor,
            area: practiceArea,
            appearsOn: duty.appearsOn,
            dueOn: duty.dueOn,
            overdueDays: Math.max(0, daysBetween(duty.dueOn, city.today)),
            data: {
              registeredOn: open?.registeredOn ?? null,
              unemployedSince: open?.unemployedSince ?? null,
              lastContactOn: reached.sort().at(-1) ?? null,
            },
          }),
        );
    })
    .sort((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
}

/** As the real figures: at the end of today, and of last month. */
function registeredNow(city: PracticeCity): { now: number; lastMonth: number } {
  const end = lastDayOf(monthOf(addMonths(city.today, -1)));
  const at = (on: string) =>
    city.residents
      .flatMap((one) => city.derive(one).facts)
      .filter((fact) => fact.indicator === 'registered-unemployed' && fact.cell === '' && fact.effectiveOn <= on)
      .reduce((sum, fact) => sum + fact.quantity, 0);
  return { now: at(city.today), lastMonth: at(end) };
}

const statusOf: Partial<Record<string, number>> = { invalid: 422, notFound: 404, conflict: 409, forbidden: 403 };

/**
 * Status and body as the server would send them. Undefined for a change that is none of the practice's: it goes nowhere, as without a network, so that
 * whoever sent it (what waits to be sent from a visit) keeps it.
 */
export function answerPractice(
  asked: { method: string; path: string; query: Record<string, string>; body: unknown; language: Language },
  world: { city: PracticeCity; me: Me; done: (step: FirstDayStep) => void },
): { status: number; body: unknown } | undefined {
  const refuse = (
    status: number,
    code: string,
    kind: string,
    message: string,
    fields: object[] = [],
    details = {},
  ) => ({
    status,
    body: { error: { code, kind, message, details, requestId: '', fields } },
  });
  for (const { contract, answer } of practiceRoutes) {
    if (contract.method !== asked.method) continue;
    const params = paramsOf(contract.path, asked.path);
    if (params === undefined) continue;
    try {
      const output = answer({
        ...world,
        params,
        query: contract.query.parse(asked.query) as never,
        body: contract.body.parse(asked.body ?? {}) as never,
      } as never);
      return { status: 200, body: output };
    } catch (error) {
      if (contract.effect === 'change' && error instanceof AppError && error.kind === 'notFound') return undefined;
      if (!(error instanceof AppError)) return refuse(422, 'request.invalid', 'invalid', String(error));
      const message = sentenceOfCode(error.code, asked.language, error.details);
      const { field } = error.details as { field?: string };
      return refuse(
        statusOf[error.kind] ?? 422,
        error.code,
        error.kind,
        message,
        field ? [{ path: field, code: error.code, message }] : [],
        error.details,
      );
    }
  }
  return asked.method === 'GET' ? refuse(404, 'practice', 'notFound', notPractised[asked.language]) : undefined;
}

function paramsOf(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return undefined;
  }
  return params;
}
