import { errorSentences } from '@renshe/domain/access/all-errors.ts';
import { type ErrorSentences, fillSentence, type Language } from '@renshe/domain/kernel/app-error.ts';
import { requestErrors } from '@renshe/domain/kernel/request.errors.ts';

const sentences: ErrorSentences = {
  ...requestErrors,
  ...errorSentences,
  'practice.real-number': {
    zh: '这里只是练习。请用上面步骤里写的号码，不要输真的身份证号。',
    en: 'This is a practice. Please use the number in the steps at the top, never a real one.',
  },
};

export function sentenceOfCode(code: string, language: Language, details: Readonly<Record<string, unknown>>): string {
  const sentence = sentences[code];
  return sentence ? fillSentence(sentence, language, details) : code;
}
