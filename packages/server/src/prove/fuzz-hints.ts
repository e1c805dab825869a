/** What a schema does not say of a call that shall succeed. Ids and versions are looked up in the database; these are the rest. */
import { accessHints } from './access-hints.ts';
import type { Hints } from './schema-values.ts';

export const fuzzPassword = 'heron-lamp-orchard-52';
const paper = { effectiveOn: '2026-12-01', documentNo: '镇民发〔2026〕9号', reason: '社区规模调整' };
const asked = { month: '2026-10' };
const weekly = { form: 'weekly-market', period: '2026-W45' };

export const fuzzHints: Readonly<Record<string, Hints>> = {
  ...accessHints,
  'area.rename': { ...paper, code: '321111002003', name: '西津渡社区居委会', newCode: null, urbanRural: '111' },
  'area.merge': { ...paper, code: '321111002001', intoCode: '321111002002' },
  'area.create': {
    ...paper,
    code: '321111002009',
    name: '新河社区居委会',
    kind: 'community',
    parentCode: '321111002000',
    urbanRural: '111',
  },
  'area.change-parent': { ...paper, code: '321111002003', parentCode: '321111001000', newCode: '321111001009' },
  'area.merge-street': { ...paper, code: '321111002000', intoCode: '321111001000' },
  'area.preview': { kind: 'merged', code: '321111002001', effectiveOn: '2026-12-01', intoCode: '321111002002' },
  'area.preview-split': {
    code: '321102001001',
    effectiveOn: '2026-12-01',
    parts: [{ intoCode: '321102001002', addresses: ['金丝巷1号'] }],
  },
  'area.split': {
    ...paper,
    code: '321102001001',
    parts: [{ intoCode: '321102001002', addresses: ['金丝巷1号'] }],
  },
  'analysis.comparison': { ...asked, indicators: 'registered-unemployed' },
  'analysis.trend': { ...accessHints['analysis.trend'], area: '321102000000', indicators: 'registered-unemployed' },
  'analysis.areas': { ...asked, indicator: 'registered-unemployed' },
  'analysis.export-xlsx': { ...asked, indicators: 'registered-unemployed' },
  'report-form.fill': weekly,
  'report-form.export-xlsx': weekly,
  'report-form.export-pdf': weekly,
  'submission.board': weekly,
  'submission.state': weekly,
  'submission.history': weekly,
  'submission.export-board': weekly,
  'analysis.outliers': { ...asked, indicator: 'registered-unemployed' },
  'account.sign-in': { login: 'two-posts', password: fuzzPassword },
  'account.change-password': { oldPassword: fuzzPassword, newPassword: 'heron-lamp-orchard-54' },
  'account.create': { login: 'fuzz.created', password: 'heron-lamp-orchard-52', role: 'community-worker' },
  'account.reset-password': { password: 'heron-lamp-orchard-53' },
  'account.grant-post': { fromOn: '2026-11-20' },
  'account.end-post': { toOn: '2026-11-20' },
  'external.enter': { area: '321102000000', indicator: 'surveyed-unemployment-rate', period: '2026-09', value: 5.2 },
  'external.list': { area: '321102000000', indicator: 'surveyed-unemployment-rate' },
  'external.correct': { value: 5.3 },
  'exchange.prepare': { ...accessHints['exchange.prepare'], mode: 'all', areaCode: '321102000000' },
  'indicator.detail': { key: 'registered-unemployed', ...asked },
  'office.open': { kind: 'workstation', areaCode: '321111002003', openedOn: '2026-11-10' },
  'parameter.set': { areaCode: '321100000000', fromOn: '2026-12-01', source: '镇人社发〔2026〕3号' },
  'report.people': { ...asked, line: 'registered-unemployed', column: 'month', measure: 'month' },
  'unemployment.register': { reason: '02', registeredOn: '2026-11-10', unemployedSince: '2026-11-01' },
  'unemployment.change': { reason: '02', registeredOn: '2026-09-10', unemployedSince: '2026-08-20' },
  'unemployment.deregister': { endedOn: '2026-11-10' },
  'monitored-employer.report-month': { month: '2026-10', staffStart: 200, staffEnd: 200, hired: 0, departed: 0 },
  'parameter.list': {},
};
