export const taskEn = {
  title: 'Tasks',
  note: 'Imports, undone imports and other long work go on here; you can leave the page.',
  running: 'Under way',
  over: 'Ended',
  empty: 'No tasks',
  emptyHelp: 'Work that takes a while, such as importing a roster, appears here.',
  startedAt: 'started {{at}}',
  endedAt: 'ended {{at}}',
  toRosters: 'Import a roster',
  retry: 'Try again',
} as const;
