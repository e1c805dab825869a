import { describe, expect, test } from 'vitest';
import { emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import {
  confirmationRefusals,
  endCareRefusals,
  retireeActions,
  takeIntoCareRefusals,
  voidCareRefusals,
} from './retiree.rules.ts';

const today = '2026-11-20';
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1966-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};
const care = { careId: 'k', from: '2024-03-01', confirmedOn: null, to: null };
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
