/** The addresses of the web app. Over 400 lines because every page has its route here, in one list. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  retainSearchParams,
} from '@tanstack/react-router';
import { z } from 'zod';
import { Frame } from './app/Frame.tsx';
import { Root } from './app/Root.tsx';
import { ErrorPage, NotFoundPage } from './kit/ErrorPage.tsx';

/** Search parameters arrive as text; a wrong one is dropped instead of breaking the page. */
export const optionalText = z.string().max(200).optional().catch(undefined);
export const optionalCount = z.coerce.number().int().min(0).optional().catch(undefined);

const rootRoute = createRootRoute({
  component: Root,
  notFoundComponent: NotFoundPage,
  errorComponent: ({ error }) => <ErrorPage error={error} />,
});

/** Everything behind the sign-in: the frame with the area of the page. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Frame,
  validateSearch: z.object({
    area: z
      .string()
      .regex(/^\d{12}$/)
      .optional()
      .catch(undefined),
  }),
  search: { middlewares: [retainSearchParams(['area'])] },
});

// Work list, search, tasks, own account -----------------------------------------------------------------------------
const worklistRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: z.object({ kind: optionalText }),
  component: lazyRouteComponent(() => import('./worklist/WorklistPage.tsx'), 'WorklistPage'),
});
const visitsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/visits',
  validateSearch: z.object({ view: optionalText, level: optionalText }),
  component: lazyRouteComponent(() => import('./visit/VisitsPage.tsx'), 'VisitsPage'),
});
const visitResultsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/visits/results',
  validateSearch: z.object({ list: optionalText, level: optionalText, campaign: optionalText }),
  component: lazyRouteComponent(() => import('./visit/VisitResultsPage.tsx'), 'VisitResultsPage'),
});
const searchRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/search',
  component: lazyRouteComponent(() => import('./search/SearchPage.tsx'), 'SearchPage'),
});
const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./task/TasksPage.tsx'), 'TasksPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
});
const deskRoutes = [worklistRoute, visitsRoute, visitResultsRoute, searchRoute, tasksRoute, accountRoute] as const;

// Residents, households, transfers ----------------------------------------------------------------------------------
const residentsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/residents',
  validateSearch: z.object({
    text: optionalText,
    status: optionalText,
    flag: optionalText,
    sort: optionalText,
    open: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./resident/ResidentListPage.tsx'), 'ResidentListPage'),
});
const registerResidentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/residents/new',
  component: lazyRouteComponent(() => import('./resident/RegisterResidentPage.tsx'), 'RegisterResidentPage'),
});
const residentRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/residents/$residentId',
  // The form to open with, from the work list, or the field that is missing.
  validateSearch: z.object({ action: optionalText, field: optionalText, remark: optionalText }),
  component: lazyRouteComponent(() => import('./resident/ResidentFilePage.tsx'), 'ResidentFilePage'),
});
const householdsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/households',
  validateSearch: z.object({ text: optionalText, zero: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./household/HouseholdListPage.tsx'), 'HouseholdListPage'),
});
const householdRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/households/$householdId',
  validateSearch: z.object({ remark: optionalText }),
  component: lazyRouteComponent(() => import('./household/HouseholdFilePage.tsx'), 'HouseholdFilePage'),
});
const transfersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/transfers',
  validateSearch: z.object({ status: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./transfer/TransferPage.tsx'), 'TransferPage'),
});
const recycleRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/recycle',
  validateSearch: z.object({ kind: optionalText, text: optionalText, by: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./recycle/RecyclePage.tsx'), 'RecyclePage'),
});
const peopleRoutes = [
  residentsRoute,
  registerResidentRoute,
  residentRoute,
  householdsRoute,
  householdRoute,
  transfersRoute,
  recycleRoute,
] as const;

// Rosters, report, administration -----------------------------------------------------------------------------------
const rostersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/rosters',
  validateSearch: z.object({ offset: optionalCount }),
  component: lazyRouteComponent(() => import('./roster/ImportPage.tsx'), 'ImportPage'),
});
const surveyRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/survey',
  validateSearch: z.object({ entry: optionalText }),
  component: lazyRouteComponent(() => import('./survey/SurveyEntryPage.tsx'), 'SurveyEntryPage'),
});
const rosterRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/rosters/$batchId',
  validateSearch: z.object({ step: optionalText, tab: optionalText, code: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./roster/ImportBatchPage.tsx'), 'ImportBatchPage'),
});
const campaignsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/campaigns',
  component: lazyRouteComponent(() => import('./campaign/CampaignListPage.tsx'), 'CampaignListPage'),
});
const campaignRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/campaigns/$campaignId',
  validateSearch: z.object({
    tab: optionalText,
    status: optionalText,
    worker: optionalText,
    text: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./campaign/CampaignPage.tsx'), 'CampaignPage'),
});
const ownHouseholdsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/campaigns/own',
  validateSearch: z.object({ campaign: optionalText, status: optionalText }),
  component: lazyRouteComponent(() => import('./campaign/OwnHouseholdsPage.tsx'), 'OwnHouseholdsPage'),
});
const recheckRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/campaigns/rechecks/$recheckId',
  component: lazyRouteComponent(() => import('./campaign/RecheckPage.tsx'), 'RecheckPage'),
});
const rosterRoutes = [
  surveyRoute,
  campaignsRoute,
  ownHouseholdsRoute,
  campaignRoute,
  recheckRoute,
  rostersRoute,
  rosterRoute,
] as const;
const warningsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/warnings',
  validateSearch: z.object({ month: optionalText, view: optionalText, state: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./warning/WarningPage.tsx'), 'WarningPage'),
});
const analysisSheetsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/analysis-sheets',
  validateSearch: z.object({ month: optionalText, revision: optionalCount }),
  component: lazyRouteComponent(() => import('./analysis-sheet/AnalysisSheetPage.tsx'), 'AnalysisSheetPage'),
});
const monitoredEmployersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/monitored-employers',
  validateSearch: z.object({ month: optionalText, show: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(
    () => import('./monitored-employer/MonitoredEmployerPage.tsx'),
    'MonitoredEmployerPage',
  ),
});
const employerFileRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/monitored-employers/$employerId',
  component: lazyRouteComponent(() => import('./monitored-employer/EmployerFilePage.tsx'), 'EmployerFilePage'),
});
const helpRequestsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/help-requests',
  validateSearch: z.object({ show: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./help-request/HelpRequestPage.tsx'), 'HelpRequestPage'),
});
const monitoringRoutes = [
  helpRequestsRoute,
  warningsRoute,
  analysisSheetsRoute,
  monitoredEmployersRoute,
  employerFileRoute,
] as const;
const ledgersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledgers',
  component: lazyRouteComponent(() => import('./ledger/LedgerListPage.tsx'), 'LedgerListPage'),
});
const longText = z.string().max(1500).optional().catch(undefined);
const ledgerRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledgers/$ledger',
  validateSearch: z.object({
    period: optionalText,
    columns: longText,
    where: longText,
    view: z.uuid().optional().catch(undefined),
    sort: optionalText,
    offset: optionalCount,
    closed: optionalText,
    mode: optionalText,
  }),
  component: lazyRouteComponent(() => import('./ledger/LedgerPage.tsx'), 'LedgerPage'),
});
const ledgerUseRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledger-use',
  validateSearch: z.object({ months: optionalCount, show: optionalText, ledger: optionalText }),
  component: lazyRouteComponent(() => import('./ledger/LedgerUsePage.tsx'), 'LedgerUsePage'),
});
const qualityRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/quality',
  validateSearch: z.object({
    part: optionalText,
    rule: optionalText,
    worker: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./quality/QualityPage.tsx'), 'QualityPage'),
});
const volumeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/ledgers/volume',
  validateSearch: z.object({ period: optionalText, ledgers: z.string().max(1500).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./volume/VolumePage.tsx'), 'VolumePage'),
});
const ledgerRoutes = [ledgersRoute, volumeRoute, ledgerRoute, ledgerUseRoute, qualityRoute] as const;
const reportsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/reports',
  validateSearch: z.object({
    form: optionalText,
    period: optionalText,
    month: optionalText,
    view: optionalText,
    cell: optionalText,
  }),
  component: lazyRouteComponent(() => import('./report/ReportPage.tsx'), 'ReportPage'),
});
const submissionsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/submissions',
  validateSearch: z.object({
    form: optionalText,
    period: optionalText,
    view: optionalText,
    filter: optionalText,
    below: optionalText,
    year: optionalText,
    reports: optionalText,
    kind: optionalText,
  }),
  component: lazyRouteComponent(() => import('./submission/SubmissionsPage.tsx'), 'SubmissionsPage'),
});
const analysisRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/analysis',
  validateSearch: z.object({
    tab: optionalText,
    indicators: z.string().max(320).optional().catch(undefined),
    month: optionalText,
    months: optionalText,
    basis: optionalText,
    level: optionalText,
  }),
  component: lazyRouteComponent(() => import('./analysis/AnalysisPage.tsx'), 'AnalysisPage'),
});
// The board fills the whole screen: no frame, but only for whom is signed in.
const boardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/board',
  validateSearch: z.object({ area: optionalText }),
  component: lazyRouteComponent(() => import('./analysis/BoardPage.tsx'), 'BoardPage'),
});
// Outside the frame, which asks the server who is there: this one works without it.
const alongRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/visits/along',
  component: lazyRouteComponent(() => import('./visit/AlongPage.tsx'), 'AlongPage'),
});
const exchangeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/exchange',
  validateSearch: z.object({
    tab: optionalText,
    open: optionalText,
    edition: optionalText,
    table: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./exchange/ExchangePage.tsx'), 'ExchangePage'),
});
const indicatorsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/indicators',
  validateSearch: z.object({ month: optionalText, subject: optionalText, text: optionalText, open: optionalText }),
  component: lazyRouteComponent(() => import('./indicator/IndicatorPage.tsx'), 'IndicatorPage'),
});
const plansRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans',
  component: lazyRouteComponent(() => import('./plan/PlanListPage.tsx'), 'PlanListPage'),
});
const planRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/plans/$planId',
  validateSearch: z.object({ tab: optionalText, year: optionalCount, indicator: optionalText }),
  component: lazyRouteComponent(() => import('./plan/PlanPage.tsx'), 'PlanPage'),
});
const cadenceRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/cadence',
  validateSearch: z.object({ month: optionalText, view: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./cadence/CadencePage.tsx'), 'CadencePage'),
});
const cadenceOfficeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/cadence/$officeId',
  validateSearch: z.object({ month: optionalText, rule: optionalText }),
  component: lazyRouteComponent(() => import('./cadence/CadenceOfficePage.tsx'), 'CadenceOfficePage'),
});
const handlingRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/handling',
  validateSearch: z.object({
    period: optionalText,
    process: optionalText,
    guide: optionalText,
    cases: optionalText,
    of: optionalText,
    late: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./handling/HandlingPage.tsx'), 'HandlingPage'),
});
const planRoutes = [plansRoute, planRoute, cadenceRoute, cadenceOfficeRoute, handlingRoute] as const;
const areasRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/areas',
  validateSearch: z.object({ code: optionalText }),
  component: lazyRouteComponent(() => import('./area/AreaAdminPage.tsx'), 'AreaAdminPage'),
});
const areaTreeRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/areas',
  validateSearch: z.object({ code: optionalText }),
  component: lazyRouteComponent(() => import('./area/AreaAdminPage.tsx'), 'AreaAdminPage'),
});
const areaHistoryRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/areas/$code/history',
  validateSearch: z.object({ months: optionalText }),
  component: lazyRouteComponent(() => import('./area/AreaHistoryPage.tsx'), 'AreaHistoryPage'),
});
const officesRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/offices',
  validateSearch: z.object({ kind: optionalText, text: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./area/OfficeAdminPage.tsx'), 'OfficeAdminPage'),
});
const accountsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/accounts',
  validateSearch: z.object({ text: optionalText, role: optionalText, account: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./account/AccountAdminPage.tsx'), 'AccountAdminPage'),
});
const grantsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/grants',
  validateSearch: z.object({ status: optionalText, offset: optionalCount }),
  component: lazyRouteComponent(() => import('./grant/GrantsPage.tsx'), 'GrantsPage'),
});
const parametersRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/parameters',
  component: lazyRouteComponent(() => import('./parameter/ParameterPage.tsx'), 'ParameterPage'),
});
const auditRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/admin/audit',
  validateSearch: z.object({
    from: optionalText,
    to: optionalText,
    action: optionalText,
    account: optionalText,
    subject: optionalText,
    offset: optionalCount,
  }),
  component: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
});

// Public pages: no session, no frame --------------------------------------------------------------------------------
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./setup/SetupPage.tsx'), 'SetupPage'),
});
const askForHelpRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/help',
  component: lazyRouteComponent(() => import('./help-request/AskForHelpPage.tsx'), 'AskForHelpPage'),
});
const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => import('./certificate/VerifyPage.tsx'), 'VerifyPage'),
});
const verifyCodeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify/$code',
  component: lazyRouteComponent(() => import('./certificate/VerifyPage.tsx'), 'VerifyPage'),
});

const providerReturnRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in/provider',
  component: lazyRouteComponent(() => import('./account/ProviderReturnPage.tsx'), 'ProviderReturnPage'),
});

const routeTree = rootRoute.addChildren([
  frameRoute.addChildren([
    ...peopleRoutes,
    ...planRoutes,
    ...monitoringRoutes,
    ...deskRoutes,
    ...rosterRoutes,
    ...ledgerRoutes,
    reportsRoute,
    submissionsRoute,
    analysisRoute,
    exchangeRoute,
    indicatorsRoute,
    areasRoute,
    areaTreeRoute,
    areaHistoryRoute,
    officesRoute,
    accountsRoute,
    grantsRoute,
    parametersRoute,
    auditRoute,
  ]),
  boardRoute,
  alongRoute,
  setupRoute,
  providerReturnRoute,
  askForHelpRoute,
  verifyRoute,
  verifyCodeRoute,
]);

export const router = createRouter({
  routeTree,
  // Everything in the address is plain text: the router's own decoder would turn codes of twelve digits into numbers.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (values) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
      if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
    }
    return search.size === 0 ? '' : `?${search}`;
  },
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <ErrorPage error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFoundPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
