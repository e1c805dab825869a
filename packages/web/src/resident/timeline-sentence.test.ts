import type { TimelineEntry } from '@renshe/domain/resident/resident.contract.ts';
import { timelineKinds } from '@renshe/domain/resident/resident.timeline.ts';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { catalogues } from '../kit/catalogues.ts';
import { articleWords } from './article-words.ts';
import { fileDifferences } from './file-differences.ts';
import { type Translate, timelineSentence } from './timeline-sentence.ts';

const values: Record<string, string | number | boolean> = {
  areaName: '贺家弄社区居民委员会',
  field: 'education',
  oldValue: '71',
  newValue: '61',
  reason: '02',
  able: true,
  willing: false,
  category: '01',
  relation: '10',
  nature: '1',
  channel: 'community',
  type: '10',
  employerName: 'ACME',
  urban: true,
  platformWork: true,
  late: true,
  way: 'phone',
  outcome: '01',
  service: 'training',
  copyNumber: 2,
};

function entryOf(kind: string, data: TimelineEntry['data']): TimelineEntry {
  const recordedAt = '2026-10-01T01:00:00.000Z';
  return {
    entryId: kind,
    kind,
    on: '2026-10-01',
    data,
    recordedAt,
    recordedBy: null,
    recordId: null,
    voided: false,
  };
}

let zh: Translate;
let en: Translate;
beforeAll(async () => {
  await i18next.init({
    lng: 'zh',
    resources: { zh: { translation: catalogues.zh }, en: { translation: catalogues.en } },
    interpolation: { escapeValue: false },
  });
  zh = i18next.getFixedT('zh') as Translate;
  en = i18next.getFixedT('en') as Translate;
});

test.each(Object.keys(timelineKinds))('%s is said in words, with every fact and with none', (kind) => {
  const keys = timelineKinds[kind as keyof typeof timelineKinds].data;
  const full = Object.fromEntries(keys.map((key) => [key, values[key] ?? 'text']));
  if (kind === 'resident-ended') full.reason = 'death';
  const empty = Object.fromEntries(keys.map((key) => [key, null]));
  for (const data of [full, empty]) {
    for (const [t, language] of [[zh, 'zh'] as const, [en, 'en'] as const]) {
      const { sentence, details } = timelineSentence(entryOf(kind, data), t, language);
      const all = [sentence, ...details.flatMap((detail) => [detail.label, detail.value])];
      expect(all.filter((words) => words === '' || /\{\{|timeline\.|contact\.|resident\./.test(words))).toEqual([]);
    }
  }
});

test('codes are never shown, unknown kinds are', () => {
  const entry = entryOf('unemployment-deregistered', { reason: '01', evidence: '', note: '', registeredOn: null });
  expect(timelineSentence(entry, zh, 'zh').sentence).toBe('注销失业登记：被用人单位录用');
  expect(timelineSentence(entryOf('of-the-future', {}), en, 'en').sentence).toBe('Other record');
});

test('articles are said in the reader’s language, the handbook never', () => {
  const article = '就业服务与就业管理规定第66条(四)；领域手册 §2.1';
  expect(articleWords(article, 'zh')).toBe('就业服务与就业管理规定第66条(四)');
  expect(articleWords(article, 'en')).toBe('Employment Services and Management Regulations, art. 66 (4)');
  expect(articleWords('领域手册 §3.4', 'en')).toBe('');
});

test('a conflict names changed fields and new lines only', () => {
  const line = entryOf('ability-recorded', { able: true, willing: true, evidence: 'x' });
  const before = { name: '潘艳', education: '71', version: 1, area: { code: '1', name: 'A' }, timeline: [line] };
  const after = {
    ...before,
    education: '61',
    version: 2,
    timeline: [entryOf('certificate-issued', { number: '1', copyNumber: 1 }), { ...line, entryId: 'other' }],
  };
  const found = fileDifferences(before as never, after as never, en, 'en');
  expect(found).toEqual(['Education: Junior high school → Senior high school', 'New: Employment certificate issued']);
});
