/** High rights take two people, in a browser: one asks with a reason, another reads who, for whom and why, and consents; nothing changes before. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roleNames } from '../packages/domain/src/access/permissions.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { atDesk, type Desk, type Language } from './journey-page.ts';

let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

async function at(
  login: 'secadmin' | 'sysadmin',
  language: Language,
  screen: 'office' | 'phone',
  work: (desk: Desk) => Promise<void>,
): Promise<void> {
  await atDesk(browser, city.address, { login, language, screen }, work);
}

const rolesOf = async (login: string) =>
  (
    await city.system.db.kysely
      .selectFrom('post')
      .innerJoin('account', 'account.account_id', 'post.account_id')
      .select('post.role')
      .where('account.login', '=', login)
      .orderBy('post.created_at')
      .execute()
  ).map(({ role }) => role);

test('a post with high rights is asked for by one administrator and takes effect when another consents', async () => {
  await at('secadmin', 'zh', 'office', async (desk) => {
    await desk.go('/admin/accounts?text=zhoufang');
    await desk.page.getByText('周芳').first().click();
    await desk.button('accountAdmin.grant').click();
    await desk.choose('#role', roleNames['district-officer'].zh);
    await desk.sees(desk.t('grant.needed'));
    await desk.page.locator('#officeId').click();
    await desk.page
      .locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      .first()
      .click();
    // Without a reason nothing is asked.
    await desk.submit('grant.ask').click();
    await desk.page.locator('.error-summary').waitFor();
    await desk.page.locator('#reason').fill('任区中心副主任，局发〔2026〕12号');
    await desk.look('consent-ask');
    await desk.submit('grant.ask').click();
    await desk.sees(desk.t('grant.asked'));
    await desk.go('/admin/accounts');
    await desk.sees(desk.t('grant.open_other', { count: 1 }));
    await desk.look('consent-accounts');
    // Her own request she can only take back.
    await desk.go('/admin/grants');
    await desk.page.locator('tbody tr.ant-table-row').first().click();
    await desk.sees(desk.t('grant.hindrance.own-request'));
    expect(await desk.button('grant.consent.action').count()).toBe(0);
    await desk.button('grant.withdraw.action').waitFor();
    await desk.look('consent-own');
  });
  expect(await rolesOf('zhoufang')).toEqual(['street-clerk']);
  await at('sysadmin', 'en', 'office', async (desk) => {
    await desk.go('/');
    await desk.page.getByTitle(desk.t('grant.waiting_one', { count: 1 })).click();
    await desk.sees('周芳');
    await desk.look('consent-list');
    await desk.page.locator('tbody tr.ant-table-row').first().click();
    await desk.sees('局发〔2026〕12号');
    await desk.look('consent-request');
    await desk.button('grant.consent.action').click();
    await desk.page.locator('#text').fill('已与本人核实');
    await desk.look('consent-consent');
    await desk.submit('grant.consent.submit').click();
    await desk.sees(desk.t('grant.consent.done', { name: '周芳' }));
    await desk.sees(desk.t('grant.empty'));
  });
  expect(await rolesOf('zhoufang')).toEqual(['street-clerk', 'district-officer']);
});

test('a new password for an officer is refused with a reason, on a phone; taking the post away needs nobody else', async () => {
  await at('secadmin', 'zh', 'phone', async (desk) => {
    await desk.go('/admin/accounts?text=chenjun');
    await desk.page.getByText('陈军').first().click();
    await desk.button('accountAdmin.reset').click();
    await desk.sees(desk.t('grant.needed'));
    await desk.page.locator('#reason').fill('本人说忘记了密码');
    await desk.look('consent-reset');
    await desk.submit('grant.ask').click();
    await desk.sees(desk.t('grant.asked'));
  });
  await at('sysadmin', 'zh', 'phone', async (desk) => {
    await desk.go('/admin/grants');
    await desk.look('consent-list');
    await desk.page.locator('tbody tr.ant-table-row').first().click();
    await desk.look('consent-request');
    await desk.button('grant.refuse.action').click();
    await desk.page.locator('#text').fill('本人说没有忘记');
    await desk.submit('grant.refuse.submit').click();
    await desk.sees(desk.t('grant.refuse.done'));
    await desk.go('/admin/grants?status=refused');
    await desk.sees('陈军');
  });
  await at('secadmin', 'en', 'phone', async (desk) => {
    await desk.go('/admin/grants?status=all');
    await desk.look('consent-all');
    await desk.go('/admin/accounts?text=zhoufang');
    await desk.page.getByText('周芳').first().click();
    await desk.page.getByRole('button', { name: new RegExp(`^End: ${roleNames['district-officer'].en}`) }).click();
    await desk.submit('accountAdmin.endPost').click();
    await desk.sees(desk.t('accountAdmin.ended'));
  });
});
