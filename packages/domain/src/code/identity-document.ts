import type { CodeSet } from './code-set.ts';

/** Identity document type 证件类型, AAC058. */
export const identityDocuments = [
  { code: '01', zh: '居民身份证(户口簿)', en: 'Citizen identity card' },
  { code: '04', zh: '港澳居民来往内地通行证', en: 'Mainland travel permit for Hong Kong and Macao residents' },
  { code: '06', zh: '台湾居民来往大陆通行证', en: 'Mainland travel permit for Taiwan residents' },
  { code: '07', zh: '外国人永久居留证', en: 'Foreigner’s permanent residence card' },
  { code: '08', zh: '护照', en: 'Passport' },
] as const satisfies CodeSet;
