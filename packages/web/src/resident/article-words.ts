import type { Language } from '@renshe/domain/kernel/app-error.ts';

/** Laws and rules that reasons name, as an English reader would look for them. */
const laws: readonly [zh: string, en: string][] = [
  ['就业服务与就业管理规定', 'Employment Services and Management Regulations'],
  ['就业失业登记证管理暂行办法', 'Interim Measures on the Registration Certificate'],
  ['实施弹性退休制度暂行办法', 'Interim Measures on Flexible Retirement'],
  ['禁止使用童工规定', 'Regulations on Child Labour'],
  ['就业促进法', 'Employment Promotion Law'],
  ['劳动合同法', 'Labour Contract Law'],
  ['社会保险法', 'Social Insurance Law'],
  ['劳动法', 'Labour Law'],
  ['人社部2020年失业登记通知', '2020 notice on unemployment registration'],
];

/** Sections of the engineers' handbook tell a clerk nothing. */
const internal = /^领域手册/;

/**
 * The articles of a reason for the reader: 就业服务与就业管理规定第66条(四) or Employment Services … Regulations, art. 66 (4).
 * What cannot be said in English is left out there, because nothing is mixed.
 */
export function articleWords(article: string, language: Language): string {
  const parts = article.split('；').filter((part) => part !== '' && !internal.test(part));
  if (language === 'zh') return parts.join('；');
  return parts
    .map((part) => {
      let words = part.includes('：') ? part.slice(part.indexOf('：') + 1) : part;
      for (const [zh, en] of laws) words = words.replace(zh, en);
      return words
        .replace(/\(人社部发〔\d+〕\d+号\)/g, '')
        .replace(/第(\d+)条/g, ', art. $1')
        .replace(/、, /g, ', ')
        .replace(
          /\(([一二三四五六七八九十])\)/g,
          (_, digit: string) => ` (${'一二三四五六七八九十'.indexOf(digit) + 1})`,
        )
        .replace(/(\d)\((\d+)\)/g, '$1 ($2)')
        .trim();
    })
    .filter((words) => words !== '' && !/\p{Script=Han}/u.test(words))
    .join('; ');
}
