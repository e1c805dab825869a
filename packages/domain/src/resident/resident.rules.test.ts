import { describe, expect, it } from 'vitest';
import { emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import type { SubjectParameters } from '../kernel/parameter-timeline.ts';
import { residentActions } from './resident.actions.ts';
import type { ResidentFields } from './resident.contract.ts';
import {
  abilityRefusals,
  endRefusals,
  fieldRefusals,
  fileActions,
  identityRefusals,
  moveRefusals,
  registrationRefusals,
  reopenRefusals,
} from './resident.rules.ts';

const today = '2026-11-20';
const living: ResidentFile = {
  ...emptyResidentFile({
    residentId: '00000000-0000-7000-8000-000000000001',
    districtId: 1,
    sex: '2',
    birthOn: '1985-11-08',
    hukouType: '51',
  }),
  residences: [{ residenceId: '00000000-0000-7000-8000-000000000002', areaId: 10, from: '2020-01-01', to: null }],
};
const dead: ResidentFile = {
  ...living,
  diedOn: '2026-10-01',
  residences: living.residences.map((r) => ({ ...r, to: '2026-10-01' })),
};
const moved: ResidentFile = { ...living, residences: living.residences.map((r) => ({ ...r, to: '2026-09-01' })) };
const fields: ResidentFields = {
  name: '张玲',
  phone: null,
  address: '',
  hukouType: '51',
  education: null,
  ethnicity: '01',
  marital: null,
  political: null,
  skillLevel: null,
  retirementCategory: 'F50',
  note: '',
};
const codes = (refusals: { code: string; field?: string }[]) =>
  refusals.map((r) => (r.field ? `${r.code}@${r.field}` : r.code));

describe('moving', () => {
  it.each([
    ['elsewhere today', living, 11, today, []],
    ['on the first day', living, 11, '2020-01-01', []],
    ['to where she lives', living, 10, today, ['resident.same-area@toAreaCode']],
    ['tomorrow', living, 11, '2026-11-21', ['resident.date-in-future@movedOn']],
    ['before she came', living, 11, '2019-12-31', ['resident.date-before-residence@movedOn']],
    ['after death', dead, 11, today, ['resident.ended']],
    ['after leaving', moved, 11, today, ['resident.ended']],
  ])('%s', (_, file, toAreaId, movedOn, expected) => {
    expect(codes(moveRefusals(file, { toAreaId, movedOn }, today))).toEqual(expected);
  });
});

describe('ending and reopening', () => {
  it.each([
    ['today', living, today, []],
    ['tomorrow', living, '2026-11-21', ['resident.date-in-future@on']],
    ['before she came', living, '2019-01-01', ['resident.date-before-residence@on']],
    ['twice', dead, today, ['resident.ended']],
  ])('%s', (_, file, on, expected) => {
    expect(codes(endRefusals(file, { on }, today))).toEqual(expected);
  });
  it('only an ended file is reopened', () => {
    expect(codes(reopenRefusals(living))).toEqual(['resident.not-ended']);
    expect(reopenRefusals(dead)).toEqual([]);
    expect(reopenRefusals(moved)).toEqual([]);
  });
});

describe('fields', () => {
  it.each([
    ['good', {}, []],
    ['hukou', { hukouType: '77' }, ['resident.code-unknown@hukouType']],
    ['telephone', { phone: '12345' }, ['resident.phone@phone']],
    ['telephone in words', { phone: '打她儿子的' }, ['resident.phone@phone']],
    ['landline', { phone: '(0511) 8442-1234' }, []],
    ['no telephone', { phone: '' }, []],
    ['education', { education: 'x' }, ['resident.code-unknown@education']],
    ['category', { retirementCategory: 'M60' as const }, ['resident.category-of-other-sex@retirementCategory']],
  ])('%s', (_, change, expected) => {
    expect(codes(fieldRefusals({ ...fields, ...change }, '2'))).toEqual(expected);
  });
  it('registers from a day between birth and today', () => {
    const person = { birthOn: '1985-11-08', sex: '2' as const, fields };
    expect(registrationRefusals({ ...person, livesHereSince: today }, today)).toEqual([]);
    expect(codes(registrationRefusals({ ...person, livesHereSince: '1985-11-07' }, today))).toEqual([
      'resident.date-before-birth@livesHereSince',
    ]);
    expect(codes(registrationRefusals({ ...person, livesHereSince: '2026-12-01' }, today))).toEqual([
      'resident.date-in-future@livesHereSince',
    ]);
  });
  it('knows ability between birth and today, of the living', () => {
    expect(abilityRefusals(living, today, today)).toEqual([]);
    expect(codes(abilityRefusals(living, '2027-01-01', today))).toEqual(['resident.date-in-future@fromOn']);
    expect(codes(abilityRefusals(dead, today, today))).toEqual(['resident.ended']);
    expect(codes(identityRefusals(true))).toEqual(['resident.same-identity@citizenId']);
  });
});

describe('the actions of a file', () => {
  const values: Record<string, number> = { 'working_age.min': 16, 'retirement.woman_default_age': 50 };
  const parameters: SubjectParameters = {
    segments: (key) => [{ from: '0001-01-01', to: null, value: values[key] ?? 1, parameterId: key }],
    number: (key) => values[key] ?? 1,
  };
  const allowed = (file: ResidentFile) =>
    fileActions(file, today, parameters)
      .filter((a) => a.allowed)
      .map((a) => a.action);
  it('names every action once, in the order of the menu, one of them primary', () => {
    const actions = fileActions(living, today, parameters);
    expect(actions.map((a) => a.action)).toEqual([...residentActions]);
    expect(actions.filter((a) => a.primary).map((a) => a.action)).toEqual(['unemployment.register']);
  });
  it('offers what fits the living and what fits the dead', () => {
    expect(allowed(living)).toEqual(
      expect.arrayContaining(['unemployment.register', 'employment.register', 'resident.move', 'resident.end']),
    );
    expect(allowed(living)).not.toContain('resident.reopen');
    expect(allowed(dead)).toEqual(
      expect.arrayContaining([
        'resident.change',
        'resident.correct-identity',
        'resident.print-card',
        'resident.reopen',
      ]),
    );
    expect(allowed(dead)).not.toContain('resident.move');
    const reason = fileActions(dead, today, parameters).find((a) => a.action === 'resident.move')!.reasons[0]!;
    expect(reason.zh).toContain('2026-10-01');
  });
});
