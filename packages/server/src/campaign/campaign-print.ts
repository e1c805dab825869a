/** What leaves the screen: the form to take along, the list as .xlsx, the summary at the end. */
import type { campaignContracts } from '@renshe/domain/campaign/campaign.contract.ts';
import {
  addCounts,
  campaignKindNames,
  type EntryCounts,
  entryStatuses,
  entryStatusNames,
  noEntries,
  openStatuses,
  settledOf,
  totalOf,
} from '@renshe/domain/campaign/campaign.rules.ts';
import { errorRate } from '@renshe/domain/campaign/campaign-recheck.ts';
import type { KnownPerson } from '@renshe/domain/campaign/campaign-visit.contract.ts';
import { codeName } from '@renshe/domain/code/code-set.ts';
import { educations } from '@renshe/domain/code/education.ts';
import { employmentStatuses } from '@renshe/domain/code/employment-status.ts';
import { familyRelations } from '@renshe/domain/code/family-relation.ts';
import { householdRegistrations } from '@renshe/domain/code/household-registration.ts';
import { sexes } from '@renshe/domain/code/sex.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { fitColumns } from '../ledger/fit-columns.ts';
import { areaRef } from '../platform/area-ref.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { writeWorkbook } from '../platform/xlsx.ts';
import { officeName } from '../resident/print-person-card.ts';
import { type EntryRow, listEntries, ofCampaign } from './campaign-entries.ts';
import { knownPeople, peopleOf } from './campaign-people.ts';
import { readProgressOf } from './campaign-progress.ts';
import { auditCampaign, campaignInArea } from './campaign-scope.ts';

type PrintList = ReadContext<typeof campaignContracts.printList>;
type Export = ReadContext<typeof campaignContracts.export>;
type PrintSummary = ReadContext<typeof campaignContracts.printSummary>;

const words = {
  zh: {
    form: '入户登记表',
    list: '调查名单',
    summary: '调查小结',
    all: '全部走访人',
    nobody: '未分配',
    new: '（新增人员）',
    formColumns: [
      '序',
      '住址',
      '姓名',
      '关系',
      '性别',
      '出生日期',
      '证件号码',
      '电话',
      '户口性质',
      '文化程度',
      '就业状态',
      '工作单位',
      '核实或更正',
    ],
    listColumns: [
      '社区（村）',
      '住址',
      '户主',
      '人口',
      '状态',
      '走访人',
      '无人在家次数',
      '最近走访',
      '下次走访',
      '完成日期',
      '新发现',
      '说明',
    ],
    yes: '是',
    formNote: '无变化的打“√”；有变化的写在同一行右端，漏登的人写在空行。带回后录入，本表按保密资料保管、销毁。',
    communities: '按社区（村）',
    workers: '按走访人',
    rechecks: '复查',
    area: '社区（村）',
    worker: '走访人',
    total: '应访户',
    settled: '已办结',
    share: '办结率',
    recheckColumns: ['初查人', '比对项数', '差异', '待判定', '初查有误', '误差率'],
    sum: '合计',
    none: '无对象',
    line: (from: string, to: string, kind: string) => `${from} 至 ${to}　${kind}`,
    rates:
      '办结率＝（已完成＋拒访＋空户＋已搬走）÷应访户。误差率＝判定初查有误的项数÷比对项数；未判定的差异不计入误差。',
  },
  en: {
    form: 'Household form',
    list: 'Households of the campaign',
    summary: 'Summary of the campaign',
    all: 'all workers',
    nobody: 'nobody',
    new: '(new person)',
    formColumns: [
      'No.',
      'Address',
      'Name',
      'Relation',
      'Sex',
      'Born',
      'Identity number',
      'Telephone',
      'Household reg.',
      'Education',
      'Work',
      'Employer',
      'Confirmed or corrected',
    ],
    listColumns: [
      'Community',
      'Address',
      'Head',
      'People',
      'State',
      'Worker',
      'Nobody home',
      'Last visit',
      'Next visit',
      'Done on',
      'Found',
      'Note',
    ],
    yes: 'yes',
    formNote:
      'Tick what is unchanged; write changes at the right end of the row and missing people into empty rows. Enter it after return; keep and destroy this form as confidential.',
    communities: 'By community',
    workers: 'By worker',
    rechecks: 'Re-check',
    area: 'Community',
    worker: 'Worker',
    total: 'Households',
    settled: 'Settled',
    share: 'Share',
    recheckColumns: ['Surveyed by', 'Compared', 'Differences', 'Undecided', 'Mistakes', 'Error rate'],
    sum: 'Total',
    none: 'no object',
    line: (from: string, to: string, kind: string) => `${from} to ${to} · ${kind}`,
    rates:
      'Share = (done + refused + vacant + moved) ÷ households. Error rate = mistakes of the first survey ÷ answers compared; undecided differences are in neither.',
  },
} as const;

