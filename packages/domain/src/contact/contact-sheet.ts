/**
 * 成批录入联系结果: the columns of the sheet that is typed after a day of visits, and the contact that a row of it says. A row is recorded by the
 * same command as the form, `contact.record`, and judged by the same schema and rules.
 */
import type { z } from 'zod';
import { type ChosenContactWay, chosenContactWays, contactOutcomes, contactWays } from '../code/contact-outcome.ts';
import { fillSentence, type Sentence } from '../kernel/app-error.ts';
import type { SheetCells, SheetColumn, SheetFaults } from '../kernel/entry-sheet.ts';
import { isPlainDate, type PlainDate } from '../kernel/plain-date.ts';
import { contactContracts } from './contact.contract.ts';
import { contactErrors } from './contact.errors.ts';
import { entryRefusals } from './contact.rules.ts';

const fromList: Sentence = {
  zh: '由名单带出。要写另一个人，请在下面的空行写。',
  en: 'Comes with the list. For somebody else use an empty row below.',
};
const fromFile: Sentence = { zh: '由档案带出，在个人档案中修改。', en: 'Comes from the file; change it there.' };

export const contactSheetColumns = {
  person: { kind: 'who', zh: '姓名', en: 'Name', width: 7, maxLength: 80, required: true, elsewhere: fromList },
  number: { kind: 'shown', zh: '公民身份号码', en: 'Identity number', width: 11, maxLength: 30, elsewhere: fromFile },
  address: { kind: 'shown', zh: '住址', en: 'Address', width: 11.5, maxLength: 200, elsewhere: fromFile },
  contactedOn: { kind: 'past-day', zh: '联系日期', en: 'Date', width: 7.5, maxLength: 20 },
  way: {
    kind: 'code',
    zh: '方式',
    en: 'How',
    width: 7,
    maxLength: 40,
    codes: contactWays.filter((way) => chosenContactWays.some((chosen) => chosen === way.code)),
  },
  outcome: {
    kind: 'code',
    zh: '结果',
    en: 'Outcome',
    width: 12,
    maxLength: 40,
    required: true,
    codes: contactOutcomes,
  },
  note: { kind: 'text', zh: '情况记录', en: 'What was said', width: 11, maxLength: 500 },
  nextOn: { kind: 'future-day', zh: '下次联系', en: 'Next contact', width: 7.5, maxLength: 20 },
} as const satisfies Record<string, SheetColumn>;
export type ContactSheetColumn = keyof typeof contactSheetColumns;

/** What counts in cells that are left empty. */
export interface ContactDefaults {
  contactedOn: PlainDate;
  way: ChosenContactWay;
}

type Body = z.output<typeof contactContracts.record.body>;

const faults = {
  outcome: { zh: '没有结果。请打代码、汉字或拼音首字母，选一项。', en: 'There is no outcome. Type its code or words.' },
  way: {
    zh: '没有这种方式。请从列表中选一项，或留空。',
    en: 'There is no such way. Choose one of the list, or leave it empty.',
  },
  day: {
    zh: '“{text}”不是日期。可写 9-1、9月1日、2026-09-01。',
    en: '“{text}” is no date. Write 9-1 or 2026-09-01.',
  },
  other: { zh: '这一格不能这样写，请改正。', en: 'This cell cannot be written so; please correct it.' },
} as const satisfies Record<string, Sentence>;

const columnOf = (field: unknown): ContactSheetColumn =>
  typeof field === 'string' && Object.hasOwn(contactSheetColumns, field) ? (field as ContactSheetColumn) : 'outcome';

/**
 * The contact that a row says, or what is wrong with it.
 * @param byRule the day of the next contact that the rules ask for anyway; writing it is no agreement
 */
export function contactOfRow(
  cells: SheetCells,
  defaults: ContactDefaults,
  byRule: PlainDate | null,
  today: PlainDate,
): { body: Body; faults?: never } | { body?: never; faults: SheetFaults<ContactSheetColumn> } {
  const found: SheetFaults<ContactSheetColumn> = {};
  const blame = (column: ContactSheetColumn, sentence: Sentence, details: Record<string, unknown> = {}) => {
    found[column] ??= { zh: fillSentence(sentence, 'zh', details), en: fillSentence(sentence, 'en', details) };
  };
  const contactedOn = cells.contactedOn || defaults.contactedOn;
  const nextOn = cells.nextOn || null;
  const way = cells.way || defaults.way;
  const outcome = cells.outcome ?? '';
  if (outcome === '') blame('outcome', faults.outcome);
  if (!chosenContactWays.some((one) => one === way)) blame('way', faults.way);
  for (const [column, day] of [
    ['contactedOn', contactedOn],
    ['nextOn', nextOn],
  ] as const)
    if (day !== null && !isPlainDate(day)) blame(column, faults.day, { text: day });
  if (found.contactedOn === undefined && found.nextOn === undefined)
    for (const refusal of entryRefusals({ contactedOn, outcome, service: null, nextOn }, today))
      blame(columnOf(refusal.field), contactErrors[refusal.code as keyof typeof contactErrors], refusal.details);
  const parsed = contactContracts.record.body.safeParse({
    contactedOn,
    way,
    outcome,
    service: null,
    note: cells.note ?? '',
    nextOn: nextOn === byRule ? null : nextOn,
  });
  if (!parsed.success) for (const issue of parsed.error.issues) blame(columnOf(issue.path[0]), faults.other);
  return parsed.success && Object.keys(found).length === 0 ? { body: parsed.data } : { faults: found };
}
