/** A made population with its records, written straight into the tables: odd names, X check signs, ended and voided records, empty fields. */
import { findAreaByCode, getArea } from '@renshe/domain/area/area-tree.ts';
import { checkDigit } from '@renshe/domain/kernel/citizen-id.ts';
import { creditCodeCheck } from '@renshe/domain/kernel/credit-code.ts';
import { addDays } from '@renshe/domain/kernel/plain-date.ts';
import { CopyRows } from '../src/platform/copy-rows.ts';
import { newId } from '../src/platform/id.ts';
import { randomOf } from './make-person.ts';
import type { TestApp } from './test-app.ts';

const oddNames = [
  '欧阳·娜娜',
  '王㐂',
  '李𠮷',
  '阿依古丽·买买提',
  '张"引号"三',
  '赵,逗号',
  '钱|竖线',
  '孙;分号',
  '周　全角空格',
  'Müller-Ö',
  '䶮明',
];
const plainNames = ['陈伟', '刘芳', '杨静', '黄敏', '吴磊', '徐丽', '朱强', '林桂英'];
const employers = ['镇江市京口区好味早餐店', '江苏|竖线,逗号"引号"有限公司', '镇江恒顺物流有限公司', '𠮷祥服饰'];
const codeOf = (first17: string) => first17 + creditCodeCheck(first17);
const codes = [codeOf('91321100MA1XKQ7L3'), null, codeOf('91321100714123456'), null];

export type MadePopulation = { residents: number; withX: number };

