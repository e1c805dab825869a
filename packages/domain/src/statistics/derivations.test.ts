/** Cases of the handbook through the whole catalogue: one person, one household, what is counted and what is to be done. Over 400 lines because one catalogue is tried out. */
import { describe, expect, test } from 'vitest';
import {
  composeHousehold,
  type Employment,
  emptyResidentFile,
  type HouseholdRecord,
  type ResidentFile,
  type UnemploymentRegistration,
} from '../kernel/file.ts';
import { ratioValue } from '../kernel/indicator.ts';
import { parameterTimelines } from '../kernel/parameter-timeline.ts';
import { derivedParameters, onlyDerived } from './derived-parameters.ts';
import { deriveFile } from './indicators.ts';

const values = {
  'retirement.woman_default_age': 50,
  'hardship.long_months': 12,
  'unemp.long_months': 12,
  'hardship.age_m': 50,
  'hardship.age_f': 40,
  'cert.issue_days': 5,
  'plan.job_introduction_days': 30,
  'plan.training_days': 60,
  'plan.guidance_days': 30,
  'plan.living_security_days': 30,
  'plan.policy_days': 15,
  'unemp.contact_months': 1,
  'unemp.contact_warning_months': 5,
  'unemp.no_contact_months': 6,
  'unemp.proposal_days': 15,
  'policy.ending_days': 30,
  'retiree.confirmation_months': 12,
  'retiree.confirmation_notice_months': 3,
  'employment.transfer_days': 30,
  'employment.new_once_a_year': 1,
  'visit.hardship_days': 30,
  'visit.zero_family_days': 30,
  'visit.new_days': 30,
  'visit.graduate_days': 60,
  'visit.older_days': 60,
  'visit.long_term_days': 60,
  'visit.dual_family_days': 60,
  'visit.registered_days': 90,
  'visit.retiree_alone_days': 30,
  'visit.retiree_old_age': 80,
  'visit.retiree_old_days': 30,
  'visit.willing_days': 90,
};
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
const tree = { successions: new Map() };

function resident(changes: Partial<ResidentFile>): ResidentFile {
  return {
    ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1990-03-15', hukouType: '51' }),
    residences: [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: null }],
    ...changes,
  };
}
function registration(id: string, from: string, to: string | null, endReason: string | null = null) {
  const r: UnemploymentRegistration = {
    registrationId: id,
    registeredOn: from,
    reason: '02',
    nature: '1',
    unemployedSince: from,
    endedOn: to,
    endReason,
  };
  return r;
}
function spell(id: string, from: string, to: string | null, changes: Partial<Employment> = {}): Employment {
  return { employmentId: id, type: '10', urban: true, from, to, endReason: null, ...changes };
}
const events = (file: ResidentFile, key: string) =>
  deriveFile(file, timelines, tree)
    .facts.filter((f) => f.indicator === key && f.cell === '')
    .map((f) => `${f.effectiveOn} ${f.quantity}`)
    .sort();
const duties = (file: ResidentFile, kind: string) =>
  deriveFile(file, timelines, tree)
    .duties.filter((d) => d.kind === kind)
    .map((d) => `${d.anchor} ${d.appearsOn} ${d.dueOn} ${d.doneOn ?? 'open'}`);

