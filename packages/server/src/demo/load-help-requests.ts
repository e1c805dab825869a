import { childrenAt, findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { answerDueOn } from '@renshe/domain/help-request/help-request.rules.ts';
import { maskPhone } from '@renshe/domain/kernel/citizen-id.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { insertRows } from '../platform/insert-rows.ts';
import type { System } from '../platform/open-system.ts';
import { DemoRandom } from './demo-random.ts';
import type { MonitoringSite } from './monitoring-sites.ts';

const asked = [
  ['job', '原来做超市收银，想找离家近的工作。'],
  ['training', '想学养老护理，什么时候开班？'],
  ['policy', '灵活就业社保补贴怎么申请？'],
  ['registration', '厂里倒闭了，怎么办失业登记？'],
  ['hardship', '家里两个人都没工作，孩子上学有困难。'],
  ['insurance', '失业后医保怎么续？'],
  ['guidance', '四十八岁，不知道还能做什么。'],
  ['wages', '工地欠了两个月工资。'],
] as const;
const names = ['王秀英', '张建国', '李桂兰', '刘伟', '陈芳', '杨洋', '赵敏', '周强', '吴丽', '徐军'];

/** Requests for help in the street of a site: most of them answered, some waiting, one too long. */
export async function loadHelpRequests(system: System, seed: string, cause: string, at: MonitoringSite): Promise<void> {
  const { tree, calendar } = await system.reference.current();
  const today = system.clock.today();
  const [worker] = at.signers;
  const random = new DemoRandom(worker.login === 'limin' ? `${seed}/help` : `${seed}/help/${at.district}`);
  const home = findAreaByCode(tree, at.community, today)!;
  const communities = childrenAt(tree, findAreaByCode(tree, at.street, today)!, today);
  const { account_id: by } = await system.db.kysely
    .selectFrom('account')
    .select('account_id')
    .where('login', '=', worker.login)
    .executeTakeFirstOrThrow();
  const rows = Array.from({ length: at.helpRequests }, (_, index) => {
    const back = index < 5 ? [0, 1, 2, 3, 12][index]! : 14 + index * 3;
    const on = addDays(today, -back);
    // Today's came an hour ago at the latest.
    const officeHour = Date.parse(`${on}T0${1 + (index % 7)}:1${index % 10}:00Z`);
    const receivedAt = new Date(Math.min(officeHour, system.clock.now().getTime() - 3_600_000));
    const requestId = random.uuid(receivedAt.getTime());
    const areaId = index % 3 === 0 || index < 5 ? home : random.pick(communities);
    const phone = `137${random.between(10_000_000, 99_999_999)}`;
    const [need, detail] = asked[index % asked.length]!;
    const done = index >= 5;
    const taken = done || index === 2;
    // Mostly within the five working days, once too late.
    const answeredAt = new Date(`${addDays(on, index % 11 === 10 ? 9 : 1 + (index % 4))}T03:30:00Z`);
    const channel = (['web', 'phone', 'walk-in'] as const)[index % 3]!;
    return {
      district_id: getArea(tree, areaId).districtId,
      request_id: requestId,
      number: `QZ${on.replaceAll('-', '')}${String(random.between(0, 999_999)).padStart(6, '0')}`,
      area_id: areaId,
      channel,
      name: names[index % names.length]!,
      phone_cipher: system.keyring.encrypt(phone, `help_request.phone:${requestId}`),
      phone_masked: maskPhone(phone),
      need,
      detail,
      state: done ? (index % 4 === 0 ? 'answered' : 'closed') : taken ? 'taken' : 'received',
      received_at: receivedAt,
      received_by: channel === 'web' ? null : by,
      due_on: answerDueOn(on, 5, calendar),
      taken_at: taken ? receivedAt : null,
      taken_by: taken ? by : null,
      answer: done ? '已电话联系，说明办理条件和材料，并预约到窗口办理。' : '',
      answered_at: done ? answeredAt : null,
      answered_by: done ? by : null,
      forwarded_to: '',
      forwarded_from: null,
      result: done && index % 4 !== 0 ? '本人已到窗口办理，表示满意。' : '',
      closed_at: done && index % 4 !== 0 ? new Date(answeredAt.getTime() + 3 * 86_400_000) : null,
      closed_by: done && index % 4 !== 0 ? by : null,
      source_digest: null,
      version: done ? 4 : taken ? 2 : 1,
      cause,
    };
  });
  await system.db.kysely.transaction().execute((w) => insertRows(w, 'help_request', rows));
}
