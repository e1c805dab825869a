import { describe, expect, it } from 'vitest';
import { type PasswordProblem, passwordProblems, passwordProblemText } from './password.rules.ts';

const owner = { login: 'limin', name: '李敏', nameSpellings: ['li min'], birthOn: '1975-03-12' };

describe('passwordProblems', () => {
  it.each([
    'tulip-harbour-anvil',
    'correcthorsebatterystaple',
    '晚上八点看河边的灯 7 盏',
    'Grün7!bicycle-kite',
    'v9#Lq2!mZr7@',
    'harbouranvil',
    'HARBOURANVIL',
    '829164057382',
    '河边的灯晚上八点才会亮起来',
    '#$%& ()*+ =?!;:',
    'the weather in 1998 was kind',
    'seven boats left the harbour of Zhenjiang before noon and only five of them came home by night',
  ])('accepts %s', (password) => {
    expect(passwordProblems(password, owner)).toEqual([]);
  });

  it.each<[string, PasswordProblem]>([
    ['Kite7!bicy', 'password-too-short'],
    ['', 'password-too-short'],
    [`Kite7!${'bicycle harbour '.repeat(9)}`, 'password-too-long'],
    ['P@ssw0rd1234', 'password-common'],
    ['Admin@123456', 'password-common'],
    ['Password2026!!', 'password-common'],
    ['1qaz2wsx3edc!', 'password-common'],
    ['woaini5201314!', 'password-common'],
    ['Renshe@2026!!', 'password-common'],
    ['Pa55w0rd!Adm1n', 'password-common'],
    ['ＡＤＭＩＮ＠１２３４５６', 'password-common'],
    ['lm19750312!!!', 'password-common'],
    ['Zq@1988-07-01!', 'password-common'],
    ['kite-LiMin-harbour', 'password-contains-login'],
    ['kite-li min-harbour', 'password-contains-name'],
    ['我是李敏的自行车-7', 'password-contains-name'],
    ['kite-19750312-anvil', 'password-contains-birth-date'],
    ['kite-750312-anvil', 'password-contains-birth-date'],
    ['kite 1975.3.12 anvil', 'password-contains-birth-date'],
    ['kite1975年3月12日', 'password-contains-birth-date'],
    ['xyxyxyxyxyxyxy', 'password-repetitive'],
    ['kite7!kite7!kite7!', 'password-repetitive'],
    ['qwertyuiop7!X', 'password-sequence'],
    ['k!98765432100', 'password-sequence'],
    ['7!mnbvcxz!abcdefghij', 'password-sequence'],
    ['321102198504154119', 'password-number-of-person'],
    ['zj-32110219850415411x', 'password-number-of-person'],
    ['13912345678!!', 'password-number-of-person'],
  ])('refuses %s: %s', (password, problem) => {
    expect(passwordProblems(password, owner)).toContain(problem);
  });

  it('does not take a short login or an unknown birth date for a find', () => {
    expect(passwordProblems('tulip-harbour-anvil', { login: 'li', name: '李' })).toEqual([]);
  });

  it('answers at once for any text', () => {
    const before = process.threadCpuUsage();
    for (const text of ['a'.repeat(1_000_000), 'ab'.repeat(64), '1'.repeat(128), 'abcabd'.repeat(21)]) {
      passwordProblems(text, owner);
    }
    // Its own work, whatever else the machine does meanwhile.
    const { user, system } = process.threadCpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(500);
  });

  it('asks for as many characters as the city does, never for fewer than twelve', () => {
    expect(passwordProblems('tulip-harbour', owner, 16)).toEqual(['password-too-short']);
    expect(passwordProblems('tulip-anvil', owner, 8)).toEqual(['password-too-short']);
    expect(passwordProblemText('password-too-short', 'zh', 16)).toContain('16');
  });

  it('asks for a mixture only where the city does, and never of a sentence', () => {
    expect(passwordProblems('harbouranvil', owner, 12, 2)).toEqual(['password-few-kinds']);
    expect(passwordProblems('harbour anvil', owner, 12, 2)).toEqual([]);
    expect(passwordProblems('harbour anvil', owner, 12, 3)).toEqual(['password-few-kinds']);
    expect(passwordProblems('correcthorsebatterystaple', owner, 12, 3)).toEqual([]);
    expect(passwordProblemText('password-few-kinds', 'zh', 12, 3)).toContain('3');
  });

  it('has a sentence in both languages for each problem', () => {
    const problems: PasswordProblem[] = [
      'password-too-short',
      'password-too-long',
      'password-common',
      'password-contains-login',
      'password-contains-name',
      'password-contains-birth-date',
      'password-repetitive',
      'password-sequence',
      'password-number-of-person',
      'password-stolen',
      'password-few-kinds',
    ];
    for (const problem of problems) {
      expect(passwordProblemText(problem, 'zh')).toMatch(/[一-鿿].*。$/);
      expect(passwordProblemText(problem, 'en')).toMatch(/\.$/);
      expect(passwordProblemText(problem, 'en')).not.toContain('{');
    }
  });
});
