import type { CodeOf, CodeSet } from './code-set.ts';

/** Where a registration was taken 受理渠道 (handbook §3.2). */
export const registrationChannels = [
  { code: 'community', zh: '社区(村)', en: 'Community' },
  { code: 'street', zh: '街道(乡镇)', en: 'Street office' },
  { code: 'centre', zh: '区县公共就业服务机构', en: 'District centre' },
  { code: 'online', zh: '网上', en: 'Online' },
  { code: 'disabled-service', zh: '残疾人就业服务机构', en: 'Employment service for disabled people' },
  { code: 'import', zh: '名册导入', en: 'Roster import' },
] as const satisfies CodeSet;

export type RegistrationChannel = CodeOf<typeof registrationChannels>;
