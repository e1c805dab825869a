import { fillSentence, type Language } from '../kernel/app-error.ts';

/**
 * What a password of a staff account may not be (security handbook §4g). No forced mixture of signs and no forced change:
 * length, and nothing that a stranger who knows the person or the usual lists would try first. A city may ask for a mixture (sign_in.password_kinds).
 */
export type PasswordProblem =
  | 'password-too-short'
  | 'password-too-long'
  | 'password-common'
  | 'password-contains-login'
  | 'password-contains-name'
  | 'password-contains-birth-date'
  | 'password-repetitive'
  | 'password-sequence'
  | 'password-number-of-person'
  | 'password-stolen'
  | 'password-few-kinds';

export interface PasswordOwner {
  login: string;
  name: string;
  /** Other spellings of the name, such as its pinyin. */
  nameSpellings?: readonly string[];
  /** YYYY-MM-DD */
  birthOn?: string;
}

export const PASSWORD_MIN_LENGTH = 12;
export const PASSWORD_MAX_LENGTH = 128;
/** From this length on, a password is a sentence, of whatever signs. */
const SENTENCE_LENGTH = 20;

const PASSWORD_PROBLEM_TEXT = {
  'password-too-short': {
    zh: '密码太短，至少 {least} 个字符。可以用几个不相干的词连成一句。',
    en: 'The password is too short: use at least {least} characters, for example a few unrelated words.',
  },
  'password-too-long': {
    zh: `密码太长，最多 ${PASSWORD_MAX_LENGTH} 个字符。`,
    en: `The password is too long: use at most ${PASSWORD_MAX_LENGTH} characters.`,
  },
  'password-common': {
    zh: '密码只由常见的词和数字拼成，很容易被猜中。请换成别人想不到的词。',
    en: 'The password is made of words and numbers that everybody uses. Use words that nobody would guess.',
  },
  'password-contains-login': {
    zh: '密码里不能有自己的登录名。',
    en: 'The password must not contain your sign-in name.',
  },
  'password-contains-name': {
    zh: '密码里不能有自己的姓名或姓名拼音。',
    en: 'The password must not contain your name.',
  },
  'password-contains-birth-date': {
    zh: '密码里不能有自己的出生日期。',
    en: 'The password must not contain your date of birth.',
  },
  'password-repetitive': {
    zh: '密码只是几个字符的重复，请换一个。',
    en: 'The password only repeats a few characters. Choose another one.',
  },
  'password-sequence': {
    zh: '密码主要是键盘或数字的连续顺序（如 123456、qwerty），请换一个。',
    en: 'The password is mostly a run of neighbouring keys or numbers (such as 123456 or qwerty). Choose another one.',
  },
  'password-number-of-person': {
    zh: '密码除了身份证号或手机号，几乎没有别的内容。请换成别人查不到的词。',
    en: 'The password is little more than an identity or mobile number, which others can look up.',
  },
  'password-stolen': {
    zh: '这个密码在别处泄露过，是别人最先会试的，请换一个。',
    en: 'This password was stolen elsewhere and is among the first that others try. Choose another one.',
  },
  'password-few-kinds': {
    zh: `本市要求密码至少有 {kinds} 类字符（大写、小写、数字、汉字、符号）。请再加一类，或加长到 ${SENTENCE_LENGTH} 个字符以上。`,
    en: `This city asks for {kinds} kinds of characters (capitals, small letters, digits, Chinese, signs). Add another kind or make it at least ${SENTENCE_LENGTH} characters long.`,
  },
} as const satisfies Record<PasswordProblem, { zh: string; en: string }>;

export function passwordProblemText(
  problem: PasswordProblem,
  language: Language,
  least = PASSWORD_MIN_LENGTH,
  kinds = 1,
): string {
  return fillSentence(PASSWORD_PROBLEM_TEXT[problem], language, { least, kinds });
}

/**
 * Every problem of the password, in a stable order; an empty list means that it may be used. `least` is the parameter sign_in.password_length,
 * which may ask for more than twelve characters, never for fewer; `kinds` is sign_in.password_kinds, 1 asks for no mixture. Whether the password
 * was stolen elsewhere is looked up by the server.
 */
export function passwordProblems(
  password: string,
  owner: PasswordOwner,
  least = PASSWORD_MIN_LENGTH,
  kinds = 1,
): PasswordProblem[] {
  const text = password.normalize('NFKC');
  const length = [...text].length;
  const lower = text.toLowerCase();
  const problems: PasswordProblem[] = [];
  if (length < Math.max(least, PASSWORD_MIN_LENGTH)) problems.push('password-too-short');
  if (length > PASSWORD_MAX_LENGTH) problems.push('password-too-long');
  // no further look at a text of any size that somebody may send
  if (length > PASSWORD_MAX_LENGTH) return problems;
  if (isCommon(lower) || isMostlyDate(lower)) problems.push('password-common');
  if (contains(lower, owner.login, 3)) problems.push('password-contains-login');
  if ([owner.name, ...(owner.nameSpellings ?? [])].some((name) => contains(lower, name, 2))) {
    problems.push('password-contains-name');
  }
  if (owner.birthOn && containsBirthDate(text, owner.birthOn)) problems.push('password-contains-birth-date');
  if (isRepetitive(lower)) problems.push('password-repetitive');
  if (signsInRuns(lower) * 2 > length) problems.push('password-sequence');
  if (isMostlyNumber(lower)) problems.push('password-number-of-person');
  if (length < SENTENCE_LENGTH && kindsOf(text) < kinds) problems.push('password-few-kinds');
  return problems;
}

