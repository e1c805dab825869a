import { parseCitizenId } from '@renshe/domain/kernel/citizen-id.ts';
import { ageOn } from '@renshe/domain/kernel/plain-date.ts';
import { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { fileActions } from '@renshe/domain/resident/resident.rules.ts';
import type { z } from 'zod';
import { listScope } from '../platform/area-ref.ts';
import { sentenceOf } from '../platform/errors.ts';
import { commandRoute, type RouteDefinition, readRoute } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { withinRights } from './action-rights.ts';
import { changeResident } from './change-resident.ts';
import { warningsOf } from './citizen-id-warnings.ts';
import { correctIdentity } from './correct-identity.ts';
import { endResident, reopenResident } from './end-resident.ts';
import { exportResidents } from './export-residents.ts';
import { moveByForm } from './move-resident.ts';
import { printPersonCard } from './print-person-card.ts';
import { recordAbility } from './record-ability.ts';
import { registerResident } from './register-resident.ts';
import { currentAreaRef, findKnownCitizen, findResidentRow, findResidents, listResidents } from './resident.queries.ts';
import { accountNames, getResident, readResidentFile } from './resident-file.ts';
import { revealResident } from './reveal-resident.ts';
import { undoMove } from './undo-move.ts';

type CheckAnswer = z.input<typeof residentContracts.check.output>;

const ok = { ok: true } as const;

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
    readResidentFile(c.r, c.scope, c.reference, c.today, c.params.residentId, (file, parameters) =>
      withinRights(fileActions(file, c.today, parameters), c.actor),
    ),
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
    const names = await accountNames(c.r, [resident.created_by, ...rows.map((row) => row.changed_by)]);
    return {
      openedAt: resident.created_at.toISOString(),
      openedBy: resident.created_by === null ? null : (names.get(resident.created_by) ?? null),
      changes: rows.map((row) => ({
        field: row.field,
        oldValue: row.old_value,
        newValue: row.new_value,
        changedAt: row.changed_at.toISOString(),
        changedBy: row.changed_by === null ? null : (names.get(row.changed_by) ?? null),
      })),
    };
  }),
  commandRoute(residentContracts.register, (c) => registerResident(c, c.body)),
  commandRoute(residentContracts.change, (c) => changeResident(c, c.params.residentId, c.body)),
  commandRoute(residentContracts.correctIdentity, async (c) => {
    await correctIdentity(c, c.params.residentId, c.body);
    return ok;
  }),
  commandRoute(residentContracts.move, async (c) => {
    await moveByForm(c, c.params.residentId, c.body);
    return { ...ok, changeId: c.cause };
  }),
  commandRoute(residentContracts.undoMove, async (c) => {
    await undoMove(c, c.params.residentId, c.body);
    return ok;
  }),
  commandRoute(residentContracts.end, async (c) => {
    await endResident(c, c.params.residentId, c.body);
    return ok;
  }),
  commandRoute(residentContracts.reopen, async (c) => {
    await reopenResident(c, c.params.residentId, c.body);
    return ok;
  }),
  commandRoute(residentContracts.recordAbility, async (c) => {
    await recordAbility(c, c.params.residentId, c.body);
    return ok;
  }),
  readRoute(residentContracts.reveal, revealResident),
  readRoute(residentContracts.printCard, printPersonCard),
  readRoute(residentContracts.export, exportResidents),
];
