import { expect, it } from 'vitest';
import { storable } from './drawer-draft.ts';

it('keeps what was typed, but no identity or mobile number', () => {
  expect(
    storable({
      note: '愿意参加培训',
      on: '2026-11-20',
      nothing: undefined,
      empty: null,
      phone: '13912',
      citizenId: '32110219850415',
      words: '电话 13912345678',
      members: [{ name: '张玲', citizenId: '321102198504154119' }],
      wishes: ['01', '02'],
      promise: true,
    }),
  ).toEqual({ note: '愿意参加培训', on: '2026-11-20', empty: null, wishes: ['01', '02'], promise: true });
});
