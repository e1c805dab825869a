/** What stands in the form at first: a whole ledger that can be saved as it is, to be changed. */
import type { Language } from '@renshe/domain/kernel/app-error.ts';

const words = {
  zh: { zh: '本市台账', about: '女性登记失业人员。', source: '市局要求' },
  en: { zh: 'City ledger', about: 'Women who are registered as unemployed.', source: 'Asked for by the bureau' },
} as const satisfies Record<Language, object>;

export function exampleOf(language: Language): string {
  const w = words[language];
  return JSON.stringify(
    {
      key: 'city-ledger',
      zh: w.zh,
      en: words.en.zh,
      about: { zh: w.about, en: words.en.about },
      source: { zh: w.source, en: words.en.source },
      order: 200,
      rows: { kind: 'stock', indicator: 'registered-unemployed' },
      columns: ['name', 'birthOn', 'phone', 'community', 'registeredUnemployedOn', 'lastContactOn'],
      conditions: [{ column: 'sex', is: ['2'] }],
      sort: [{ column: 'community' }, { column: 'name' }],
      paper: 'landscape',
    },
    null,
    2,
  );
}
