import { grantContracts } from '@renshe/domain/grant/grant.contract.ts';
import { askGrant } from '../grant/ask-grant.ts';
import type { System } from '../platform/open-system.ts';
import { actAs } from './act-as.ts';

/** A request for high rights that waits for a second person: the street's clerk is to be an officer of her district. */
export async function askForRights(system: System): Promise<void> {
  const of = (login: string) =>
    system.db.kysely
      .selectFrom('account')
      .innerJoin('post', 'post.account_id', 'account.account_id')
      .select(['account.account_id', 'post.office_id'])
      .where('account.login', '=', login)
      .executeTakeFirstOrThrow();
  const [clerk, officer] = [await of('zhoufang'), await of('chenjun')];
  const act = await actAs(system);
  await act(
    'secadmin',
    grantContracts.ask,
    {
      body: {
        reason: '区里人手不足，借调到区就业中心',
        wanted: {
          kind: 'post',
          accountId: clerk.account_id,
          role: 'district-officer',
          officeId: officer.office_id,
          fromOn: system.clock.today(),
        },
      },
    },
    (c) => askGrant(c, c.body, null),
  );
}
