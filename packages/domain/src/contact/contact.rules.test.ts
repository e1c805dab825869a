import { describe, expect, test } from 'vitest';
import { emptyResidentFile, type ResidentFile } from '../kernel/file.ts';
import { type ContactEntry, contactActions, contactRefusals } from './contact.rules.ts';

const today = '2026-11-20';
const person: ResidentFile = {
  ...emptyResidentFile({ residentId: 'p', districtId: 2, sex: '2', birthOn: '1980-05-06', hukouType: '51' }),
  residences: [{ residenceId: 'h', areaId: 11, from: '2020-01-01', to: null }],
};

describe('contacts (handbook §3.2)', () => {
  test.each<[string, Partial<ResidentFile>, Partial<ContactEntry>, string]>([
    ['today', {}, {}, ''],
    ['tomorrow', {}, { contactedOn: '2026-11-21' }, 'contact.future'],
    ['nobody answered', {}, { outcome: '21' }, ''],
    ['nobody answered, and yet a service', {}, { outcome: '21', service: 'training' }, 'contact.service-not-reached'],
    ['an unknown outcome', {}, { outcome: '88' }, 'contact.outcome-unknown'],
    ['the next day on the same day', {}, { nextOn: today }, 'contact.next-before'],
    ['before she lived here', {}, { contactedOn: '2019-12-31' }, 'contact.before-residence'],
    ['after her death', { diedOn: '2026-11-01' }, {}, 'contact.file-ended'],
    ['on the day of her death', { diedOn: '2026-11-01' }, { contactedOn: '2026-11-01', outcome: '10' }, ''],
  ])('%s', (_, over, entry, expected) => {
    const refusals = contactRefusals(
      { ...person, ...over },
      { contactedOn: today, outcome: '01', service: null, nextOn: null, ...entry },
      today,
    );
    expect(refusals.map((r) => r.code).join(' ')).toBe(expected);
  });
  test('contacting is the first thing to do with who is registered', () => {
    const registered = {
      ...person,
      unemployment: [
        {
          registrationId: 'u',
          registeredOn: '2026-10-01',
          reason: '02',
          nature: '1',
          unemployedSince: '2026-10-01',
          endedOn: null,
          endReason: null,
        },
      ],
    };
    expect(contactActions(registered)[0]).toMatchObject({ allowed: true, primary: true });
    expect(contactActions(person)[0]).toMatchObject({ allowed: true, primary: false });
  });
});
