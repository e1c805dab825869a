import type { System } from './platform/open-system.ts';
import { closeMonthHandler } from './report/close-report.ts';
import { deriveAgainHandler, deriveAgainTask } from './statistics/derive-again.ts';

/** Background tasks, one line a kind. */
export function registerTaskHandlers(system: System): void {
  system.tasks.register('close-month', closeMonthHandler(system));
  system.tasks.register(deriveAgainTask, deriveAgainHandler(system));
}
