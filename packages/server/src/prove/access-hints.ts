/** What a schema alone does not say of a call: values that get past the checks of form, so that a refusal is one of access. */
import type { Hints } from './schema-values.ts';

const plan = { kind: 'five-year', from: '2026-01', to: '2030-12' };
const path = [{ year: 2026, value: 10 }];
const ledger = { ledger: 'registered-unemployed' };
/** The text of a ledger of the city's own. */
export const ownLedgerText = JSON.stringify({
  key: 'proof-ledger',
  zh: '证明台账',
  en: 'Ledger of the proof',
  about: { zh: '登记失业人员。', en: 'Registered unemployed.' },
  source: { zh: '本市', en: 'the city' },
  rows: { kind: 'stock', indicator: 'registered-unemployed' },
  columns: ['name', 'phone'],
});
const campaign = {
  kind: 'changes',
  startsOn: '2026-11-01',
  endsOn: '2026-12-31',
  recheckPercent: 5,
  communities: ['321102001001'],
};
const evaluation = { kind: 'quarterly', period: '2026-Q3' };

export const accessHints: Readonly<Record<string, Hints>> = {
  'analysis.trend': { from: '2026-09', to: '2026-11' },
  'campaign.create': campaign,
  'campaign.change': campaign,
  'campaign.visit': { outcome: 'no-one-home', visitedOn: '2026-11-20', nextOn: null },
  'cadence.record': { rule: 'community-meeting', period: '2026-W46' },
  'area.preview-split': { parts: [{ intoCode: '321102001002', addresses: ['金丝巷1号'] }] },
  'area.split': { parts: [{ intoCode: '321102001002', addresses: ['金丝巷1号'] }], documentNo: '镇民发〔2026〕1号' },
  'certificate.verify': { code: '0000000000000000' },
  'employment.register': { type: '10', startedOn: '2026-10-08' },
  'exchange.prepare': { edition: 'national-2016', tables: ['DY11'], format: 'csv-utf8' },
  'preference.keep': { key: 'language', value: 'zh' },
  'policy.record-benefit': { policy: 'skill-subsidy', fromOn: '2026-06-01', toOn: null },
  'ledger.changes': { ...ledger, closed: '2026-09' },
  'ledger.copies': ledger,
  'ledger.define': { text: ownLedgerText, version: 0 },
  'ledger-use.restore': { ledger: 'departed', column: 'note' },
  'ledger-use.retire': { ledger: 'departed', column: 'note' },
  'ledger.export': ledger,
  'ledger.print': ledger,
  'ledger.rows': ledger,
  'ledger.save-view': ledger,
  'ledger.start-cards': ledger,
  'ledger.start-export': ledger,
  'plan.add-evaluation': evaluation,
  'plan.change-evaluation': evaluation,
  'plan.change': plan,
  'plan.create': plan,
  'plan.set-targets': { year: 2026, path },
  'volume.differences': ledger,
  'warning.handle': { dueOn: '2026-12-01' },
  'resident.check': { citizenId: '321102198504154119' },
  'resident.correct-identity': { citizenId: '321102198504154119' },
  'resident.find': { text: '金丝' },
  'search.find': { text: '金丝' },
  'resident.register': { citizenId: '321102198504154119', household: { how: 'none' } },
};
