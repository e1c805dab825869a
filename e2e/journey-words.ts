/** The words of the web's catalogues: tests press what people read. */
import { type Catalogue, catalogues } from '../packages/web/src/kit/catalogues.ts';

export type Language = 'zh' | 'en';

/** The sentence with its places filled. @throws Error when there is none */
export function words(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const found = key
    .split('.')
    .reduce<string | Catalogue | undefined>(
      (at, part) => (typeof at === 'object' ? at[part] : undefined),
      catalogues[language],
    );
  if (typeof found !== 'string') throw new Error(`the catalogue has no ${language} sentence ${key}`);
  return found.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name]));
}
