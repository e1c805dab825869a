import type { WorklistItem } from '@renshe/domain/worklist/worklist.contract.ts';
import { expect, it } from 'vitest';
import { bySubject } from './duty-subjects.ts';

function item(subjectId: string, kind: string): WorklistItem {
  return {
    subjectKind: 'resident',
    subjectId,
    name: subjectId,
    kind,
    anchor: 'a',
    area: { code: '321102001001', name: '', pathName: '' },
    appearsOn: '2026-11-01',
    dueOn: '2026-11-20',
    overdueDays: 0,
    data: {},
  };
}

it('puts the rows of one person together, the contact first', () => {
  const items = [
    item('wang', 'service-training'),
    item('li', 'certificate-issue'),
    item('wang', 'certificate-issue'),
    item('wang', 'unemployment-contact'),
  ];
  expect(bySubject(items).map((group) => group.map((one) => `${one.subjectId} ${one.kind}`))).toEqual([
    ['wang unemployment-contact', 'wang service-training', 'wang certificate-issue'],
    ['li certificate-issue'],
  ]);
});
