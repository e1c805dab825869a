import { codeName } from '@renshe/domain/code/code-set.ts';
import { hardshipCategories } from '@renshe/domain/code/hardship-category.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { residentContracts } from '@renshe/domain/resident/resident.contract.ts';
import { listScope } from '../platform/area-ref.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { type WorkbookColumn, writeWorkbook } from '../platform/xlsx.ts';
import { flagName } from './card-words.ts';
import { officeName } from './print-person-card.ts';
import { exportRows } from './resident.queries.ts';

export const exportLimit = 50_000;

const columns: readonly WorkbookColumn[] = [
  { key: 'number', header: '序号', width: 6, kind: 'number' },
  { key: 'name', header: '姓名', width: 12, kind: 'text' },
  { key: 'sex', header: '性别', width: 6, kind: 'text', align: 'center' },
  { key: 'birthOn', header: '出生日期', width: 12, kind: 'date' },
  { key: 'age', header: '年龄', width: 6, kind: 'number' },
  { key: 'citizenId', header: '公民身份号码', width: 20, kind: 'text' },
  { key: 'phone', header: '电话', width: 14, kind: 'text' },
  { key: 'area', header: '社区(村)', width: 36, kind: 'text' },
  { key: 'address', header: '住址', width: 30, kind: 'text' },
  { key: 'status', header: '状态', width: 14, kind: 'text' },
  { key: 'since', header: '连续失业起', width: 12, kind: 'date' },
  { key: 'hardship', header: '困难类别', width: 20, kind: 'text' },
  { key: 'flags', header: '标识', width: 20, kind: 'text' },
  { key: 'endedOn', header: '销档日期', width: 12, kind: 'date' },
];

/** 导出居民名单: the whole filtered set within the scope, numbers masked, watermarked with the actor, audited with purpose and rows. */
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
  const file = await writeWorkbook({
    title: '居民名单',
    createdAt: c.at,
    watermark: `${office} ${c.actor.name}（${c.actor.login}）${c.today} 导出，用途：${purpose}`,
    sheets: [
      {
        name: '居民名单',
        titleLines: ['居民名单', `${office}　${c.today}　共 ${rows.length} 人`],
        columns,
        freeze: 2,
        rows: rows.map((row, index) => ({
          number: index + 1,
          name: row.name,
          sex: codeName(sexes, row.sex, 'zh'),
          birthOn: row.birthOn,
          age: row.age,
          citizenId: row.citizenIdMasked,
          phone: row.phoneMasked,
          area: row.area.pathName,
          address: row.address,
          status:
            row.endedOn !== null && row.endedOn <= c.today
              ? '已销档'
              : row.status.registeredUnemployed
                ? '登记失业'
                : row.status.employed
                  ? '就业'
                  : '',
          since: row.status.unemployedSince,
          hardship: row.status.hardshipCategories
            .map((category) => codeName(hardshipCategories, category, 'zh'))
            .join('、'),
          flags: row.status.flags.map((flag) => flagName(flag.kind, 'zh')).join('、'),
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
  return { file, fileName: `居民名单-${c.today}.xlsx` };
}
