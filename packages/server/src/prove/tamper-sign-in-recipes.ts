/** How the operations of accounts, signing in and second factors are called. */
import type { IdentityProvider } from '../platform/identity-provider.ts';
import { codeOf, fromBase32 } from './auth-desk.ts';
import type { Answered, ProveWorld } from './prove-world.ts';
import type { Hints } from './schema-values.ts';
import { softwareKey } from './software-key.ts';
import { by, passwordOfProof, type TamperKit, type TamperRecipe, worker } from './tamper-kit.ts';

const onAccount =
  (key: keyof ProveWorld['accountIds'], hints: Hints = {}): TamperRecipe =>
  async (kit) => [{ token: kit.tokens[2], parts: kit.parts({ accountId: kit.world.accountIds[key], ...hints }) }];

const cookieOf = (answer: Answered): string =>
  /renshe=([^;]+)/.exec(String(answer.raw.headers['set-cookie']))?.[1] ?? '';

const signIn = (kit: TamperKit) =>
  kit.ask('account.sign-in', null, { login: 'proof.person', password: passwordOfProof });

/** Whose factors and identity are bound and taken away: nobody else is called by the same session. */
const owner = 'two-posts';
const origin = 'http://localhost';

/** An authenticator app, bound the way the web does it; the session goes on under another token. */
async function bindApp(kit: TamperKit): Promise<{ secret: Buffer; token: string }> {
  const token = await kit.session(owner);
  const { secret, hints } = await offerApp(kit, token);
  const added = await kit.ask('factor.add-totp', token, hints);
  return { secret, token: cookieOf(added) };
}

async function offerApp(kit: TamperKit, token: string): Promise<{ secret: Buffer; hints: Hints }> {
  const { json } = await kit.ask('factor.offer-totp', token, {});
  const text = String(json?.secret);
  kit.secret(text);
  const secret = fromBase32(text);
  const code = codeOf(secret, kit.world.clock.now());
  return { secret, hints: { ticket: json?.ticket, code, name: '手机' } };
}

/** What a provider of the city may answer is another lane's; here it says who came. */
const provider: IdentityProvider = {
  name: '市统一身份认证',
  issuer: 'https://identity.example.cn',
  begin: async (_, again) => ({
    state: 's',
    nonce: 'n',
    verifier: 'v',
    again,
    address: 'https://identity.example.cn/',
  }),
  finish: async () => ({ subject: 'proof-subject', provedSecondsAgo: 0 }),
};

const ofOwner = (kit: TamperKit): Hints => ({ accountId: kit.world.accountIds[owner] });

let asked = 0;
/** An account with high rights, which nobody makes alone; by another name each time. */
async function officerWanted(kit: TamperKit): Promise<Hints> {
  const [office] = await kit.rows(
    'select office_id as "officeId" from office o join area_version v on v.area_id = o.area_id where v.code = \'321102000000\'',
  );
  const login = `proof.officer${++asked}`;
  return {
    wanted: { kind: 'account', login, name: login, password: passwordOfProof, role: 'district-officer', ...office },
  };
}

const onRequest =
  (by: 1 | 2): TamperRecipe =>
  async (kit) => {
    const { json } = await kit.ask('grant.ask', kit.tokens[2], await officerWanted(kit));
    return [{ token: kit.tokens[by], parts: kit.parts({ requestId: json?.requestId }) }];
  };

