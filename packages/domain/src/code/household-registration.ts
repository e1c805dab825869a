import type { CodeRow, CodeSet } from './code-set.ts';

type HouseholdRegistrationRow = CodeRow & {
  /** Offered for new records; the others stay readable for history. */
  readonly current: boolean;
};

/**
 * Household registration type 户口性质, AAC009. Since the reform of 国发〔2014〕25号 town and country are no longer told apart, so new
 * records use 50–52 or the codes of people without mainland registration.
 */
export const householdRegistrations = [
  { code: '50', zh: '居民户口', en: 'Resident', current: false },
  { code: '51', zh: '本地居民', en: 'Local resident', current: true },
  { code: '52', zh: '外地居民', en: 'Resident from elsewhere', current: true },
  { code: '10', zh: '非农业户口(城镇)', en: 'Non-agricultural', current: false },
  { code: '11', zh: '本地非农业户口', en: 'Local non-agricultural', current: false },
  { code: '12', zh: '外地非农业户口', en: 'Non-agricultural from elsewhere', current: false },
  { code: '20', zh: '农业户口(农村)', en: 'Agricultural', current: false },
  { code: '21', zh: '本地农业户口', en: 'Local agricultural', current: false },
  { code: '22', zh: '外地农业户口', en: 'Agricultural from elsewhere', current: false },
  { code: '30', zh: '港澳台及华侨', en: 'Hong Kong, Macao, Taiwan and overseas Chinese', current: false },
  { code: '31', zh: '香港居民', en: 'Hong Kong resident', current: true },
  { code: '32', zh: '澳门居民', en: 'Macao resident', current: true },
  { code: '33', zh: '台湾居民', en: 'Taiwan resident', current: true },
  { code: '34', zh: '华侨', en: 'Overseas Chinese', current: true },
  { code: '40', zh: '外国人', en: 'Foreigner', current: false },
  { code: '41', zh: '外国人(未取得永久居留)', en: 'Foreigner without permanent residence', current: true },
  { code: '42', zh: '外国人(取得永久居留)', en: 'Foreigner with permanent residence', current: true },
] as const satisfies CodeSet<HouseholdRegistrationRow>;
