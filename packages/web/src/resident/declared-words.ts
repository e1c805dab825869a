import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { catalogue } from '@renshe/domain/statistics/indicators.ts';
import type { Translate } from './timeline-sentence.ts';

interface Words {
  name: string;
  /** Article or handbook section. */
  source: string;
}

/** What a flag of a person or household is called, and why it exists. */
export function flagWords(kind: string, language: Language, t: Translate): Words {
  const declared = catalogue.flags.find((flag) => flag.kind === kind);
  return declared
    ? { name: declared[language], source: declared.source }
    : { name: t('resident.otherFlag'), source: '' };
}

export function dutyWords(kind: string, language: Language, t: Translate): Words {
  const declared = catalogue.duties.find((duty) => duty.kind === kind);
  return declared
    ? { name: declared[language], source: declared.source }
    : { name: t('resident.otherDuty'), source: '' };
}

/** Flags by which the list can be filtered. */
export function flagChoices(language: Language): { value: string; label: string }[] {
  return catalogue.flags.map((flag) => ({ value: flag.kind, label: flag[language] }));
}