export const signInRecipes: Readonly<Record<string, TamperRecipe>> = {
  'setup.first-administrators': async ({ setup, parts }) => {
    const person = (login: string) => ({ login, name: '首任', password: passwordOfProof });
    const hints = { code: setup.system.setupCode, system: person('proof.sys'), security: person('proof.sec') };
    return [{ token: null, parts: parts({ ...hints, audit: person('proof.aud') }) }];
  },
  'account.create': async (kit) => {
    const [office] = await kit.rows(
      `select office_id as "officeId" from office o join area_version v on v.area_id = o.area_id where v.code = '${worker}'`,
    );
    const person = { login: 'proof.person', name: '证明员', password: passwordOfProof, role: 'community-worker' };
    return [{ token: kit.tokens[2], parts: kit.parts({ ...person, ...office }) }];
  },
  'account.sign-in': async (kit) => [
    { token: null, parts: kit.parts({ login: 'proof.person', password: passwordOfProof }) },
  ],
  'account.change-password': async (kit) => {
    const token = cookieOf(await signIn(kit));
    const parts = kit.parts({ oldPassword: passwordOfProof, newPassword: `${passwordOfProof}-anew` });
    return [{ token, parts }];
  },
  'account.suspend': onAccount('worker-beside'),
  'account.resume': onAccount('suspended'),
  'account.reset-password': onAccount('left', { password: `${passwordOfProof}-reset` }),
  'account.unlock': onAccount('worker-beside'),
  'account.grant-post': async (kit) => {
    const [office] = await kit.rows(
      `select office_id as "officeId" from office o join area_version v on v.area_id = o.area_id where v.code = '${worker}'`,
    );
    const hints = { accountId: kit.world.accountIds.left, role: 'community-worker', fromOn: '2026-11-21', ...office };
    return [{ token: kit.tokens[2], parts: kit.parts(hints) }];
  },
  'account.end-post': async (kit) => {
    const accountId = kit.world.accountIds['two-posts'];
    const [post] = await kit.rows(`select post_id as "postId" from post where account_id = '${accountId}' limit 1`);
    return [{ token: kit.tokens[2], parts: kit.parts({ accountId, ...post, toOn: '2026-11-21' }) }];
  },
  'grant.ask': async (kit) => [{ token: kit.tokens[2], parts: kit.parts(await officerWanted(kit)) }],
  'grant.consent': onRequest(1),
  'grant.refuse': onRequest(1),
  'grant.withdraw': onRequest(2),
  'account.end-session': async (kit) => {
    const token = await kit.session();
    const { json } = await kit.ask('account.list-sessions', token, {});
    const sessions = Object.values(json ?? {}).find(Array.isArray) as { sessionId: string; current: boolean }[];
    const other = sessions?.find((one) => !one.current);
    return [{ token, parts: kit.parts({ sessionId: other?.sessionId }) }];
  },
  'account.end-sessions': async (kit) => {
    await kit.session();
    return [{ token: await kit.session(), parts: kit.parts({}) }];
  },
  'account.end-all-sessions': by('security', { cityName: '镇江市' }),
  'account.sign-out': async (kit) => [{ token: await kit.session(), parts: kit.parts({}) }],
  'account.bind-identity': async (kit) => {
    kit.world.system.identityProvider = provider;
    return [{ token: kit.tokens[2], parts: kit.parts({ ...ofOwner(kit), subject: 'proof-subject' }) }];
  },
  'account.sign-in-by-provider': async (kit) => {
    kit.world.system.identityProvider = provider;
    await kit.ask('account.bind-identity', kit.tokens[2], { ...ofOwner(kit), subject: 'proof-subject' });
    const { json } = await kit.ask('account.begin-by-provider', null, {});
    return [{ token: null, parts: kit.parts({ ticket: json?.ticket, answer: '?code=c&state=s' }) }];
  },
  'account.reset-factors': async (kit) => {
    await bindApp(kit);
    return [{ token: kit.tokens[2], parts: kit.parts(ofOwner(kit)) }];
  },
  'account.prove': async (kit) => {
    const { secret, token } = await bindApp(kit);
    // The code of before was used up when the app was bound.
    const code = codeOf(secret, kit.world.clock.now(), 1);
    return [{ token, parts: kit.parts({ proof: { kind: 'totp', code } }) }];
  },
  'factor.add-totp': async (kit) => {
    const token = await kit.session(owner);
    return [{ token, parts: kit.parts((await offerApp(kit, token)).hints) }];
  },
  'factor.add-webauthn': async (kit) => {
    const token = await kit.session(owner);
    const { json } = await kit.ask('factor.offer-webauthn', token, {});
    const registered = softwareKey().register(String(json?.challenge), origin);
    return [{ token, parts: kit.parts({ ...registered, name: '钥匙', transports: ['usb'] }) }];
  },
  'factor.save-recovery': async (kit) => {
    const token = await kit.session(owner);
    const { json } = await kit.ask('factor.offer-recovery', token, {});
    for (const code of (json?.codes ?? []) as string[]) kit.secret(code);
    return [{ token, parts: kit.parts({ ticket: json?.ticket }) }];
  },
  'factor.remove': async (kit) => {
    const { token } = await bindApp(kit);
    const { json } = await kit.ask('factor.list', token, {});
    const factors = json?.factors as { factorId: string }[];
    return [{ token, parts: kit.parts({ factorId: factors.at(-1)?.factorId }) }];
  },
};
