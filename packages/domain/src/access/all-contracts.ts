import { accountContracts, setupContracts } from '../account/account.contract.ts';
import { factorContracts } from '../account/factor.contract.ts';
import { analysisContracts } from '../analysis/analysis.contract.ts';
import { analysisSheetContracts } from '../analysis-sheet/analysis-sheet.contract.ts';
import { areaContracts, officeContracts } from '../area/area.contract.ts';
import { areaChangeContracts } from '../area/area-change.contract.ts';
import { attachmentContracts } from '../attachment/attachment.contract.ts';
import { auditContracts } from '../audit/audit.contract.ts';
import { cadenceContracts } from '../cadence/cadence.contract.ts';
import { campaignContracts } from '../campaign/campaign.contract.ts';
import { campaignRecheckContracts } from '../campaign/campaign-recheck.contract.ts';
import { campaignVisitContracts } from '../campaign/campaign-visit.contract.ts';
import { certificateContracts } from '../certificate/certificate.contract.ts';
import { contactContracts } from '../contact/contact.contract.ts';
import { employmentContracts } from '../employment/employment.contract.ts';
import { exchangeContracts } from '../exchange/exchange.contract.ts';
import { externalContracts } from '../external/external.contract.ts';
import { grantContracts } from '../grant/grant.contract.ts';
import { handlingContracts } from '../handling/handling.contract.ts';
import { helpRequestContracts } from '../help-request/help-request.contract.ts';
import { householdContracts } from '../household/household.contract.ts';
import { indicatorContracts } from '../indicator/indicator.contract.ts';
import type { RouteContract } from '../kernel/contract.ts';
import { ledgerContracts } from '../ledger/ledger.contract.ts';
import { ledgerUseContracts } from '../ledger/ledger-use.contract.ts';
import { monitoredEmployerContracts } from '../monitored-employer/monitored-employer.contract.ts';
import { noticeContracts } from '../notice/notice.contract.ts';
import { parameterContracts } from '../parameter/parameter.contract.ts';
import { planContracts } from '../plan/plan.contract.ts';
import { planScoresContracts } from '../plan/plan-scores.contract.ts';
import { planWorkContracts } from '../plan/plan-work.contract.ts';
import { policyContracts } from '../policy/policy.contract.ts';
import { preferenceContracts } from '../preference/preference.contract.ts';
import { qualityContracts } from '../quality/quality.contract.ts';
import { recycleContracts } from '../recycle/recycle.contract.ts';
import { remarkContracts } from '../remark/remark.contract.ts';
import { reportFormContracts } from '../report/form.contract.ts';
import { reportContracts } from '../report/report.contract.ts';
import { residentContracts } from '../resident/resident.contract.ts';
import { retireeContracts } from '../retiree/retiree.contract.ts';
import { rosterContracts } from '../roster/roster.contract.ts';
import { searchContracts } from '../search/search.contract.ts';
import { submissionContracts } from '../submission/submission.contract.ts';
import { surveyContracts } from '../survey/survey.contract.ts';
import { taskContracts } from '../task/task.contract.ts';
import { transferContracts } from '../transfer/transfer.contract.ts';
import { unemploymentContracts } from '../unemployment/unemployment.contract.ts';
import { visitContracts } from '../visit/visit.contract.ts';
import { volumeContracts } from '../volume/volume.contract.ts';
import { warningContracts } from '../warning/warning.contract.ts';
import { worklistContracts } from '../worklist/worklist.contract.ts';

/** Every route of the system: the server must implement exactly these, the access matrix must list exactly these. */
export const allContracts: readonly RouteContract[] = [
  accountContracts,
  factorContracts,
  setupContracts,
  analysisContracts,
  analysisSheetContracts,
  areaContracts,
  areaChangeContracts,
  officeContracts,
  attachmentContracts,
  auditContracts,
  cadenceContracts,
  campaignContracts,
  campaignVisitContracts,
  campaignRecheckContracts,
  certificateContracts,
  contactContracts,
  employmentContracts,
  externalContracts,
  exchangeContracts,
  grantContracts,
  handlingContracts,
  helpRequestContracts,
  householdContracts,
  monitoredEmployerContracts,
  indicatorContracts,
  ledgerContracts,
  ledgerUseContracts,
  noticeContracts,
  parameterContracts,
  planContracts,
  planScoresContracts,
  planWorkContracts,
  recycleContracts,
  remarkContracts,
  reportContracts,
  reportFormContracts,
  residentContracts,
  policyContracts,
  preferenceContracts,
  qualityContracts,
  retireeContracts,
  rosterContracts,
  searchContracts,
  submissionContracts,
  surveyContracts,
  taskContracts,
  transferContracts,
  unemploymentContracts,
  volumeContracts,
  warningContracts,
  visitContracts,
  worklistContracts,
].flatMap((contracts) => Object.values(contracts) as RouteContract[]);
