import { useNavigate } from '@tanstack/react-router';

/**
 * Changes some of what the address says of the page (filters, tab, month, open row) and keeps the rest; `undefined` takes a part out.
 * The router knows the search of each route, not of “this one”, so the one cast of all pages stands here; a page types what it hands in.
 */
export function useSearchPatch(): (next: object, replace?: boolean) => void {
  const navigate = useNavigate();
  return (next, replace = false) =>
    void navigate({ to: '.', search: ((old: object) => ({ ...old, ...next })) as never, replace });
}
