import { accountErrors } from '../account/account.errors.ts';
import { analysisErrors } from '../analysis/analysis.errors.ts';
import { analysisSheetErrors } from '../analysis-sheet/analysis-sheet.errors.ts';
import { areaErrors } from '../area/area.errors.ts';
import { attachmentErrors } from '../attachment/attachment.errors.ts';
import { backupErrors } from '../backup/backup.errors.ts';
import { cadenceErrors } from '../cadence/cadence.errors.ts';
import { campaignErrors } from '../campaign/campaign.errors.ts';
import { certificateErrors } from '../certificate/certificate.errors.ts';
import { contactErrors } from '../contact/contact.errors.ts';
import { documentErrors } from '../document/document.errors.ts';
import { employmentErrors } from '../employment/employment.errors.ts';
import { exchangeErrors } from '../exchange/exchange.errors.ts';
import { externalErrors } from '../external/external.errors.ts';
import { grantErrors } from '../grant/grant.errors.ts';
import { helpRequestErrors } from '../help-request/help-request.errors.ts';
import { householdErrors } from '../household/household.errors.ts';
import type { ErrorSentences } from '../kernel/app-error.ts';
import { keysErrors } from '../keys/keys.errors.ts';
import { ledgerErrors } from '../ledger/ledger.errors.ts';
import { monitoredEmployerErrors } from '../monitored-employer/monitored-employer.errors.ts';
import { planErrors } from '../plan/plan.errors.ts';
import { policyErrors } from '../policy/policy.errors.ts';
import { preferenceErrors } from '../preference/preference.errors.ts';
import { qualityErrors } from '../quality/quality.errors.ts';
import { recycleErrors } from '../recycle/recycle.errors.ts';
import { remarkErrors } from '../remark/remark.errors.ts';
import { reportErrors } from '../report/report.errors.ts';
import { residentErrors } from '../resident/resident.errors.ts';
import { retireeErrors } from '../retiree/retiree.errors.ts';
import { rosterErrors } from '../roster/roster.errors.ts';
import { setupErrors } from '../setup/setup.errors.ts';
import { periodErrors } from '../statistics/period.errors.ts';
import { submissionErrors } from '../submission/submission.errors.ts';
import { surveyErrors } from '../survey/survey.errors.ts';
import { transferErrors } from '../transfer/transfer.errors.ts';
import { unemploymentErrors } from '../unemployment/unemployment.errors.ts';
import { volumeErrors } from '../volume/volume.errors.ts';
import { warningErrors } from '../warning/warning.errors.ts';

/** Error sentences of all slices, collected; each stands in its own slice. */
export const errorSentences: ErrorSentences = {
  ...accountErrors,
  ...analysisErrors,
  ...analysisSheetErrors,
  ...areaErrors,
  ...attachmentErrors,
  ...backupErrors,
  ...keysErrors,
  ...cadenceErrors,
  ...campaignErrors,
  ...certificateErrors,
  ...contactErrors,
  ...documentErrors,
  ...employmentErrors,
  ...externalErrors,
  ...exchangeErrors,
  ...grantErrors,
  ...helpRequestErrors,
  ...householdErrors,
  ...ledgerErrors,
  ...residentErrors,
  ...planErrors,
  ...recycleErrors,
  ...reportErrors,
  ...submissionErrors,
  ...policyErrors,
  ...preferenceErrors,
  ...remarkErrors,
  ...qualityErrors,
  ...retireeErrors,
  ...rosterErrors,
  ...setupErrors,
  ...surveyErrors,
  ...transferErrors,
  ...unemploymentErrors,
  ...monitoredEmployerErrors,
  ...volumeErrors,
  ...warningErrors,
  ...documentErrors,
  ...setupErrors,
  ...periodErrors,
};
