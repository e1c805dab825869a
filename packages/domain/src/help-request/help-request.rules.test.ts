import { describe, expect, it } from 'vitest';
import { buildWorkdayCalendar } from '../kernel/workdays.ts';
import { answerDueOn, helpMay, isOverdue, parsePhone } from './help-request.rules.ts';

describe('the clock', () => {
  const holiday = ['01', '02', '03', '04', '05', '06', '07', '08'].map((d) => ({
    on: `2026-10-${d}`,
    kind: 'off' as const,
  }));
  it.each([
    ['2026-11-20', 5, '2026-11-27'],
    ['2026-09-30', 2, '2026-10-12'],
    ['2026-11-21', 1, '2026-11-23'],
  ])('received on %s, %d working days: %s', (on, days, due) => {
    expect(answerDueOn(on, days, buildWorkdayCalendar(holiday))).toBe(due);
  });
  it.each([
    ['received', '2026-11-19', true],
    ['received', '2026-11-20', false],
    ['taken', '2026-11-19', true],
    ['answered', '2026-11-01', false],
    ['closed', '2026-11-01', false],
  ] as const)('%s, due %s: overdue %s', (state, due, overdue) => {
    expect(isOverdue(state, due, '2026-11-20')).toBe(overdue);
  });
});

it.each([
  ['received', 'take', true],
  ['received', 'answer', false],
  ['taken', 'answer', true],
  ['taken', 'take', false],
  ['answered', 'close', true],
  ['forwarded', 'answer', false],
  ['closed', 'close', false],
] as const)('%s %s %s', (state, action, allowed) => {
  expect(helpMay(state, action)).toBe(allowed);
});

it.each([
  ['138 1234 5678', '13812345678'],
  ['+86 13812345678', '13812345678'],
  ['１３８１２３４５６７８', '13812345678'],
  ['0511-85012345', '051185012345'],
  ['12345', undefined],
  ['23812345678', undefined],
  ['', undefined],
])('phone %s: %s', (text, phone) => {
  expect(parsePhone(text)).toBe(phone);
});
