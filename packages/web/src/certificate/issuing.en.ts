/** Words of issuing certificates at the desk in English; the keys are those of `issuing.zh.ts`. */
export const issuingEn = {
  status: { valid: 'Valid', replaced: 'Replaced', void: 'Void' },
  copy: 'Copy {{count}}',
  issuedOn: 'Issued on',
  issue: {
    title: 'Issue the employment certificate of {{name}}',
    submit: 'Issue the certificate',
    note: 'One person, one number for life; the system assigns it. The certificate is free.',
    done: 'Certificate of {{name}} issued, number {{number}}',
  },
  reissue: {
    title: 'Re-issue the employment certificate of {{name}}',
    submit: 'Re-issue the certificate',
    note: 'Number {{number}} stays; the former copy becomes invalid.',
    reason: 'Reason',
    reasonHint: 'For example: lost, damaged, no room left',
    done: 'Certificate of {{name}} re-issued',
  },
  void: {
    title: 'Void the employment certificate of {{name}}',
    submit: 'Void the certificate of {{name}}',
    note: 'Number {{number}}. The public verification page will then say “void”.',
    reason: 'Reason',
    reasonHint: 'For example: issued to the wrong person, handed back',
    done: 'Certificate of {{name}} voided',
  },
  print: 'Print',
} as const;
