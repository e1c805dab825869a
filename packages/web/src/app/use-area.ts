import type { AreaRef } from '@renshe/domain/kernel/schema.ts';
import { useRouterState } from '@tanstack/react-router';
import { useSearchPatch } from '../kit/use-search-patch.ts';
import { useMe } from './session.ts';

/** The area of the page: `?area=` when it stands in the address, otherwise the first area of the actor's posts. */
export function useArea(): { code: string; root: AreaRef | undefined } {
  const me = useMe();
  const chosen = useRouterState({ select: (state) => (state.location.search as { area?: string }).area });
  const [root] = me.areas;
  return { code: chosen ?? root?.code ?? '', root };
}

/** Change the area of the page; filters stay, the page of a list starts again. */
export function useChangeArea(): (code: string) => void {
  const patchSearch = useSearchPatch();
  return (code) => patchSearch({ area: code, offset: undefined });
}
