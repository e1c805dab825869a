import type { Language } from '@renshe/domain/kernel/app-error.ts';
import { catalogue } from '@renshe/domain/statistics/indicators.ts';
import { articleWords } from './article-words.ts';
import type { Translate } from './timeline-sentence.ts';

interface Words {
  name: string;
  /** The name without its explanation, for chips. */
  short: string;
  /** Articles, in the reader's language; may be empty. */
  source: string;
}

function wordsOf(declared: { zh: string; en: string; source: string }, language: Language): Words {
  const name = declared[language];
  return { name, short: name.split(/[，:：]/)[0] ?? name, source: articleWords(declared.source, language) };
}

function unknownWords(name: string): Words {
  return { name, short: name, source: '' };
}

/** What a flag of a person or household is called, and why it exists. */
export function flagWords(kind: string, language: Language, t: Translate): Words {
  const declared = catalogue.flags.find((flag) => flag.kind === kind);
  return declared ? wordsOf(declared, language) : unknownWords(t('resident.otherFlag'));
}

export function dutyWords(kind: string, language: Language, t: Translate): Words {
  const declared = catalogue.duties.find((duty) => duty.kind === kind);
  return declared ? wordsOf(declared, language) : unknownWords(t('resident.otherDuty'));
}

/** Flags by which the list can be filtered. */
export function flagChoices(language: Language): { value: string; label: string }[] {
  return catalogue.flags.map((flag) => ({ value: flag.kind, label: wordsOf(flag, language).short }));
}
