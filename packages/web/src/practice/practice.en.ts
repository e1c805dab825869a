export const practiceEn = {
  title: 'Practice',
  nothingSaved: 'People and numbers are invented. Nothing is stored.',
  again: 'From the beginning',
  leave: 'End the practice',
  over: 'All five are done. Close this page and begin the real work. To practise again, press “First-day practice” in the help.',
  step: {
    find: {
      title: 'Find a person',
      what: 'Press Ctrl+K, type {{initials}}, choose {{name}}, press Enter to open the file. On a phone, use “Search” below.',
    },
    register: {
      title: 'Register a resident',
      what: 'Open “Residents” and press “Register a resident”. Number {{number}}, name {{newcomer}}, any address; then make the file.',
    },
    unemployment: {
      title: 'Register unemployment',
      what: 'In the file of {{newcomer}} press “Register unemployment”. Say since when, choose the reason, tick the promise, save.',
    },
    contact: {
      title: 'Record a contact',
      what: 'Still in the file of {{newcomer}}, press “Record a contact”. Choose an outcome and save.',
    },
    report: {
      title: 'See the number',
      what: 'Open “Report forms” under “Reporting” and go to this month. Press the total of the registered unemployed: {{newcomer}} stands in the list beside it.',
    },
  },
  offer: {
    title: 'New here? Practise first',
    what: 'The five commonest jobs with invented people, about ten minutes. It opens in a new tab and touches no real file.',
    done: '{{done}} of {{count}} done.',
    start: 'Start the practice',
    later: 'No, thanks',
    again: 'First-day practice',
  },
} as const;
