/** The drafted text of an evaluation 评估初稿 (capability P03): what the figures say, in plain sentences for somebody to edit and sign. */
import type { Sentence } from '../kernel/app-error.ts';
import { figureWords, gapSentence, type Judgement, type Light, lightNames } from './plan-light.ts';

export interface DraftLine {
  name: string;
  unit: string;
  target: number | null;
  actual: number | null;
  forecast: number | null;
  judgement: Judgement;
  owner: string;
}

export interface DraftInput {
  planName: string;
  areaName: string;
  year: number;
  /** The last month of the figures, 1–12; 0 before the first is over. */
  month: number;
  /** 0 to 1. */
  elapsed: number;
  lines: readonly DraftLine[];
  tasks: { total: number; done: number; overdue: number };
}

export function draftEvaluation(input: DraftInput): Sentence {
  const count = (light: Light) => input.lines.filter((line) => line.judgement.light === light).length;
  const percent = Math.round(input.elapsed * 100);
  const counts = { green: count('green'), amber: count('amber'), red: count('red'), grey: count('grey') };
  const zh = [
    input.month === 0
      ? `《${input.planName}》${input.areaName} ${input.year} 年尚无完整月份的数据。`
      : `截至 ${input.year} 年 ${input.month} 月末，《${input.planName}》在${input.areaName}的执行时间已过 ${percent}%。`,
    `本年度监测指标 ${input.lines.length} 项：正常 ${counts.green} 项，预警 ${counts.amber} 项，滞后 ${counts.red} 项，无数据 ${counts.grey} 项。`,
    `任务 ${input.tasks.total} 项，已完成 ${input.tasks.done} 项，逾期 ${input.tasks.overdue} 项。`,
    ...ordered(input.lines).map((line, index) => {
      const owner = line.owner ? `（责任单位：${line.owner}）` : '';
      return `${index + 1}. ${line.name}：${figuresZh(line)}${lightNames[line.judgement.light].zh}。${gapSentence(line.judgement, line.forecast, line.unit).zh}${owner}`;
    }),
  ].join('\n');
  const en = [
    input.month === 0
      ? `“${input.planName}”, ${input.areaName}: ${input.year} has no complete month yet.`
      : `By the end of month ${input.month} of ${input.year}, ${percent}% of the year’s time under “${input.planName}” has passed in ${input.areaName}.`,
    `Of ${input.lines.length} indicators ${counts.green} are on course, ${counts.amber} to watch, ${counts.red} behind and ${counts.grey} without data.`,
    `Of ${input.tasks.total} tasks ${input.tasks.done} are done and ${input.tasks.overdue} overdue.`,
    ...ordered(input.lines).map((line, index) => {
      const owner = line.owner ? ` (in charge: ${line.owner})` : '';
      return `${index + 1}. ${line.name}: ${figuresEn(line)}${lightNames[line.judgement.light].en}. ${gapSentence(line.judgement, line.forecast, line.unit).en}${owner}`;
    }),
  ].join('\n');
  return { zh, en };
}

const rank: Record<Light, number> = { red: 0, amber: 1, green: 2, grey: 3 };

/** What needs attention comes first. */
function ordered(lines: readonly DraftLine[]): DraftLine[] {
  return lines.toSorted((a, b) => rank[a.judgement.light] - rank[b.judgement.light]);
}

function figuresZh(line: DraftLine): string {
  if (line.actual === null || line.target === null) return '';
  const share = line.judgement.share === null ? '' : `，为目标的 ${Math.round(line.judgement.share * 100)}%`;
  return `目标 ${figureWords(line.target)}${line.unit}，实际 ${figureWords(line.actual)}${line.unit}${share}，`;
}

function figuresEn(line: DraftLine): string {
  if (line.actual === null || line.target === null) return '';
  const unit = line.unit === '%' ? '%' : '';
  const share = line.judgement.share === null ? '' : ` (${Math.round(line.judgement.share * 100)}% of it)`;
  return `target ${figureWords(line.target)}${unit}, actual ${figureWords(line.actual)}${unit}${share}. `;
}
