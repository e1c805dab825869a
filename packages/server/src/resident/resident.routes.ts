import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { ageOn } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import type { z } from 'zod';
import { listScope } from '../platform/area-ref.ts';
import { sentenceOf } from '../platform/errors.ts';
import { type RouteDefinition, readRoute } from '../platform/route.ts';
import { type Scope, scopeDistricts } from '../platform/scope.ts';
import { warningsOf } from './citizen-id-warnings.ts';
import { currentAreaRef, findKnownCitizen, findResidentRow, findResidents, listResidents } from './resident.queries.ts';
import { accountNames, getResident, readResidentFile } from './resident-file.ts';

type CheckAnswer = z.input<typeof residentContracts.check.output>;

/** The chain that an event without a subject belongs to: the actor's district, or the city's for a wider scope. */
export function chainOf(scope: Scope): number {
  const [only, ...others] = scopeDistricts(scope);
  return only !== undefined && others.length === 0 ? only : 0;
}

export function subjectOf(resident: { district_id: number; area_id: number; resident_id: string }) {
  return {
    districtId: resident.district_id,
    areaId: resident.area_id,
    subjectKind: 'resident',
    subjectId: resident.resident_id,
  };
}

export const residentRoutes: RouteDefinition[] = [
  readRoute(residentContracts.list, (c) =>
    listResidents(c.r, listScope(c.scope, c.tree, c.query.area, c.today), c.tree, c.today, c.query),
  ),
  readRoute(residentContracts.find, async (c) => {
    const found = await findResidents(c.r, c.host.keyring, c.scope, c.tree, c.today, c.body.text, c.body.limit);
    const only = found.residents.length === 1 ? found.residents[0] : undefined;
    c.audit({
      districtId: chainOf(c.scope),
      ...(only && { subjectKind: 'resident', subjectId: only.residentId }),
      details: { by: found.by, found: found.residents.length, digest: c.host.keyring.digest(c.body.text) },
    });
    return found;
  }),
  readRoute(residentContracts.check, async (c): Promise<CheckAnswer> => {
    const parsed = parseCitizenId(c.body.citizenId, c.today);
    const districtId = chainOf(c.scope);
    if (!parsed.ok) {
      const code = `resident.${parsed.code}`;
      c.audit({ districtId, details: { result: 'invalid', code: parsed.code } });
      return { result: 'invalid', code, message: sentenceOf(code, c.language) };
    }
    const index = c.host.keyring.blindIndex('citizen-id', parsed.id);
    const known = await findKnownCitizen(c.r, index);
    const details = { digest: c.host.keyring.digest(parsed.id) };
    if (!known) {
      c.audit({ districtId, details: { ...details, result: 'new' } });
      return {
        result: 'new',
        citizenId: parsed.id,
        sex: parsed.sex,
        birthOn: parsed.birthOn,
        age: ageOn(parsed.birthOn, c.today),
        warnings: await warningsOf(c.tree, parsed),
      };
    }
    const resident = await findResidentRow(c.r, c.scope, c.tree, c.today, known.residentId);
    c.audit({
      districtId,
      subjectKind: 'resident',
      subjectId: known.residentId,
      details: { ...details, result: resident ? 'exists' : 'elsewhere' },
    });
    if (resident) return { result: 'exists', resident };
    return { result: 'elsewhere', areaName: currentAreaRef(c.tree, known.areaId, c.today).pathName };
  }),
  readRoute(residentContracts.file, (c) =>
    readResidentFile(c.r, c.scope, c.reference, c.today, c.params.residentId, () => []),
  ),
  readRoute(residentContracts.history, async (c) => {
    const resident = await getResident(c.r, c.scope, c.params.residentId);
    const rows = await c.r
      .selectFrom('resident_change')
      .select(['field', 'old_value', 'new_value', 'changed_at', 'changed_by'])
      .where('district_id', '=', resident.district_id)
      .where('resident_id', '=', resident.resident_id)
      .orderBy('changed_at', 'desc')
      .orderBy('field')
      .execute();
    const names = await accountNames(
      c.r,
      rows.map((row) => row.changed_by),
    );
    return {
      changes: rows.map((row) => ({
        field: row.field,
        oldValue: row.old_value,
        newValue: row.new_value,
        changedAt: row.changed_at.toISOString(),
        changedBy: row.changed_by === null ? null : (names.get(row.changed_by) ?? null),
      })),
    };
  }),
];
