/** 档案质量: the scores, the rules and the files to mend, on paper and as a workbook. */

import { codeName } from '@renshe/domain/code/code-set.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type {
  QualityArea,
  QualityFile,
  QualityRuleView,
  qualityContracts,
} from '@renshe/domain/quality/quality.contract.ts';
import type { QualityRule } from '@renshe/domain/quality/quality.rules.ts';
import { getQualityCheck, isQualityCheck, qualityGroups } from '@renshe/domain/quality/quality-check.ts';
import { findInstallation } from '../platform/installation.ts';
import { renderPdf } from '../platform/pdf.ts';
import type { FileAnswer, ReadContext } from '../platform/route.ts';
import { chainOf } from '../platform/scope.ts';
import { writeWorkbook } from '../platform/xlsx.ts';
import { officeName } from '../resident/print-person-card.ts';
import { readFlawed, readScore } from './read-quality.ts';

export const qualityExportLimit = 50_000;
export const qualityPrintLimit = 2_000;

const words = {
  zh: {
    title: '档案完整度与鲜活度',
    areas: '各区域得分',
    rules: '评分规则',
    files: '待补正档案',
    asOf: (on: string) => `截至 ${on}`,
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
    formula: '得分 = Σ 权重 × 无误份数 ÷ Σ 权重 × 应查份数 × 100；上级按份数合计，不取平均。',
    area: ['区域', '居民', '家庭', '待补正', '得分', '完整度', '鲜活度', '一致性'],
    rule: ['规则', '对象', '权重', '期限(日)', '应查', '待补正', '依据'],
    file: ['姓名(户号)', '社区(村)', '待补正', '最近核实', '最近经手'],
    number: '序号',
    none: '无对象',
    joined: '、',
  },
  en: {
    title: 'Completeness and freshness of files',
    areas: 'Scores by area',
    rules: 'Rules',
    files: 'Files to mend',
    asOf: (on: string) => `As of ${on}`,
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
    formula:
      'Score = Σ weight × files in order ÷ Σ weight × files checked × 100; an area above adds up files, it takes no mean.',
    area: ['Area', 'Residents', 'Households', 'To mend', 'Score', 'Completeness', 'Freshness', 'Consistency'],
    rule: ['Rule', 'Of whom', 'Weight', 'Days', 'Checked', 'To mend', 'Source'],
    file: ['Name (household)', 'Community', 'To mend', 'Last confirmed', 'Changed last by'],
    number: 'No.',
    none: 'no object',
    joined: ', ',
  },
} as const satisfies Record<Language, object>;

type Cells = (string | number | null)[];

function areaCells(one: QualityArea, language: Language): Cells {
  const { all, completeness, freshness, consistency } = one.scores;
  const scores = [all, completeness, freshness, consistency].map((score) => score ?? words[language].none);
  return [one.area.name, one.people, one.households, one.flawed, ...scores];
}

const checkName = (check: string, language: Language) =>
  isQualityCheck(check) ? getQualityCheck(check)[language] : check;

function ruleCells(rule: QualityRuleView, language: Language): Cells {
  return [
    checkName(rule.check, language),
    codeName(qualityGroups, rule.group, language),
    rule.weight,
    rule.days,
    rule.files,
    rule.flawed,
    rule.source[language],
  ];
}

function fileCells(file: QualityFile, rules: readonly QualityRule[], language: Language): Cells {
  // Stale for two reasons is said once.
  const wrong = file.rules.map((key) => checkName(rules.find((rule) => rule.key === key)?.check ?? '', language));
  const said = [...new Set(wrong)].join(words[language].joined);
  return [file.name, file.area.name, said, file.touchedOn, file.worker ?? ''];
}

async function readWhole(
  c: ReadContext<typeof qualityContracts.export | typeof qualityContracts.print>,
  limit: number,
) {
  const { purpose, ...asked } = c.body;
  const score = await readScore(c, asked.area);
  const list = await readFlawed(c, asked, { limit, offset: 0 }, limit);
  const { code } = score.whole.area;
  const { rule, part, worker } = asked;
  c.audit({
    districtId: chainOf(score.scope),
    purpose,
    details: {
      area: code,
      files: list.files.length,
      ...(rule && { rule }),
      ...(part && { part }),
      ...(worker && { worker }),
    },
  });
  const areas = score.areas.length > 0 ? [...score.areas, score.whole] : [score.whole];
  return { score, areas, list };
}

