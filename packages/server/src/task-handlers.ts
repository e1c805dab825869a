import type { System } from './platform/open-system.ts';

/** Background tasks, one line a kind. */
export function registerTaskHandlers(_system: System): void {}
