import { accountEn } from '../account/account.en.ts';
import { accountZh } from '../account/account.zh.ts';
import { accountAdminEn } from '../account/account-admin.en.ts';
import { accountAdminZh } from '../account/account-admin.zh.ts';
import { factorEn } from '../account/factor.en.ts';
import { factorZh } from '../account/factor.zh.ts';
import { analysisEn } from '../analysis/analysis.en.ts';
import { analysisZh } from '../analysis/analysis.zh.ts';
import { analysisSheetEn } from '../analysis-sheet/analysis-sheet.en.ts';
import { analysisSheetZh } from '../analysis-sheet/analysis-sheet.zh.ts';
import { appEn } from '../app/app.en.ts';
import { appZh } from '../app/app.zh.ts';
import { areaEn, officeEn } from '../area/area.en.ts';
import { areaZh, officeZh } from '../area/area.zh.ts';
import { areaChangeEn } from '../area/area-change.en.ts';
import { areaChangeZh } from '../area/area-change.zh.ts';
import { attachmentEn } from '../attachment/attachment.en.ts';
import { attachmentZh } from '../attachment/attachment.zh.ts';
import { auditEn } from '../audit/audit.en.ts';
import { auditZh } from '../audit/audit.zh.ts';
import { cadenceEn } from '../cadence/cadence.en.ts';
import { cadenceZh } from '../cadence/cadence.zh.ts';
import { campaignEn } from '../campaign/campaign.en.ts';
import { campaignZh } from '../campaign/campaign.zh.ts';
import { issuingEn } from '../certificate/issuing.en.ts';
import { issuingZh } from '../certificate/issuing.zh.ts';
import { verifyEn } from '../certificate/verify.en.ts';
import { verifyZh } from '../certificate/verify.zh.ts';
import { contactEn } from '../contact/contact.en.ts';
import { contactZh } from '../contact/contact.zh.ts';
import { employmentEn } from '../employment/employment.en.ts';
import { employmentZh } from '../employment/employment.zh.ts';
import { exchangeEn } from '../exchange/exchange.en.ts';
import { exchangeZh } from '../exchange/exchange.zh.ts';
import { grantEn } from '../grant/grant.en.ts';
import { grantZh } from '../grant/grant.zh.ts';
import { gridEn } from '../grid/grid.en.ts';
import { gridZh } from '../grid/grid.zh.ts';
import { handlingEn } from '../handling/handling.en.ts';
import { handlingZh } from '../handling/handling.zh.ts';
import { helpEn } from '../help/help.en.ts';
import { helpZh } from '../help/help.zh.ts';
import { helpRequestEn } from '../help-request/help-request.en.ts';
import { helpRequestZh } from '../help-request/help-request.zh.ts';
import { householdEn } from '../household/household.en.ts';
import { householdZh } from '../household/household.zh.ts';
import { indicatorEn } from '../indicator/indicator.en.ts';
import { indicatorZh } from '../indicator/indicator.zh.ts';
import { ledgerEn } from '../ledger/ledger.en.ts';
import { ledgerZh } from '../ledger/ledger.zh.ts';
import { monitoredEmployerEn } from '../monitored-employer/monitored-employer.en.ts';
import { monitoredEmployerZh } from '../monitored-employer/monitored-employer.zh.ts';
import { noticeEn } from '../notice/notice.en.ts';
import { noticeZh } from '../notice/notice.zh.ts';
import { parameterEn } from '../parameter/parameter.en.ts';
import { parameterZh } from '../parameter/parameter.zh.ts';
import { planEn } from '../plan/plan.en.ts';
import { planZh } from '../plan/plan.zh.ts';
import { policyEn } from '../policy/policy.en.ts';
import { policyZh } from '../policy/policy.zh.ts';
import { practiceEn } from '../practice/practice.en.ts';
import { practiceZh } from '../practice/practice.zh.ts';
import { qualityEn } from '../quality/quality.en.ts';
import { qualityZh } from '../quality/quality.zh.ts';
import { recycleEn } from '../recycle/recycle.en.ts';
import { recycleZh } from '../recycle/recycle.zh.ts';
import { remarkEn } from '../remark/remark.en.ts';
import { remarkZh } from '../remark/remark.zh.ts';
import { reportEn } from '../report/report.en.ts';
import { reportZh } from '../report/report.zh.ts';
import { reportFormEn } from '../report/report-form.en.ts';
import { reportFormZh } from '../report/report-form.zh.ts';
import { residentEn } from '../resident/resident.en.ts';
import { residentZh } from '../resident/resident.zh.ts';
import { timelineEn } from '../resident/timeline.en.ts';
import { timelineZh } from '../resident/timeline.zh.ts';
import { retireeEn } from '../retiree/retiree.en.ts';
import { retireeZh } from '../retiree/retiree.zh.ts';
import { rosterEn } from '../roster/roster.en.ts';
import { rosterZh } from '../roster/roster.zh.ts';
import { searchEn } from '../search/search.en.ts';
import { searchZh } from '../search/search.zh.ts';
import { setupEn } from '../setup/setup.en.ts';
import { setupZh } from '../setup/setup.zh.ts';
import { submissionEn } from '../submission/submission.en.ts';
import { submissionZh } from '../submission/submission.zh.ts';
import { surveyEn } from '../survey/survey.en.ts';
import { surveyZh } from '../survey/survey.zh.ts';
import { taskEn } from '../task/task.en.ts';
import { taskZh } from '../task/task.zh.ts';
import { transferEn } from '../transfer/transfer.en.ts';
import { transferZh } from '../transfer/transfer.zh.ts';
import { unemploymentEn } from '../unemployment/unemployment.en.ts';
import { unemploymentZh } from '../unemployment/unemployment.zh.ts';
import { doorEn } from '../visit/door.en.ts';
import { doorZh } from '../visit/door.zh.ts';
import { visitEn } from '../visit/visit.en.ts';
import { visitZh } from '../visit/visit.zh.ts';
import { volumeEn } from '../volume/volume.en.ts';
import { volumeZh } from '../volume/volume.zh.ts';
import { warningEn } from '../warning/warning.en.ts';
import { warningZh } from '../warning/warning.zh.ts';
import { worklistEn } from '../worklist/worklist.en.ts';
import { worklistZh } from '../worklist/worklist.zh.ts';
import { kitEn } from './kit.en.ts';
import { kitZh } from './kit.zh.ts';

