import type { RouteContract } from '@renshe/domain/kernel/contract.ts';
import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type ApiError, type CallArguments, call, newKey } from './api.ts';

/** The cache key of a read: the contract's id first, so that commands can name what they change. */
export function readKey<C extends RouteContract>(contract: C, args?: CallArguments<C>): readonly unknown[] {
  return args === undefined ? [contract.id] : [contract.id, args];
}

export interface ReadOptions {
  enabled?: boolean;
  /** Milliseconds during which a stored answer counts as fresh. Default 15 s. */
  freshFor?: number;
  /** Ask again after so many milliseconds; false to stop. The function sees the last answer. */
  everyMs?: number | false | ((last: unknown) => number | false);
  /** Keep the last answer on the screen while the next page is fetched. */
  keepPrevious?: boolean;
}

/** Read a route and keep the answer. Also for audited reads (search), which are POST but change nothing. */
export function useRead<C extends RouteContract>(
  contract: C,
  args: CallArguments<C>,
  options: ReadOptions = {},
): UseQueryResult<z.output<C['output']>, ApiError> {
  return useQuery<z.output<C['output']>, ApiError>({
    queryKey: readKey(contract, args),
    queryFn: ({ signal }) => call(contract, args, { signal }),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.freshFor === undefined ? {} : { staleTime: options.freshFor }),
    ...(options.everyMs === undefined ? {} : { refetchInterval: intervalOf(options.everyMs) }),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

/** The answer when it came after the page was opened, with `freshFor: 0`: what another page has kept is minutes old. Undefined until then. */
export function freshAnswer<T>(
  read: Pick<UseQueryResult<T, ApiError>, 'data' | 'error' | 'isFetchedAfterMount'>,
): T | undefined {
  return read.isFetchedAfterMount && read.error === null ? read.data : undefined;
}

function intervalOf(every: NonNullable<ReadOptions['everyMs']>) {
  return typeof every === 'function' ? (query: { state: { data: unknown } }) => every(query.state.data) : every;
}

export interface CommandOptions<C extends RouteContract> {
  /** The reads that this command makes stale. */
  invalidates: readonly RouteContract[];
  onDone?: (output: z.output<C['output']>) => void;
}

/** The keys of what one form or list does: the same one for the same record until it is done there; another record is another act. */
export function actKeys() {
  const keys = new Map<string, string>();
  const nameOf = (params: unknown) => JSON.stringify(params ?? null);
  return {
    of(params: unknown): string {
      const key = keys.get(nameOf(params)) ?? newKey();
      keys.set(nameOf(params), key);
      return key;
    },
    done: (params: unknown) => void keys.delete(nameOf(params)),
  };
}

/**
 * Run a command. The idempotency key lives as long as the form: a retry after a failure sends the same one, a success takes a new one.
 * `run(args)` throws ApiError; `isPending` disables the button.
 */
export function useCommand<C extends RouteContract>(
  contract: C,
  options: CommandOptions<C>,
): UseMutationResult<z.output<C['output']>, ApiError, CallArguments<C>> & {
  run: (args: CallArguments<C>) => Promise<z.output<C['output']>>;
} {
  const client = useQueryClient();
  const [keys] = useState(actKeys);
  const mutation = useMutation<z.output<C['output']>, ApiError, CallArguments<C>>({
    mutationFn: (args) => call(contract, args, { idempotencyKey: keys.of(args.params) }),
    onSuccess: async (output, args) => {
      keys.done(args.params);
      options.onDone?.(output);
      await Promise.all(options.invalidates.map((read) => client.invalidateQueries({ queryKey: readKey(read) })));
    },
  });
  return { ...mutation, run: mutation.mutateAsync };
}
