/**
 * Signing in by the city's identity provider in a browser, against a real OpenID Connect server of this run: the security administrator binds an
 * account, its owner goes there and comes back to the page she wanted, proves herself there once more before an act of high risk, and somebody whom
 * nobody has bound is told what to do.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIdentityProvider } from '../packages/server/src/platform/identity-provider.ts';
import { hotp, totpStep } from '../packages/server/src/platform/totp.ts';
import { type JourneyCity, openBrowser, startJourneyCity } from './journey-city.ts';
import { Desk, type Language } from './journey-page.ts';

const name = '市统一身份认证';
const client = { clientId: 'renshe', clientSecret: 'a-secret-of-this-journey-only' };
let browser: Browser;
let city: JourneyCity;
let provider: Server;
beforeAll(async () => {
  [browser, city] = await Promise.all([openBrowser(), startJourneyCity('2026-10-12')]);
  provider = createServer();
  await new Promise<void>((resolve) => provider.listen(0, 'localhost', resolve));
  const issuer = `http://localhost:${(provider.address() as AddressInfo).port}`;
  const oidc = new Provider(issuer, {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: [`${city.address}/sign-in/provider`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        application_type: 'native',
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['cookie key of this journey'] },
  });
  provider.on('request', oidc.callback());
  city.system.identityProvider = createIdentityProvider({ issuer, ...client, name }, city.system.log);
});
afterAll(async () => {
  await browser?.close();
  await city?.stop();
  provider?.closeAllConnections();
  await new Promise((resolve) => provider?.close(resolve));
});

async function at(language: Language, screen: 'office' | 'phone', work: (desk: Desk) => Promise<void>): Promise<void> {
  const desk = await Desk.open(browser, city.address, language, screen);
  // The provider's own pages ask for a font of the internet.
  await desk.page.route(/^https:/, (route) => route.fulfill({ body: '' }));
  try {
    await work(desk);
  } catch (error) {
    await desk.giveUp();
    throw error;
  }
  await desk.leave();
}

/** Its own pages: who she is, then that we may know it. */
async function atProvider(desk: Desk, subject: string): Promise<void> {
  await desk.page.locator('input[name=login]').fill(subject);
  await desk.page.locator('input[name=password]').fill('any');
  await desk.page.locator('button[type=submit]').click();
  await desk.page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
  await desk.page.locator('button[type=submit]').click();
}

test('an account is bound, and opened by the city’s identity provider at the page that was wanted', async () => {
  await at('zh', 'office', async (desk) => {
    await desk.enter('secadmin');
    await desk.go('/admin/accounts?text=limin');
    await desk.page.getByText('李敏').first().click();
    await desk.button('accountAdmin.identityBind').click();
    await desk.page.locator('#subject').fill('zj-0042');
    await desk.look('identity-bind');
    await desk.submit('accountAdmin.save').click();
    await desk.sees(desk.t('accountAdmin.identityDone'));
  });
  await at('zh', 'phone', async (desk) => {
    await desk.go('/account');
    await desk.look('sign-in-by-provider');
    await desk.button('account.signInBy', { name }).click();
    await atProvider(desk, 'zj-0042');
    await desk.page.waitForURL(`${city.address}/account`);
    await desk.sees(desk.t('factor.title'));

    // Her session has ended over the page: she signs in there again from where she stands, and is back at the page.
    await city.system.db.kysely.deleteFrom('session').execute();
    for (let answers = 0; answers < 12; answers++) desk.expectFailure();
    await desk.goInside('/visits?view=calls');
    await desk.sees(desk.t('account.lostTitle'));
    await desk.look('session-over-by-provider');
    await desk.button('account.signInBy', { name }).click();
    await desk.page.locator('input[name=prompt][value=consent]').waitFor({ state: 'attached' });
    await desk.page.locator('button[type=submit]').click();
    await desk.page.waitForURL(`${city.address}/visits?view=calls`);
    await desk.page.locator('nav').first().waitFor();

    // Twenty minutes later: before an act of high risk she signs in there again, though she is signed in there still.
    await city.system.db.kysely
      .updateTable('session')
      .set({ verified_at: new Date(city.system.clock.now().getTime() - 20 * 60_000) })
      .execute();
    const bindApp = async () => {
      await desk.go('/account');
      await desk.button('factor.addApp').click();
      const secret = fromBase32((await desk.page.locator('.factor-secret').textContent())!.replaceAll(' ', ''));
      await desk.page.locator('#code').fill(hotp(secret, totpStep(city.system.clock.now())));
      await desk.button('factor.bind').click();
    };
    desk.expectFailure();
    await bindApp();
    await desk.sees(desk.t('factor.proofTitle'));
    await desk.look('step-up-by-provider');
    await desk.button('factor.providerAgain', { name }).click();
    await atProvider(desk, 'zj-0042');
    await desk.page.waitForURL(`${city.address}/account`);
    await bindApp();
    await desk.sees(desk.t('factor.codesTitle'));
  });
});

test('whoever is not bound learns what to tell the administrator, and no account is made', async () => {
  const accounts = async () =>
    (
      await city.system.db.kysely
        .selectFrom('account')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
    ).count;
  const before = await accounts();
  await at('en', 'office', async (desk) => {
    await desk.go('/');
    desk.expectFailure();
    await desk.button('account.signInBy', { name }).click();
    await atProvider(desk, 'zj-9999');
    await desk.page.getByText('zj-9999').waitFor();
    await desk.look('provider-unknown');
    // Neither code nor state stay in the address.
    expect(new URL(desk.page.url()).search).toBe('');
    await desk.page
      .getByRole('button', { name: desk.t('account.backToSignIn') })
      .or(desk.page.getByRole('link', { name: desk.t('account.backToSignIn') }))
      .click();
    await desk.page.locator('input[autocomplete=username]').waitFor();
  });
  expect(await accounts()).toBe(before);
});

function fromBase32(text: string): Buffer {
  const bits = [...text]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2)));
}
