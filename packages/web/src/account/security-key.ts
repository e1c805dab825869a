import { factorContracts, type Proof } from '@renshe/domain/account/factor.contract.ts';
import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { z } from 'zod';
import { call } from '../kit/api.ts';

export const securityKeysWork = browserSupportsWebAuthn;

type Transports = NonNullable<
  NonNullable<Parameters<typeof startAuthentication>[0]['optionsJSON']['allowCredentials']>[number]['transports']
>;

/** Asks for a challenge and has the key answer it. Throws ApiError, or what the browser throws when the person gave up. */
export async function askKey(): Promise<Proof> {
  const { webauthn } = await call(factorContracts.proofOptions, {});
  if (webauthn === null) throw new Error('no key is bound');
  const answer = await startAuthentication({
    optionsJSON: {
      challenge: webauthn.challenge,
      rpId: webauthn.rpId,
      userVerification: 'preferred',
      timeout: 120_000,
      allowCredentials: webauthn.credentials.map(({ credentialId, transports }) => ({
        id: credentialId,
        type: 'public-key',
        transports: transports as Transports,
      })),
    },
  });
  const { clientDataJSON, authenticatorData, signature } = answer.response;
  return { kind: 'webauthn', credentialId: answer.id, clientDataJSON, authenticatorData, signature };
}

/** Has a key make a credential for this account. */
export async function makeKey(name: string): Promise<z.input<typeof factorContracts.addWebauthn.body>> {
  const offer = await call(factorContracts.offerWebauthn, {});
  const answer = await startRegistration({
    optionsJSON: {
      challenge: offer.challenge,
      rp: { id: offer.rpId, name: offer.rpName },
      user: { id: offer.userId, name: offer.userName, displayName: offer.displayName },
      pubKeyCredParams: [-7, -257, -8].map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: offer.exclude.map((id) => ({ id, type: 'public-key' })),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
      attestation: 'none',
      timeout: 120_000,
    },
  });
  const { clientDataJSON, attestationObject, transports } = answer.response;
  return { name, credentialId: answer.id, clientDataJSON, attestationObject, transports: transports ?? [] };
}
