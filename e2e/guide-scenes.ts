/** What the pictures of README and guides show: who looks, at which page, and what is done there before. */
import { join } from 'node:path';
import { checkDigit } from '../packages/domain/src/kernel/citizen-id.ts';
import type { Desk, Login } from './journey-page.ts';

type Before = (desk: Desk) => Promise<void>;

export interface Scene {
  /** Of the picture: `<name>.<language>.webp`. */
  name: string;
  login: Login;
  path: string;
  before?: Before | undefined;
  phone: boolean;
}

/** The day on which the pictures are taken, and the month before it: the last that is complete. */
export const pictureDay = '2026-11-20';
const lastMonth = '2026-10';
const roster = join(import.meta.dirname, '../packages/server/test/rosters/贺家弄社区失业人员登记台账.xlsx');

const first =
  (selector: string): Before =>
  async (desk) => {
    await desk.page.locator(selector).first().click();
    await desk.settle();
  };

const pressing =
  (key: string): Before =>
  async (desk) => {
    await desk.page.keyboard.press(key);
    await desk.page.getByRole('dialog').waitFor();
  };

async function openFirstPerson(desk: Desk): Promise<void> {
  const residentId = await desk.page.evaluate(async () => {
    const answer = await fetch('/api/residents?status=registered-unemployed&limit=1');
    return ((await answer.json()) as { residents: { residentId: string }[] }).residents[0]?.residentId;
  });
  if (!residentId) throw new Error('the demo city has nobody who is registered as unemployed');
  await desk.go(`/residents/${residentId}`);
}

/** How one field of a file came to say what it says. */
async function openHistory(desk: Desk): Promise<void> {
  await openFirstPerson(desk);
  await first('.field-clock')(desk);
}

async function uploadRoster(desk: Desk): Promise<void> {
  await desk.page.locator('input[type=file]').first().setInputFiles(roster);
  await desk.page.waitForURL(/\/rosters\/[0-9a-f-]{36}/);
  await desk.page.locator('main tbody tr.ant-table-row').first().waitFor();
}

/** A number that nobody has: the form shows what follows from it. */
async function typeNumber(desk: Desk): Promise<void> {
  const first17 = '32110219780506726';
  const field = desk.page.locator('#citizenId');
  await field.fill(`${first17}${checkDigit(first17)}`);
  await field.press('Tab');
  await desk.page.getByText('1978-05-06').first().waitFor();
}

/** Part of an address, as it is remembered. */
async function searchFor(desk: Desk): Promise<void> {
  await desk.page.keyboard.press('Control+k');
  await desk.page.getByRole('dialog').locator('input').first().fill('梦溪路');
  await desk.page.getByRole('option').nth(2).waitFor();
}

/** `phone` at the end for the small screen. */
const lines: readonly (readonly [name: string, login: Login, path: string, before?: Before, phone?: 'phone'])[] = [
  ['worklist', 'limin', '/'],
  ['file', 'limin', '/', openFirstPerson],
  ['history', 'limin', '/', openHistory],
  ['register', 'limin', '/residents/new', typeNumber],
  ['import', 'limin', '/rosters', uploadRoster],
  ['report', 'wangjing', `/reports?month=${lastMonth}`, first('[role=gridcell] button, [role=gridcell][tabindex]')],
  ['phone', 'limin', '/', undefined, 'phone'],
  ['help', 'limin', '/residents/new', pressing('F1')],
  ['keys', 'limin', '/residents', pressing('?')],
  ['practice', 'limin', '/?practice=1'],
  ['card', 'limin', '/households', first('main tbody tr.ant-table-row')],
  ['ledgers', 'limin', '/ledgers'],
  ['ledger', 'limin', '/ledgers/registered-unemployed'],
  ['volume', 'zhoufang', '/ledgers/volume'],
  ['survey', 'limin', '/survey'],
  ['campaign', 'zhoufang', '/campaigns', first('main a[href*="/campaigns/"]:not([href*="/own"])')],
  ['visits', 'limin', '/visits', undefined, 'phone'],
  ['search', 'limin', '/', searchFor],
  ['recycle', 'limin', '/recycle'],
  ['retirees', 'limin', '/ledgers/retirees-in-care'],
  ['quality', 'wangjing', '/quality'],
  ['audit', 'auditor', '/admin/audit'],
];

export const scenes: readonly Scene[] = lines.map(([name, login, path, before, phone]) => ({
  name,
  login,
  path,
  before,
  phone: phone === 'phone',
}));