describe('unemployment and employment', () => {
  test('registered in January, hired in March: counts once, re-employment one (handbook §16 case 3)', () => {
    const file = resident({
      unemployment: [registration('u', '2026-01-10', '2026-03-02', '01')],
      employment: [spell('e', '2026-03-02', null)],
      hardshipMarks: [{ markId: 'm', category: '01', from: '2026-02-01', to: null }],
    });
    expect(events(file, 'registered-unemployed')).toEqual(['2026-01-10 1', '2026-03-02 -1']);
    expect(events(file, 'newly-registered-unemployed')).toEqual(['2026-01-10 1']);
    expect(events(file, 'deregistered-unemployed')).toEqual(['2026-03-02 1']);
    expect(events(file, 'new-urban-employment')).toEqual(['2026-03-02 1']);
    expect(events(file, 're-employment')).toEqual(['2026-03-02 1']);
    expect(events(file, 'hardship-re-employment')).toEqual(['2026-03-02 1']);
  });

  test('what the day of an event or the first day of an interval says of the person is a cell; a hardship mark only where there is one', () => {
    const file = resident({
      education: '31',
      unemployment: [registration('u', '2026-01-10', '2026-03-02', '01')],
      employment: [spell('e', '2026-03-02', null)],
      // Entered in another order than they began: the earliest one in force decides.
      hardshipMarks: [
        { markId: 'm2', category: '03', from: '2026-02-20', to: null },
        { markId: 'm1', category: '01', from: '2026-02-01', to: '2026-03-02' },
      ],
    });
    const cells = (key: string, of = file) =>
      deriveFile(of, timelines, tree)
        .facts.filter((f) => f.indicator === key && /education|hardship|category/.test(f.cell))
        .map((f) => `${f.effectiveOn} ${f.cell} ${f.quantity}`)
        .sort();
    expect(cells('registered-unemployed')).toEqual(['2026-01-10 education=5 1', '2026-03-02 education=5 -1']);
    expect(cells('newly-registered-unemployed')).toEqual(['2026-01-10 education=5 1']);
    expect(cells('new-urban-employment')).toEqual(['2026-03-02 education=5 1', '2026-03-02 hardship=01 1']);
    expect(cells('re-employment')).toEqual(['2026-03-02 education=5 1']);
    expect(cells('hardship-re-employment')).toEqual(['2026-03-02 category=01 1']);
    expect(cells('hardship-unemployed')).toEqual(['2026-02-01 category=01 1', '2026-03-02 category=01 -1']);
    expect(cells('registered-unemployed', { ...file, education: null })[0]).toBe('2026-01-10 education=unknown 1');
  });

  test('a mark that comes and goes moves the person between the classes of hardship, never twice at once', () => {
    const marks = [
      { markId: 'm1', category: '01', from: '2026-02-01', to: '2026-05-01' },
      { markId: 'm2', category: '03', from: '2026-04-01', to: null },
    ];
    const file = resident({ unemployment: [registration('u', '2026-03-10', null)], hardshipMarks: marks });
    expect(events(file, 'hardship-unemployed')).toEqual(['2026-03-10 1']);
    const cells = deriveFile(file, timelines, tree).facts.filter((f) => f.cell.startsWith('category'));
    expect(cells.map((f) => `${f.effectiveOn} ${f.cell} ${f.quantity}`).sort()).toEqual([
      '2026-03-10 category=01 1',
      '2026-05-01 category=01 -1',
      '2026-05-01 category=03 1',
    ]);
  });

  const wish = (id: string, from: string, able: boolean, willing: boolean) => ({ abilityId: id, from, able, willing });
  test.each([
    [
      'able and willing, nothing else',
      { abilities: [wish('a', '2026-01-05', true, true)] },
      ['2026-01-05 1', '2043-03-15 -1'],
    ],
    ['willing but not able', { abilities: [wish('a', '2026-01-05', false, true)] }, []],
    [
      'until she does not want to any more',
      { abilities: [wish('b', '2026-06-01', true, false), wish('a', '2026-01-05', true, true)] },
      ['2026-01-05 1', '2026-06-01 -1'],
    ],
    [
      'not while registered or employed',
      {
        abilities: [wish('a', '2026-01-05', true, true)],
        unemployment: [registration('u', '2026-02-01', '2026-03-02', '01')],
        employment: [spell('e', '2026-03-02', '2026-08-01')],
      },
      ['2026-01-05 1', '2026-02-01 -1', '2026-08-01 1', '2043-03-15 -1'],
    ],
  ] satisfies [string, Partial<ResidentFile>, string[]][])('willing and not registered: %s', (_, changes, expected) => {
    const file = resident({ ...changes, birthOn: '1980-03-15', sex: '1', retirementCategory: 'M60' });
    expect(events(file, 'willing-not-registered')).toEqual(expected);
  });

  test('a change of employer, a second entry in the year and a rural job do not count', () => {
    const employment = [
      spell('e1', '2026-01-05', '2026-03-01'),
      spell('e2', '2026-03-20', '2026-04-01'),
      spell('e3', '2026-08-01', '2026-09-01'),
      spell('e4', '2027-02-01', null),
    ];
    expect(events(resident({ employment }), 'new-urban-employment')).toEqual(['2026-01-05 1', '2027-02-01 1']);
    expect(events(resident({ employment: [spell('e', '2026-01-05', null, { urban: false })] }), 'employed')).toEqual([
      '2026-01-05 1',
    ]);
    const rural = resident({ employment: [spell('e', '2026-01-05', null, { urban: false })] });
    expect(events(rural, 'new-urban-employment')).toEqual([]);
    expect(events(rural, 'urban-employed')).toEqual([]);
  });

  test('“changed employer” makes a transfer of the next job only', () => {
    const employment = [
      spell('e1', '2024-01-05', '2024-03-01', { endReason: '13' }),
      spell('e2', '2024-08-01', '2024-12-01', { endReason: '04' }),
      spell('e3', '2026-05-01', null),
    ];
    expect(events(resident({ employment }), 'new-urban-employment')).toEqual(['2024-01-05 1', '2026-05-01 1']);
  });

  test('re-employment asks for a registration of at least a day, by somebody who had worked', () => {
    const employment = [spell('e', '2026-03-02', null)];
    const same = resident({ employment, unemployment: [registration('u', '2026-03-02', '2026-03-02', '01')] });
    expect(events(same, 're-employment')).toEqual([]);
    const young = { ...registration('u', '2026-01-10', '2026-03-02', '01'), nature: '2', reason: '01' };
    expect(events(resident({ employment, unemployment: [young] }), 're-employment')).toEqual([]);
    expect(events(resident({ employment, unemployment: [young] }), 'new-urban-employment')).toEqual(['2026-03-02 1']);
  });

  test('retirement and death take one off, leaving does not', () => {
    const retired = resident({ employment: [spell('e', '2026-01-05', '2026-06-01', { endReason: '10' })] });
    expect(events(retired, 'new-urban-employment')).toEqual(['2026-01-05 1', '2026-06-01 -1']);
    const died = resident({ employment: [spell('e', '2026-01-05', null)], diedOn: '2026-05-05' });
    expect(events(died, 'new-urban-employment')).toEqual(['2026-01-05 1', '2026-05-05 -1']);
    expect(events(died, 'employed')).toEqual(['2026-01-05 1', '2026-05-05 -1']);
    const left = resident({ employment: [spell('e', '2026-01-05', '2026-06-01', { endReason: '03' })] });
    expect(events(left, 'new-urban-employment')).toEqual(['2026-01-05 1']);
  });

  test('who is deregistered after death or departure left the register on that day', () => {
    const unemployment = [registration('u', '2026-01-10', '2026-05-20', '102')];
    const dead = resident({ unemployment, diedOn: '2026-05-05' });
    expect(events(dead, 'registered-unemployed')).toEqual(['2026-01-10 1', '2026-05-05 -1']);
    expect(events(dead, 'deregistered-unemployed')).toEqual(['2026-05-05 1']);
    const residences = [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: '2026-04-30' }];
    expect(events(resident({ unemployment, residences }), 'deregistered-unemployed')).toEqual(['2026-04-30 1']);
    // A death found to be older than the registration itself: nobody was registered at all.
    const never = resident({ unemployment, diedOn: '2025-12-01' });
    expect(events(never, 'newly-registered-unemployed')).toEqual([]);
    expect(events(never, 'deregistered-unemployed')).toEqual([]);
  });

  test('working age begins at sixteen and ends at the statutory age, both known in advance', () => {
    const facts = events(resident({ birthOn: '1978-07-15' }), 'working-age-resident');
    expect(facts).toEqual(['2020-01-01 1', '2030-05-15 -1']);
    expect(events(resident({ birthOn: '2011-02-01', sex: '1' }), 'working-age-resident')[0]).toBe('2027-02-01 1');
  });

  test('age and length of unemployment count from their day on', () => {
    const file = resident({ birthOn: '1986-05-20', unemployment: [registration('u', '2026-01-10', null)] });
    expect(events(file, 'older-unemployed')).toEqual(['2026-05-20 1']);
    expect(events(file, 'long-term-unemployed')).toEqual(['2027-01-10 1']);
    expect(deriveFile(file, timelines, tree).flags.map((f) => `${f.kind} ${f.from}`)).toEqual([
      'long-term-unemployed 2027-01-10',
      'older-unemployed 2026-05-20',
    ]);
  });

  test('an empty denominator has no ratio', () => {
    expect(ratioValue(0, 0)).toBeNull();
    expect(ratioValue(36, 1000)).toBe(0.036);
  });
});

