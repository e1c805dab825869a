// What makes the visits that were taken along open without network. It keeps our own page, scripts and styles of one version, and nothing else:
// no answer of the API ever passes through it. The build writes the version and the list of files into the copy that is served (vite.config.ts).
const version = '__VERSION__';
const files = '__FILES__'.split(',');
const page = '/visits/along';
const cacheName = `renshe-${version}`;
/** So long a page is waited for before the kept one stands in: half a network is worse than none. */
const patience = 5000;

self.addEventListener('install', (event) => {
  event.waitUntil(keepFiles());
});

async function keepFiles() {
  const cache = await caches.open(cacheName);
  await Promise.all(
    [...files, page].map(async (path) => {
      const response = await fetch(path, { cache: 'reload' });
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      await cache.put(path, response);
    }),
  );
}

// An older version goes when the last page that runs on it is closed, or when its user asked for the new one.
self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names.filter((name) => name.startsWith('renshe-') && name !== cacheName).map((name) => caches.delete(name)),
        ),
      ),
  );
});

self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/')) return;
  // The server's page is the newest one; the kept one stands in for it without network.
  if (request.mode === 'navigate') event.respondWith(freshOrKept(request, page));
  else if (!files.includes(pathname)) return;
  else if (pathname.startsWith('/assets/')) event.respondWith(keptOrFresh(request, pathname));
  else event.respondWith(freshOrKept(request, pathname));
});

async function kept(path) {
  return (await caches.open(cacheName)).match(path);
}

async function keptOrFresh(request, path) {
  return (await kept(path)) ?? fetch(request);
}

async function freshOrKept(request, path) {
  const fresh = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, patience));
  try {
    const first = await Promise.race([fresh, late]);
    if (first) return first;
  } catch {
    // No network: the kept one, below.
  }
  const found = await kept(path);
  if (!found) return fresh;
  // It is not waited for any more, and may still fail.
  fresh.catch(() => {});
  return found;
}