/** Of each column, in signs: room to write what has changed. */
const formBlanks = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 34];
/** Rows left empty for people whom nobody knew of. */
const spareRows = 1;

function personCells(person: KnownPerson, language: Language): string[] {
  return [
    person.name,
    codeName(familyRelations, person.relation, language),
    codeName(sexes, person.sex, language),
    person.birthOn,
    person.citizenIdMasked,
    person.phoneMasked ?? '',
    codeName(householdRegistrations, person.hukouType, language),
    codeName(educations, person.education, language),
    codeName(employmentStatuses, person.employmentStatus, language),
    person.employer,
    '',
  ];
}

/** 入户登记表: open households with the people known, room to correct, and an empty row for each household. */
export async function printList(c: PrintList): Promise<FileAnswer> {
  const { area, worker, purpose } = c.body;
  const { campaign, areaId, scope } = await campaignInArea(c, c.r, c.params.campaignId, area);
  const rows = await listEntries(c.r, ofCampaign(campaign, scope, c), c.today, {
    statuses: openStatuses,
    ...(worker !== null && { worker }),
  });
  const people = await homesOf(c, scope, rows);
  const { language } = c;
  const w = words[language];
  const cells: string[][] = [];
  for (const [index, row] of rows.entries()) {
    const own = peopleOf(people, row);
    for (const [nth, person] of own.entries())
      cells.push([nth === 0 ? String(index + 1) : '', nth === 0 ? row.address : '', ...personCells(person, language)]);
    for (let spare = 0; spare < spareRows; spare++)
      cells.push([
        own.length === 0 ? String(index + 1) : '',
        own.length === 0 ? row.address : '',
        w.new,
        ...Array.from({ length: 10 }, () => ''),
      ]);
  }
  const fit = fitColumns({ headers: w.formColumns, rows: cells, blank: formBlanks }, 'landscape');
  const pdf = await renderPdf(
    'ledger',
    {
      title: `${campaign.name} ${w.form}`,
      reporter: areaRef(c.tree, areaId, c.today).name,
      period: `${w.worker}${language === 'zh' ? '：' : ': '}${worker === null ? w.all : (rows[0]?.worker_name ?? '')}`,
      ...(fit && { paper: fit.paper, size: fit.size }),
      columns: w.formColumns.map((header, i) => ({ header, width: fit?.widths[i] ?? 1 })),
      rows: cells,
      notes: [w.formNote],
      ...(await paperOf(c)),
    },
    { createdAt: c.at, tagged: cells.length < 400 },
  );
  const count = [...people.values()].reduce((sum, own) => sum + own.length, 0);
  auditCampaign(c, campaign, { area, worker, households: rows.length, people: count }, purpose);
  return { file: pdf, fileName: `${w.form}-${campaign.name}-${c.today}.pdf`, people: count };
}

async function homesOf(c: PrintList | Export, scope: PrintList['scope'], rows: readonly EntryRow[]) {
  return knownPeople(
    c.r,
    scope,
    rows.flatMap((row) => row.home_id ?? []),
    c.today,
  );
}

async function paperOf(c: PrintList | PrintSummary) {
  return {
    language: c.language,
    printedOn: c.at.toLocaleString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 16),
    printedBy: c.actor.name,
    office: officeName(c),
    demo: (await findInstallation(c.r))?.demo ?? false,
  };
}

const listKeys = [
  'area',
  'address',
  'head',
  'people',
  'status',
  'worker',
  'attempts',
  'visited',
  'next',
  'done',
  'found',
  'note',
] as const;
const listWidths = [18, 30, 12, 8, 12, 12, 12, 12, 12, 12, 8, 30];
const kinds: Partial<Record<(typeof listKeys)[number], 'number' | 'date'>> = {
  people: 'number',
  attempts: 'number',
  visited: 'date',
  next: 'date',
  done: 'date',
};