function contains(lower: string, part: string, shortest: number): boolean {
  const wanted = part.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '');
  return [...wanted].length >= shortest && lower.replaceAll(/\s/g, '').includes(wanted);
}

function containsBirthDate(text: string, birthOn: string): boolean {
  const [year = '', month = '', day = ''] = birthOn.split('-');
  const plain = [year + month + day, year.slice(2) + month + day, month + day + year, day + month + year];
  // 1975.3.12 and 1975年3月12日 as people write it, without the leading zeros
  const short = `${year}-${Number(month)}-${Number(day)}`;
  const digits = text.replaceAll(/\D/g, '');
  const dashed = text.replaceAll(/\D+/g, '-');
  return plain.some((form) => digits.includes(form)) || `-${dashed}-`.includes(`-${short}-`);
}

/**
 * Words of the usual lists of stolen passwords, those of our trade, and the fillers that people put beside them. docs/security/checks.md shows
 * the same list.
 */
export const COMMON_WORDS = (
  'administrator password passwort passwd pass admin root user guest test temp demo default welcome letmein login logon signin ' +
  'secret changeme change master manager system server super superman batman monkey dragon sunshine princess football baseball ' +
  'shadow michael jordan charlie freedom whatever trustno iloveyou loveyou love hello computer internet windows google apple ' +
  'microsoft qwertyuiop qwerty asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qazwsxedc qazwsx 1qaz2wsx3edc 1qaz2wsx 1qaz 2wsx 3edc ' +
  'q1w2e3r4t5 q1w2e3r4 q1w2e3 1q2w3e4r5t 1q2w3e4r 1q2w3e a1b2c3d4 a1b2c3 abcdefg abcdef abcde abcd1234 abcd abc123 abc xyz aaa ' +
  'woaini woaiwojia aini zhongguo china beijing shanghai jiangsu nihao mima yonghu ceshi guanliyuan huawei taobao alibaba weixin ' +
  'wechat renshe shebao laodong jiuye shiye baozhang shequ jiedao zhengfu gongzuo zhuren 12333 5201314 1314520 1314 520 888 666 ' +
  '密码 管理员 人社 社保 劳动 就业 失业 社区 街道 我爱你 中国'
).split(' ');

const LOOK_ALIKES: Record<string, string> = {
  a: 'a@4',
  b: 'b8',
  e: 'e3',
  g: 'g9',
  i: 'i1!|',
  l: 'l1|',
  o: 'o0',
  s: 's5$',
  t: 't7+',
  z: 'z2',
};

/** The words with the signs that people write for their letters, as in P@ssw0rd. Longest first. */
const COMMON_PATTERN = new RegExp(
  COMMON_WORDS.toSorted((a, b) => b.length - a.length)
    .map((word) => [...word].map((c) => (LOOK_ALIKES[c] ? `[${LOOK_ALIKES[c]}]` : c)).join(''))
    .join('|'),
  'g',
);
/** Years, and digits that only fill up. */
const FILLER_PATTERN =
  /(?:19|20)\d\d|(\d)\1+|0?123(?:4(?:5(?:6(?:7(?:8(?:90?)?)?)?)?)?)?|987(?:6(?:5(?:4(?:3(?:21?)?)?)?)?)?|321/g;

function isCommon(lower: string): boolean {
  const rest = lower.replaceAll(COMMON_PATTERN, '');
  if (rest.length === lower.length) return false;
  return rest.replaceAll(FILLER_PATTERN, '').replaceAll(/[^\p{L}\p{N}]/gu, '').length < 4;
}

/** 19750312 with initials or fillers around it: what people make of a birthday. */
function isMostlyDate(lower: string): boolean {
  const rest = lower.replaceAll(/(?:19|20)\d\d[-./年]?(?:0?[1-9]|1[0-2])[-./月]?(?:0?[1-9]|[12]\d|3[01])日?/g, '');
  return rest.length < lower.length && rest.replaceAll(FILLER_PATTERN, '').replaceAll(/[^\p{L}\p{N}]/gu, '').length < 4;
}

/** An identity or mobile number with a few signs around it. */
function isMostlyNumber(lower: string): boolean {
  const rest = lower.replaceAll(
    /[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dx]|1[3-9]\d{9}/g,
    '',
  );
  return rest.length < lower.length && rest.replaceAll(/[^\p{L}\p{N}]/gu, '').length < 4;
}

function isRepetitive(lower: string): boolean {
  if (lower === '') return false;
  return new Set(lower).size < 5 || /^(.{1,6}?)\1+.{0,2}$/u.test(lower);
}

const KEY_ROWS = ['1234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '0123456789'];
const NEIGHBOURS = new Set(KEY_ROWS.flatMap((row) => [...row].slice(1).map((c, i) => row[i]! + c)));
const BACKWARDS = new Set([...NEIGHBOURS].map((pair) => pair[1]! + pair[0]!));

/** How many signs stand in runs of at least four neighbours in one direction, or of one repeated sign. */
function signsInRuns(lower: string): number {
  const inRun = new Set<number>();
  for (const follows of [
    (pair: string) => NEIGHBOURS.has(pair),
    (pair: string) => BACKWARDS.has(pair),
    (pair: string) => pair[0] === pair[1],
  ]) {
    let start = 0;
    for (let i = 1; i <= lower.length; i++) {
      if (i < lower.length && follows(lower.slice(i - 1, i + 1))) continue;
      if (i - start >= 4) for (let at = start; at < i; at++) inRun.add(at);
      start = i;
    }
  }
  return inRun.size;
}

function kindsOf(text: string): number {
  const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{N}/u, /\p{Lo}/u, /[^\p{L}\p{N}]/u];
  return kinds.filter((kind) => kind.test(text)).length;
}
