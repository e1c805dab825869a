/**
 * Unified social credit codes 统一社会信用代码, GB 32100-2015 (handbook §1.2): registration department, class, six digits of the
 * authority's division, nine characters of the entity (an organisation code 组织机构代码, GB 11714), one check character.
 */
import { removeBlanks, toHalfWidth } from './citizen-id.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;
const entityWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;

export type CreditCodeResult =
  | {
      ok: true;
      /** 18 characters, upper case. */
      code: string;
      /** Registration department: '1' 机构编制, '5' 民政, '9' 市场监管 … */
      department: string;
      /** Class within the department. */
      kind: string;
      /** Six digits of the registering authority's division. */
      areaCode: string;
      entityCode: string;
      /** Old organisation codes with a wrong inner check exist: a warning, no fault. */
      warning?: 'credit-code-entity-checksum';
    }
  | {
      ok: false;
      code: 'credit-code-missing' | 'credit-code-format' | 'credit-code-checksum';
      expectedCheck?: string;
    };

/** Upper case, half-width, without blanks. */
export function normalizeCreditCode(text: string): string {
  return removeBlanks(toHalfWidth(text)).toUpperCase();
}

/** Check character of the first 17 characters, which must be of the code's alphabet (no I, O, S, V, Z). */
export function creditCodeCheck(first17: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += alphabet.indexOf(first17.charAt(i)) * (weights[i] ?? 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** Check character of the first eight characters of an organisation code. */
export function entityCodeCheck(first8: string): string {
  let sum = 0;
  for (let i = 0; i < 8; i++) {
    const c = first8.charCodeAt(i);
    sum += (c <= 57 ? c - 48 : c - 55) * (entityWeights[i] ?? 0);
  }
  const check = 11 - (sum % 11);
  return check === 10 ? 'X' : check === 11 ? '0' : String(check);
}

export function parseCreditCode(text: string): CreditCodeResult {
  const code = normalizeCreditCode(text);
  if (code === '') return { ok: false, code: 'credit-code-missing' };
  if (!/^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/.test(code)) {
    return { ok: false, code: 'credit-code-format' };
  }
  const expectedCheck = creditCodeCheck(code);
  if (code.charAt(17) !== expectedCheck) return { ok: false, code: 'credit-code-checksum', expectedCheck };
  const entityCode = code.slice(8, 17);
  const result: CreditCodeResult = {
    ok: true,
    code,
    department: code.charAt(0),
    kind: code.charAt(1),
    areaCode: code.slice(2, 8),
    entityCode,
  };
  if (entityCodeCheck(entityCode) !== entityCode.charAt(8)) result.warning = 'credit-code-entity-checksum';
  return result;
}