/** Nested texts of one slice; leaves are sentences with `{{name}}` places, plurals as `key_one` / `key_other`. */
export interface Catalogue {
  readonly [key: string]: string | Catalogue;
}

/** Every catalogue by the first word of its keys. One line per slice and language. */
export const catalogues: { zh: Record<string, Catalogue>; en: Record<string, Catalogue> } = {
  zh: {
    accountAdmin: accountAdminZh,
    factor: factorZh,
    analysis: analysisZh,
    area: areaZh,
    areaChange: areaChangeZh,
    grant: grantZh,
    grid: gridZh,
    handling: handlingZh,
    help: helpZh,
    helpRequest: helpRequestZh,
    analysisSheet: analysisSheetZh,
    monitoredEmployer: monitoredEmployerZh,
    warning: warningZh,
    attachment: attachmentZh,
    audit: auditZh,
    indicator: indicatorZh,
    cadence: cadenceZh,
    campaign: campaignZh,
    plan: planZh,
    notice: noticeZh,
    practice: practiceZh,
    parameter: parameterZh,
    recycle: recycleZh,
    remark: remarkZh,
    report: reportZh,
    submission: submissionZh,
    reportForm: reportFormZh,
    policy: policyZh,
    quality: qualityZh,
    retiree: retireeZh,
    roster: rosterZh,
    office: officeZh,
    account: accountZh,
    app: appZh,
    kit: kitZh,
    contact: contactZh,
    employment: employmentZh,
    exchange: exchangeZh,
    household: householdZh,
    ledger: ledgerZh,
    issuing: issuingZh,
    resident: residentZh,
    timeline: timelineZh,
    transfer: transferZh,
    unemployment: unemploymentZh,
    volume: volumeZh,
    search: searchZh,
    setup: setupZh,
    survey: surveyZh,
    task: taskZh,
    verify: verifyZh,
    visit: visitZh,
    door: doorZh,
    worklist: worklistZh,
  },
  en: {
    accountAdmin: accountAdminEn,
    factor: factorEn,
    analysis: analysisEn,
    area: areaEn,
    areaChange: areaChangeEn,
    grant: grantEn,
    grid: gridEn,
    handling: handlingEn,
    help: helpEn,
    helpRequest: helpRequestEn,
    analysisSheet: analysisSheetEn,
    monitoredEmployer: monitoredEmployerEn,
    warning: warningEn,
    attachment: attachmentEn,
    audit: auditEn,
    indicator: indicatorEn,
    cadence: cadenceEn,
    campaign: campaignEn,
    plan: planEn,
    notice: noticeEn,
    practice: practiceEn,
    parameter: parameterEn,
    recycle: recycleEn,
    remark: remarkEn,
    report: reportEn,
    submission: submissionEn,
    reportForm: reportFormEn,
    policy: policyEn,
    quality: qualityEn,
    retiree: retireeEn,
    roster: rosterEn,
    office: officeEn,
    account: accountEn,
    app: appEn,
    kit: kitEn,
    contact: contactEn,
    employment: employmentEn,
    exchange: exchangeEn,
    household: householdEn,
    ledger: ledgerEn,
    issuing: issuingEn,
    resident: residentEn,
    timeline: timelineEn,
    transfer: transferEn,
    unemployment: unemploymentEn,
    volume: volumeEn,
    search: searchEn,
    setup: setupEn,
    survey: surveyEn,
    task: taskEn,
    verify: verifyEn,
    visit: visitEn,
    door: doorEn,
    worklist: worklistEn,
  },
};
