import { codeName } from '@renshe/domain/code/code-set.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import { AppError, type Language } from '@renshe/domain/kernel/app-error.ts';
import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { type WorkbookColumn, writeWorkbook } from '../platform/xlsx.ts';
import { flagName } from './card-words.ts';
import { officeName } from './print-person-card.ts';
import { exportRows } from './resident.queries.ts';

export const exportLimit = 50_000;

const words = {
  zh: {
    title: '居民名单',
    count: (n: number) => `共 ${n} 人`,
    heads: {
      number: '序号',
      name: '姓名',
      sex: '性别',
      birthOn: '出生日期',
      age: '年龄',
      citizenId: '公民身份号码',
      phone: '电话',
      area: '社区(村)',
      address: '住址',
      status: '状态',
      since: '连续失业起',
      hardship: '困难类别',
      flags: '标识',
      endedOn: '销档日期',
    },
    ended: '已销档',
    unemployed: '登记失业',
    employed: '就业',
    between: '、',
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
  },
  en: {
    title: 'Residents',
    count: (n: number) => `${n} persons`,
    heads: {
      number: 'No.',
      name: 'Name',
      sex: 'Sex',
      birthOn: 'Born',
      age: 'Age',
      citizenId: 'Citizen identity number',
      phone: 'Telephone',
      area: 'Community',
      address: 'Address',
      status: 'Status',
      since: 'Unemployed since',
      hardship: 'Hardship category',
      flags: 'Flags',
      endedOn: 'File ended',
    },
    ended: 'file ended',
    unemployed: 'registered unemployed',
    employed: 'employed',
    between: ', ',
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
  },
} as const;

const columnsOf = (heads: (typeof words)[Language]['heads']): WorkbookColumn[] => [
  { key: 'number', header: heads.number, width: 6, kind: 'number' },
  { key: 'name', header: heads.name, width: 12, kind: 'text' },
  { key: 'sex', header: heads.sex, width: 8, kind: 'text', align: 'center' },
  { key: 'birthOn', header: heads.birthOn, width: 12, kind: 'date' },
  { key: 'age', header: heads.age, width: 6, kind: 'number' },
  { key: 'citizenId', header: heads.citizenId, width: 24, kind: 'text' },
  { key: 'phone', header: heads.phone, width: 14, kind: 'text' },
  { key: 'area', header: heads.area, width: 36, kind: 'text' },
  { key: 'address', header: heads.address, width: 30, kind: 'text' },
  { key: 'status', header: heads.status, width: 22, kind: 'text' },
  { key: 'since', header: heads.since, width: 17, kind: 'date' },
  { key: 'hardship', header: heads.hardship, width: 26, kind: 'text' },
  { key: 'flags', header: heads.flags, width: 26, kind: 'text' },
  { key: 'endedOn', header: heads.endedOn, width: 12, kind: 'date' },
];

/**
 * 导出居民名单: the whole filtered set within the scope, in the requester's language, numbers masked, watermarked with the actor, audited with
 * purpose and rows.
 */
export async function exportResidents(c: ReadContext<typeof residentContracts.export>): Promise<FileAnswer> {
  const { purpose, area, ...filter } = c.body;
  const rows = await exportRows(
    c.r,
    listScope(c.scope, c.tree, area, c.today),
    c.tree,
    c.today,
    filter,
    exportLimit + 1,
  );
  if (rows.length > exportLimit) throw new AppError('resident.export-too-large', 'tooLarge', { limit: exportLimit });
  const office = officeName(c);
  const { language } = c;
  const w = words[language];
  const who = language === 'zh' ? `${c.actor.name}（${c.actor.login}）` : `${c.actor.name} (${c.actor.login})`;
  const file = await writeWorkbook({
    title: w.title,
    createdAt: c.at,
    watermark: w.mark(`${office} ${who}`.trim(), c.today, purpose),
    sheets: [
      {
        name: w.title,
        titleLines: [w.title, `${office}　${c.today}　${w.count(rows.length)}`],
        columns: columnsOf(w.heads),
        freeze: 2,
        rows: rows.map((row, index) => ({
          number: index + 1,
          name: row.name,
          sex: codeName(sexes, row.sex, language),
          birthOn: row.birthOn,
          age: row.age,
          citizenId: row.citizenIdMasked,
          phone: row.phoneMasked,
          area: row.area.pathName,
          address: row.address,
          status:
            row.endedOn !== null && row.endedOn <= c.today
              ? w.ended
              : row.status.registeredUnemployed
                ? w.unemployed
                : row.status.employed
                  ? w.employed
                  : '',
          since: row.status.unemployedSince,
          hardship: row.status.hardshipCategories
            .map((category) => codeName(hardshipCategories, category, language))
            .join(w.between),
          flags: row.status.flags.map((flag) => flagName(flag.kind, language)).join(w.between),
          endedOn: row.endedOn,
        })),
      },
    ],
  });
  c.audit({
    districtId: chainOf(c.scope),
    purpose,
    details: {
      rows: rows.length,
      area: area ?? null,
      status: filter.status ?? null,
      flag: filter.flag ?? null,
      ...(filter.text && { textDigest: c.host.keyring.digest(filter.text) }),
    },
  });
  return { file, fileName: `${w.title}-${c.today}.xlsx`, people: rows.length };
}
