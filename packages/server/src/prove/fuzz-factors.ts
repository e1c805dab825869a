/** Calls that are right only with what the server offered a moment ago: second factors, each with its secret or challenge. */
import { factorContracts } from '@renshe/domain/account/factor.contract.ts';
import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import { hotp, totpStep } from '../platform/totp.ts';
import type { ProveWorld } from './prove-world.ts';
import { readBase32 } from './read-base32.ts';
import type { Hints } from './schema-values.ts';
import { softwareKey } from './software-key.ts';

/** What a page would send now in this session; nothing for every other route. */
export async function factorHints(world: ProveWorld, contract: RouteContract, token: string): Promise<Hints> {
  const offer = async (from: RouteContract) => (await world.call(token, from)).json ?? {};
  switch (contract.id) {
    case factorContracts.addTotp.id: {
      const { ticket, secret } = await offer(factorContracts.offerTotp);
      const code = hotp(readBase32(String(secret)), totpStep(world.clock.now()));
      return { ticket, code, name: '手机' };
    }
    case factorContracts.addWebauthn.id: {
      const { challenge } = await offer(factorContracts.offerWebauthn);
      return {
        ...softwareKey().register(String(challenge), 'http://localhost'),
        transports: ['usb'],
        name: '安全密钥',
      };
    }
    case factorContracts.saveRecovery.id:
      return { ticket: (await offer(factorContracts.offerRecovery)).ticket };
    case factorContracts.remove.id: {
      const { factors = [] } = (await offer(factorContracts.list)) as { factors?: { factorId: string }[] };
      return factors[0] ? { factorId: factors[0].factorId } : {};
    }
    default:
      return {};
  }
}
