import { describe, expect, test } from 'vitest';
import { emptyResidentFile, type ResidentFile, type RetireeLiving } from '../kernel/file.ts';
import {
  confirmationRefusals,
  endCareRefusals,
  livingChange,
  livingIn,
  livingRefusals,
  retireeActions,
  takeIntoCareRefusals,
  voidCareRefusals,
} from './retiree.rules.ts';

const today = '2026-11-20';
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1966-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};
const care = { careId: 'k', from: '2024-03-01', confirmedOn: null, to: null, visitsFrom: '2024-03-01' };
const inCare: Partial<ResidentFile> = { retireeCare: [care] };
const past: Partial<ResidentFile> = { retireeCare: [{ ...care, to: '2025-06-01' }] };
const confirmed: Partial<ResidentFile> = {
  ...inCare,
  confirmations: [{ confirmationId: 'c', on: '2025-02-10', confirmed: true }],
};
const codes = (refusals: readonly { code: string }[]) => refusals.map((r) => r.code).join(' ');

describe('taking into community care', () => {
  const card = { retiredOn: '2021-05-06', handedOverOn: '2026-11-02', lastConfirmedOn: null };
  test.each<[string, Partial<ResidentFile>, Partial<typeof card> | { lastConfirmedOn: string }, string]>([
    ['as the card says', {}, {}, ''],
    ['with the last confirmation', {}, { lastConfirmedOn: '2026-04-01' }, ''],
    ['confirmed before she retired', {}, { lastConfirmedOn: '2021-05-05' }, 'retiree.confirmed-outside'],
    ['confirmed after the handing over', {}, { lastConfirmedOn: '2026-11-03' }, 'retiree.confirmed-outside'],
    ['handed over tomorrow', {}, { handedOverOn: '2026-11-21' }, 'retiree.future'],
    ['retired after the handing over', {}, { retiredOn: '2026-11-03' }, 'retiree.retired-after'],
    ['retired as a child', {}, { retiredOn: '1980-01-01' }, 'retiree.retired-before-birth'],
    ['before she lived here', {}, { retiredOn: '2016-05-06', handedOverOn: '2019-01-01' }, 'retiree.before-residence'],
    ['twice', inCare, {}, 'retiree.in-care'],
    ['again after an earlier care', past, {}, ''],
    ['into an earlier care', past, { handedOverOn: '2025-05-31' }, 'retiree.overlaps'],
    ['on the day an earlier care ended', past, { handedOverOn: '2025-06-01' }, ''],
    ['after her death', { diedOn: '2026-10-01' }, {}, 'retiree.file-ended'],
  ])('%s', (_, over, entry, expected) => {
    expect(codes(takeIntoCareRefusals({ ...person, ...over }, { ...card, ...entry }, today))).toBe(expected);
  });
});

describe('confirmation of eligibility', () => {
  test.each<[string, Partial<ResidentFile>, string, string, string]>([
    ['today', inCare, today, 'confirmed', ''],
    ['tomorrow', inCare, '2026-11-21', 'confirmed', 'retiree.future'],
    ['of somebody in no care', {}, today, 'confirmed', 'retiree.not-in-care'],
    ['before the care', inCare, '2024-02-29', 'confirmed', 'retiree.before-care'],
    ['on the last day of a care', past, '2025-06-01', 'confirmed', ''],
    ['after a care', past, '2025-06-02', 'confirmed', 'retiree.after-care'],
    ['twice a day', confirmed, '2025-02-10', 'confirmed', 'retiree.confirmed-already'],
    ['not met on the day of a success', confirmed, '2025-02-10', 'not-reached', ''],
    ['after her death', { ...inCare, diedOn: '2026-10-01' }, today, 'confirmed', 'retiree.file-ended'],
  ])('%s', (_, over, confirmedOn, result, expected) => {
    expect(codes(confirmationRefusals({ ...person, ...over }, { confirmedOn, result }, today))).toBe(expected);
  });
});

describe('end and void of a care', () => {
  test.each<[string, Partial<ResidentFile>, string, string]>([
    ['today', inCare, today, ''],
    ['before it began', inCare, '2024-02-01', 'retiree.before-care'],
    ['before its last confirmation', confirmed, '2025-02-09', 'retiree.ended-before-confirmation'],
    ['twice', past, today, 'retiree.not-in-care'],
    ['tomorrow', inCare, '2026-11-21', 'retiree.future'],
  ])('ended %s', (_, over, endedOn, expected) => {
    expect(codes(endCareRefusals({ ...person, ...over }, 'k', endedOn, today))).toBe(expected);
  });
  test('a care with confirmations cannot just vanish', () => {
    expect(codes(voidCareRefusals({ ...person, ...inCare }, 'k'))).toBe('');
    expect(codes(voidCareRefusals({ ...person, ...confirmed }, 'k'))).toBe('retiree.has-confirmations');
  });
  test('what may be done stands on the file', () => {
    const allowed = (file: ResidentFile) =>
      retireeActions(file)
        .filter((one) => one.allowed)
        .map((one) => one.action);
    expect(allowed(person)).toEqual(['retiree.take-into-care']);
    expect(allowed({ ...person, ...inCare })).toEqual([
      'retiree.confirm',
      'retiree.change-care',
      'retiree.end-care',
      'retiree.void-care',
    ]);
    expect(allowed({ ...person, diedOn: '2026-01-01' })).toEqual([]);
  });
});

