import { randomUUID } from 'node:crypto';
import { householdContracts } from '@renshe/domain/household/household.contract.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { type SurveyRow, surveyContracts } from '@renshe/domain/survey/survey.contract.ts';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Persona } from '../../test/personas.ts';
import { here, idOf, rosterFixture, sibling } from '../../test/roster-fixture.ts';
import { openTestApp, type TestApp } from '../../test/test-app.ts';
import { verifyLedger } from '../statistics/verify.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp();
});
afterAll(() => app.close());
afterEach(async () => {
  const verified = await verifyLedger({ reference: app.system.reference, db: app.system.db });
  expect(verified).toMatchObject({ differences: 0 });
});
const { count, stock } = rosterFixture(() => app);

function person(fields: Partial<SurveyRow> = {}): SurveyRow {
  return {
    rowKey: randomUUID(),
    confirmed: false,
    household: { how: 'together', group: 0 },
    relation: null,
    name: '孟艳',
    citizenId: idOf(),
    phone: '',
    address: '贺家弄1号',
    hukouType: null,
    education: null,
    employmentStatus: null,
    employer: '',
    note: '',
    ...fields,
  };
}

async function save(rows: SurveyRow[], persona: Persona = 'worker', areaCode = here) {
  return app.call(persona, surveyContracts.save, { body: { areaCode, rows } });
}
async function saved(rows: SurveyRow[]) {
  const { body, error } = await save(rows);
  expect(error).toBeUndefined();
  return body.rows;
}
const undo = (saveId: string | null, persona: Persona = 'worker') =>
  app.call(persona, surveyContracts.undo, { params: { saveId: saveId! } });

