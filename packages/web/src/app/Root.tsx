import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { HelpLayer } from '../help/HelpLayer.tsx';

/** Around every page, signed in or not. */
export function Root(): ReactNode {
  return (
    <HelpLayer>
      <Outlet />
    </HelpLayer>
  );
}
