import type { Permission } from '@renshe/domain/access/permissions.ts';
import { accountContracts, type Me } from '@renshe/domain/account/account.contract.ts';
import type { PlainDate } from '@renshe/domain/kernel/plain-date.ts';
import { createContext, useContext } from 'react';
import { useRead } from '../kit/use-api.ts';

export const MeContext = createContext<Me | null>(null);

/** The session as the server knows it; the frame asks once and passes it on. */
export function useSession() {
  return useRead(accountContracts.me, {}, { freshFor: 5 * 60_000 });
}

/** Who is signed in. Only below the frame, where there is always somebody. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe below the frame only');
  return me;
}

export function useCan(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}

/** The office's calendar day, from the server's clock. */
export function useToday(): PlainDate {
  return useMe().today;
}
