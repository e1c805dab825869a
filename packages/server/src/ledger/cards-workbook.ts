/** Cards as one list: a line a card, its fields in columns. */
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { HouseholdCard, PersonCard, PrintedDocument } from '../platform/pdf-templates.ts';
import { type WorkbookColumn, writeWorkbook } from '../platform/xlsx.ts';

export interface CardTable {
  columns: WorkbookColumn[];
  rows: Record<string, string>[];
}

const words = {
  zh: {
    number: '编号',
    name: '姓名',
    community: '社区(村)',
    status: '状态',
    household: '户编号',
    last: '最近一次经历',
    duty: '待办',
    note: '备注',
    householdNumber: '户号',
    head: '户主',
    address: '住址',
    members: '家庭成员',
    visit: '最近走访',
    member: (relation: string, name: string, status: string) => `${relation} ${name} ${status}`.trim(),
    and: '；',
    mark: (who: string, on: string, purpose: string) => `${who} ${on} 导出，用途：${purpose}`,
  },
  en: {
    number: 'No.',
    name: 'Name',
    community: 'Community',
    status: 'State',
    household: 'Household no.',
    last: 'Last entry of the timeline',
    duty: 'Open duties',
    note: 'Note',
    householdNumber: 'Household no.',
    head: 'Head',
    address: 'Address',
    members: 'Members',
    visit: 'Last visit',
    member: (relation: string, name: string, status: string) => `${relation} ${name} ${status}`.trim(),
    and: '; ',
    mark: (who: string, on: string, purpose: string) => `Exported by ${who} on ${on}; purpose: ${purpose}`,
  },
} as const satisfies Record<Language, object>;

const text = (key: string, header: string, width: number): WorkbookColumn => ({ key, header, width, kind: 'text' });

/** Labels of the fields of some cards, in their order: a card leaves out what is not kept. */
const labelsOf = (cards: readonly { fields: readonly { label: string }[] }[]) => [
  ...new Set(cards.flatMap((card) => card.fields.map((field) => field.label))),
];
const fieldsOf = ({ fields }: { fields: readonly { label: string; value: string }[] }) =>
  Object.fromEntries(fields.map((field) => [`field ${field.label}`, field.value]));

export function personColumns(cards: readonly PersonCard[], language: Language): CardTable {
  const w = words[language];
  return {
    columns: [
      text('name', w.name, 10),
      ...labelsOf(cards).map((label) => text(`field ${label}`, label, 18)),
      text('community', w.community, 30),
      text('status', w.status, 24),
      text('household', w.household, 16),
      text('number', w.number, 22),
      text('duty', w.duty, 30),
      text('last', w.last, 40),
      text('note', w.note, 20),
    ],
    rows: cards.map((card) => {
      const [last] = card.timeline;
      return {
        name: card.name,
        ...fieldsOf(card),
        community: card.community,
        status: card.status.join(w.and),
        household: card.household?.number ?? '',
        number: card.number ?? '',
        duty: card.duties.map((duty) => `${duty.dueOn} ${duty.content}`).join(w.and),
        last: last ? `${last.on} ${last.kind} ${last.content}`.trim() : '',
        note: card.notes?.join(w.and) ?? '',
      };
    }),
  };
}

export function householdColumns(cards: readonly HouseholdCard[], language: Language): CardTable {
  const w = words[language];
  return {
    columns: [
      text('number', w.householdNumber, 16),
      text('head', w.head, 10),
      text('community', w.community, 30),
      text('address', w.address, 30),
      text('status', w.status, 16),
      ...labelsOf(cards).map((label) => text(`field ${label}`, label, 18)),
      text('members', w.members, 50),
      text('visit', w.visit, 40),
    ],
    rows: cards.map((card) => {
      const [visit] = card.visits;
      return {
        number: card.number,
        head: card.head,
        community: card.community,
        address: card.address,
        status: card.status.join(w.and),
        ...fieldsOf(card),
        members: card.members.map((m) => w.member(m.relation, m.name, m.status)).join(w.and),
        visit: visit ? `${visit.on} ${visit.content}` : '',
      };
    }),
  };
}

export function cardsWorkbook(
  title: string,
  line: string,
  { columns, rows }: CardTable,
  printed: PrintedDocument,
  purpose: string,
  at: Date,
): Promise<Buffer> {
  const mark = words[printed.language].mark(
    `${printed.office} ${printed.printedBy}`.trim(),
    printed.printedOn,
    purpose,
  );
  const sheets = [{ name: title, titleLines: [title, line], columns, rows, freeze: 1 }];
  return writeWorkbook({ title, createdAt: at, watermark: mark, sheets });
}
