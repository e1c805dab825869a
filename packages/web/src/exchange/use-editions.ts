import { exchangeContracts } from '@renshe/domain/exchange/exchange.contract.ts';
import type { Language } from '@renshe/domain/kernel/app-error.ts';
import type { z } from 'zod';
import { useRead } from '../kit/use-api.ts';

export type Editions = z.output<typeof exchangeContracts.editions.output>;

/** The mapping files; they change when somebody puts one beside them. */
export function useEditions() {
  return useRead(exchangeContracts.editions, {}, { freshFor: 60_000 });
}

export function editionName(editions: Editions | undefined, id: string, language: Language): string {
  return editions?.editions.find((one) => one.edition === id)?.name[language] ?? id;
}