describe('saving rows', () => {
  it('makes a family of three, with its work counted and nothing invented', async () => {
    const flows = () =>
      count('fact_total', "indicator = 'new-urban-employment' and quantity <> 0 and effective_month >= 202501");
    const before = { employed: await stock('employed'), flows: await flows() };
    const headNumber = idOf('19750312', 'm');
    const rows = await saved([
      person({
        name: '吴户',
        relation: '02',
        citizenId: headNumber,
        employmentStatus: '10',
        employer: '机床厂',
      }),
      person({ name: '吴妻', relation: '12', phone: '138 0000 1111', employmentStatus: '61', education: '71' }),
      person({ name: '吴女', relation: '30', citizenId: idOf('20150601'), hukouType: '51' }),
    ]);
    expect(rows.map((row) => row.outcome)).toEqual(['created', 'created', 'created']);
    expect(new Set(rows.map((row) => row.householdId)).size).toBe(1);
    expect(rows[0]).toMatchObject({ sex: '1', birthOn: '1975-03-12', message: null, field: null });
    expect(rows[0]!.citizenIdMasked).toMatch(/^321102\*{8}\d{3}[\dX]$/);
    expect(await stock('employed')).toBe(before.employed + 1);
    expect(await flows()).toBe(before.flows);
    const family = await app.call('worker', householdContracts.file, {
      params: { householdId: rows[0]!.householdId! },
    });
    expect(family.body).toMatchObject({ headName: '吴户', memberCount: 3, address: '贺家弄1号' });
    const file = await app.call('worker', residentContracts.file, { params: { residentId: rows[1]!.residentId! } });
    expect(file.body).toMatchObject({ phoneMasked: '138****1111', education: '71', able: true, willing: true });
    // A later row goes to the family that stands; a second head does not.
    const [son, second] = await saved([
      person({ name: '吴子', relation: '20', household: { how: 'existing', householdId: rows[0]!.householdId! } }),
      person({ name: '吴二', relation: '02', household: { how: 'existing', householdId: rows[0]!.householdId! } }),
    ]);
    expect(son).toMatchObject({ outcome: 'created', householdId: rows[0]!.householdId });
    expect(second).toMatchObject({ outcome: 'refused', field: 'relation', code: 'survey.two-heads' });
    // The head herself, looked at again, is no second one.
    const [again] = await saved([
      person({
        name: '吴户',
        relation: '02',
        citizenId: headNumber,
        education: '21',
        confirmed: true,
        household: { how: 'existing', householdId: rows[0]!.householdId! },
      }),
    ]);
    expect(again).toMatchObject({ outcome: 'updated', residentId: rows[0]!.residentId, code: null });
  });

  it('saves what is good and says of each other row what is wrong', async () => {
    const twice = idOf();
    const bad = idOf();
    const wrong = bad.slice(0, 17) + (bad.endsWith('1') ? '2' : '1');
    const rows = await saved([
      person({ name: '好一', citizenId: twice }),
      person({ name: '好二', citizenId: twice }),
      person({ name: '' }),
      person({ citizenId: wrong }),
      person({ citizenId: '' }),
      person({ phone: '12' }),
      person({ relation: '85' }),
      person({ employmentStatus: '99' }),
      person({ household: { how: 'existing', householdId: randomUUID() } }),
    ]);
    expect(rows.map((row) => [row.outcome, row.field, row.code])).toEqual([
      ['created', null, null],
      ['refused', 'citizenId', 'survey.twice'],
      ['refused', 'name', 'survey.name-missing'],
      ['refused', 'citizenId', 'id-checksum'],
      ['refused', 'citizenId', 'id-missing'],
      ['refused', 'phone', 'survey.phone'],
      ['refused', 'relation', 'survey.word-unknown'],
      ['refused', 'employmentStatus', 'survey.says-dead'],
      ['refused', 'household', 'survey.household-gone'],
    ]);
    expect(rows.every((row) => row.outcome === 'created' || (row.message ?? '') !== '')).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(wrong);
  });

  it('brings whoever is sent with a saved row, whose answer was lost, into her household', async () => {
    const head = person({ name: '周失', relation: '02' });
    const [before] = await saved([head]);
    const [again, wife, second] = await saved([
      head,
      person({ name: '周妻', relation: '12' }),
      person({ name: '周乙', relation: '02' }),
    ]);
    expect(again).toMatchObject({ saveId: before!.saveId, householdId: before!.householdId });
    expect(wife).toMatchObject({ outcome: 'created', householdId: before!.householdId });
    expect(second).toMatchObject({ outcome: 'refused', field: 'relation', code: 'survey.two-heads' });
  });

  it('saves a row once, however often and in whatever company it is sent', async () => {
    const row = person({ name: '周重' });
    const key = randomUUID();
    const people = await count('resident', 'voided_at is null');
    const [first] = await saved([row]);
    const again = await app.call('worker', surveyContracts.save, {
      key,
      body: { areaCode: here, rows: [row, person()] },
    });
    expect(again.body.rows[0]).toMatchObject({
      outcome: 'created',
      residentId: first!.residentId,
      saveId: first!.saveId,
    });
    const replayed = await app.call('worker', surveyContracts.save, {
      key,
      body: { areaCode: here, rows: [row, person()] },
    });
    expect(replayed.status).toBe(422);
    const [changed] = await saved([{ ...row, phone: '13800002222' }]);
    expect(changed).toMatchObject({ residentId: first!.residentId, code: 'survey.first-version-kept' });
    expect(await count('resident', 'voided_at is null')).toBe(people + 2);
    // Sent twice at once: one of them saves, the other one is told.
    const racing = person({ name: '周竞' });
    const [a, b] = await Promise.all([save([racing]), save([racing])]);
    expect(a.body.rows[0]!.residentId).toBe(b.body.rows[0]!.residentId);
    expect(await count('resident', 'voided_at is null')).toBe(people + 3);
    expect(
      (await app.call('worker', surveyContracts.save, { body: { areaCode: here, rows: [racing, racing] } })).status,
    ).toBe(422);
  });

  it('asks before it changes somebody who is known, and never gives her another name', async () => {
    const citizenId = idOf();
    const [made] = await saved([person({ name: '郑知', citizenId, address: '一号' })]);
    const same = person({
      name: '郑知',
      citizenId,
      address: '一号',
      household: { how: 'existing', householdId: made!.householdId! },
    });
    expect(await saved([same])).toMatchObject([{ outcome: 'unchanged', residentId: made!.residentId }]);
    const moved = { ...same, rowKey: randomUUID(), address: '二号', phone: '13800003333' };
    const [waiting] = await saved([moved]);
    expect(waiting).toMatchObject({ outcome: 'waiting', saveId: null, changed: ['address', 'phone'] });
    const [other] = await saved([{ ...moved, rowKey: randomUUID(), name: '郑错', confirmed: true }]);
    expect(other).toMatchObject({ outcome: 'refused', field: 'name', code: 'survey.name-differs' });
    const [updated] = await saved([{ ...moved, confirmed: true }]);
    expect(updated).toMatchObject({ outcome: 'updated', changed: ['address', 'phone'] });
    const file = () => app.call('worker', residentContracts.file, { params: { residentId: made!.residentId! } });
    expect((await file()).body).toMatchObject({ address: '二号', phoneMasked: '138****3333' });
    expect((await undo(updated!.saveId)).body.rowKeys).toEqual([moved.rowKey]);
    expect((await file()).body).toMatchObject({ address: '一号', phoneMasked: null });
    // Of somebody whom the sheet was opened with the server has name and number, whatever her name is by now.
    const { residentId } = made!;
    const opened = {
      ...moved,
      rowKey: randomUUID(),
      residentId: residentId!,
      citizenId: '',
      name: '',
      confirmed: true,
    };
    const [kept] = await saved([opened]);
    expect(kept).toMatchObject({ outcome: 'updated', residentId, changed: ['address', 'phone'] });
    expect((await file()).body).toMatchObject({ name: '郑知', address: '二号' });
    const { residentId: _, ...nobody } = opened;
    const [nameless] = await saved([{ ...nobody, rowKey: randomUUID(), citizenId }]);
    expect(nameless).toMatchObject({ outcome: 'refused', field: 'name' });
    const [strange] = await saved([{ ...opened, rowKey: randomUUID(), residentId: randomUUID() }]);
    expect(strange).toMatchObject({ outcome: 'refused' });
  });

  it('leaves people of other communities alone and says nothing of them', async () => {
    const citizenId = idOf();
    const elsewhere = await app.call('siblingWorker', surveyContracts.save, {
      body: { areaCode: sibling, rows: [person({ name: '邻舍', citizenId })] },
    });
    expect(elsewhere.body.rows[0]).toMatchObject({ outcome: 'created' });
    const [row] = await saved([person({ name: '邻舍', citizenId })]);
    expect(row).toMatchObject({ outcome: 'refused', code: 'survey.registered-elsewhere', residentId: null });
    const foreign = elsewhere.body.rows[0]!;
    const [joining] = await saved([person({ household: { how: 'existing', householdId: foreign.householdId! } })]);
    expect(joining).toMatchObject({ outcome: 'refused', code: 'survey.household-gone' });
    expect((await undo(foreign.saveId)).status).toBe(404);
    expect((await save([person()], 'siblingWorker')).status).toBe(403);
    expect((await save([person()], 'district')).status).toBe(403);
  });
});