describe('duties', () => {
  const contact = (contactId: string, on: string, reached = true) => ({
    contactId,
    on,
    way: 'phone',
    reached,
    outcome: '01',
    service: null,
    nextOn: null,
  });

  test('one open contact a registration; a round is done by a contact that reached her', () => {
    const unemployment = [registration('u', '2026-01-31', null)];
    expect(duties(resident({ unemployment }), 'unemployment-contact')).toEqual(['u 2026-01-31 2026-02-28 open']);
    const contacts = [contact('c1', '2026-02-20', false), contact('c2', '2026-03-03')];
    const file = resident({ unemployment, contacts });
    expect(duties(file, 'unemployment-contact')).toEqual([
      'u 2026-01-31 2026-02-28 2026-03-03',
      'c2 2026-03-03 2026-04-03 open',
    ]);
    expect(duties(file, 'no-contact-warning')).toEqual(['u 2026-08-03 2026-09-03 open']);
    expect(duties(file, 'no-contact-proposal')).toEqual(['u 2026-09-03 2026-09-03 open']);
  });

  test('a roster that brings an old registration makes nobody late: work begins on the day it became known', () => {
    const unemployment = [{ ...registration('u', '2025-06-01', null), knownOn: '2026-11-20' }];
    const imported = resident({ unemployment });
    expect(duties(imported, 'unemployment-contact')).toEqual(['u 2026-11-20 2026-12-20 open']);
    expect(duties(imported, 'no-contact-proposal')).toEqual(['u 2027-05-20 2027-05-20 open']);
    expect(duties(imported, 'certificate-issue')).toEqual(['u 2026-11-20 2026-11-27 open']);
    expect(duties(imported, 'service-training')[0]).toMatch(/^u 2026-11-20 /);
    const before = [contact('c1', '2026-03-03')];
    expect(duties(resident({ unemployment, contacts: before }), 'unemployment-contact')).toEqual([
      'u 2026-11-20 2026-12-20 open',
    ]);
    expect(events(imported, 'newly-registered-unemployed')).toEqual(['2025-06-01 1']);
  });
  test('a registration that ends in time leaves no contact duty, one that ends late leaves a late one', () => {
    const inTime = resident({ unemployment: [registration('u', '2026-01-31', '2026-02-20', '01')] });
    expect(duties(inTime, 'unemployment-contact')).toEqual([]);
    const late = resident({ unemployment: [registration('u', '2026-01-31', '2026-05-20', '01')] });
    expect(duties(late, 'unemployment-contact')).toEqual(['u 2026-01-31 2026-02-28 2026-05-20']);
    const dead = resident({ unemployment: [registration('u', '2026-01-31', null)], diedOn: '2026-02-10' });
    expect(duties(dead, 'unemployment-contact')).toEqual([]);
    expect(duties(dead, 'deregistration-proposal')).toEqual(['u 2026-02-10 2026-02-25 open']);
  });

  test('a contact opens one round only, also where two registrations share its day', () => {
    const unemployment = [registration('u', '2026-01-31', '2026-03-03', '01'), registration('v', '2026-03-03', null)];
    const contacts = [contact('c1', '2026-03-03'), contact('c2', '2026-03-03')];
    const rounds = duties(resident({ unemployment, contacts }), 'unemployment-contact');
    expect(rounds).toEqual([
      'u 2026-01-31 2026-02-28 2026-03-03',
      'v 2026-03-03 2026-04-03 2026-03-03',
      'c1 2026-03-03 2026-04-03 2026-03-03',
      'c2 2026-03-03 2026-04-03 open',
    ]);
    const overlapping = [registration('u', '2026-01-31', '2026-06-01', '01'), registration('v', '2026-03-01', null)];
    const anchors = duties(resident({ unemployment: overlapping, contacts }), 'unemployment-contact');
    expect(new Set(anchors.map((line) => line.split(' ')[0])).size).toBe(anchors.length);
  });

  test('certificate and service plan', () => {
    const unemployment = [registration('u', '2026-11-20', null)];
    const contacts = [{ ...contact('c', '2026-12-01'), service: 'training' }];
    const certificates = [{ certificateId: 'z', number: '1', issuedOn: '2026-11-25', status: 'valid' as const }];
    expect(duties(resident({ unemployment }), 'certificate-issue')).toEqual(['u 2026-11-20 2026-11-27 open']);
    const file = resident({ unemployment, contacts, certificates });
    expect(duties(file, 'certificate-issue')).toEqual(['u 2026-11-20 2026-11-27 2026-11-25']);
    expect(duties(file, 'service-training')).toEqual(['u 2026-11-20 2027-01-19 2026-12-01']);
    expect(duties(file, 'service-policy')).toEqual(['u 2026-11-20 2026-12-05 open']);
  });
});

