import { cardsTask, ledgerExportTask, volumeTask } from '@renshe/domain/ledger/file-task.ts';
import { mergeAcrossHandler, mergeAcrossTask } from './area-change/rehome-merged.ts';
import { splitAreaHandler, splitAreaTask } from './area-change/split-area.ts';
import { checkDeliveryHandler, checkTask, makeDeliveryHandler, makeTask } from './exchange/make-delivery.ts';
import { ledgerExportHandler } from './ledger/export-ledger.ts';
import { freezeLedgers } from './ledger/freeze-ledgers.ts';
import { cardsHandler } from './ledger/print-cards.ts';
import type { System } from './platform/open-system.ts';
import { keepQualityMonths } from './quality/quality-months.ts';
import { closeMonthHandler } from './report/close-report.ts';
import { applyRosterHandler } from './roster/apply-roster.ts';
import { undoRosterHandler } from './roster/undo-roster.ts';
import { deriveAgainHandler, deriveAgainTask } from './statistics/derive-again.ts';
import { volumeHandler } from './volume/make-volume.ts';

/** Background tasks, one line a kind. */
export function registerTaskHandlers(system: System): void {
  system.tasks.register(mergeAcrossTask, mergeAcrossHandler(system));
  system.tasks.register(splitAreaTask, splitAreaHandler(system));
  system.tasks.register(
    'close-month',
    closeMonthHandler(system, async (host, actor, closed, month) => {
      await keepQualityMonths(host, actor, closed, month);
      return freezeLedgers(host, actor, closed, month);
    }),
  );
  system.tasks.register('roster-apply', applyRosterHandler(system));
  system.tasks.register('roster-undo', undoRosterHandler(system));
  system.tasks.register(checkTask, checkDeliveryHandler(system));
  system.tasks.register(makeTask, makeDeliveryHandler(system));
  system.tasks.register(ledgerExportTask, ledgerExportHandler(system));
  system.tasks.register(cardsTask, cardsHandler(system));
  system.tasks.register(volumeTask, volumeHandler(system));
  system.tasks.register(deriveAgainTask, deriveAgainHandler(system));
}