describe('undoing', () => {
  it('takes back a save as a whole, frees the numbers, and is not repeated', async () => {
    const people = () => count('resident', 'voided_at is null');
    const before = { people: await people(), employed: await stock('employed') };
    const typed = [
      person({ name: '钱一', relation: '02', employmentStatus: '30' }),
      person({ name: '钱二', relation: '20' }),
    ];
    const rows = await saved(typed);
    const { body } = await undo(rows[0]!.saveId);
    expect(body.rowKeys.toSorted()).toEqual(typed.map((row) => row.rowKey).sort());
    expect(await people()).toBe(before.people);
    expect(await stock('employed')).toBe(before.employed);
    expect((await undo(rows[0]!.saveId)).status).toBe(404);
    expect(await saved(typed)).toMatchObject([{ code: 'survey.taken-back' }, { code: 'survey.taken-back' }]);
    const again = await saved(typed.map((row) => ({ ...row, rowKey: randomUUID() })));
    expect(again.map((row) => row.outcome)).toEqual(['created', 'created']);
  });

  it('goes backwards only: first those who came later, and nobody who was worked on', async () => {
    const [head] = await saved([person({ name: '孙一', relation: '02' })]);
    const [child] = await saved([
      person({ name: '孙二', relation: '20', household: { how: 'existing', householdId: head!.householdId! } }),
    ]);
    const early = await undo(head!.saveId);
    expect([early.status, early.error?.code]).toEqual([409, 'survey.built-on']);
    expect((await undo(child!.saveId)).status).toBe(200);
    expect((await undo(head!.saveId)).status).toBe(200);
    const [visited] = await saved([person({ name: '孙三' })]);
    await sql`update resident set version = version + 1 where resident_id = ${visited!.residentId}::uuid`.execute(
      app.system.db.kysely,
    );
    expect((await undo(visited!.saveId)).status).toBe(409);
  });

  it('is written down: the save, and every person of it, without numbers', async () => {
    const row = person({ name: '审计', citizenId: idOf() });
    const [made] = await saved([row]);
    const { rows } = await sql<{ subject_kind: string; details: object }>`
      select subject_kind, details from audit_event where action = 'survey.saved' and at = (select max(at) from audit_event where action = 'survey.saved')
        and (subject_id = ${made!.saveId} or subject_id = ${made!.residentId})`.execute(app.system.db.kysely);
    expect(rows.map((one) => one.subject_kind).sort()).toEqual(['resident', 'survey']);
    expect(JSON.stringify(rows)).not.toContain(row.citizenId);
  });
});
