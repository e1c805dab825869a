import { searchContracts } from '@renshe/domain/search/search.contract.ts';
import type { z } from 'zod';
import { call } from '../kit/api.ts';
import { useTypedSearch } from '../kit/use-typed-search.ts';

export type Found = z.output<typeof searchContracts.find.output>;

/** Everything that fits what is typed. */
export function useSearch(typed: string) {
  return useTypedSearch<Found>(typed, (text, signal) => call(searchContracts.find, { body: { text } }, { signal }));
}
