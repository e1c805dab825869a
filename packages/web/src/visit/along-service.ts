/** The service worker that opens the page of taken-along visits without network: installed when something is taken along, not before. */

/** Resolves when the page would open without network. @throws Error when the browser refuses */
export async function prepareOffline(): Promise<void> {
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
  await navigator.serviceWorker.ready;
  // Asked for, so that a phone that runs out of room throws away something else first.
  await navigator.storage?.persist?.();
}

/** Calls back when a newer version waits; `takeOver` makes it the one in charge and loads the page anew. */
export function watchForUpdate(found: (takeOver: () => void) => void): () => void {
  if (!('serviceWorker' in navigator)) return () => {};
  let stopped = false;
  const offer = (worker: ServiceWorker | null) => {
    // Without one in charge it is the first version, not a newer one.
    if (!worker || stopped || !navigator.serviceWorker.controller) return;
    found(() => {
      navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), { once: true });
      worker.postMessage('take-over');
    });
  };
  void navigator.serviceWorker.getRegistration().then((registration) => {
    if (!registration || stopped) return;
    offer(registration.waiting);
    registration.addEventListener('updatefound', () => {
      const { installing } = registration;
      installing?.addEventListener('statechange', () => {
        if (installing.state === 'installed') offer(installing);
      });
    });
    // Without network it finds nothing newer, and says so by failing.
    registration.update().catch(() => {});
  });
  return () => {
    stopped = true;
  };
}
