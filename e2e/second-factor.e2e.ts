/**
 * The second step in a browser: an administrator is led to her first factor, proves herself with it and before an act of high risk; a community
 * worker binds a security key (Chromium's virtual one) and signs in by it; the administrator resets it.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hotp, totpStep } from '../packages/server/src/platform/totp.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk, type Language, type Login } from './journey-page.ts';

let browser: Browser;
let city: JourneyCity;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
});

const password = 'renshe-demo-2026!';
let secret: Buffer;
const codeNow = () => hotp(secret, totpStep(city.system.clock.now()));

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}

async function enter(desk: Desk, login: Login): Promise<void> {
  await desk.go('/');
  await desk.page.locator('input[autocomplete=username]').fill(login);
  await desk.page.locator('input[autocomplete=current-password]').fill(password);
  await desk.page.locator('button[type=submit]').click();
}

async function at(language: Language, screen: 'office' | 'phone', work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await Desk.open(browser, city.address, language, screen);
  try {
    await work(desk);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
}

/** As if she had last proved herself a while ago: by a code of long ago, for none is good twice. */
async function letTimePass(): Promise<void> {
  await city.system.db.kysely.updateTable('second_factor').set({ last_used: 0 }).where('kind', '=', 'totp').execute();
  await city.system.db.kysely
    .updateTable('session')
    .set({ verified_at: new Date(city.system.clock.now().getTime() - 20 * 60_000) })
    .execute();
}

test('an administrator sets up her first factor, signs in by it, and proves it again before she makes an account', async () => {
  await city.system.db.kysely.updateTable('account').set({ demo: false }).where('login', '=', 'secadmin').execute();
  await at('zh', 'phone', async (desk) => {
    await enter(desk, 'secadmin');
    await desk.sees(desk.t('factor.enrolTitle'));
    await desk.look('second-factor-enrol');
    await desk.page.getByText(desk.t('factor.chooseApp')).click();
    const shown = await desk.page.locator('.factor-secret').textContent();
    secret = fromBase32(shown!.replaceAll(' ', ''));
    await desk.look('second-factor-app');
    await desk.page.locator('#code').fill(codeNow());
    await desk.button('factor.bind').click();
    await desk.sees(desk.t('factor.codesTitle'));
    expect(await desk.page.locator('.recovery-codes li').count()).toBe(10);
    await desk.look('second-factor-codes');
    await desk.page.locator('.factor-buttons .ant-btn-primary').click();
    await desk.page.locator('nav').first().waitFor();
  });
  await letTimePass();
  await at('en', 'office', async (desk) => {
    await enter(desk, 'secadmin');
    await desk.sees(desk.t('factor.stepTitle'));
    await desk.look('second-step');
    desk.expectFailure();
    await desk.page.locator('#proof').fill('000000');
    await desk.button('factor.confirm').click();
    await desk.page.locator('.error-summary').waitFor();
    await desk.page.locator('#proof').fill(codeNow());
    await desk.button('factor.confirm').click();
    await desk.page.locator('nav').first().waitFor();
    await letTimePass();
    await desk.go('/admin/accounts');
    await desk.button('accountAdmin.create').click();
    await desk.page.locator('#name').fill('新来的人');
    await desk.page.locator('#login').fill('new.person');
    await desk.page.locator('#officeId').click();
    await desk.page.locator('.ant-select-item-option').first().click();
    desk.expectFailure();
    await desk.submit('accountAdmin.create').click();
    await desk.sees(desk.t('factor.proofTitle'));
    await desk.look('step-up');
    await desk.page.locator('#proof').fill(codeNow());
    await desk.button('factor.confirm').click();
    // What she was doing goes on by itself.
    await desk.sees(desk.t('accountAdmin.created', { name: '新来的人' }));
  });
});

test('a password field hides what is typed, takes what is pasted and tells password managers what it is', async () => {
  await at('zh', 'office', async (desk) => {
    const { page } = desk;
    const paste = async (selector: string, text: string) => {
      await page.locator(selector).focus();
      await desk.paste(text);
      await expect.poll(() => page.locator(selector).inputValue()).toBe(text);
    };
    await desk.go('/');
    const field = 'input[autocomplete=current-password]';
    expect(await page.locator(field).getAttribute('type')).toBe('password');
    await page.locator('input[autocomplete=username]').fill('zhoufang');
    await paste(field, password);
    await page.locator('button[type=submit]').click();
    await page.locator('nav').first().waitFor();
    await desk.go('/account');
    const all = page.locator('input[type=password]');
    const kinds = await all.evaluateAll((fields) => fields.map((one) => one.getAttribute('autocomplete')));
    expect(kinds).toEqual(['current-password', 'new-password', 'new-password']);
    await paste('input[autocomplete=new-password] >> nth=0', 'tangerine-lamp-42-north');
  });
});

test('a community worker binds a security key and signs in by it; the administrator resets it', async () => {
  await at('zh', 'office', async (desk) => {
    const devtools = await desk.page.context().newCDPSession(desk.page);
    await devtools.send('WebAuthn.enable');
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'usb',
        hasResidentKey: false,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    await desk.enter('limin');
    await desk.go('/account');
    await desk.button('factor.addKey').click();
    await desk.button('factor.bind').click();
    await desk.sees(desk.t('factor.codesTitle'));
    await desk.page.locator('.factor-buttons .ant-btn-primary').last().click();
    await desk.sees(desk.t('factor.codesLeft', { left: 10 }));
    await desk.look('account-security');
    await desk.page
      .getByRole('button', { name: desk.t('app.bar.signOut') })
      .first()
      .click();
    await desk.page.locator('input[autocomplete=username]').waitFor();
    await enter(desk, 'limin');
    await desk.sees(desk.t('factor.keyHelp'));
    await desk.look('second-step-key');
    await desk.button('factor.useKey').click();
    await desk.page.locator('nav').first().waitFor();
  });
  await at('zh', 'office', async (desk) => {
    await letTimePass();
    await enter(desk, 'secadmin');
    await desk.page.locator('#proof').fill(codeNow());
    await desk.button('factor.confirm').click();
    await desk.page.locator('nav').first().waitFor();
    await desk.go('/admin/accounts?text=limin');
    await desk.page.getByText('李敏').first().click();
    await desk.look('account-factors');
    await desk.button('accountAdmin.factorsReset').click();
    await desk.page.locator('#reason').fill('安全密钥丢失，本人到场');
    await desk.submit('accountAdmin.factorsReset').click();
    await desk.sees(desk.t('accountAdmin.factorsDone', { name: '李敏' }));
  });
});
