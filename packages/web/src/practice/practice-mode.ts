/**
 * Practice runs the real pages in a tab of its own, against a city that exists in that tab alone. The tab is sealed before anything is drawn: from then
 * on no request reaches the server, so that nothing of a practice can stand in the register.
 */
const FLAG = 'renshe.practice';
const ADDRESS = 'practice';

let sealed = false;

/** True once the tab can no longer reach the server. Only then the pages call themselves a practice. */
export function isPractice(): boolean {
  return sealed;
}

/** Opens the practice beside the work: drafts and unsaved rows of this tab stay out of it. */
export function openPractice(): void {
  window.open(`/?${ADDRESS}=1`, '_blank', 'noopener');
}

/** Seals a tab that was opened for practice; its address says so once, the tab remembers it. Without a session it stays an ordinary tab. */
export async function beginPractice(): Promise<void> {
  if (new URLSearchParams(window.location.search).has(ADDRESS)) {
    sessionStorage.setItem(FLAG, '1');
    window.history.replaceState(null, '', '/');
  }
  if (sessionStorage.getItem(FLAG) !== '1') return;
  try {
    const { sealForPractice } = await import('./practice-network.ts');
    sealed = await sealForPractice();
  } finally {
    if (!sealed) sessionStorage.removeItem(FLAG);
  }
}

/** Ends the practice: the tab is an ordinary one again, with nothing left of it. */
export function leavePractice(): void {
  sessionStorage.clear();
  window.location.assign('/');
}