export async function exportList(c: Export): Promise<FileAnswer> {
  const { area, purpose, ...filter } = c.body;
  const { campaign, areaId, scope } = await campaignInArea(c, c.r, c.params.campaignId, area);
  const rows = await listEntries(c.r, ofCampaign(campaign, scope, c), c.today, {
    ...filter,
    text: filter.text ? { words: filter.text, scope } : undefined,
  });
  const people = await homesOf(c, scope, rows);
  const { language } = c;
  const w = words[language];
  const file = await writeWorkbook({
    title: w.list,
    createdAt: c.at,
    watermark: `${officeName(c)} ${c.actor.name} ${c.at.toISOString()}`,
    sheets: [
      {
        name: w.list,
        titleLines: [`${campaign.name} ${w.list}`, areaRef(c.tree, areaId, c.today).name],
        columns: listKeys.map((key, i) => ({
          header: w.listColumns[i]!,
          key,
          width: listWidths[i]!,
          kind: kinds[key] ?? ('text' as const),
        })),
        rows: rows.map((row) => {
          const own = peopleOf(people, row);
          return {
            area: areaRef(c.tree, row.area_id, c.today).name,
            address: row.address,
            head: own[0]?.name ?? '',
            people: own.length,
            status: entryStatusNames[row.status][language],
            worker: row.worker_name ?? w.nobody,
            attempts: row.attempts,
            visited: row.visited_on,
            next: row.next_on,
            done: row.settled_on,
            found: row.found ? w.yes : '',
            note: row.note ?? '',
          };
        }),
        freeze: 2,
      },
    ],
  });
  auditCampaign(c, campaign, { area, rows: rows.length, ...filter, text: filter.text ? '…' : undefined }, purpose);
  return { file, fileName: `${w.list}-${campaign.name}-${c.today}.xlsx`, people: rows.length };
}

const percent = (share: number | null, none: string) => (share === null ? none : `${(share * 100).toFixed(1)}%`);

function countCells(name: string, counts: EntryCounts, none: string): string[] {
  const total = totalOf(counts);
  return [
    name,
    String(total),
    ...entryStatuses.map((status) => String(counts[status])),
    String(settledOf(counts)),
    percent(total === 0 ? null : settledOf(counts) / total, none),
  ];
}

/** 调查小结: the figures of the end, or of today while it runs; no resident is named. */
export async function printSummary(c: PrintSummary): Promise<FileAnswer> {
  const { row, ...progress } = await readProgressOf(c, c.params.campaignId, c.body.area);
  const { language } = c;
  const w = words[language];
  const { campaign } = progress;
  const right = 'right' as const;
  const countColumns = (first: string) => [
    { header: first, width: 22 },
    { header: w.total, width: 9, align: right },
    ...entryStatuses.map((status) => ({ header: entryStatusNames[status][language], width: 9, align: right })),
    { header: w.settled, width: 9, align: right },
    { header: w.share, width: 9, align: right },
  ];
  const all = progress.communities.reduce((sum, one) => addCounts(sum, one.counts), noEntries);
  const checked = progress.workers.filter((one) => one.recheck.compared > 0);
  const pdf = await renderPdf(
    'ledger',
    {
      title: `${campaign.name} ${w.summary}`,
      reporter: campaign.area.name,
      period: w.line(campaign.startsOn, campaign.endsOn, campaignKindNames[campaign.kind][language]),
      heading: w.communities,
      columns: countColumns(w.area),
      rows: progress.communities.map((one) => countCells(one.area.name, one.counts, w.none)),
      totals: countCells(w.sum, all, w.none),
      more: [
        {
          heading: w.workers,
          columns: countColumns(w.worker),
          rows: progress.workers.map((one) => countCells(one.worker.name, one.counts, w.none)),
        },
        {
          heading: w.rechecks,
          columns: w.recheckColumns.map((header, i) => ({
            header,
            width: i === 0 ? 22 : 11,
            ...(i > 0 && { align: right }),
          })),
          rows: checked.map((one) => [
            one.worker.name,
            String(one.recheck.compared),
            String(one.recheck.differences),
            String(one.recheck.undecided),
            String(one.recheck.errors),
            percent(errorRate(one.recheck), w.none),
          ]),
        },
      ],
      notes: [w.rates, ...(campaign.purpose === '' ? [] : [campaign.purpose])],
      ...(await paperOf(c)),
    },
    { createdAt: c.at },
  );
  auditCampaign(c, row, { area: c.body.area }, c.body.purpose);
  return { file: pdf, fileName: `${w.summary}-${campaign.name}-${c.today}.pdf` };
}
