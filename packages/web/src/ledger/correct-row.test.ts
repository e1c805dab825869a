import type { LedgerRow } from '@renshe/domain/ledger/ledger.contract.ts';
import type { Correction } from '@renshe/domain/ledger/ledger-correction.ts';
import type { ResidentFileView } from '@renshe/domain/resident/resident.contract.ts';
import { expect, test } from 'vitest';
import { ApiError } from '../kit/api.ts';
import { correctRow, type LedgerFiles, putBack } from './correct-row.ts';
import { lastSaved, sheetRowOf, takeSaved, takeUndone } from './ledger-sheet.ts';

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const resident = {
  residentId: id(1),
  version: 3,
  sex: '1',
  address: '贺家弄1号',
  phoneMasked: '139****2222',
  registrations: [
    {
      registrationId: id(2),
      registeredOn: '2026-03-01',
      unemployedSince: '2026-02-01',
      reason: '02',
      nature: '1',
      jobWish: '保安',
      trainingWish: '',
      endedOn: null,
      version: 4,
    },
  ],
  employments: [],
} as unknown as ResidentFileView;
const loaded: LedgerRow = {
  subjectKind: 'resident',
  subjectId: id(1),
  recordId: null,
  inScope: true,
  cells: { address: '贺家弄1号', jobWish: '保安', phone: '138****1111' },
};
const began = sheetRowOf(loaded, () => 'key', {
  ledger: { of: 'resident' },
  columns: ['address', 'jobWish', 'phone'],
  on: '2026-11-20',
  may: () => true,
  language: 'zh',
});
const typed = (cells: Record<string, string>) => ({ ...began, cells: { ...began.cells, ...cells } });
const answering = (answers: Partial<Record<Correction['by'], unknown>>, sent: string[] = []): LedgerFiles => ({
  read: async () => ({ resident }),
  correct: async ({ by }) => {
    sent.push(by);
    if (answers[by]) throw answers[by];
  },
});
const both = typed({ address: '新桥路8号', jobWish: '司机' });
const refusal = new ApiError({ status: 422, code: 'x', kind: 'invalid', message: '不在辖区', fields: [] });
const offline = new ApiError({ status: 0, code: 'network', kind: 'network', message: '没有网络' });

test('a row is corrected command by command, and says what stands there', async () => {
  const sent: string[] = [];
  expect(await correctRow(both, '核对', answering({}, sent))).toEqual({
    now: { address: '新桥路8号', jobWish: '司机' },
  });
  expect(sent).toEqual(['resident', 'unemployment']);
});

test('when the second command is refused the first one stands, and the cell to blame says why', async () => {
  expect(await correctRow(both, '核对', answering({ unemployment: refusal }))).toEqual({
    now: { address: '新桥路8号' },
    faults: { jobWish: { zh: '不在辖区', en: '不在辖区' } },
  });
});

test('when the server is lost between two commands the first one stands', async () => {
  expect(await correctRow(both, '核对', answering({ unemployment: offline }))).toEqual({
    now: { address: '新桥路8号' },
    error: offline,
  });
});

test('with a fault nothing is sent; what stands there already is kept behind its mask', async () => {
  const sent: string[] = [];
  const row = typed({ phone: '13900002222', jobWish: '司机' });
  const done = await correctRow(row, '', answering({}, sent));
  expect(sent).toEqual([]);
  expect(done.now).toEqual({ phone: '139****2222' });
  expect(Object.keys(done.faults ?? {})).toEqual(['jobWish']);
  expect(await correctRow(typed({ phone: '13900002222' }), '', answering({}))).toEqual({
    now: { phone: '139****2222' },
  });
});

test('what somebody else has written since a save stays; the rest of the save is put back, and earlier saves can be', async () => {
  const earlier = typed({ jobWish: '保洁' });
  const saved = takeSaved([earlier], earlier, { jobWish: '保洁' }, 'save1')[0]!;
  const both = { ...saved, cells: { ...saved.cells, address: '新桥路8号', jobWish: '司机' } };
  const [row] = takeSaved([both], both, { address: '新桥路8号', jobWish: '司机' }, 'save2');
  const sent: Correction[] = [];
  const files: LedgerFiles = {
    // Somebody has written another wish since.
    read: async () => ({ resident: { ...resident, address: '新桥路8号' } }),
    correct: async (correction) => sent.push(correction),
  };
  const { now, present, faults } = await putBack(row!, '核对', files);
  expect([now, present, faults]).toEqual([{ address: '贺家弄1号' }, { jobWish: '保安' }, undefined]);
  expect(sent.map((one) => one.columns)).toEqual([['address']]);
  const [after] = takeUndone([row!], row!, { ...now, ...present });
  expect(after!.cells).toMatchObject({ address: '贺家弄1号', jobWish: '保安' });
  expect(lastSaved([after!], ['save1', 'save2'])?.saveId).toBe('save1');
});
