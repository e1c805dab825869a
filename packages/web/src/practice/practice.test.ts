import { allContracts } from '@renshe/domain/access/all-contracts.ts';
import type { Me } from '@renshe/domain/account/account.contract.ts';
import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { formatMonth, monthOf } from '@renshe/domain/kernel/plain-date.ts';
import type { MonthlyReport } from '@renshe/domain/report/report.contract.ts';
import { beforeEach, expect, test } from 'vitest';
import type { FirstDayStep } from './first-day.ts';
import { answerPractice, practicePermissions, practiceRoutes } from './practice-answers.ts';
import { PracticeCity, practiceArea } from './practice-city.ts';
import { practiceNewcomer, practicePeople } from './practice-people.ts';

const today = '2026-11-22';
const me: Me = {
  accountId: '00000000-0000-4000-8000-0000000000ff',
  login: 'limin',
  name: '李敏',
  mustChangePassword: false,
  step: 'done',
  passwordLength: 12,
  posts: [],
  permissions: [...practicePermissions],
  areas: [practiceArea],
  today,
  demo: false,
  cityName: practiceArea.name,
};
let city: PracticeCity;
let steps: FirstDayStep[];
beforeEach(() => {
  city = new PracticeCity(today, me.name);
  steps = [];
});

/** As the pages ask; what comes back is what the contract promises. */
function ask(method: string, path: string, body?: unknown, query: Record<string, string> = {}) {
  const done = (step: FirstDayStep) => steps.push(step);
  const answer = answerPractice({ method, path, query, body, language: 'zh' }, { city, me, done });
  if (answer?.status !== 200) return answer;
  const parts = path.split('/');
  const found = practiceRoutes.filter(({ contract }) => {
    const wanted = contract.path.split('/');
    return (
      contract.method === method &&
      wanted.length === parts.length &&
      wanted.every((part, at) => part.startsWith(':') || part === parts[at])
    );
  });
  expect(found[0]!.contract.output.safeParse(answer.body).error).toBeUndefined();
  return answer;
}

const month = formatMonth(monthOf(today));
const registered = () => {
  const report = ask('GET', '/api/reports/monthly', undefined, { area: practiceArea.code, month })!
    .body as MonthlyReport;
  return report.lines.find((line) => line.key === 'registered-unemployed')!.month.total;
};

test('the five jobs of the first day, by the real rules, with a report that follows', () => {
  expect(ask('GET', '/api/session')!.status).toBe(200);
  expect(ask('GET', '/api/areas')!.status).toBe(200);
  expect(ask('GET', '/api/tasks', undefined, { limit: '20' })!.status).toBe(200);
  const list = ask('GET', '/api/worklist', undefined, { area: practiceArea.code, limit: '50' })!.body;
  expect(list).toMatchObject({ counts: { overdue: expect.toSatisfy((n: number) => n > 0) } });
  expect(registered()).toBe(3);

  const found = ask('POST', '/api/residents/search', { text: 'wgl' })!.body as { residents: { name: string }[] };
  expect(found.residents.map((row) => row.name)).toEqual(['王桂兰']);
  const everything = ask('POST', '/api/search', { text: 'wgl' })!.body as { people: { found: { name: string }[] } };
  expect(everything.people.found.map((row) => row.name)).toEqual(['王桂兰']);
  ask('GET', `/api/residents/${practicePeople[0]!.residentId}`);

  const { name, citizenId } = practiceNewcomer;
  expect(ask('POST', '/api/residents/check', { citizenId })!.body).toMatchObject({ result: 'new', sex: '2' });
  const fields = { phone: null, address: '练习路 8 号', hukouType: null, education: null, ethnicity: null };
  const person = { ...fields, marital: null, political: null, skillLevel: null, retirementCategory: null, note: '' };
  const body = {
    ...person,
    name,
    citizenId,
    areaCode: practiceArea.code,
    livesHereSince: today,
    household: { how: 'none' },
  };
  const { residentId } = ask('POST', '/api/residents', body)!.body as { residentId: string };
  expect(ask('POST', '/api/residents', body)!.status).toBe(409);

  const entry = {
    registeredOn: today,
    unemployedSince: today,
    reason: '02',
    nature: '1',
    jobWish: '',
    trainingWish: '',
  };
  const path = `/api/residents/${residentId}/unemployment`;
  expect(ask('POST', path, { ...entry, registeredOn: '2026-12-01', promiseSigned: true })!.status).toBe(422);
  expect(ask('POST', path, { ...entry, promiseSigned: true })!.status).toBe(200);
  expect(registered()).toBe(4);
  const contact = { contactedOn: today, way: 'phone', outcome: '01', service: null, note: '', nextOn: null };
  expect(ask('POST', `/api/residents/${residentId}/contacts`, contact)!.status).toBe(200);
  const file = ask('GET', `/api/residents/${residentId}`)!.body;
  expect(file).toMatchObject({ status: { registeredUnemployed: true }, timeline: { length: 3 } });

  const cell = { area: practiceArea.code, month, line: 'registered-unemployed', column: 'total', measure: 'month' };
  const behind = ask('GET', '/api/reports/monthly/people', undefined, cell)!.body as { people: { name: string }[] };
  expect(behind.people.map((one) => one.name)).toContain(name);
  expect(steps).toEqual(['find', 'register', 'unemployment', 'contact', 'report']);
});

test('undo takes the registration back, and the number with it', () => {
  const { residentId } = practicePeople[3]!;
  const entry = {
    registeredOn: today,
    unemployedSince: today,
    reason: '02',
    nature: '1',
    jobWish: '',
    trainingWish: '',
  };
  const { registrationId } = ask('POST', `/api/residents/${residentId}/unemployment`, {
    ...entry,
    promiseSigned: true,
  })!.body as { registrationId: string };
  expect(registered()).toBe(4);
  ask('POST', `/api/residents/${residentId}/unemployment/${registrationId}/void`, { version: 1, why: '录错了' });
  expect(registered()).toBe(3);
  const restored = { changeId: registrationId, why: '刚作废，撤销' };
  ask('POST', `/api/residents/${residentId}/unemployment/${registrationId}/restore`, restored);
  expect(registered()).toBe(4);
});

test('numbers of real people are turned away, and nobody can have those of the practice', () => {
  expect(ask('POST', '/api/residents/check', { citizenId: '11010519491231002X' })!.status).toBe(422);
  for (const number of [practiceNewcomer.citizenId, ...practicePeople.map((one) => one.citizenId)]) {
    expect(parseCitizenId(number, today)).toMatchObject({ ok: true });
    expect(number.startsWith('3299')).toBe(true);
  }
});

test('changes that are none of the practice go nowhere, as without a network', () => {
  const known = new Set(practiceRoutes.map(({ contract }) => contract.id));
  const changes = allContracts.filter((contract) => contract.effect === 'change' && !known.has(contract.id));
  expect(changes.length).toBeGreaterThan(50);
  for (const { method, path } of changes)
    if (method !== 'GET') expect(ask(method, path.replace(/:\w+/g, practicePeople[0]!.residentId), {})).toBeUndefined();
  const stranger = '11111111-1111-4111-8111-111111111111';
  const contact = { contactedOn: today, way: 'phone', outcome: '01', service: null, note: '', nextOn: null };
  expect(ask('POST', `/api/residents/${stranger}/contacts`, contact)).toBeUndefined();
});