describe('zero-employment family', () => {
  const household: HouseholdRecord = { kind: 'household', householdId: 'h', districtId: 1, householdKind: 'family' };
  const member = (id: string, relation: string, changes: Partial<ResidentFile>): ResidentFile =>
    resident({
      residentId: id,
      memberships: [{ memberId: `m${id}`, householdId: 'h', relation, from: '2021-01-01', to: null }],
      ...changes,
    });
  const spans = (...members: ResidentFile[]) =>
    deriveFile(composeHousehold(household, members), timelines, tree)
      .facts.filter((f) => f.indicator === 'zero-employment-family' && f.effectiveOn < '2040-01-01')
      .map((f) => `${f.effectiveOn} ${f.quantity}`)
      .sort();
  const head = member('a', '02', { unemployment: [registration('u', '2026-01-10', null)] });

  test('while nobody is employed and somebody is registered', () => {
    expect(spans(head)).toEqual(['2026-01-10 1']);
    expect(spans(head, member('b', '10', { employment: [spell('e', '2020-01-01', '2026-03-01')] }))).toEqual([
      '2026-03-01 1',
    ]);
    expect(spans(head, member('b', '10', { employment: [spell('e', '2026-02-01', null)] }))).toEqual([
      '2026-01-10 1',
      '2026-02-01 -1',
    ]);
    expect(spans(member('b', '02', {}))).toEqual([]);
  });

  test('ends when the only registered member reaches the statutory age', () => {
    const old = member('a', '02', { sex: '1', birthOn: '1965-05-20', unemployment: head.unemployment });
    expect(spans(old)).toEqual([]);
    const older = member('a', '02', {
      sex: '1',
      birthOn: '1966-01-20',
      unemployment: [registration('u', '2026-01-10', null)],
    });
    expect(spans(older)).toEqual(['2026-01-10 1', '2026-05-20 -1']);
  });
});

