import { useSyncExternalStore } from 'react';

const query = window.matchMedia('(max-width: 767px)');

/** True on a phone: one column, bottom bar, full-width drawers. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => query.matches,
  );
}
