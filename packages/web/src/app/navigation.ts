import type { Permission } from '@renshe/domain/access/permissions.ts';

export interface NavigationEntry {
  key: string;
  /** Key of its words in the catalogue `app.nav`. */
  words: string;
  to?: string;
  /** Shown to whom holds one of these. */
  needs: readonly Permission[];
  children?: readonly NavigationEntry[];
}

/** The left column: at most eight entries, in the words that people say. */
export const navigation: readonly NavigationEntry[] = [
  { key: 'worklist', words: 'worklist', to: '/', needs: ['worklist.read'] },
  { key: 'residents', words: 'residents', to: '/residents', needs: ['resident.read'] },
  { key: 'households', words: 'households', to: '/households', needs: ['resident.read'] },
  { key: 'ledgers', words: 'ledgers', to: '/ledgers', needs: ['resident.read'] },
  {
    key: 'business',
    words: 'business',
    needs: ['survey.write', 'roster.import', 'transfer.ask', 'transfer.decide', 'employer.monitor', 'help.handle'],
    children: [
      { key: 'survey', words: 'survey', to: '/survey', needs: ['survey.write'] },
      { key: 'rosters', words: 'rosters', to: '/rosters', needs: ['roster.import'] },
      { key: 'transfers', words: 'transfers', to: '/transfers', needs: ['transfer.ask', 'transfer.decide'] },
      {
        key: 'helpRequests',
        words: 'helpRequests',
        to: '/help-requests',
        needs: ['help.handle'],
      },
      {
        key: 'monitoredEmployers',
        words: 'monitoredEmployers',
        to: '/monitored-employers',
        needs: ['employer.monitor'],
      },
    ],
  },
  {
    key: 'reporting',
    words: 'reporting',
    needs: ['report.read'],
    children: [
      { key: 'reports', words: 'reports', to: '/reports', needs: ['report.read'] },
      { key: 'analysisSheets', words: 'analysisSheets', to: '/analysis-sheets', needs: ['report.read'] },
      { key: 'submissions', words: 'submissions', to: '/submissions', needs: ['report.read'] },
      { key: 'cadence', words: 'cadence', to: '/cadence', needs: ['cadence.read'] },
      { key: 'handling', words: 'handling', to: '/handling', needs: ['report.read'] },
    ],
  },
  {
    key: 'statistics',
    words: 'statistics',
    needs: ['report.read'],
    children: [
      { key: 'indicators', words: 'indicators', to: '/indicators', needs: ['report.read'] },
      { key: 'ledgerUse', words: 'ledgerUse', to: '/ledger-use', needs: ['ledger.review'] },
      { key: 'quality', words: 'quality', to: '/quality', needs: ['resident.read'] },
      { key: 'analysis', words: 'analysis', to: '/analysis', needs: ['report.read'] },
      { key: 'board', words: 'board', to: '/board', needs: ['report.read'] },
      { key: 'areaHistory', words: 'areaHistory', to: '/areas', needs: ['report.read'] },
      { key: 'exchange', words: 'exchange', to: '/exchange', needs: ['exchange.export'] },
      { key: 'plans', words: 'plans', to: '/plans', needs: ['plan.read'] },
      { key: 'warnings', words: 'warnings', to: '/warnings', needs: ['report.read'] },
    ],
  },
  {
    key: 'admin',
    words: 'admin',
    needs: ['area.manage', 'office.read', 'account.read', 'account.consent', 'parameter.read', 'audit.read'],
    children: [
      { key: 'areas', words: 'areas', to: '/admin/areas', needs: ['area.manage'] },
      { key: 'offices', words: 'offices', to: '/admin/offices', needs: ['office.read'] },
      { key: 'accounts', words: 'accounts', to: '/admin/accounts', needs: ['account.read'] },
      { key: 'grants', words: 'grants', to: '/admin/grants', needs: ['account.consent'] },
      { key: 'parameters', words: 'parameters', to: '/admin/parameters', needs: ['parameter.read'] },
      { key: 'audit', words: 'audit', to: '/admin/audit', needs: ['audit.read'] },
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
