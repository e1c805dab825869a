import { getArea } from '@renshe/domain/area/area-tree.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { maskPhone } from '@renshe/domain/kernel/citizen-id.ts';
import { parseCreditCode } from '@renshe/domain/kernel/credit-code.ts';
import type { monitoredEmployerContracts } from '@renshe/domain/monitored-employer/monitored-employer.contract.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import { changedFields } from '../platform/audit.ts';
import type { Keyring } from '../platform/crypto.ts';
import { outsideArea, requireOneRow } from '../platform/errors.ts';
import { newId } from '../platform/id.ts';
import { oneAtATime } from '../platform/one-at-a-time.ts';
import type { CommandContext } from '../platform/route.ts';
import { keepChange } from './employer-history.ts';
import { findByCreditCode, getEmployer, subjectOf } from './monitored-employer.queries.ts';

type Contracts = typeof monitoredEmployerContracts;

/** Blanks and dashes out; empty is none. */
function phoneColumns(keyring: Keyring, employerId: string, phone: string) {
  const digits = phone.replaceAll(/[\s-]/g, '');
  if (digits === '') return { phone_cipher: null, phone_masked: null };
  return {
    phone_cipher: keyring.encrypt(digits, `monitored_employer.phone:${employerId}`),
    phone_masked: maskPhone(digits),
  };
}

/** 纳入监测: an employer joins the panel of a community, once in the city. */
export async function addEmployer(
  c: CommandContext<Contracts['add']>,
): Promise<{ employerId: string; changeId: string }> {
  const { areaId } = areaInScope(c.scope, c.tree, c.body.area, c.today);
  const area = getArea(c.tree, areaId);
  if (area.kind !== 'community') throw outsideArea();
  const parsed = parseCreditCode(c.body.creditCode);
  if (!parsed.ok)
    throw new AppError(`monitored-employer.${parsed.code}`, 'invalid', {
      field: 'creditCode',
      ...(parsed.expectedCheck && { expectedCheck: parsed.expectedCheck }),
    });
  // Once in the city: two districts that add it at the same moment have no row in common to wait at.
  await oneAtATime(c.w, `monitored-employer:${parsed.code}`);
  const known = await findByCreditCode(c.w, c.tree, parsed.code);
  if (known)
    throw new AppError('monitored-employer.known', 'conflict', {
      name: known.name,
      areaName: areaRef(c.tree, known.area_id, c.today).name,
      field: 'creditCode',
    });
  const employerId = newId(c.at.getTime());
  const row = { district_id: area.districtId, area_id: areaId, employer_id: employerId };
  const values = {
    name: c.body.name,
    industry: c.body.industry,
    key_employer: c.body.keyEmployer,
    contact_name: c.body.contactName,
    ...phoneColumns(c.host.keyring, employerId, c.body.phone ?? ''),
    from_on: c.body.fromOn,
    to_on: null,
    end_reason: '',
    cause: c.cause,
  };
  // An employer that left the panel comes back under its old row: its earlier months stay with it.
  const before = await c.w
    .selectFrom('monitored_employer')
    .selectAll()
    .where('district_id', '=', area.districtId)
    .where('credit_code', '=', parsed.code)
    .forUpdate()
    .executeTakeFirst();
  if (before) {
    // Its time on the panel until then stays as it was: the new one begins where that ended.
    if (before.to_on !== null && before.to_on > before.from_on && c.body.fromOn < before.to_on)
      throw new AppError('monitored-employer.back-before-end', 'invalid', { to: before.to_on, field: 'fromOn' });
    const kept = {
      ...values,
      ...phoneColumns(c.host.keyring, before.employer_id, c.body.phone ?? ''),
      area_id: areaId,
      version: before.version + 1,
    };
    const changeId = await keepChange(
      c,
      { employer: before, kind: 'employer', key: before.employer_id, action: 'added' },
      async () => {
        requireOneRow(
          await c.w
            .updateTable('monitored_employer')
            .set(kept)
            .where('district_id', '=', before.district_id)
            .where('employer_id', '=', before.employer_id)
            .where('version', '=', before.version)
            .executeTakeFirst(),
        );
      },
    );
    c.audit({
      ...subjectOf({ ...row, employer_id: before.employer_id }),
      details: {
        creditCode: parsed.code,
        before: { areaId: before.area_id, fromOn: before.from_on, toOn: before.to_on, reason: before.end_reason },
      },
    });
    return { employerId: before.employer_id, changeId };
  }
  const changeId = await keepChange(c, { employer: row, kind: 'employer', key: employerId, action: 'added' }, () =>
    c.w
      .insertInto('monitored_employer')
      .values({ ...row, ...values, credit_code: parsed.code, created_at: c.at, created_by: c.actor.accountId })
      .execute(),
  );
  c.audit({ ...subjectOf(row), details: { creditCode: parsed.code } });
  return { employerId, changeId };
}

export async function changeEmployer(c: CommandContext<Contracts['change']>): Promise<{ changeId: string }> {
  const row = await getEmployer(c.w, c.scope, c.params.employerId, true);
  const changeId = await keepChange(
    c,
    { employer: row, kind: 'employer', key: row.employer_id, action: 'changed' },
    async () => {
      requireOneRow(
        await c.w
          .updateTable('monitored_employer')
          .set((eb) => ({
            name: c.body.name,
            industry: c.body.industry,
            key_employer: c.body.keyEmployer,
            contact_name: c.body.contactName,
            ...(c.body.phone !== null && phoneColumns(c.host.keyring, row.employer_id, c.body.phone)),
            cause: c.cause,
            version: eb('version', '+', 1),
          }))
          .where('district_id', '=', row.district_id)
          .where('employer_id', '=', row.employer_id)
          .where('version', '=', c.body.version)
          .executeTakeFirst(),
      );
    },
  );
  const was = { name: row.name, industry: row.industry, keyEmployer: row.key_employer };
  const { name, industry, keyEmployer } = c.body;
  const fields = changedFields(was, { name, industry, keyEmployer });
  // Whom one calls there is a person: that it changed is told, not who it is.
  if (row.contact_name !== c.body.contactName) fields.contactName = ['…', '…'];
  if (c.body.phone !== null) fields.phone = ['…', '…'];
  c.audit({ ...subjectOf(row), details: { fields } });
  return { changeId };
}

/** 退出监测: what was reported stays in the sums of its months. */
export async function endEmployer(c: CommandContext<Contracts['end']>): Promise<{ changeId: string }> {
  const row = await getEmployer(c.w, c.scope, c.params.employerId, true);
  if (row.to_on !== null) throw new AppError('monitored-employer.ended', 'conflict');
  if (c.body.toOn < row.from_on || c.body.toOn > c.today)
    throw new AppError('monitored-employer.end-before-start', 'invalid', { from: row.from_on, field: 'toOn' });
  const changeId = await keepChange(
    c,
    { employer: row, kind: 'employer', key: row.employer_id, action: 'ended', reason: c.body.reason },
    async () => {
      requireOneRow(
        await c.w
          .updateTable('monitored_employer')
          .set((eb) => ({
            to_on: c.body.toOn,
            end_reason: c.body.reason,
            cause: c.cause,
            version: eb('version', '+', 1),
          }))
          .where('district_id', '=', row.district_id)
          .where('employer_id', '=', row.employer_id)
          .where('version', '=', c.body.version)
          .executeTakeFirst(),
      );
    },
  );
  c.audit({ ...subjectOf(row), details: { toOn: c.body.toOn, reason: c.body.reason } });
  return { changeId };
}
