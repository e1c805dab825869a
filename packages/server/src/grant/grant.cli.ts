import { roleNames } from '@renshe/domain/access/permissions.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import { runCommand } from '../platform/command.ts';
import { type CliCall, type CliCommand, UsageError } from '../platform/command-line.ts';
import { findInstallation } from '../platform/installation.ts';
import type { System } from '../platform/open-system.ts';
import { scopeOfRoots } from '../platform/scope.ts';
import { consentToGrant } from './decide-grant.ts';
import { listGrants } from './grant.queries.ts';

/** Whoever works on the server itself is the second person where a city has no other: named, and written down with the reason. */
async function operatorOf(call: CliCall, system: System) {
  if (call.options.as !== undefined)
    throw new UsageError(
      '本机操作员以自己的名义同意，不能用 --as。 The local operator consents in the own name; --as is not taken.',
    );
  const actor = await call.actor(system);
  const reference = await system.reference.current();
  const today = system.clock.today();
  const installation = await findInstallation(system.db.kysely);
  if (!installation?.city_area_id) throw new AppError('setup.no-city', 'conflict');
  return { actor, reference, today, scope: scopeOfRoots(reference.tree, [installation.city_area_id], today) };
}

export const grantsCommand: CliCommand = {
  name: 'grants',
  usage: '',
  summary: 'list the grant requests that wait for the consent of a second person',
  options: {},
  async run(call) {
    const system = await call.open();
    try {
      const { actor, reference, today, scope } = await operatorOf(call, system);
      const now = { today, at: system.clock.now() };
      const { requests } = await listGrants(system.db.kysely, scope, reference.tree, now, actor, {
        status: 'asked',
        limit: 200,
        offset: 0,
      });
      call.print(
        { requests },
        requests.length === 0
          ? ['没有等待同意的授权申请。 No grant request is waiting.']
          : requests.map(
              (one) =>
                `${one.requestId}  ${one.kind}  ${one.receiver.name} (${one.receiver.login})${one.role ? `  ${roleNames[one.role].zh} ${roleNames[one.role].en}` : ''}  ` +
                `申请人 asked by ${one.askedBy.name} (${one.askedBy.login})  ${one.reason}  → ${one.expiresAt}`,
            ),
      );
      return 0;
    } finally {
      await system.close();
    }
  },
};

/** 应急: a city in which nobody else may consent. */
export const grantsConsentCommand: CliCommand = {
  name: 'grants consent',
  usage: 'REQUEST --reason TEXT',
  summary: 'consent to a grant request as the audited operator on the server, where a city has no second person',
  options: { reason: { value: 'TEXT', help: 'why nobody else consents; written to the audit log' } },
  async run(call) {
    const [requestId] = call.words;
    const { reason } = call.options;
    if (!requestId || !/^[0-9a-f-]{36}$/i.test(requestId))
      throw new UsageError(
        '请给出申请编号，见 renshe grants。 Give the number of a request; renshe grants lists them.',
      );
    if (typeof reason !== 'string' || reason.trim().length < 2)
      throw new UsageError('请用 --reason 写明原因。 Say why with --reason.');
    const system = await call.open();
    try {
      const { actor, reference, today, scope } = await operatorOf(call, system);
      await runCommand(
        system,
        { actor, action: 'grant.consented', permission: null, given: { reason: reason.trim() } },
        async ({ w, at, audit }) => {
          const { version } = await w
            .selectFrom('grant_request')
            .select('version')
            .where('request_id', '=', requestId)
            .executeTakeFirstOrThrow(() => new AppError('request.not-found', 'notFound'));
          await consentToGrant(
            { w, at, audit, actor, scope, today, reference, host: system, tree: reference.tree, language: 'zh' },
            requestId,
            { version, note: reason.trim().slice(0, 200) },
          );
        },
      );
      call.print({ requestId, consented: true }, [
        '已同意，授权已生效，并记入审计日志。 Consented: the grant has taken effect, and the audit log says by whom.',
      ]);
      return 0;
    } finally {
      await system.close();
    }
  },
};
