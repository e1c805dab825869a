import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LookAndLanguage } from './app/LookAndLanguage.tsx';
import { ApiError } from './kit/api.ts';
import { ignoreKeysWhileComposing } from './kit/composing.ts';
import { startTexts } from './kit/i18n.ts';
import { keepStylePolicy } from './kit/style-policy.ts';
import { beginPractice } from './practice/practice-mode.ts';
import { router } from './router.tsx';
import './kit/kit.css';
import './app/app.css';
import './worklist/worklist.css';

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      refetchOnWindowFocus: true,
      // Only a network that failed is asked again; a refusal stays a refusal.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && error.kind === 'network',
    },
  },
});

// Before anything asks the server.
await beginPractice().catch(() => {});
keepStylePolicy();
ignoreKeysWhileComposing();
await startTexts();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <LookAndLanguage>
        <RouterProvider router={router} />
      </LookAndLanguage>
    </QueryClientProvider>
  </StrictMode>,
);
