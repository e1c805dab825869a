import { AppError } from '@renshe/domain/kernel/app-error.ts';
import * as openid from 'openid-client';
import type { Logger } from 'pino';

/** The identity provider of the city, as the environment or `identity-provider.json` in the data folder names it. */
export interface IdentityProviderConfig {
  /** Address without `/.well-known/openid-configuration`. https; http on this machine alone. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What the button says: 市统一身份认证. */
  name: string;
}

/** Where our pages are told of the answer; registered with the provider exactly like this, after the origin. */
export const returnPath = '/sign-in/provider';

/** What has to be remembered between going to the provider and coming back. */
export interface PendingSignIn {
  state: string;
  nonce: string;
  verifier: string;
  /** She is to show there once more who she is, also where she has signed in already. */
  again: boolean;
}

export interface IdentityProvider {
  readonly name: string;
  readonly issuer: string;
  /** Address at the provider. Authorization code with PKCE (S256), state and nonce. */
  begin(origin: string, again: boolean): Promise<PendingSignIn & { address: string }>;
  /**
   * `query` is what the provider added to our address. `provedSecondsAgo`: so long before its answer she showed there who she is, by its own clock;
   * 0 where it does not say. Throws AppError when the provider refused or its answer is not to be trusted.
   */
  finish(origin: string, pending: PendingSignIn, query: string): Promise<{ subject: string; provedSecondsAgo: number }>;
}

const waitSeconds = 10;
/** So long ago may a proof be that was asked for. */
const againSeconds = 300;

export function isLocal(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}

/** Nothing is asked of the provider before somebody signs in with it: the start of the server does not depend on it. */
export function createIdentityProvider(config: IdentityProviderConfig, log: Logger): IdentityProvider {
  let discovered: Promise<openid.Configuration> | undefined;
  const configuration = () => {
    discovered ??= openid
      .discovery(new URL(config.issuer), config.clientId, undefined, openid.ClientSecretBasic(config.clientSecret), {
        timeout: waitSeconds,
        // The signature of an ID token counts, also where it came straight from the provider.
        execute: [openid.enableNonRepudiationChecks, ...(isLocal(config.issuer) ? [openid.allowInsecureRequests] : [])],
      })
      .then((known) => {
        // Sign by sign: the library takes two addresses for the same that only a browser takes for the same.
        const { issuer } = known.serverMetadata();
        if (issuer !== config.issuer) throw new Error(`the provider calls itself ${issuer}, not ${config.issuer}`);
        return known;
      })
      .catch((error: unknown) => {
        // Asked again the next time.
        discovered = undefined;
        log.warn({ identityProvider: reasonOf(error) });
        throw new AppError('account.provider-unreachable', 'unavailable');
      });
    return discovered;
  };
  return {
    name: config.name,
    issuer: config.issuer,
    async begin(origin, again) {
      const known = await configuration();
      const verifier = openid.randomPKCECodeVerifier();
      const state = openid.randomState();
      const nonce = openid.randomNonce();
      const address = openid.buildAuthorizationUrl(known, {
        redirect_uri: origin + returnPath,
        scope: 'openid',
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        ...(again && { prompt: 'login', max_age: String(againSeconds) }),
      });
      return { state, nonce, verifier, again, address: address.href };
    },
    async finish(origin, pending, query) {
      const known = await configuration();
      try {
        const address = new URL(returnPath, origin);
        address.search = query;
        const tokens = await openid.authorizationCodeGrant(known, address, {
          expectedState: pending.state,
          expectedNonce: pending.nonce,
          pkceCodeVerifier: pending.verifier,
          idTokenExpected: true,
          ...(pending.again && { maxAge: againSeconds }),
        });
        requireIdToken(tokens.id_token!);
        const { sub, auth_time, iat } = tokens.claims()!;
        return { subject: sub, provedSecondsAgo: auth_time === undefined ? 0 : Math.max(0, iat - auth_time) };
      } catch (error) {
        log.warn({ identityProvider: reasonOf(error) });
        throw new AppError('account.provider-refused', 'unauthenticated');
      }
    },
  };
}

/** A token that names its kind in its header must be an ID token: another one with the same words was made for another purpose (RFC 8725 §3.11). */
function requireIdToken(token: string): void {
  const { typ } = JSON.parse(Buffer.from(token.split('.')[0]!, 'base64url').toString()) as { typ?: unknown };
  if (typ !== undefined && String(typ).toUpperCase() !== 'JWT') throw new Error('this is no ID token');
}

/** Names and messages down to the first cause, such as a certificate that nobody trusts. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const code = 'code' in error ? ` ${String(error.code)}` : '';
  const cause = error.cause instanceof Error ? `: ${reasonOf(error.cause)}` : '';
  return `${error.name} ${error.message}${code}${cause}`;
}
