import { expect, test } from 'vitest';
import { newUrbanEmployment, urbanEmployed } from '../employment/employment.derive.ts';
import { derive } from '../kernel/derive.ts';
import { emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { parameterTimelines, subjectParameters } from '../kernel/parameter-timeline.ts';
import type { JudgedRosterRow } from './roster.judge.ts';
import { planRow } from './roster.plan.ts';

const values = { 'working_age.min': 16, 'employment.transfer_days': 30, 'employment.new_once_a_year': 1 };
const timelines = parameterTimelines(
  Object.entries(values).map(([key, value]) => ({
    parameterId: key,
    key,
    areaId: 0,
    from: '2000-01-01',
    to: null,
    value,
  })),
  { pathOf: (id) => [id], pathChangesOf: () => [] },
);

function row(codes: JudgedRosterRow['codes']): JudgedRosterRow {
  return {
    sheet: 0,
    row: 1,
    verdict: 'accepted',
    code: null,
    warnings: [],
    repairs: [],
    details: {},
    name: '王芳',
    citizenId: '',
    birthOn: '1985-03-15',
    sex: '2',
    values: { employer: '江河公司' },
    codes,
    unemployedOn: null,
    registeredOn: null,
    household: null,
  };
}

/** Flow and stock after a roster of November 2026 said that she works, since nobody knows when. The books open on 2026-01-01. */
function counted(livesHereSince: string) {
  const file: ResidentFile = {
    ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1985-03-15', hukouType: '51' }),
    residences: [{ residenceId: 'r', areaId: 11, from: livesHereSince, to: null }],
  };
  const fields = {
    name: '王芳',
    address: '',
    hukouType: '51',
    education: null,
    ethnicity: null,
    marital: null,
    political: null,
    note: '',
  };
  const { employment } = planRow(
    row({ employmentStatus: '10' }),
    { file, fields, samePhone: () => true, ended: false },
    {
      kind: 'labour-force',
      today: '2026-11-21',
      openingEve: '2025-12-31',
      urban: true,
      districtId: 1,
      areaId: 11,
      parametersOf: () => subjectParameters(timelines, [{ areaId: 11, from: livesHereSince, to: null }]),
    },
  );
  const { type, urban, startedOn: from } = employment!;
  const after = { ...file, employment: [{ employmentId: 'e', type, urban, from, to: null, endReason: null }] };
  const catalogue = { indicators: [newUrbanEmployment, urbanEmployed], duties: [], flags: [] };
  return derive(catalogue, after, timelines, { successions: new Map() })
    .facts.filter((fact) => fact.cell === '')
    .map((fact) => `${fact.indicator} ${fact.effectiveOn}`);
}

test('work without a date is no new employment of any reported month, also of somebody who moved here since', () => {
  expect(counted('2020-01-01')).toEqual(['new-urban-employment 2025-12-31', 'urban-employed 2025-12-31']);
  expect(counted('2026-05-10')).toEqual(['urban-employed 2026-05-10']);
});

test.each([
  [{ registeredOn: '2026-05-06', unemployedOn: null }, '2026-05-06', []],
  [{ registeredOn: null, unemployedOn: '2026-04-01' }, '2026-04-01', []],
  [{ registeredOn: null, unemployedOn: null }, '2026-11-21', ['registered-today']],
])('%o is registered on %s and says so when the day was made up', (dates, registeredOn, notes) => {
  const plan = planRow({ ...row({}), ...dates }, null, {
    kind: 'unemployed',
    today: '2026-11-21',
    openingEve: '2025-12-31',
    urban: true,
    districtId: 1,
    areaId: 11,
    parametersOf: () => subjectParameters(timelines, [{ areaId: 11, from: '2020-01-01', to: null }]),
  });
  expect(plan.registration?.registeredOn).toBe(registeredOn);
  expect(plan.notes.map((note) => note.code)).toEqual(notes);
});
