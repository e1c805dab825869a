import {
  type AnalysisSheet,
  analysisSheetContracts as contracts,
} from '@renshe/domain/analysis-sheet/analysis-sheet.contract.ts';
import { areaContracts } from '@renshe/domain/area/area.contract.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addResident, registerUnemployed } from '../../test/make-resident.ts';
import type { Persona } from '../../test/personas.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';

const district = '321102000000';
const street = '321102001000';
const community = '321102001001';
const month = '2026-10';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp({ openedOn: '2026-09-01' });
  for (const on of ['2026-09-14', '2026-10-12', '2026-10-20'])
    await registerUnemployed(app, 'worker', await addResident(app), on);
});
afterAll(() => app.close());

async function sheet(
  persona: Persona,
  area = community,
  revision?: number,
  language: 'zh' | 'en' = 'zh',
): Promise<AnalysisSheet> {
  const query = { area, month, ...(revision !== undefined && { revision }) };
  const { body, error } = await app.call(persona, contracts.get, { query, language });
  expect(error).toBeUndefined();
  return body;
}
const key = (version: number, area = community) => ({ area, month, version });

describe('the monthly analysis', () => {
  it('fills itself and drafts its text in the reader’s language', async () => {
    const draft = await sheet('worker');
    expect(draft).toMatchObject({
      state: 'missing',
      revision: 1,
      version: 0,
      dueOn: '2026-11-04',
      overdue: true,
      actions: ['save', 'sign'],
    });
    expect(draft.figures.find((one) => one.key === 'registered-unemployed')).toMatchObject({
      now: 3,
      lastMonth: 1,
      lastYear: null,
    });
    expect(draft.figures.find((one) => one.key === 'service-training')).toMatchObject({ now: 0, open: 3 });
    expect(draft.texts['unemployed-status']).toContain('期末登记失业 3 人，比上月增加 2（上升 200%）');
    expect((await sheet('worker', community, undefined, 'en')).drafted['unemployed-status']).toContain(
      '3 registered unemployed',
    );
    expect((await sheet('district', street)).parts).toEqual([{ name: expect.stringContaining('贺家弄'), change: 2 }]);
    expect((await app.call('worker', contracts.get, { query: { area: street, month } })).status).toBe(403);
    expect(
      (await app.call('worker', contracts.get, { query: { area: community, month: '2026-08' } })).error?.code,
    ).toBe('analysis-sheet.month-unknown');
    expect((await sheet('clerk')).actions).toEqual([]);
  });
  it('is written and signed by its office alone, and frozen', async () => {
    const texts = { ...(await sheet('worker')).texts, 'next-month': '下月开展专场招聘。' };
    expect((await app.call('clerk', contracts.save, { body: { ...key(0), texts } })).error?.code).toBe(
      'analysis-sheet.not-owner',
    );
    expect((await app.call('siblingWorker', contracts.save, { body: { ...key(0), texts } })).status).toBe(403);
    expect((await app.call('worker', contracts.save, { body: { ...key(0), texts } })).status).toBe(200);
    expect((await app.call('worker', contracts.save, { body: { ...key(0), texts } })).status).toBe(409);
    expect((await app.call('clerk', contracts.remark, { body: { ...key(1), text: '' } })).error?.code).toBe(
      'analysis-sheet.not-signed',
    );
    expect(
      (await app.call('worker', contracts.sign, { body: { ...key(1), texts: { ...texts, 'job-seeking': ' ' } } })).error
        ?.code,
    ).toBe('analysis-sheet.empty-text');
    const early = await app.call('worker', contracts.sign, {
      body: { area: community, month: '2026-11', version: 0, texts },
    });
    expect(early.error?.code).toBe('analysis-sheet.month-not-over');
    const both = await Promise.all(
      [1, 1].map((version) => app.call('worker', contracts.sign, { body: { ...key(version), texts } })),
    );
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    const signed = await sheet('worker');
    expect(signed).toMatchObject({
      state: 'signed',
      signedName: 'worker',
      intact: true,
      overdue: false,
      actions: ['revise'],
      texts: { 'next-month': '下月开展专场招聘。' },
    });
    expect(signed.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await app.call('worker', contracts.save, { body: { ...key(signed.version), texts } })).error?.code).toBe(
      'analysis-sheet.signed',
    );
    // Somebody comes late: the signed figures stay.
    await registerUnemployed(app, 'worker', await addResident(app), '2026-10-25');
    expect((await sheet('worker')).figures).toEqual(signed.figures);
    expect((await sheet('worker')).drafted['unemployed-status']).toContain('期末登记失业 4 人');
  });
  it('is read and remarked on above, and shows who signed', async () => {
    const { version } = await sheet('clerk');
    expect((await sheet('clerk')).actions).toEqual(['remark']);
    expect((await app.call('worker', contracts.remark, { body: { ...key(version), text: '' } })).status).toBe(403);
    expect((await app.call('otherDistrict', contracts.remark, { body: { ...key(version), text: '' } })).status).toBe(
      403,
    );
    expect((await app.call('clerk', contracts.remark, { body: { ...key(version), text: '' } })).status).toBe(200);
    expect(
      (await app.call('district', contracts.remark, { body: { ...key(version), text: '请关注长期失业人员' } })).status,
    ).toBe(200);
    expect((await sheet('worker')).remarks.map((one) => [one.remarkedBy, one.text]).toSorted()).toEqual([
      ['clerk', ''],
      ['district', '请关注长期失业人员'],
    ]);
    const { body } = await app.call('clerk', contracts.board, { query: { area: street, month } });
    expect(body.areas[0]).toMatchObject({ area: { code: street }, state: 'missing', overdue: true });
    expect(body.areas.find((one) => one.area.code === community)).toMatchObject({
      state: 'signed',
      signedName: 'worker',
      late: true,
      overdue: false,
      remarks: 2,
    });
    expect(body.areas.filter((one) => one.state === 'missing').length).toBeGreaterThan(1);
  });
  it('gets a new version with a reason; the old one stays', async () => {
    const before = await sheet('worker');
    expect(
      (await app.call('worker', contracts.revise, { body: { ...key(before.version), reason: '补登一人' } })).status,
    ).toBe(200);
    const draft = await sheet('worker');
    expect(draft).toMatchObject({
      state: 'draft',
      revision: 2,
      reason: '补登一人',
      overdue: false,
      texts: before.texts,
      remarks: [],
    });
    expect(draft.figures.find((one) => one.key === 'registered-unemployed')?.now).toBe(4);
    expect(
      (await app.call('worker', contracts.sign, { body: { ...key(draft.version), texts: draft.texts } })).status,
    ).toBe(200);
    expect(await sheet('worker', community, 1)).toMatchObject({
      revision: 1,
      intact: true,
      figures: before.figures,
      actions: [],
    });
    expect((await sheet('worker')).revisions.map((one) => one.revision)).toEqual([2, 1]);
  });
  it('shows when a stored sheet was tampered with', async () => {
    await app.system.db.pool.query(
      `update analysis_sheet set texts = jsonb_set(texts, '{next-month}', '"改"') where revision = 1`,
    );
    expect((await sheet('worker', community, 1)).intact).toBe(false);
    expect((await sheet('worker')).intact).toBe(true);
  });
  it.each(['zh', 'en'] as const)('prints on A4 (%s)', async (language) => {
    const print = await app.call('district', contracts.print, {
      body: { area: community, month, purpose: '存档' },
      language,
    });
    expect(print.status).toBe(200);
    expect(print.raw.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    const street = await app.call('siblingWorker', contracts.print, {
      body: { area: community, month, purpose: '存档' },
    });
    expect(street.status).toBe(403);
  });
  it('of an area without sheet is owed by nobody else', async () => {
    expect((await sheet('city', district)).actions).toEqual([]);
  });
  it('takes a merger for no rise', async () => {
    const absorbed = '321102001007';
    for (const on of ['2026-09-15', '2026-09-16'])
      await registerUnemployed(app, 'clerk', await addResident(app, { areaCode: absorbed }), on);
    const merger = await app.call('system', areaContracts.merge, {
      params: { code: absorbed },
      body: { intoCode: community, effectiveOn: '2026-10-10', documentNo: '京政复〔2026〕18 号', reason: '撤并' },
    });
    expect(merger.error).toBeUndefined();
    if (merger.body.taskId) await app.system.tasks.runNow(merger.body.taskId);
    const merged = await sheet('district', street);
    expect(merged.parts).toEqual([{ name: expect.stringContaining('贺家弄'), change: 3 }]);
    const figure = (await sheet('district', community)).figures.find((one) => one.key === 'registered-unemployed');
    // The sheet of the community has been signed before; its street is counted afresh.
    expect(figure).toMatchObject({ now: 4, lastMonth: 1 });
    expect(merged.figures.find((one) => one.key === 'registered-unemployed')).toMatchObject({ now: 6, lastMonth: 3 });
  });
});
