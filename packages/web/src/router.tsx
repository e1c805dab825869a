import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  retainSearchParams,
  stringifySearchWith,
} from '@tanstack/react-router';
import { z } from 'zod';
import { Frame } from './app/Frame.tsx';
import { ErrorPage, NotFoundPage } from './kit/ErrorPage.tsx';

/** Search parameters arrive as text; a wrong one is dropped instead of breaking the page. */
export const optionalText = z.string().max(200).optional().catch(undefined);
export const optionalCount = z.coerce.number().int().min(0).optional().catch(undefined);

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: ({ error }) => <ErrorPage error={error} />,
});

/** Everything behind the sign-in: the frame with the area of the page. */
export const frameRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'frame',
  component: Frame,
  validateSearch: z.object({
    area: z
      .string()
      .regex(/^\d{12}$/)
      .optional()
      .catch(undefined),
  }),
  search: { middlewares: [retainSearchParams(['area'])] },
});

// Work list, search, tasks, own account -----------------------------------------------------------------------------
const worklistRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/',
  validateSearch: z.object({ kind: optionalText }),
  component: lazyRouteComponent(() => import('./worklist/WorklistPage.tsx'), 'WorklistPage'),
});
const visitsRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/visits',
  component: lazyRouteComponent(() => import('./worklist/VisitsPage.tsx'), 'VisitsPage'),
});
const searchRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/search',
  component: lazyRouteComponent(() => import('./search/SearchPage.tsx'), 'SearchPage'),
});
const tasksRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/tasks',
  component: lazyRouteComponent(() => import('./task/TasksPage.tsx'), 'TasksPage'),
});
const accountRoute = createRoute({
  getParentRoute: () => frameRoute,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
});

// Public pages: no session, no frame --------------------------------------------------------------------------------
const setupRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./setup/SetupPage.tsx'), 'SetupPage'),
});
const verifyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => import('./certificate/VerifyPage.tsx'), 'VerifyPage'),
});
const verifyCodeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify/$code',
  component: lazyRouteComponent(() => import('./certificate/VerifyPage.tsx'), 'VerifyPage'),
});

const routeTree = rootRoute.addChildren([
  frameRoute.addChildren([worklistRoute, visitsRoute, searchRoute, tasksRoute, accountRoute]),
  setupRoute,
  verifyRoute,
  verifyCodeRoute,
]);

export const router = createRouter({
  routeTree,
  // Everything in the address is plain text: codes of twelve digits must not become numbers.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: ({ error, reset }) => <ErrorPage error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFoundPage,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
