import type { RemarkAbout } from '@renshe/domain/remark/remark.contract.ts';
import { remarkContracts } from '@renshe/domain/remark/remark.contract.ts';
import type { System } from '../platform/open-system.ts';
import { settleRemark, writeRemark } from '../remark/write-remark.ts';
import { actAs } from './act-as.ts';

interface DemoRemark {
  by: 'worker' | 'clerk';
  to: 'worker' | 'clerk';
  about: RemarkAbout;
  body: string;
  /** What the colleague did about it; open when left out. */
  answer?: string;
}

const remarks: readonly DemoRemark[] = [
  { by: 'clerk', to: 'worker', about: { kind: 'field', field: 'phone' }, body: '街道回访打不通，请核对电话。' },
  { by: 'clerk', to: 'worker', about: { kind: 'file' }, body: '下周有家政培训班，请问问本人愿不愿意参加。' },
  {
    by: 'worker',
    to: 'clerk',
    about: { kind: 'field', field: 'address' },
    body: '本人说已搬到隔壁单元，是否要等房产证明再改？',
    answer: '有租房合同就可以改，请留存复印件。',
  },
];

/** Colleagues of the community and its street who ask each other about files. */
export async function writeRemarks(
  system: System,
  at: { community: string; worker: string; clerk: string },
): Promise<void> {
  const act = await actAs(system);
  const { kysely } = system.db;
  const people = await kysely
    .selectFrom('unemployment_registration')
    .innerJoin('resident', 'resident.resident_id', 'unemployment_registration.resident_id')
    .innerJoin('area_version', 'area_version.area_id', 'resident.area_id')
    .select('resident.resident_id')
    .distinct()
    .where('area_version.code', '=', at.community)
    .where('unemployment_registration.ended_on', 'is', null)
    .where('unemployment_registration.voided_at', 'is', null)
    .orderBy('resident.resident_id', 'desc')
    .limit(remarks.length)
    .execute();
  const accounts = await kysely
    .selectFrom('account')
    .select(['login', 'account_id', 'name'])
    .where('login', 'in', [at.worker, at.clerk])
    .execute();
  for (const [i, { resident_id: residentId }] of people.entries()) {
    const { by, to, about, body, answer } = remarks[i]!;
    const named = accounts.find((one) => one.login === at[to])!;
    const params = { residentId };
    const { remarkId } = await act(
      at[by],
      remarkContracts.writeOnResident,
      {
        params,
        body: { about: about as { kind: 'file' }, body: `@${named.name} ${body}`, mentioned: [named.account_id] },
      },
      (c) => writeRemark(c, 'resident', residentId, () => Promise.resolve(false)),
    );
    if (answer !== undefined)
      await act(at[to], remarkContracts.settle, { params: { remarkId }, body: { version: 1, answer } }, settleRemark);
  }
}
