import type { AreaTree } from '@renshe/domain/area/area-tree.ts';
import type { Language } from '@renshe/domain/code/code-set.ts';
import { AppError } from '@renshe/domain/kernel/app-error.ts';
import type { FileProblem } from '@renshe/domain/kernel/data-file.ts';
import { type PlainDate, parseMonth } from '@renshe/domain/kernel/plain-date.ts';
import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { type Ledger, ledgerPeriod } from '@renshe/domain/ledger/ledger.ts';
import { isLedgerColumn } from '@renshe/domain/ledger/ledger-column.ts';
import { copiedPeriod } from '@renshe/domain/ledger/ledger-copy.ts';
import { columnProblems, conditionProblems } from '@renshe/domain/ledger/ledger-file.ts';
import { parseConditions, parseSort } from '@renshe/domain/ledger/ledger-question.ts';
import { areaInScope, areaRef } from '../platform/area-ref.ts';
import type { Host } from '../platform/host.ts';
import type { Scope } from '../platform/scope.ts';
import type { LedgerQuestion } from './ledger-members.ts';
import { getLedger } from './own-ledger.ts';

/** What a request says of a ledger, as it came. */
export interface AskedLedger {
  area?: string | undefined;
  period?: string | undefined;
  columns?: string | undefined;
  where?: string | undefined;
  sort?: string | undefined;
  /** A closed month, '2026-10': the ledger as it was frozen then. */
  closed?: string | undefined;
}

interface Asking {
  host: Host;
  scope: Scope;
  tree: AreaTree;
  today: PlainDate;
  language: Language;
}

/**
 * The question of a request: the ledger's own columns and order where it says nothing else.
 * @throws AppError `ledger.unknown`, `ledger.period`, `ledger.columns`, and those of an area outside the scope
 */
export async function askLedger(
  c: Asking,
  key: string,
  asked: AskedLedger,
): Promise<{ question: LedgerQuestion; scope: Scope; area: AreaRef }> {
  const question = readQuestion(await getLedger(c.host.db, key), asked, c.today, c.language);
  return { question, ...placeOf(c, asked.area) };
}

/**
 * What is asked of a ledger, checked.
 * @throws AppError `ledger.period`, `ledger.columns`, `ledger.frozen-as-is`
 */
export function readQuestion(
  ledger: Ledger,
  asked: Omit<AskedLedger, 'area'>,
  today: PlainDate,
  language: Language,
): LedgerQuestion {
  const closed = asked.closed === undefined ? undefined : parseMonth(asked.closed);
  const asIs = closed !== undefined && [asked.period, asked.where, asked.sort].some((one) => one !== undefined);
  if (asIs) throw new AppError('ledger.frozen-as-is', 'invalid');
  const period =
    closed === undefined ? ledgerPeriod(ledger.rows, asked.period, today) : copiedPeriod(ledger.rows.kind, closed);
  if (!period) throw new AppError('ledger.period', 'invalid', { period: asked.period ?? '' });
  const columns = asked.columns?.split(',') ?? [...ledger.columns];
  const conditions = parseConditions(asked.where ?? '');
  const sort = asked.sort === undefined ? ledger.sort : parseSort(asked.sort);
  const known = columns.filter(isLedgerColumn);
  const problems: FileProblem[] = [
    ...columns.flatMap((column) => columnProblems(ledger, column, 'columns', false)),
    ...(conditions ? conditions.flatMap((one) => conditionProblems(ledger, one, 'where')) : [unreadable('where')]),
    ...(sort ? sort.flatMap(({ column }) => columnProblems(ledger, column, 'sort', true)) : [unreadable('sort')]),
  ];
  if (!conditions || !sort || problems.length > 0 || known.length === 0)
    throw new AppError('ledger.columns', 'invalid', { problem: problems[0]?.[language] ?? '' });
  return { ledger, period, columns: known, conditions, sort, ...(closed !== undefined && { closed }) };
}

const unreadable = (where: string): FileProblem => ({ where, zh: '看不懂这段写法。', en: 'It cannot be read.' });

/** The requested area, or the one that the actor works for. */
function placeOf(c: Asking, code: string | undefined): { scope: Scope; area: AreaRef } {
  if (code === undefined) {
    const [root] = c.scope.roots;
    if (root === undefined) throw new AppError('ledger.unknown', 'notFound');
    return { scope: c.scope, area: areaRef(c.tree, root, c.today) };
  }
  const { areaId, scope } = areaInScope(c.scope, c.tree, code, c.today);
  return { scope, area: areaRef(c.tree, areaId, c.today) };
}
