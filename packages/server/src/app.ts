import { accountRoutes } from './account/account.routes.ts';
import { factorRoutes } from './account/factor.routes.ts';
import { providerRoutes } from './account/provider.routes.ts';
import { sessionRoutes } from './account/session.routes.ts';
import { analysisRoutes } from './analysis/analysis.routes.ts';
import { analysisSheetRoutes } from './analysis-sheet/analysis-sheet.routes.ts';
import { areaRoutes } from './area/area.routes.ts';
import { areaChangeRoutes } from './area-change/area-change.routes.ts';
import { attachmentRoutes } from './attachment/attachment.routes.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { cadenceRoutes } from './cadence/cadence.routes.ts';
import { campaignRoutes } from './campaign/campaign.routes.ts';
import { certificateRoutes } from './certificate/certificate.routes.ts';
import { contactRoutes } from './contact/contact.routes.ts';
import { employmentRoutes } from './employment/employment.routes.ts';
import { exchangeRoutes } from './exchange/exchange.routes.ts';
import { externalRoutes } from './external/external.routes.ts';
import { grantRoutes } from './grant/grant.routes.ts';
import { handlingRoutes } from './handling/handling.routes.ts';
import { helpRequestRoutes } from './help-request/help-request.routes.ts';
import { householdRoutes } from './household/household.routes.ts';
import { indicatorRoutes } from './indicator/indicator.routes.ts';
import { ledgerRoutes } from './ledger/ledger.routes.ts';
import { monitoredEmployerRoutes } from './monitored-employer/monitored-employer.routes.ts';
import { noticeRoutes } from './notice/notice.routes.ts';
import { officeRoutes } from './office/office.routes.ts';
import { parameterRoutes } from './parameter/parameter.routes.ts';
import { planRoutes } from './plan/plan.routes.ts';
import type { RouteDefinition } from './platform/route.ts';
import { policyRoutes } from './policy/policy.routes.ts';
import { preferenceRoutes } from './preference/preference.routes.ts';
import { qualityRoutes } from './quality/quality.routes.ts';
import { recycleRoutes } from './recycle/recycle.routes.ts';
import { remarkRoutes } from './remark/remark.routes.ts';
import { reportFormRoutes } from './report/form.routes.ts';
import { reportRoutes } from './report/report.routes.ts';
import { residentRoutes } from './resident/resident.routes.ts';
import { retireeRoutes } from './retiree/retiree.routes.ts';
import { rosterRoutes } from './roster/roster.routes.ts';
import { searchRoutes } from './search/search.routes.ts';
import { submissionRoutes } from './submission/submission.routes.ts';
import { surveyRoutes } from './survey/survey.routes.ts';
import { taskRoutes } from './task/task.routes.ts';
import { transferRoutes } from './transfer/transfer.routes.ts';
import { unemploymentRoutes } from './unemployment/unemployment.routes.ts';
import { visitRoutes } from './visit/visit.routes.ts';
import { volumeRoutes } from './volume/volume.routes.ts';
import { warningRoutes } from './warning/warning.routes.ts';
import { worklistRoutes } from './worklist/worklist.routes.ts';

/** Every route of the system, one line a slice. */
export const allRoutes: readonly RouteDefinition[] = [
  accountRoutes,
  sessionRoutes,
  factorRoutes,
  providerRoutes,
  analysisRoutes,
  analysisSheetRoutes,
  areaRoutes,
  areaChangeRoutes,
  attachmentRoutes,
  auditRoutes,
  cadenceRoutes,
  campaignRoutes,
  certificateRoutes,
  contactRoutes,
  employmentRoutes,
  externalRoutes,
  exchangeRoutes,
  grantRoutes,
  handlingRoutes,
  helpRequestRoutes,
  householdRoutes,
  ledgerRoutes,
  indicatorRoutes,
  noticeRoutes,
  officeRoutes,
  parameterRoutes,
  planRoutes,
  recycleRoutes,
  remarkRoutes,
  residentRoutes,
  reportRoutes,
  reportFormRoutes,
  policyRoutes,
  preferenceRoutes,
  qualityRoutes,
  retireeRoutes,
  rosterRoutes,
  searchRoutes,
  submissionRoutes,
  surveyRoutes,
  taskRoutes,
  unemploymentRoutes,
  visitRoutes,
  worklistRoutes,
  transferRoutes,
  monitoredEmployerRoutes,
  volumeRoutes,
  warningRoutes,
].flat();
