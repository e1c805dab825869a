/** Tasks of the background that end with a file for whoever asked; it is fetched from the list of tasks until its days are over. */
export const ledgerExportTask = 'ledger-export';
export const volumeTask = 'volume';
export const cardsTask = 'cards';

export const fileTasks: readonly string[] = [ledgerExportTask, volumeTask, cardsTask];