describe('parameters', () => {
  const hired = { employment: [spell('e1', '2024-01-01', '2025-01-01'), spell('e2', '2025-01-11', '2025-06-01')] };
  const open = { unemployment: [registration('u', '2026-01-10', null)] };
  const proposed = { ...open, employment: [...hired.employment, spell('e3', '2026-03-02', null)] };
  const cared = {
    birthOn: '1940-01-01',
    retireeCare: [{ careId: 'k', from: '2025-01-01', confirmedOn: null, to: null, visitsFrom: '2025-01-01' }],
    livings: [{ livingId: 'l', living: '30', from: '2025-01-01', knownOn: '2025-01-01' }],
  };
  const schoolLeaver = resident({
    unemployment: [{ ...open.unemployment[0]!, reason: '01' }],
    hardshipMarks: [{ markId: 'm', category: '01', from: '2026-02-01', to: null }],
  });
  const willing = resident({ abilities: [{ abilityId: 'a', able: true, willing: true, from: '2026-01-05' }] });
  const membership = { householdId: 'h', relation: '02', from: '2021-01-01', to: null };
  const family = composeHousehold({ kind: 'household', householdId: 'h', districtId: 1, householdKind: 'family' }, [
    resident({ ...open, memberships: [{ ...membership, memberId: 'ma' }] }),
    resident({ ...open, residentId: 'q', memberships: [{ ...membership, memberId: 'mb', relation: '10' }] }),
  ]);
  const people = [cared, hired, open, { ...open, sex: '1' as const }, proposed].map(resident);
  const drawing = resident({
    policyBenefits: [{ benefitId: 'b', policy: 's', from: '2026-01-01', to: '2027-01-01', endKnownOn: '2026-01-05' }],
  });
  const files = [...people, schoolLeaver, willing, drawing, family];

  test('that derivations read are exactly those whose new value derives everybody again', () => {
    const read = new Set<string>();
    const recording = {
      timeline: (key: string, areaId: number) => {
        read.add(key);
        return timelines.timeline(key, areaId);
      },
    };
    for (const file of files) deriveFile(file, recording, tree);
    expect([...read].sort()).toEqual([...derivedParameters]);
  });
  test('that are not named are refused to a derivation', () => {
    expect(() => onlyDerived(timelines).timeline('report.notice_days', 11)).toThrow(/derivedParameters/);
    expect(onlyDerived(timelines).timeline('hardship.age_f', 11)).toHaveLength(1);
  });
});
