import type { PageHelp } from './page-help.ts';
import { adminHelp } from './pages/admin.ts';
import { businessHelp } from './pages/business.ts';
import { campaignHelp } from './pages/campaign.ts';
import { deskHelp } from './pages/desk.ts';
import { everybodyHelp } from './pages/everybody.ts';
import { peopleHelp } from './pages/people.ts';
import { recordsHelp } from './pages/records.ts';
import { reportingHelp } from './pages/reporting.ts';
import { statisticsHelp } from './pages/statistics.ts';

/** The help of every page by its path in the router; `/sign-in` stands at the address of the page that is wanted. */
export const pageHelp: Readonly<Record<string, PageHelp>> = {
  ...deskHelp,
  ...peopleHelp,
  ...businessHelp,
  ...campaignHelp,
  ...recordsHelp,
  ...reportingHelp,
  ...statisticsHelp,
  ...adminHelp,
  ...everybodyHelp,
  '/verify/$code': everybodyHelp['/verify'],
};
