import type { Permission } from '@renshe/domain/access/permissions.ts';

export interface NavigationEntry {
  key: string;
  /** Key of its words in the catalogue `app.nav`. */
  words: string;
  to?: string;
  /** After G; no two entries have the same. */
  letter?: string;
  /** Shown to whom holds one of these. */
  needs: readonly Permission[];
  children?: readonly NavigationEntry[];
}

/** The left column: at most eight entries, in the words that people say. */
export const navigation: readonly NavigationEntry[] = [
  { key: 'worklist', words: 'worklist', letter: 'W', to: '/', needs: ['worklist.read'] },
  { key: 'residents', words: 'residents', letter: 'R', to: '/residents', needs: ['resident.read'] },
  { key: 'households', words: 'households', letter: 'H', to: '/households', needs: ['resident.read'] },
  { key: 'ledgers', words: 'ledgers', letter: 'L', to: '/ledgers', needs: ['resident.read'] },
  {
    key: 'business',
    words: 'business',
    needs: [
      'worklist.read',
      'resident.read',
      'survey.write',
      'roster.import',
      'transfer.ask',
      'transfer.decide',
      'employer.monitor',
      'help.handle',
    ],
    children: [
      { key: 'visits', words: 'visits', to: '/visits', needs: ['worklist.read'] },
      { key: 'survey', words: 'survey', letter: 'S', to: '/survey', needs: ['survey.write'] },
      { key: 'campaigns', words: 'campaigns', to: '/campaigns', needs: ['resident.read'] },
      { key: 'rosters', words: 'rosters', letter: 'I', to: '/rosters', needs: ['roster.import'] },
      {
        key: 'transfers',
        words: 'transfers',
        letter: 'T',
        to: '/transfers',
        needs: ['transfer.ask', 'transfer.decide'],
      },
      {
        key: 'helpRequests',
        words: 'helpRequests',
        letter: 'Q',
        to: '/help-requests',
        needs: ['help.handle'],
      },
      {
        key: 'monitoredEmployers',
        words: 'monitoredEmployers',
        letter: 'E',
        to: '/monitored-employers',
        needs: ['employer.monitor'],
      },
      { key: 'recycle', words: 'recycle', to: '/recycle', needs: ['contact.write'] },
    ],
  },
  {
    key: 'reporting',
    words: 'reporting',
    needs: ['report.read'],
    children: [
      { key: 'reports', words: 'reports', letter: 'M', to: '/reports', needs: ['report.read'] },
      { key: 'analysisSheets', words: 'analysisSheets', letter: 'A', to: '/analysis-sheets', needs: ['report.read'] },
      { key: 'submissions', words: 'submissions', letter: 'U', to: '/submissions', needs: ['report.read'] },
      { key: 'cadence', words: 'cadence', letter: 'K', to: '/cadence', needs: ['cadence.read'] },
      { key: 'handling', words: 'handling', letter: 'D', to: '/handling', needs: ['report.read'] },
    ],
  },
  {
    key: 'statistics',
    words: 'statistics',
    needs: ['report.read'],
    children: [
      { key: 'indicators', words: 'indicators', letter: 'N', to: '/indicators', needs: ['report.read'] },
      { key: 'ledgerUse', words: 'ledgerUse', to: '/ledger-use', needs: ['ledger.review'] },
      { key: 'quality', words: 'quality', to: '/quality', needs: ['resident.read'] },
      { key: 'analysis', words: 'analysis', letter: 'C', to: '/analysis', needs: ['report.read'] },
      { key: 'board', words: 'board', letter: 'B', to: '/board', needs: ['report.read'] },
      { key: 'areaHistory', words: 'areaHistory', letter: 'Y', to: '/areas', needs: ['report.read'] },
      { key: 'exchange', words: 'exchange', letter: 'X', to: '/exchange', needs: ['exchange.export'] },
      { key: 'plans', words: 'plans', letter: 'P', to: '/plans', needs: ['plan.read'] },
      { key: 'warnings', words: 'warnings', letter: 'V', to: '/warnings', needs: ['report.read'] },
    ],
  },
  {
    key: 'admin',
    words: 'admin',
    needs: ['area.manage', 'office.read', 'account.read', 'account.consent', 'parameter.read', 'audit.read'],
    children: [
      { key: 'areas', words: 'areas', letter: 'Z', to: '/admin/areas', needs: ['area.manage'] },
      { key: 'offices', words: 'offices', letter: 'O', to: '/admin/offices', needs: ['office.read'] },
      { key: 'accounts', words: 'accounts', letter: 'J', to: '/admin/accounts', needs: ['account.read'] },
      { key: 'grants', words: 'grants', to: '/admin/grants', needs: ['account.consent'] },
      { key: 'parameters', words: 'parameters', letter: 'F', to: '/admin/parameters', needs: ['parameter.read'] },
      { key: 'audit', words: 'audit', letter: 'G', to: '/admin/audit', needs: ['audit.read'] },
    ],
  },
];

/** The entries for these permissions; a group without visible children is not shown. */
export function visibleEntries(permissions: readonly Permission[]): NavigationEntry[] {
  const may = (entry: NavigationEntry) => entry.needs.some((need) => permissions.includes(need));
  return navigation.filter(may).flatMap((entry) => {
    if (!entry.children) return [entry];
    const children = entry.children.filter(may);
    return children.length === 0 ? [] : [{ ...entry, children }];
  });
}

/** Where somebody without a work list starts: the first page she may see. */
export function firstPage(permissions: readonly Permission[]): string {
  const [first] = visibleEntries(permissions);
  return first?.to ?? first?.children?.[0]?.to ?? '/account';
}

/** The entry a path belongs to: the longest `to` that it starts with. */
export function entryOf(path: string): string | undefined {
  const all = navigation.flatMap((entry) => [entry, ...(entry.children ?? [])]);
  return all
    .filter((entry) => entry.to !== undefined && (entry.to === '/' ? path === '/' : path.startsWith(entry.to)))
    .toSorted((a, b) => b.to!.length - a.to!.length)[0]?.key;
}