describe('with whom a retiree lives', () => {
  const lives = (livingId: string, living: string, from: string, knownOn = from) => ({
    livingId,
    living,
    from,
    knownOn,
  });
  const children = lives('a', '10', '2024-03-01');
  const alone = lives('b', '30', '2025-05-01', '2025-05-20');
  const in2027 = lives('z', '20', '2027-01-01');
  const second = { ...care, careId: 'l', from: '2026-01-01' };

  test.each<[string, RetireeLiving[], string, string, string]>([
    ['the first word of it', [], '10', '2024-03-01', ' | 10 2024-03-01 2026-11-20'],
    ['nothing new', [children], '10', '2024-03-01', ' | nothing'],
    ['alone from a day on', [children], '30', '2026-11-01', ' | 30 2026-11-01 2026-11-20'],
    ['alone no longer', [alone, children], '20', '2026-10-01', ' | 20 2026-10-01 2026-11-20'],
    ['alone earlier than it was said', [children, alone], '30', '2025-04-01', 'b | 30 2025-04-01 2025-05-20'],
    ['alone later than it was said', [children, alone], '30', '2025-06-01', 'b | 30 2025-06-01 2025-05-20'],
    ['alone from the first day on', [children, alone], '30', '2024-03-01', 'a b | 30 2024-03-01 2025-05-20'],
    ['never alone: the word before holds', [children, alone], '10', '2025-05-01', 'b | nothing'],
    ['never alone but with the spouse', [children, alone], '20', '2024-03-01', 'a b | 20 2024-03-01 2026-11-20'],
  ])('%s', (_, livings, living, livingOn, expected) => {
    const file = { ...person, ...inCare, livings };
    const { gone, added } = livingChange(file, care, { living, livingOn }, today);
    const said = added ? `${added.living} ${added.from} ${added.knownOn}` : 'nothing';
    expect(`${gone.join(' ')} | ${said}`).toBe(expected);
  });

  test('a later care keeps what was said in it, a new one says it anew', () => {
    const file = { ...person, retireeCare: [{ ...care, to: '2025-12-01' }, second], livings: [children, in2027] };
    expect(livingChange(file, file.retireeCare[0]!, { living: '30', livingOn: '2025-06-01' }, today).gone).toEqual([]);
    const again = { ...person, ...past, livings: [children] };
    const { gone, added } = livingChange(again, second, { living: '10', livingOn: '2026-01-01' }, today);
    expect([gone, added?.from]).toEqual([[], '2026-01-01']);
  });

  test('a care that ends on the day on which the next one begins has its own word', () => {
    const first = { ...care, to: second.from };
    const now = lives('b', '30', second.from);
    const file = { ...person, retireeCare: [first, second], livings: [children, now] };
    expect([livingIn(file, first), livingIn(file, second)]).toEqual([children, now]);
    const entry = { living: '30', livingOn: second.from };
    expect(codes(livingRefusals(file, 'k', { living: '10', livingOn: children.from }, today))).toBe('');
    expect(codes(livingRefusals(file, 'k', entry, today))).toBe('retiree.after-care');
  });

  test.each<[string, Partial<ResidentFile>, string, string, string]>([
    ['from the first day of the care', inCare, '30', '2024-03-01', ''],
    ['from today', inCare, '30', today, ''],
    ['from tomorrow', inCare, '30', '2026-11-21', 'retiree.future'],
    ['from before the care', inCare, '30', '2024-02-29', 'retiree.before-care'],
    [
      'from before the care, as it has been said',
      { ...inCare, livings: [lives('a', '30', '2023-01-01')] },
      '30',
      '2023-01-01',
      '',
    ],
    ['after the care', past, '30', '2025-06-02', 'retiree.after-care'],
    ['in no care', {}, '30', today, 'retiree.not-in-care'],
  ])('%s', (_, over, living, livingOn, expected) => {
    expect(codes(livingRefusals({ ...person, ...over }, 'k', { living, livingOn }, today))).toBe(expected);
  });
});