/** Which columns are numbers, by their place. */
const numbers: Record<'area' | 'rule' | 'file', readonly number[]> = {
  area: [1, 2, 3, 4, 5, 6, 7],
  rule: [2, 3, 4, 5],
  file: [],
};
const widths = { area: [20, 9, 9, 9, 8, 9, 9, 9], rule: [22, 24, 7, 8, 9, 9, 40], file: [14, 16, 40, 12, 12] };

export async function exportQuality(c: ReadContext<typeof qualityContracts.export>): Promise<FileAnswer> {
  const { score, areas, list } = await readWhole(c, qualityExportLimit);
  const { language } = c;
  const w = words[language];
  const who = language === 'zh' ? `${c.actor.name}（${c.actor.login}）` : `${c.actor.name} (${c.actor.login})`;
  const sheet = (of: 'area' | 'rule' | 'file', name: string, rows: readonly Cells[]) => ({
    name,
    titleLines: [`${w.title}　${name}`, `${score.whole.area.pathName}　${w.asOf(c.today)}`],
    columns: w[of].map((header, index) => ({
      key: `c${index}`,
      header,
      width: widths[of][index]!,
      kind: numbers[of].includes(index) ? ('number' as const) : ('text' as const),
    })),
    freeze: 1,
    rows: rows.map((cells) => Object.fromEntries(cells.map((cell, index) => [`c${index}`, cell]))),
  });
  const file = await writeWorkbook({
    title: w.title,
    createdAt: c.at,
    watermark: w.mark(`${officeName(c)} ${who}`.trim(), c.today, c.body.purpose),
    sheets: [
      sheet(
        'area',
        w.areas,
        areas.map((one) => areaCells(one, language)),
      ),
      sheet(
        'rule',
        w.rules,
        score.rules.map((one) => ruleCells(one, language)),
      ),
      sheet(
        'file',
        w.files,
        list.files.map((one) => fileCells(one, list.rules, language)),
      ),
    ],
  });
  return { file, fileName: `${w.title}-${score.whole.area.name}-${c.today}.xlsx`, people: list.files.length };
}

export async function printQuality(c: ReadContext<typeof qualityContracts.print>): Promise<FileAnswer> {
  const { score, areas, list } = await readWhole(c, qualityPrintLimit);
  const { language } = c;
  const w = words[language];
  const part = (of: 'area' | 'rule' | 'file', heading: string, rows: readonly Cells[]) => ({
    heading,
    columns: w[of].map((header, index) => ({
      header,
      width: widths[of][index]!,
      align: numbers[of].includes(index) ? ('right' as const) : ('left' as const),
    })),
    rows: rows.map((cells) => cells.map((cell) => String(cell ?? ''))),
  });
  const first = part(
    'area',
    w.areas,
    areas.map((one) => areaCells(one, language)),
  );
  const file = await renderPdf(
    'ledger',
    {
      title: w.title,
      reporter: score.whole.area.pathName,
      period: w.asOf(c.today),
      orientation: 'portrait',
      ...first,
      more: [
        part(
          'rule',
          w.rules,
          score.rules.map((one) => ruleCells(one, language)),
        ),
        part(
          'file',
          w.files,
          list.files.map((one) => fileCells(one, list.rules, language)),
        ),
      ],
      notes: [w.formula],
      language,
      printedOn: c.today,
      printedBy: c.actor.name,
      office: officeName(c),
      demo: (await findInstallation(c.r))?.demo ?? false,
    },
    { createdAt: c.at, tagged: list.files.length <= 500, timeLimit: 90_000 },
  );
  return { file, fileName: `${w.title}-${score.whole.area.name}-${c.today}.pdf`, people: list.files.length };
}
