/** Community care through the whole catalogue: who is counted, and what is due when. */
import { describe, expect, test } from 'vitest';
import { emptyResidentFile, type ResidentFile, type UnemploymentRegistration } from '../kernel/file.ts';
import { parameterTimelines } from '../kernel/parameter-timeline.ts';
import { derivedParameters } from '../statistics/derived-parameters.ts';
import { deriveFile } from '../statistics/indicators.ts';

const values: Readonly<Record<string, number>> = {
  'retiree.confirmation_months': 12,
  'retiree.confirmation_notice_months': 3,
  'retirement.woman_default_age': 50,
  'unemp.proposal_days': 15,
};
const timelines = parameterTimelines(
  derivedParameters.map((key) => ({
    parameterId: key,
    key,
    areaId: 0,
    from: '2000-01-01',
    to: null,
    value: values[key] ?? 1,
  })),
  { pathOf: (id) => [id], pathChangesOf: () => [] },
);
const tree = { successions: new Map() };

function resident(changes: Partial<ResidentFile>): ResidentFile {
  return {
    ...emptyResidentFile({ residentId: 'p', districtId: 1, sex: '2', birthOn: '1960-03-15', hukouType: '51' }),
    residences: [{ residenceId: 'r', areaId: 11, from: '2020-01-01', to: null }],
    ...changes,
  };
}
function registration(id: string, from: string, to: string | null): UnemploymentRegistration {
  const known = { registrationId: id, registeredOn: from, reason: '02', nature: '1' } as const;
  return { ...known, unemployedSince: from, endedOn: to, endReason: null };
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

describe('retirees in community care (handbook §8.4, §8.7)', () => {
  const care = (from: string, to: string | null = null, confirmedOn: string | null = null, careId = 'k') => ({
    careId,
    from,
    confirmedOn,
    to,
    visitsFrom: from,
  });
  const confirmation = (confirmationId: string, on: string, confirmed = true) => ({ confirmationId, on, confirmed });

  test.each<[string, Partial<ResidentFile>, string[], string[]]>([
    [
      'twelve months from the handing over, on the list three months before',
      { retireeCare: [care('2026-01-31')] },
      ['k 2026-10-31 2027-01-31 open'],
      ['2026-10-31 1'],
    ],
    [
      'from the last confirmation of the card, when it says one: overdue at once',
      { retireeCare: [care('2026-06-01', null, '2025-03-10')] },
      ['k 2026-06-01 2026-03-10 open'],
      ['2026-06-01 1'],
    ],
    [
      'confirmed in time: done, and the next round',
      { retireeCare: [care('2025-01-31')], confirmations: [confirmation('c', '2026-01-05')] },
      ['k 2025-10-31 2026-01-31 2026-01-05', 'c 2026-10-05 2027-01-05 open'],
      ['2025-10-31 1', '2026-01-05 -1', '2026-10-05 1'],
    ],
    [
      'confirmed before anybody asked: never on the list',
      { retireeCare: [care('2025-01-31')], confirmations: [confirmation('c', '2025-05-05')] },
      ['k 2025-05-05 2026-01-31 2025-05-05', 'c 2026-02-05 2026-05-05 open'],
      ['2026-02-05 1'],
    ],
    [
      'nobody met: nothing changes',
      { retireeCare: [care('2025-01-31')], confirmations: [confirmation('c', '2026-01-05', false)] },
      ['k 2025-10-31 2026-01-31 open'],
      ['2025-10-31 1'],
    ],
    [
      'ended: nothing is due any more',
      { retireeCare: [care('2025-01-31', '2025-12-01')] },
      [],
      ['2025-10-31 1', '2025-12-01 -1'],
    ],
    ['a death ends it', { retireeCare: [care('2025-01-31')], diedOn: '2025-06-01' }, [], []],
    [
      'a confirmation on the day on which two cares meet belongs to the later one',
      {
        retireeCare: [care('2024-01-31', '2025-02-01'), care('2025-02-01', null, null, 'l')],
        confirmations: [confirmation('c', '2025-02-01')],
      },
      ['l 2025-02-01 2026-02-01 2025-02-01', 'c 2025-11-01 2026-02-01 open'],
      ['2024-10-31 1', '2025-02-01 -1', '2025-11-01 1'],
    ],
  ])('%s', (_, changes, due, waiting) => {
    const file = resident({ birthOn: '1960-03-15', ...changes });
    expect(duties(file, 'eligibility-confirmation')).toEqual(due);
    expect(events(file, 'eligibility-due')).toEqual(waiting);
  });

  test('who is in care counts until it ends, and every success once', () => {
    const file = resident({
      birthOn: '1960-03-15',
      retireeCare: [care('2024-01-31', '2025-02-01'), care('2025-03-01', null, null, 'l')],
      confirmations: [
        confirmation('c', '2024-12-01'),
        confirmation('d', '2025-05-01', false),
        confirmation('e', '2026-01-01'),
      ],
    });
    expect(events(file, 'retirees-in-care')).toEqual(['2024-01-31 1', '2025-02-01 -1', '2025-03-01 1']);
    expect(events(file, 'eligibility-confirmed')).toEqual(['2024-12-01 1', '2026-01-01 1']);
  });

  test('a registration of a retiree is proposed to end', () => {
    const file = resident({
      birthOn: '1970-03-15',
      retireeCare: [care('2026-05-01')],
      unemployment: [registration('u', '2026-01-10', null)],
    });
    expect(duties(file, 'deregistration-proposal')).toEqual(['u 2026-05-01 2026-05-16 open']);
  });
});
