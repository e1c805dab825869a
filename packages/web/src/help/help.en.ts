/** Words of help, keys and practice in English; `help.zh.ts` has the same keys. The texts of the pages are in `pages/`. */
export const helpEn = {
  button: 'Help',
  title: 'Help for this page',
  none: 'There is no page at this address. Please choose again on the left.',
  what: 'What this page is for',
  tasks: 'Three things people do here',
  words: 'What the words mean',
  troubles: 'If something goes wrong',
  keys: {
    button: 'Keys',
    title: 'Keys',
    everywhere: 'On every page',
    page: 'On this page',
    goTo: 'Go to another page',
    go: '{{page}}',
    search: 'Find a person',
    sheet: 'Open and close this sheet',
    sheetAnywhere: 'The same, also while typing',
    help: 'Open and close the help for this page',
    filter: 'Go to the search field of this page',
    escape: 'Leave the field you are typing in; close the window in front',
    single: 'Keys that are a single letter',
    singleHelp:
      'Turn them off if you press them by accident or dictate. Ctrl keys and F1 stay. This browser remembers it.',
  },
} as const;