/** Rows of 13 people in a cycle; deterministic. `communities` are 12-digit codes. */
export async function makePopulation(
  app: TestApp,
  of: { count: number; communities: readonly string[]; createdAt?: string },
): Promise<MadePopulation> {
  const { keyring, db } = app.system;
  const { tree } = await app.system.reference.current();
  const random = randomOf(7);
  const places = of.communities.map((code) => {
    const areaId = findAreaByCode(tree, code, '2026-01-01')!;
    return { areaId, districtId: getArea(tree, areaId).districtId };
  });
  const at = new Date(of.createdAt ?? '2026-03-01T09:00:00+08:00');
  const client = await db.pool.connect();
  const made: MadePopulation = { residents: 0, withX: 0 };
  try {
    await client.query('begin');
    const rows = new CopyRows(client);
    for (let i = 0; i < of.count; i++) {
      const place = places[i % places.length]!;
      const residentId = newId();
      const birthOn = addDays('1968-01-01', Math.floor(random() * 12_000));
      const sex = i % 2 === 0 ? '1' : '2';
      const serial = `${String(Math.floor(i / 2) % 50).padStart(2, '0')}${sex === '1' ? 1 : 2}`;
      const first17 = `32110${1 + (Math.floor(i / 100) % 9)}${birthOn.replaceAll('-', '')}${serial}`;
      const citizenId = first17 + checkDigit(first17);
      if (citizenId.endsWith('X')) made.withX++;
      const entry = { created_at: at, created_by: null };
      const record = { district_id: place.districtId, resident_id: residentId, ...entry, cause: newId() };
      const full = i % 3 !== 0;
      await rows.add('resident', {
        district_id: place.districtId,
        resident_id: residentId,
        area_id: place.areaId,
        name: i % 4 === 0 ? oddNames[(i / 4) % oddNames.length]! : plainNames[i % plainNames.length]!,
        name_pinyin: 'x',
        name_initials: 'x',
        citizen_id_cipher: keyring.encrypt(citizenId, `resident.citizen_id:${residentId}`),
        citizen_id_masked: `${citizenId.slice(0, 6)}********${citizenId.slice(14)}`,
        citizen_id_index: keyring.blindIndex('citizen-id', citizenId),
        sex,
        birth_on: birthOn,
        phone_cipher: full ? keyring.encrypt(`138${String(i).padStart(8, '0')}`, `resident.phone:${residentId}`) : null,
        phone_masked: full ? '138****0000' : null,
        phone_index: full ? keyring.blindIndex('phone', `138${String(i).padStart(8, '0')}`) : null,
        address: full ? `贺家弄${i}号\n二单元|"甲"` : '',
        hukou_type: full ? '51' : null,
        education: full ? '21' : null,
        ethnicity: full ? '01' : null,
        marital: full ? '20' : null,
        political: full ? '13' : null,
        skill_level: i % 5 === 0 ? '4' : null,
        retirement_category: null,
        note: '',
        registered_on: '2024-01-10',
        ended_on: i % 13 === 12 ? '2026-06-01' : null,
        end_reason: i % 13 === 12 ? 'moved-out' : null,
        died_on: null,
        voided_at: i % 13 === 11 ? at : null,
        import_batch_id: null,
        ...entry,
        modified_at: at,
        modified_by: null,
      });
      await rows.add('residence', {
        ...record,
        residence_id: newId(),
        area_id: place.areaId,
        address: '',
        from_on: '2024-01-10',
        to_on: null,
        reason: 'registered',
        voided_at: null,
      });
      if (i % 2 === 0)
        await rows.add('employment', {
          ...record,
          employment_id: newId(),
          area_id: place.areaId,
          type: i % 4 === 0 ? '10' : '30',
          urban: true,
          employer_name: i % 4 === 0 ? employers[(i / 4) % 4]! : '',
          employer_code: i % 4 === 0 ? codes[(i / 4) % 4]! : null,
          occupation: i % 6 === 0 ? '收银员' : null,
          industry: null,
          platform_work: i % 8 === 0,
          proof: '',
          started_on: '2024-05-06',
          reported_on: '2024-05-20',
          ended_on: i % 8 === 0 ? '2026-09-30' : i % 8 === 2 ? '2026-12-31' : null,
          end_reason: i % 8 === 0 ? '03' : i % 8 === 2 ? '01' : null,
          end_reported_on: i % 8 === 0 ? '2026-10-08' : null,
          voided_at: i % 16 === 6 ? at : null,
          void_reason: i % 16 === 6 ? '登记有误' : null,
        });
      if (i % 2 === 1)
        await rows.add('unemployment_registration', {
          ...record,
          registration_id: newId(),
          area_id: place.areaId,
          registered_on: '2025-03-04',
          reason: `0${1 + (i % 7)}`,
          nature: i % 7 === 0 ? '2' : '1',
          channel: 'community',
          unemployed_since: '2025-03-01',
          job_wish: '',
          training_wish: '',
          promise_signed: true,
          ended_on: i % 5 === 0 ? '2026-01-15' : null,
          end_reason: i % 5 === 0 ? '061' : null,
          voided_at: i % 17 === 3 ? at : null,
          void_reason: null,
        });
      if (i % 3 === 1)
        await rows.add('certificate', {
          ...record,
          certificate_id: newId(),
          area_id: place.areaId,
          number: `3211020025${String(i).padStart(6, '0')}`,
          scheme: 'national',
          issued_on: '2025-03-05',
          copy_number: 1,
          verification_code: newId(),
          status: i % 6 === 1 ? 'valid' : 'void',
          status_on: i % 6 === 1 ? null : '2026-02-02',
          status_reason: i % 6 === 1 ? '' : '遗失,"声明"',
        });
      if (i % 7 === 2)
        await rows.add('hardship_mark', {
          ...record,
          mark_id: newId(),
          category: i % 14 === 2 ? '05' : '01',
          from_on: '2025-01-01',
          to_on: i % 21 === 2 ? '2026-05-05' : null,
          source: '名册',
          voided_at: null,
          import_batch_id: null,
        });
      if (i % 3 === 2)
        await rows.add('ability_wish', {
          ...record,
          ability_id: newId(),
          able: i % 2 === 0,
          willing: i % 9 === 2,
          from_on: '2024-02-01',
          evidence: '',
          voided_at: null,
          import_batch_id: null,
        });
      made.residents++;
    }
    await rows.flush();
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return made;
}
