import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { serviceWorker } from './offline/service-worker-plugin.ts';

/** The server serves `dist`; in development /api is passed on to a server on PORT (default 8080). */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), serviceWorker()],
  server: {
    host: '127.0.0.1',
    proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? '8080'}` },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // No inline scripts and no data: URLs: the content security policy allows 'self' only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
});
