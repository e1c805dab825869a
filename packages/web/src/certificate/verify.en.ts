export const verifyEn = {
  title: 'Verify an employment certificate',
  intro: 'Enter the 16-character verification code printed on the certificate, or scan its QR code with a phone.',
  code: 'Verification code',
  codeBad: 'The code has 16 digits and capital letters. Compare it with the certificate and type it again.',
  submit: 'Verify',
  again: 'Verify another one',
  result: {
    valid: 'This certificate is valid',
    replaced: 'This certificate was replaced by a new copy',
    void: 'This certificate is void',
    unknown: 'There is no such code',
  },
  help: {
    valid: 'Compare the name and the end of the number below with the certificate.',
    replaced: 'The holder was given a new copy; this one is no longer used.',
    void: 'The issuing office has made this certificate void.',
    unknown:
      'Check for typing mistakes. If the certificate really shows this code, it may be forged: please tell the local human resources office.',
  },
  name: 'Name',
  number: 'End of the number',
  issuer: 'Issued in',
  issuedOn: 'Issued on',
  privacy: 'Only what is needed to check the paper is shown.',
} as const;
